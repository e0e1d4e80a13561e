"""The third act: decisions on several files at once, a manager's queue, views and exports, conventions for a whole group."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from deploy.journey.gestures import Gestures
from deploy.journey.steps import step
from runtime.clock import today

STUDENT, SUPERVISOR, OFFICER = "ines.martin", "claire.ferrand", "nadia.haddad"
SUPERVISOR_MAIL = "claire.ferrand@univ-mediterranee.example"
GROUP = "Convention Master 1 - Aix"


@dataclass
class Office(Gestures):
    """Needs the first act's way to make a request, and its signed file."""

    mark: str = ""
    first_file: str = ""

    def request_from_nothing(self, title: str, supervisor: str, starts: str = "") -> str:
        raise NotImplementedError

    def report(self, page: Page, *words: str) -> None:
        """The job's page goes on by itself; its report says these words in the end."""
        page.wait_for_url("**/lots/**")
        for word in words:
            expect(page.locator("main")).to_contain_text(word, timeout=30_000)
        self.theatre.look(page)

    @step("La responsable décide de deux demandes d’un coup, après un aperçu", SUPERVISOR)
    def supervisor_decides_together(self) -> None:
        titles = [f"Lot {n} {self.mark}" for n in (1, 2)]
        for title in titles:
            self.request_from_nothing(title, "Claire Ferrand")
        page = self.theatre.page(SUPERVISOR)
        page.goto("/a-traiter")
        self.theatre.look(page)
        for title in titles:
            page.locator("li", has_text=title).locator("[name=ids]").first.check()
        page.locator("#lot-move").select_option("validate")
        self.press(page, "Aperçu")
        for title in titles:
            expect(page.locator("#faites")).to_contain_text(title)
        page.locator("#faites button[type=submit]").click()
        self.report(page, "Faite")
        expect(page.locator("tbody tr", has_text="Faite")).to_have_count(2, timeout=30_000)

    @step("La gestionnaire filtre sa file, garde une vue, confie et étiquette un dossier", OFFICER)
    def officer_works_her_queue(self) -> None:
        page = self.theatre.page(OFFICER)
        page.goto("/conventions?etat=signed")
        page.fill("#mots", self.mark)
        self.press(page, "Filtrer")
        expect(page.locator(".ip-table")).to_contain_text(self.mark)
        page.locator("summary", has_text="Enregistrer cette vue").click()
        page.fill("#vue-nom", f"Signées {self.mark}")
        page.locator("form[action*=vues] [type=submit]").first.click()
        expect(page.locator("main")).to_contain_text(f"Signées {self.mark}")
        self.theatre.look(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Exporter en CSV").click()
        if self.mark not in download.value.path().read_text("utf-8-sig"):
            raise AssertionError("the export is not the list on screen")
        with page.expect_download() as download:
            page.get_by_role("link", name="en XLSX").click()
        if not download.value.path().read_bytes().startswith(b"PK"):
            raise AssertionError("the export is no workbook")
        page.goto(self.first_file)
        page.fill("#tags", f"vérifié {self.mark}")
        page.locator("form", has=page.locator("#tags")).locator("[type=submit]").click()
        expect(page.locator("#tags")).to_have_value(f"vérifié {self.mark}")
        self.theatre.look(page)

    @step("Elle ouvre des conventions pour un groupe : la liste est vérifiée ligne par ligne, puis ouverte", OFFICER)
    def officer_opens_for_a_group(self) -> None:
        page = self.theatre.page(OFFICER)
        page.goto("/conventions/ouvrir")
        self.theatre.look(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Télécharger un exemple").click()
        head, line = download.value.path().read_text("utf-8-sig").splitlines()[:2]
        first = today() + timedelta(days=200)
        line = re.sub(r"\d\d/\d\d/\d{4}", "{}", line).format(*days(first, first + timedelta(days=25)))
        line = line.replace("prenom.nom@universite.example", SUPERVISOR_MAIL)
        wrong = line.replace("21500123", "00000000")
        page.locator("#group_id").select_option(label=GROUP)
        page.set_input_files("#file", csv(head, line, wrong))
        self.press(page, "Vérifier la liste")
        self.report(page, "Rien n’est encore ouvert")
        self.press(page, "Ouvrir 1 convention")
        self.report(page, "Faite")
        expect(page.locator("tbody tr", has_text="Faite")).to_have_count(1, timeout=30_000)


def days(*given: Any) -> list[str]:
    return [day.strftime("%d/%m/%Y") for day in given]


def csv(*lines: str) -> Any:
    return {"name": "groupe.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode("utf-8-sig")}
