"""The fourth act: an internship under way is followed, has its papers checked, ends early, is evaluated and certified."""

import time
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from deploy.journey.gestures import Gestures
from deploy.journey.steps import step
from runtime.clock import today

FILES = Path(__file__).with_name("files")
STUDENT, SUPERVISOR, OFFICER = "ines.martin", "claire.ferrand", "nadia.haddad"
STUDENT_MAIL = "ines.martin@etu.univ-mediterranee.example"
SUPERVISOR_MAIL = "claire.ferrand@univ-mediterranee.example"
HOST_MAIL, TUTOR_MAIL = "solene@armement.example", "hakim@armement.example"
GROUP = "Convention Master 1 - Aix"
DAY_SECONDS = 100.0  # what days bring is looked at once a minute


@dataclass
class Ending(Gestures):
    """Needs the first act's way to make a request and to complete a convention, the second's to open a link."""

    mark: str = ""
    host_name: str = ""
    ending_file: str = ""

    def request_from_nothing(self, title: str, supervisor: str, starts: str = "") -> str:
        raise NotImplementedError

    def complete_convention(self, page: Page) -> None:
        raise NotImplementedError

    def link_of(self, to: str, *words: str) -> str:
        raise NotImplementedError

    @property
    def ending_title(self) -> str:
        return f"Suivi des escales {self.mark}"

    @property
    def paper(self) -> str:
        return f"Assurance de l’étudiant {self.mark}"

    def file(self, who: str) -> Page:
        page = self.theatre.page(who)
        page.goto(self.ending_file)
        return page

    def download(self, page: Page, link: Locator) -> bytes:
        with page.expect_download() as found:
            link.click()
        return found.value.path().read_bytes()

    @step("Un stage déjà commencé est régularisé : la gestionnaire lève le contrôle, avec sa raison", OFFICER)
    def officer_accepts_a_late_one(self) -> None:
        began = (today() - timedelta(days=40)).isoformat()
        self.ending_file = self.request_from_nothing(self.ending_title, "Claire Ferrand", began)
        self.decide(self.file(SUPERVISOR), "Valider", "")
        page = self.file(STUDENT)
        page.get_by_role("link", name="Compléter sa convention").click()
        page.wait_for_url("**/convention")
        self.complete_convention(page)
        self.press(page, "Enregistrer cette convention")
        self.press(page, "Soumettre ce brouillon de convention à la validation des gestionnaires de convention")
        officer = self.file(OFFICER)
        expect(officer.locator("#controle-start")).to_contain_text("Non conforme")
        officer.locator("#controle-start summary").click()
        officer.locator("#r-start").fill("Signée sur papier avant le départ ; le dossier arrive après.")
        officer.locator("#controle-start form [type=submit]").click()
        officer.wait_for_load_state()
        self.theatre.look(officer)
        self.decide(officer, "Valider la convention", "")
        self.press(officer, "Faire signer sur papier")
        officer.get_by_role("link", name="Saisir les signatures du papier").click()
        officer.wait_for_url("**/papier*")
        for n in range(5):
            officer.fill(f"[name='dates-{n}-signed_on']", today().isoformat())
        officer.set_input_files("[name=scan]", FILES / "cv.pdf")
        self.press(officer, "Enregistrer")
        expect(officer.locator(".ip-head .ip-state")).to_contain_text("Signée")

    @step(
        "Elle demande une pièce ; l’étudiante la dépose, elle la refuse avec sa raison, puis accepte la suivante",
        OFFICER,
    )
    def paper_is_refused_then_accepted(self) -> None:
        officer = self.theatre.page(OFFICER)
        officer.goto("/groupes")
        officer.get_by_role("link", name=GROUP).click()
        officer.get_by_role("link", name="Pièces demandées").click()
        officer.wait_for_url("**/pieces")
        self.theatre.look(officer)
        names = officer.locator("[name$='-fr']")
        for n in range(names.count()):
            names.nth(n).fill(self.paper if n == 0 else "")
        self.fill(officer, papers__0__en=f"Insurance {self.mark}", papers__0__when="start")
        self.press(officer, "Enregistrer")
        self.deposit()
        officer.goto("/bureau")
        self.theatre.look(officer)
        officer.get_by_role("link", name="Examiner les pièces").click()
        officer.wait_for_url("**/conventions?**")
        self.theatre.look(officer)
        officer.locator("tr", has_text=self.ending_title).get_by_role("link").last.click()
        officer.wait_for_url("**/stages/**")
        asked = officer.locator("#pieces li", has_text=self.paper).first
        asked.locator("summary", has_text="Refuser cette pièce").click()
        asked.locator("[name=reason]").fill(f"La date est illisible {self.mark}.")
        asked.get_by_role("button", name="Refuser").click()
        expect(officer.locator("#pieces")).to_contain_text("Refusée")
        self.mail(STUDENT_MAIL, "Pièce à déposer à nouveau", f"La date est illisible {self.mark}.")
        expect(self.file(STUDENT).locator("#pieces")).to_contain_text("Refusée")
        self.deposit()
        officer = self.file(OFFICER)
        asked = officer.locator("#pieces li", has_text=self.paper).first
        expect(asked).to_contain_text("2 versions déposées")
        asked.get_by_role("button", name="Accepter").click()
        expect(officer.locator("#pieces")).to_contain_text("Acceptée")
        officer.goto(f"/conventions?etat=tous&pieces=to_review&mots={self.mark}")
        expect(officer.locator("main")).to_contain_text("Aucun dossier ne répond")

    def deposit(self) -> None:
        page = self.file(STUDENT)
        asked = page.locator("#pieces li", has_text=self.paper).first
        asked.locator("[name=file]").set_input_files(FILES / "cv.pdf")
        asked.get_by_role("button", name="Déposer").click()
        expect(page.locator("#pieces")).to_contain_text("Déposée, à examiner")

    @step(
        "L’étudiante signale une difficulté en confiance : sa responsable la lit et répond, la gestionnaire ne la voit pas",
        STUDENT,
    )
    def student_signals(self) -> None:
        page = self.file(STUDENT)
        page.get_by_role("link", name="Signaler une difficulté").click()
        page.wait_for_url("**/difficulte")
        self.theatre.look(page)
        words = f"On me demande de rester chaque soir {self.mark}."
        page.fill("[name=words]", words)
        self.press(page, "Transmettre en confiance")
        if self.mark in self.mail(SUPERVISOR_MAIL, "signale une difficulté")["text"]:
            raise AssertionError("the mail tells what was said in confidence")
        expect(self.file(OFFICER).locator("body")).not_to_contain_text("chaque soir")
        teacher = self.theatre.page(SUPERVISOR)
        teacher.goto(self.ending_file)
        expect(teacher.locator("#suivi")).to_contain_text("Une difficulté signalée attend votre réponse")
        expect(teacher.locator("#difficulte")).to_contain_text(words)
        self.theatre.look(teacher)
        teacher.get_by_role("link", name="Répondre ou clore").click()
        teacher.wait_for_url("**/difficulte/*")
        self.theatre.look(teacher)
        teacher.fill("[name=answer]", f"Je les appelle demain {self.mark}.")
        teacher.check("[name=close]")
        self.press(teacher, "Envoyer la réponse")
        self.mail(STUDENT_MAIL, "Une réponse à votre difficulté")
        expect(self.file(STUDENT).locator("#difficulte")).to_contain_text(f"Je les appelle demain {self.mark}.")

    @step(
        "Le jour venu le stage est en cours ; la responsable le voit, prévoit une visite et la met à son agenda",
        SUPERVISOR,
    )
    def supervisor_plans_a_visit(self) -> None:
        page = self.file(SUPERVISOR)
        end = time.monotonic() + DAY_SECONDS
        while "En cours" not in page.locator(".ip-head .ip-state").first.inner_text():
            if time.monotonic() > end:
                raise AssertionError("the internship has not started by itself")
            time.sleep(1)
            page.reload()
        page.goto(f"/mes-stagiaires?mots={self.mark}")
        self.theatre.look(page)
        row = page.locator("tr", has_text=self.ending_title)
        expect(row).to_contain_text("La moitié du stage est passée sans visite")
        row.get_by_role("link", name="Prévoir une visite").click()
        page.wait_for_url("**/visites/nouvelle")
        self.theatre.look(page)
        day = today()
        self.fill(
            page,
            on=day.isoformat(),
            at="14:30",
            form="video",
            place=f"Salle 12 ; lien {self.mark}",
            note="Le rapport",
        )
        self.press(page, "Enregistrer la visite")
        expect(page.locator("#visites")).to_contain_text("14:30")
        read = self.download(page, page.get_by_role("link", name="Ajouter à mon agenda"))
        self.is_calendar(read, day)
        page.goto("/mes-stagiaires")
        self.is_calendar(self.download(page, page.get_by_role("link", name="Mes visites pour mon agenda")), day)

    def is_calendar(self, data: bytes, day: Any) -> None:
        """Folded lines made whole again, one of its events is this visit."""
        text = data.decode().replace("\r\n ", "")
        if not text.startswith("BEGIN:VCALENDAR\r\n") or not text.endswith("END:VCALENDAR\r\n"):
            raise AssertionError("this is no calendar")
        ours = [one for one in text.split("BEGIN:VEVENT") if self.mark in one]
        if len(ours) != 1 or f"DTSTART:{day:%Y%m%d}T" not in ours[0] or f"Salle 12 \\; lien {self.mark}" not in ours[0]:
            raise AssertionError("the visit is not in the calendar as it was planned")

    @step("Elle rend compte de la visite : les gestionnaires le lisent, pas l’étudiante", SUPERVISOR)
    def supervisor_reports(self) -> None:
        page = self.file(SUPERVISOR)
        page.get_by_role("link", name="Changer ou rendre compte").click()
        page.wait_for_url("**/visites/*")
        self.theatre.look(page)
        page.fill("[name=report]", f"Bien encadrée, rapport commencé {self.mark}.")
        self.press(page, "Enregistrer le compte rendu")
        expect(page.locator("#visites")).to_contain_text("Faite")
        expect(self.file(OFFICER).locator("#visites")).to_contain_text(f"rapport commencé {self.mark}")
        hers = self.file(STUDENT)
        expect(hers.locator("#visites")).to_contain_text("Faite")
        expect(hers.locator("body")).not_to_contain_text("rapport commencé")

    @step("Le stage finit plus tôt, d’un commun accord : trois questionnaires s’ouvrent d’eux-mêmes", OFFICER)
    def internship_ends(self) -> None:
        page = self.file(OFFICER)
        page.get_by_role("link", name="Enregistrer une fin anticipée").click()
        page.wait_for_url("**/fin-anticipee")
        self.theatre.look(page)
        self.fill(
            page,
            ended_on=(today() - timedelta(days=1)).isoformat(),
            ground="agreement",
            comment=f"Embauchée par l’organisme {self.mark}.",
        )
        self.press(page, "Enregistrer la fin anticipée")
        self.state(page, "Rompue")
        self.theatre.look(page)
        for who in (STUDENT, SUPERVISOR):
            mine = self.file(who)
            mine.get_by_role("link", name="Donner mon évaluation").click()
            mine.wait_for_url("**/evaluations/*")
            self.evaluate(mine, f"Beaucoup appris, dit {who} {self.mark}.")
            expect(mine.locator("#evaluations")).to_contain_text("Donnée")
        expect(self.file(STUDENT).locator("#evaluations")).to_contain_text("Attendue")

    def evaluate(self, page: Page, words: str) -> None:
        self.theatre.look(page)
        self.press(page, "Envoyer mon évaluation")
        expect(page.locator(".ip-errors")).to_be_visible()
        for rating in page.locator("input[type=radio][value='4']").all():
            rating.check()
        page.locator("textarea").first.fill(words)
        self.press(page, "Envoyer mon évaluation")

    @step("Le tuteur évalue par son lien, l’entreprise établit l’attestation par le sien", "hakim")
    def host_evaluates_and_certifies(self) -> None:
        tutor = self.theatre.page("hakim")
        tutor.goto(self.link_of(TUTOR_MAIL, "votre évaluation et l’attestation", self.host_name))
        self.theatre.look(tutor)
        tutor.get_by_role("link", name="Votre évaluation du stagiaire").click()
        tutor.wait_for_url("**/evaluation")
        self.evaluate(tutor, f"Autonome et rigoureuse {self.mark}.")
        host = self.theatre.page("solene")
        host.goto(self.link_of(HOST_MAIL, "votre évaluation et l’attestation", self.host_name))
        expect(host.locator("main")).not_to_contain_text("Votre évaluation du stagiaire")
        host.get_by_role("link", name="L’attestation de stage").click()
        host.wait_for_url("**/attestation")
        self.theatre.look(host)
        self.fill(
            host,
            signed_by="Solène Arnaud",
            signed_role="Secrétaire générale",
            place="Genève",
            stipend_cents="825,50",
            reason="Le dernier mois est payé entier.",
        )
        self.press(host, "Établir l’attestation")
        expect(host.locator(".ip-errors")).to_contain_text("Cochez cette case")
        host.get_by_label("J’atteste au nom de l’organisme").check()
        self.press(host, "Établir l’attestation")
        expect(host.locator("#etablies")).to_contain_text("Attestation n° 1")

    @step("L’étudiante lit les évaluations et l’attestation en PDF ; quiconque la vérifie", STUDENT)
    def student_reads_her_certificate(self) -> None:
        self.mail(STUDENT_MAIL, "Attestation de votre stage", self.host_name)
        page = self.file(STUDENT)
        page.locator("#evaluations").get_by_role("link", name="Évaluation du tuteur").click()
        page.wait_for_url("**/evaluations/tutor")
        self.theatre.look(page)
        expect(page.locator("main")).to_contain_text(f"Autonome et rigoureuse {self.mark}.")
        page = self.file(STUDENT)
        panel = page.locator("#attestation")
        sealed = self.download(page, panel.get_by_role("link", name="PDF scellé"))
        text = " ".join(one.extract_text() for one in PdfReader(BytesIO(sealed)).pages)
        text = " ".join(text.split())
        for words in ("Inès Martin", self.host_name, "Solène Arnaud", "825,50"):
            if words not in text:
                raise AssertionError(f"the certificate does not say « {words} »")
        visitor = self.theatre.page("visitor")
        visitor.goto(str(panel.get_by_role("link", name="Vérifier").get_attribute("href")))
        self.certified(visitor)
        expect(visitor.locator("main")).not_to_contain_text("Inès")
        visitor.goto("/verifier")
        visitor.set_input_files(
            "[name=file]", {"name": "attestation.pdf", "mimeType": "application/pdf", "buffer": sealed}
        )
        self.press(visitor, "Vérifier")
        self.certified(visitor)

    def certified(self, page: Page) -> None:
        expect(page.locator("main")).to_contain_text("Attestation n°")
        expect(page.locator("main .ip-state").first).to_have_class("ip-state is-ok")
        self.theatre.look(page)
