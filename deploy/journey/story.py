"""The story: each step is what somebody does in his browser, in the order of the guide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from deploy.demo.people import PASSWORD
from deploy.journey.ending import Ending
from deploy.journey.office import Office
from deploy.journey.signatures import Signatures
from deploy.journey.steps import Step, step
from runtime.clock import today

FILES = Path(__file__).with_name("files")
RECRUITER = "remi.lopez@banque-maritime.example"
STUDENT, SUPERVISOR, OFFICER, CAREERS = "ines.martin", "claire.ferrand", "nadia.haddad", "julie.blanc"
STUDENT_MAIL = "ines.martin@etu.univ-mediterranee.example"
SUPERVISOR_MAIL = "claire.ferrand@univ-mediterranee.example"
OFFICER_MAIL = "nadia.haddad@univ-mediterranee.example"


@dataclass
class Story(Signatures, Office, Ending):
    """What the steps hand to one another. `mark` makes the texts of this telling its own."""

    mark: str = field(default_factory=lambda: datetime.now(UTC).strftime("%d%H%M%S"))
    offer: str = ""
    second_file: str = ""
    third_file: str = ""

    @classmethod
    def steps(cls) -> Iterator[Step]:
        for act in (cls, Signatures, Office, Ending):
            for name, value in vars(act).items():
                if hasattr(value, "step"):
                    title, who = value.step
                    yield Step(name, title, who, value)

    @step("Un recruteur se connecte et dépose une offre avec son entreprise", RECRUITER)
    def recruiter_deposits(self) -> None:
        page = self.theatre.page(RECRUITER)
        page.goto("/")
        self.theatre.look(page)
        page.fill("#r-email", RECRUITER)
        page.fill("#r-password", PASSWORD)
        page.locator("form", has=page.locator("#r-email")).locator("[type=submit]").click()
        page.wait_for_url("**/bureau")
        self.theatre.look(page)
        page.goto("/recruteur/offres/nouvelle")
        self.theatre.look(page)
        page.get_by_role("link", name="Cliquez ici pour créer une entreprise").click()
        self.offer = f"Analyste crédit développement durable {self.mark}"
        self.fill(
            page,
            new_host__name=f"Armement du Vieux-Port {self.mark}",
            new_host__country="BE",
            new_host__address1="12 quai du Lazaret",
            new_host__postal_code="2000",
            new_host__city="Anvers",
            new_host__headcount="45",
            title=self.offer,
            description="Étude de dossiers de financement de petites entreprises du port : lecture des comptes, note de risque.",
            function="banking_insurance",
            city="Anvers",
            country="BE",
        )
        page.get_by_label("Stage", exact=True).check()
        self.theatre.look(page)
        self.press(page, "Enregistrer et soumettre à la modération")
        expect(page.locator("main")).to_contain_text("En attente de modération")

    @step("Le personnel d’insertion lit l’offre et l’approuve", CAREERS)
    def careers_approve(self) -> None:
        page = self.sign_on(CAREERS)
        page.goto("/moderation")
        self.theatre.look(page)
        page.locator("tr", has_text=self.offer).get_by_role("link").first.click()
        page.wait_for_url("**/moderation/*")
        self.theatre.look(page)
        self.press(page, "Publier cette offre")
        self.mail(RECRUITER, self.offer)

    @step("Une étudiante entre par l’ENT : la page d’information la conduit à IPRO", STUDENT)
    def student_enters(self) -> None:
        page = self.sign_on(STUDENT)
        expect(page).to_have_url(re.compile("/entree$"))
        page.goto("/bureau")
        self.theatre.look(page)
        page.goto("/espace-candidat")
        self.theatre.look(page)

    @step("Elle trouve l’offre par mots clés, avec et sans accents", STUDENT)
    def student_searches(self) -> None:
        page = self.theatre.page(STUDENT)
        for words in (f"crédit développement {self.mark}", f"credit developpement {self.mark}"):
            page.goto("/offres/rechercher")
            page.fill("#q", words)
            self.press(page, "Lancer la Recherche")
            expect(page.locator("main")).to_contain_text(self.offer)
        link = page.locator("tr", has_text=self.offer).get_by_role("link", name=re.compile("Voir")).first
        page.goto(str(link.get_attribute("href")))  # it opens beside the list
        self.theatre.look(page)

    @step("Elle candidate ; sans document, elle en ajoute sans perdre son message", STUDENT)
    def student_applies(self) -> None:
        page = self.theatre.page(STUDENT)
        page.get_by_role("link", name="Candidater à l’offre").click()
        page.wait_for_url("**/candidater*")
        message = f"Bonjour, votre offre {self.mark} m’intéresse."
        self.fill(page, subject=f"Candidature {self.mark}", message=message)
        self.add_document(page, "Ajouter un CV", f"Inès Martin - Analyste crédit {self.mark}", "cv.pdf")
        expect(page.locator("[name=message]")).to_have_value(message)
        self.add_document(
            page, "Ajouter une lettre de motivation", f"Inès Martin - Lettre crédit {self.mark}", "lettre.doc"
        )
        expect(page.locator("[name=message]")).to_have_value(message)
        self.theatre.look(page)
        self.choose(page, "cv_id", f"Analyste crédit {self.mark}")
        self.choose(page, "letter_id", f"Lettre crédit {self.mark}")
        self.press(page, "Envoyer votre candidature")
        expect(page.locator("main")).to_contain_text(self.offer)

    def add_document(self, page: Page, button: str, name: str, file: str) -> None:
        self.press(page, button)
        self.fill(page, name=name)
        page.set_input_files("[name=file]", FILES / file)
        self.press(page, "Envoyer")
        page.wait_for_url("**/candidater*")

    @step("Le recruteur reçoit le mail avec les deux fichiers et lit la candidature", RECRUITER)
    def recruiter_reads(self) -> None:
        mail = self.mail(RECRUITER, f"Candidature {self.mark}")
        names = sorted(attachment["name"] for attachment in mail["attachments"])
        if names != ["cv.pdf", "lettre.doc"]:
            raise AssertionError(f"attachments: {names}")
        page = self.theatre.page(RECRUITER)
        page.goto("/recruteur/offres")
        page.get_by_role("link", name=self.offer).first.click()
        page.wait_for_url("**/recruteur/offres/*")
        self.theatre.look(page)
        page.get_by_role("link", name=re.compile("Inès Martin|Voir")).first.click()
        page.wait_for_url("**/candidatures/*")
        self.theatre.look(page)
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("^CV")).click()
        if download.value.path().read_bytes() != (FILES / "cv.pdf").read_bytes():
            raise AssertionError("the CV is not the one that was sent")

    @step("Depuis sa candidature, elle crée une autorisation de stage (cas 2) et la soumet", STUDENT)
    def student_requests_from_candidacy(self) -> None:
        page = self.theatre.page(STUDENT)
        page.goto("/espace-candidat/suivi")
        self.theatre.look(page)
        page.locator("tr", has_text=self.offer).get_by_role(
            "link", name=re.compile("Créer une autorisation de stage")
        ).click()
        page.wait_for_url("**/stages/nouveau*")
        self.theatre.look(page)
        self.press(page, "Commencer la demande")
        expect(page.locator(".ip-errors")).to_be_visible()
        self.tick_and_start(page)
        self.add_tutor(page)
        self.choose(page, "supervisor_id", "Claire Ferrand")
        starts, ends = self.dates()
        self.fill(page, zone="european_union", starts_on=starts, ends_on=ends, phone="06 39 98 01 23")
        self.theatre.look(page)
        self.press(page, "Enregistrer cette demande d’autorisation de stage")
        page.wait_for_url(re.compile(r"/stages/[0-9a-f-]{36}$"))
        expect(page.locator("main")).to_contain_text("Ce n’est pas la fin de la procédure")
        self.first_file = page.url
        self.state(page, "En cours d’édition")
        self.press(page, "Soumettre cette autorisation de stage à la validation du responsable pédagogique")
        self.state(page, "En attente de validation du responsable pédagogique")

    def tick_and_start(self, page: Page) -> None:
        page.check("[name=terms_agreed]")
        page.check("[name=supervisor_known]")
        self.press(page, "Commencer la demande")
        page.wait_for_url("**/demande")
        self.theatre.look(page)

    def add_tutor(self, page: Page) -> None:
        page.get_by_role("link", name="Ajouter un tuteur de stage").click()
        page.wait_for_url("**/tuteur")
        self.theatre.look(page)
        self.fill(
            page,
            first_name="Hakim",
            last_name="Belaïd",
            role="Directeur des engagements",
            email="hakim@armement.example",
        )
        self.press(page, "Ajouter ce tuteur")

    @staticmethod
    def dates() -> tuple[str, str]:
        first = today() + timedelta(days=60)
        return first.isoformat(), (first + timedelta(days=75)).isoformat()

    @step("Elle en crée une autre à partir de rien (cas 1, deux étapes), avec une entreprise nouvelle", STUDENT)
    def student_requests_from_nothing(self) -> None:
        self.second_file = self.request_from_nothing(f"Tableau de bord des escales {self.mark}", "Marc Olivier")

    def request_from_nothing(self, title: str, supervisor: str, starts: str = "") -> str:
        """The address of the submitted file; it starts in two months unless said otherwise."""
        page = self.theatre.page(STUDENT)
        page.goto("/stages/nouveau")
        self.tick_and_start(page)
        self.fill(
            page,
            title=title,
            level="bac4",
            function="accounting_finance",
            description="Construire le tableau de bord des escales et le présenter chaque semaine.",
            starts_on=starts or self.dates()[0],
            duration_months="2",
            duration_note="Temps plein",
            stipend_cents="700",
            benefits="Titres-restaurant",
            origin="personal_contact",
            zone="france",
            phone="06 39 98 01 23",
            comment="L’entreprise souhaite une réponse rapide.",
        )
        self.choose(page, "supervisor_id", supervisor)
        self.press(page, "Étape suivante")
        expect(page.locator("main")).to_contain_text("Nous vous proposons cette date de fin")
        self.press(page, "Étape suivante")
        page.wait_for_url("**/entreprise")
        self.theatre.look(page)
        self.new_host(page)
        self.add_tutor(page)
        self.fill(page, status="submit")
        self.press(page, "Enregistrer l’autorisation de stage")
        page.wait_for_url(re.compile(r"/stages/[0-9a-f-]{36}$"))
        self.state(page, "En attente de validation du responsable pédagogique")
        return page.url

    def new_host(self, page: Page) -> None:
        """Searched first, as the page asks; then created."""
        page.get_by_role("link", name="Rechercher une entreprise").click()
        page.wait_for_url("**/choisir*")
        page.fill("#mots", "introuvable et pourtant cherchée")
        self.press(page, "Rechercher")
        expect(page.locator("main")).to_contain_text("Aucune entreprise de ce nom")
        page.get_by_role("link", name="Cliquez ici pour créer une entreprise").click()
        page.wait_for_url("**/nouvelle*")
        self.theatre.look(page)
        self.host_name = f"Compagnie du Frioul {datetime.now(UTC).strftime('%H%M%S%f')}"
        self.fill(
            page,
            name=self.host_name,
            country="CH",
            siret="",
            address1="3 rue du Lac",
            postal_code="1201",
            city="Genève",
        )
        self.press(page, "Créer cette entreprise")
        expect(page.locator("main")).to_contain_text(self.host_name)

    @step("La responsable est avertie par mail et demande des précisions", SUPERVISOR)
    def supervisor_asks(self) -> None:
        self.mail(SUPERVISOR_MAIL, "Inès Martin", self.offer)
        page = self.sign_on(SUPERVISOR)
        page.goto("/a-traiter")
        self.theatre.look(page)
        row = page.locator(".ip-inbox > li", has_text=self.offer)
        row.locator("details > summary").first.click()
        self.theatre.look(page)
        page.goto(self.first_file)
        self.theatre.look(page)
        self.decide(page, "Demander des précisions", f"Qui relit vos notes de risque ? {self.mark}")
        self.state(page, "À améliorer / préciser")

    @step("L’étudiante lit la question, complète et soumet à nouveau", STUDENT)
    def student_answers(self) -> None:
        self.mail(STUDENT_MAIL, f"Qui relit vos notes de risque ? {self.mark}")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        expect(page.locator("main")).to_contain_text(f"Qui relit vos notes de risque ? {self.mark}")
        self.theatre.look(page)
        page.get_by_role("link", name="Modifier cette demande").click()
        page.wait_for_url("**/demande")
        self.fill(page, comment="Hakim Belaïd relit mes notes chaque vendredi.")
        self.press(page, "Enregistrer cette demande d’autorisation de stage")
        page.wait_for_url(re.compile(r"/stages/[0-9a-f-]{36}$"))
        self.press(page, "Soumettre cette autorisation de stage à la validation du responsable pédagogique")
        self.state(page, "En attente de validation du responsable pédagogique")

    @step("La responsable valide : la convention s’ouvre d’elle-même", SUPERVISOR)
    def supervisor_validates(self) -> None:
        page = self.theatre.page(SUPERVISOR)
        page.goto(self.first_file)
        expect(page.locator("main")).to_contain_text("Hakim Belaïd relit mes notes chaque vendredi.")
        self.decide(page, "Valider", "Sujet clair, bon encadrement.")
        self.state(page, "Convention à compléter")
        self.mail(STUDENT_MAIL, self.offer, "Compléter")

    @step("Une autre demande est refusée, avec ses raisons, que l’étudiante lit", "marc.olivier")
    def other_supervisor_refuses(self) -> None:
        page = self.sign_on("marc.olivier")
        page.goto(self.second_file)
        self.decide(page, "Refuser", f"Le sujet ne relève pas de la formation {self.mark}.")
        self.state(page, "Refusée")
        self.mail(STUDENT_MAIL, f"Le sujet ne relève pas de la formation {self.mark}.")
        hers = self.theatre.page(STUDENT)
        hers.goto(self.second_file)
        expect(hers.locator("main")).to_contain_text(f"Le sujet ne relève pas de la formation {self.mark}.")
        self.theatre.look(hers)

    @step("L’étudiante complète sa convention, choisit le groupe de gestionnaires et la soumet", STUDENT)
    def student_completes(self) -> None:
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        page.get_by_role("link", name="Compléter sa convention").click()
        page.wait_for_url("**/convention")
        self.theatre.look(page)
        self.complete_convention(page)
        self.press(page, "Enregistrer cette convention")
        page.wait_for_url(re.compile(r"/stages/[0-9a-f-]{36}$"))
        self.state(page, "Convention en attente d’être soumise")
        self.theatre.look(page)
        self.press(page, "Soumettre ce brouillon de convention à la validation des gestionnaires de convention")
        self.state(page, "En attente de validation d’un gestionnaire de conventions")

    def complete_convention(self, page: Page) -> None:
        self.choose(page, "officer_group_id", "Convention Master 1 - Aix")
        self.fill(
            page,
            signatory__last_name="Arnaud",
            signatory__first_name="Solène",
            signatory__role="Secrétaire générale",
            signatory__civility="madam",
            signatory__email="solene@armement.example",
            teaching_hours="420",
            skills="Lire un bilan, rédiger une note de risque.",
            activities="Analyse de dossiers de financement, présentation au comité.",
            weekly_minutes="35",
            stipend_cents="750",
            insurance="MAIF, contrat 123456",
        )

    @step("La gestionnaire demande une précision, puis vérifie et valide ; le PDF est produit", OFFICER)
    def officer_validates(self) -> None:
        self.mail(OFFICER_MAIL, "Inès Martin", self.offer)
        page = self.sign_on(OFFICER)
        page.goto("/conventions")
        self.theatre.look(page)
        page.goto(self.first_file)
        self.theatre.look(page)
        self.decide(page, "Demander des précisions", f"Quel jour de télétravail ? {self.mark}")
        hers = self.theatre.page(STUDENT)
        hers.goto(self.first_file)
        expect(hers.locator("main")).to_contain_text(f"Quel jour de télétravail ? {self.mark}")
        hers.get_by_role("link", name="Modifier cette convention").click()
        hers.wait_for_url("**/convention")
        self.fill(hers, activities="Analyse de dossiers, télétravail le mercredi.")
        self.press(hers, "Enregistrer cette convention")
        hers.get_by_label("Votre réponse").fill(f"Le mercredi {self.mark}")
        self.press(hers, "Soumettre ce brouillon de convention à la validation des gestionnaires de convention")
        page.goto(self.first_file)
        expect(page.locator("main")).to_contain_text(f"Le mercredi {self.mark}")
        self.decide(page, "Valider la convention", "Passez au bureau 12 avec deux exemplaires.")
        self.state(page, "Validée")
        self.theatre.look(page)

    @step("L’étudiante est avertie de la marche à suivre pour signer, et ouvre le PDF", STUDENT)
    def student_gets_pdf(self) -> None:
        self.mail(STUDENT_MAIL, self.offer, "sign")
        page = self.theatre.page(STUDENT)
        page.goto(self.first_file)
        self.theatre.look(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Voir la convention en PDF").click()
        if not download.value.path().read_bytes().startswith(b"%PDF-"):
            raise AssertionError("the convention is no PDF")

    @step("Une autre convention est rédigée en anglais, puis reste sans suite", STUDENT)
    def student_drops(self) -> None:
        self.third_file = self.request_from_nothing(f"Risk notes {self.mark}", "Claire Ferrand")
        teacher = self.theatre.page(SUPERVISOR)
        teacher.goto(self.third_file)
        self.decide(teacher, "Valider", "")
        page = self.theatre.page(STUDENT)
        page.goto(self.third_file)
        page.get_by_role("link", name="Compléter sa convention").click()
        page.wait_for_url("**/convention")
        page.get_by_role("link", name="Rédiger ma convention en Anglais").click()
        page.wait_for_url("**langue=en")
        self.theatre.look(page)
        self.complete_convention(page)
        page.locator("form[data-autosave] [type=submit]").last.click()
        page.wait_for_url(re.compile(r"/stages/[0-9a-f-]{36}$"))
        with page.expect_download() as download:
            page.get_by_role("link", name="Voir la convention en PDF").click()
        if not download.value.path().read_bytes().startswith(b"%PDF-"):
            raise AssertionError("the draft is no PDF")
        self.decide(page, "Ne pas donner suite à cette demande", "J’ai choisi un autre stage.")
        self.state(page, "Sans suite")

    @step("Le bureau de l’étudiante montre candidature, autorisations, conventions et notifications", STUDENT)
    def student_board(self) -> None:
        page = self.theatre.page(STUDENT)
        page.goto("/bureau")
        self.theatre.look(page)
        for words in (self.offer, "Validée", "Sans suite", "Refusée"):
            expect(page.locator("main")).to_contain_text(words)
        page.goto("/lexique")
        self.theatre.look(page)
