"""The second act: the host completes its part, everybody signs, the document is checked, an amendment is signed on paper."""

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from deploy.journey.gestures import MAIL_SECONDS, Gestures
from deploy.journey.steps import step
from runtime.clock import today

FILES = Path(__file__).with_name("files")
STUDENT, SUPERVISOR, OFFICER = "ines.martin", "claire.ferrand", "nadia.haddad"
STUDENT_MAIL = "ines.martin@etu.univ-mediterranee.example"
HOST_MAIL, TUTOR_MAIL = "solene@armement.example", "hakim@armement.example"
LINK = re.compile(r"/lien/[\w-]+")


@dataclass
class Signatures(Gestures):
    """Needs the first act's file, validated, and the mark of its texts."""

    mark: str = ""
    first_file: str = ""
    amendment: str = ""
    opened: set[str] = field(default_factory=set)

    def link_of(self, to: str, *words: str) -> str:
        """The personal link of a mail to that address that nobody has opened here yet; waits for it."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            found = LINK.search(self.mail(to, *words)["text"])
            if found and found.group() not in self.opened:
                self.opened.add(found.group())
                return found.group()
            time.sleep(0.3)
        raise AssertionError(f"no new link for {to}")

    def sign_by_link(self, who: str, to: str) -> Page:
        page = self.theatre.page(who)
        page.goto(self.link_of(to, "À signer", self.mark))
        self.theatre.look(page)
        page.get_by_label("J’ai lu ce document").check()
        self.press(page, "Signer")
        expect(page.locator("main")).to_contain_text("Votre réponse est enregistrée")
        return page

    @step("La gestionnaire règle l’ordre des signatures de son groupe", OFFICER)
    def officer_sets_order(self) -> None:
        page = self.theatre.page(OFFICER)
        page.goto("/groupes")
        self.theatre.look(page)
        page.get_by_role("link", name="Convention Master 1 - Aix").click()
        page.wait_for_url("**/signatures")
        self.theatre.look(page)
        self.fill(page, student="6")
        self.fill(page, university="6")
        self.press(page, "Enregistrer")
        page.reload()
        self.fill(
            page, student="1", university="5", signs__name="Anne Roux", signs__email="anne.roux@univ-demo.example"
        )
        self.press(page, "Enregistrer")
        expect(page.locator("body")).to_contain_text("Réglages enregistrés")

    @step("L’entreprise reçoit sa page : elle la voit sans compte", "solene")
    def host_opens_its_page(self) -> None:
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        self.press(page, "Envoyer sa page à l’entreprise")
        host = self.theatre.page("solene")
        host.goto(self.link_of(HOST_MAIL, "page de votre organisme", self.mark))
        self.theatre.look(host)
        expect(host.locator("main")).to_contain_text("Rien à faire pour vous en ce moment")

    @step("La gestionnaire ouvre la signature ; l’étudiante signe avec son compte", STUDENT)
    def student_signs(self) -> None:
        officer = self.theatre.page(OFFICER)
        officer.goto(self.first_file)
        self.press(officer, "Ouvrir la signature électronique")
        self.state(officer, "En cours de signature")
        self.mail(STUDENT_MAIL, "part à la signature")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        page.get_by_role("link", name="Lire et signer").click()
        page.wait_for_url("**/signer")
        self.theatre.look(page)
        self.press(page, "Signer")
        expect(page.locator(".ip-errors")).to_contain_text("Cochez cette case pour signer")
        page.get_by_label("J’ai lu ce document").check()
        self.press(page, "Signer")
        expect(page.locator("body")).to_contain_text("Votre signature est enregistrée")

    @step("L’entreprise refuse avec une raison, la gestionnaire corrige et rouvre la signature", "solene")
    def host_refuses_then_all_start_again(self) -> None:
        host = self.theatre.page("solene")
        host.goto(self.link_of(HOST_MAIL, "À signer", self.mark))
        host.locator("summary", has_text="Refuser de signer").click()
        host.locator("[name=reason]").fill(f"La gratification doit être relue {self.mark}.")
        self.press(host, "Transmettre mon refus")
        officer = self.theatre.page(OFFICER)
        officer.goto(self.first_file)
        self.state(officer, "En attente de validation d’un gestionnaire")
        expect(officer.locator("main")).to_contain_text(f"La gratification doit être relue {self.mark}.")
        self.theatre.look(officer)
        self.decide(officer, "Valider la convention", "Relu avec l’entreprise : le montant est juste.")
        self.press(officer, "Ouvrir la signature électronique")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        page.get_by_role("link", name="Lire et signer").click()
        page.get_by_label("J’ai lu ce document").check()
        self.press(page, "Signer")

    @step("L’entreprise, le tuteur, la référente et l’université signent ; la convention est scellée", "hakim")
    def everybody_signs(self) -> None:
        self.sign_by_link("solene", HOST_MAIL)
        self.sign_by_link("hakim", TUTOR_MAIL)
        teacher = self.theatre.page(SUPERVISOR)
        teacher.goto(self.first_file)
        teacher.get_by_role("link", name="Lire et signer").click()
        teacher.get_by_label("J’ai lu ce document").check()
        self.press(teacher, "Signer")
        self.sign_by_link("anne", "anne.roux@univ-demo.example")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        self.state(page, "Signée")
        self.theatre.look(page)
        self.mail(STUDENT_MAIL, "est signée")

    @step("Quiconque tient le PDF vérifie qu’il est vrai ; modifié, il ne l’est plus", "visitor")
    def anybody_checks(self) -> None:
        page = self.theatre.page(STUDENT)
        with page.expect_download() as download:
            page.get_by_role("link", name="Voir la convention en PDF").click()
        sealed = download.value.path().read_bytes()
        visitor = self.theatre.page("visitor")
        visitor.goto("/verifier")
        self.theatre.look(visitor)
        for data, verdict in ((sealed, "Vrai et signé par tous"), (sealed + b"\n% autre", "Modifié après coup")):
            visitor.set_input_files(
                "[name=file]", {"name": "convention.pdf", "mimeType": "application/pdf", "buffer": data}
            )
            self.press(visitor, "Vérifier")
            expect(visitor.locator("main")).to_contain_text(verdict)
            self.theatre.look(visitor)
        page.goto(self.first_file)
        href = page.get_by_role("link", name="Page de vérification").first.get_attribute("href")
        visitor.goto(str(href))
        expect(visitor.locator("main")).to_contain_text("Vrai et signé par tous")
        expect(visitor.locator("main")).not_to_contain_text("Inès")

    @step("L’étudiante demande un avenant de dates ; la responsable l’approuve, la gestionnaire le valide", STUDENT)
    def amendment_is_decided(self) -> None:
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        page.get_by_role("link", name="Demander un avenant").click()
        page.wait_for_url("**/avenants/nouveau")
        self.theatre.look(page)
        page.get_by_label("Les dates").check()
        self.press(page, "Étape suivante")
        first = today() + timedelta(days=60)
        self.fill(page, ends_on=(first - timedelta(days=1)).isoformat(), reason="Le chantier dure plus longtemps.")
        self.press(page, "Enregistrer l’avenant")
        expect(page.locator(".ip-errors")).to_be_visible()
        self.fill(page, ends_on=(first + timedelta(days=82)).isoformat())
        self.press(page, "Enregistrer l’avenant")
        page.wait_for_url(re.compile(r"/avenants/[0-9a-f-]{36}$"))
        self.amendment = page.url
        self.press(page, "Soumettre au responsable pédagogique")
        teacher = self.theatre.page(SUPERVISOR)
        teacher.goto("/avenants")
        self.theatre.look(teacher)
        teacher.goto(self.amendment)
        self.theatre.look(teacher)
        self.decide(teacher, "Approuver", "")
        officer = self.theatre.page(OFFICER)
        officer.goto(self.amendment)
        self.decide(officer, "Valider l’avenant", "")
        expect(officer.locator(".ip-head")).to_contain_text("Validé, à signer")

    @step("L’avenant est signé sur papier : dates, puis numérisation ; les dates du dossier changent", OFFICER)
    def amendment_is_signed_on_paper(self) -> None:
        officer = self.theatre.page(OFFICER)
        officer.goto(self.amendment)
        self.press(officer, "Faire signer sur papier")
        officer.get_by_role("link", name="Saisir les signatures du papier").click()
        officer.wait_for_url("**/papier*")
        self.theatre.look(officer)
        for n in range(5):
            officer.fill(f"[name='dates-{n}-signed_on']", today().isoformat())
        officer.set_input_files("[name=scan]", FILES / "cv.pdf")
        self.press(officer, "Enregistrer")
        expect(officer.locator(".ip-head")).to_contain_text("Signé, appliqué")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        expect(page.locator("main")).to_contain_text("Avenant n° 1")
        self.theatre.look(page)

    @step("La responsable prévoit une absence, puis la reprend", SUPERVISOR)
    def supervisor_is_away(self) -> None:
        page = self.theatre.page(SUPERVISOR)
        page.goto("/absences")
        self.theatre.look(page)
        self.choose(page, "to_id", "Marc Olivier")
        day = today()
        self.fill(page, starts_on=day.isoformat(), ends_on=(day + timedelta(days=5)).isoformat())
        self.press(page, "Enregistrer cette absence")
        expect(page.locator("main")).to_contain_text("Marc Olivier")
        self.press(page, "Reprendre")
        expect(page.locator("main")).to_contain_text("Personne n’est absent")
