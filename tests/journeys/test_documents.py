"""Document templates in front of a real browser, and a hundred PDFs under a progress bar."""

import io
import re
import uuid
import zipfile

import pypdf
import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import expect

from deploy.journey.gestures import Gestures
from runtime.files import FileStore

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]
ADMIN, OFFICER = "admin.ipro", "nadia.haddad"
WHERE = "/modeles/certificate/en"


@pytest.fixture(scope="module")
def staff(platform, theatre):
    return Gestures(theatre, platform.mail_api)


def downloaded(page, press):
    with page.expect_download() as waiting:
        press()
    with open(waiting.value.path(), "rb") as file:
        return file.read()


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.feature("E9", "G3")
def test_an_administrator_changes_a_template_looks_at_it_and_publishes_it(staff, theatre, looker):
    page, found = staff.sign_on(ADMIN), len(looker.problems)
    page.get_by_role("link", name="Modèles de documents").click()
    theatre.look(page)
    page.goto(WHERE)
    theatre.look(page)
    page.get_by_role("button", name="Ajouter un article").click()
    page.wait_for_load_state()
    page.fill("[name=a0_title]", "Thanks")
    page.fill("[name=a0_text]", "To {host}, from {university}.")
    page.get_by_role("button", name="Ajouter un article").click()
    page.wait_for_load_state()
    page.fill("[name=a1_title]", "Last word")
    page.fill("[name=a1_text]", "For {hots}.")
    page.get_by_role("button", name=re.compile("Monter l’article 2")).click()
    page.wait_for_load_state()
    expect(page.locator("[name=a0_title]")).to_have_value("Last word")
    page.locator("[name=w_title]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".ip-errors")).to_contain_text("accolade")
    theatre.look(page)
    page.fill("[name=a0_text]", "For {host}.")
    page.fill("[name=w_title]", f"Certificate {uuid.uuid4().hex[:6]}")
    title = page.locator("[name=w_title]").input_value()
    page.locator("[name=w_title]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("pas encore publié")
    theatre.look(page)
    shown = text_of(downloaded(page, page.get_by_role("link", name="Aperçu (PDF)").click))
    assert title in shown
    assert "For Banque maritime." in shown
    page.get_by_role("button", name="Publier ce brouillon").click()
    page.wait_for_load_state()
    expect(page).to_have_url(re.compile("historique$"))
    expect(page.locator("ins", has_text=title)).to_be_visible()
    theatre.look(page)
    page.goto(f"{WHERE}?version=0")
    expect(page.locator("main")).to_contain_text("Certificate of internship")
    theatre.look(page)
    assert looker.problems[found:] == []


@pytest.mark.feature("E8", "E9")
def test_a_manager_is_told_which_files_have_no_document(staff, theatre, looker):
    page, found = staff.sign_on(OFFICER), len(looker.problems)
    page.goto("/conventions/pdf")
    theatre.look(page)
    page.goto(f"/conventions/pdf?ids={','.join(str(uuid.uuid4()) for _ in range(25))}")
    theatre.look(page)
    page.get_by_role("button", name="Télécharger le ZIP").click()
    expect(page.locator("[data-said]")).to_contain_text("Aucun de ces dossiers")
    expect(page.locator("li[data-file]").last).to_contain_text("n’existe pas")
    assert looker.problems[found:] == []


@pytest.mark.feature("E8", "E9")
def test_a_hundred_documents_come_as_one_file_under_a_progress_bar(staff, theatre, looker, platform):
    """Only the service's answer is made up: a hundred stored objects, ten for each ticket, signed for this manager."""
    page = theatre.page(OFFICER)
    person = looker.person_of(page)
    store = FileStore(platform.env_of("agreements")["IPRO_FILES_URL"], "agreements")
    sign = URLSafeTimedSerializer(looker.secret, salt="pdfs")
    asked = []

    def prepare(route):
        first = 10 * len(asked)
        asked.append(route.request.post_data)
        ready = [(store.put(f"%PDF {n}".encode()), f"convention-{n}.pdf") for n in range(first, first + 10)]
        route.fulfill(json={"ticket": sign.dumps([person, ready]), "files": []})

    page.route("**/conventions/pdf/preparer", prepare)
    page.goto(f"/conventions/pdf?ids={','.join(str(uuid.uuid4()) for _ in range(100))}")
    data = downloaded(page, page.get_by_role("button", name="Télécharger le ZIP").click)
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 100
    assert len(asked) == 10
    assert page.locator("progress").evaluate("bar => bar.value") == 100
