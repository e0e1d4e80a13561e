"""Bad input gets a clear refusal in place, and loses nothing."""

import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deploy.journey.story import OFFICER, RECRUITER, STUDENT, SUPERVISOR
from tests.builders import papers

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]
ADD = "/profil/documents/ajouter/cv"


@pytest.mark.feature("C2")
@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("cv.pdf", b"", "vide"),
        ("cv.exe", b"MZ" + b"\0" * 200, "format"),
        ("cv.pdf", b"PK\x03\x04 this is no PDF" * 20, "contenu"),
        ("cv.pdf", papers.encrypted_pdf(), "mot de passe"),
        ("cv.docx", papers.macro_word(), "macros"),
        ("cv.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024 + 1), "10 Mo"),
    ],
    ids=["empty", "wrong type", "not what it says", "encrypted", "macros", "too big"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason_and_the_rest_is_kept(
    story, theatre, tmp_path, file, content, words
):
    page = theatre.page(STUDENT)
    page.goto(ADD)
    path = Path(tmp_path) / file
    path.write_bytes(content)
    page.fill("[name=name]", "Inès Martin - Analyste")
    page.fill("[name=description]", "Une description que je garde")
    page.set_input_files("[name=file]", path)
    story.press(page, "Envoyer")
    expect(page.locator(".ip-errors")).to_contain_text(words)
    expect(page.locator("[name=description]")).to_have_value("Une description que je garde")


@pytest.mark.feature("C3")
def test_a_name_that_says_nothing_is_refused_with_advice(story, theatre, tmp_path):
    page = theatre.page(STUDENT)
    page.goto(ADD)
    path = Path(tmp_path) / "cv.pdf"
    path.write_bytes(papers.pdf())
    page.fill("[name=name]", "CV1")
    page.set_input_files("[name=file]", path)
    story.press(page, "Envoyer")
    expect(page.locator(".ip-errors")).to_contain_text("ne dit rien")


@pytest.mark.feature("E2")
def test_an_end_before_the_start_and_a_text_too_long_are_refused_on_their_fields(story, theatre):
    page = theatre.page(STUDENT)
    page.goto("/stages/nouveau")
    story.tick_and_start(page)
    page.locator("[name=title]").evaluate("field => field.removeAttribute('maxlength')")
    story.fill(page, title="T" * 300, description="Un texte à garder", starts_on="2027-06-01", ends_on="2027-05-01")
    story.press(page, "Enregistrer le brouillon")
    expect(page.locator(".ip-errors")).to_contain_text("trop long")
    story.fill(page, title="Un titre raisonnable")
    story.press(page, "Enregistrer le brouillon")
    expect(page.locator(".ip-errors")).to_contain_text("avant la date de début")
    expect(page.locator("[name=description]")).to_have_value("Un texte à garder")


@pytest.mark.feature("E21")
def test_a_file_that_changed_meanwhile_is_told_and_the_typed_words_stay(story, theatre):
    address = story.request_from_nothing(f"Deux mains {story.mark}", "Claire Ferrand")
    teacher, student = theatre.page(SUPERVISOR), theatre.page(STUDENT)
    teacher.goto(address)
    student.goto(address)
    story.decide(student, "Ne pas donner suite à cette demande", "Un autre stage.")
    form = teacher.locator("form.ip-move", has_text="Demander des précisions").first
    form.locator("summary").click()
    form.locator("textarea").fill("Ma question")
    form.locator("[type=submit]").click()
    teacher.wait_for_load_state()
    expect(teacher.locator("[role=alert]")).to_contain_text("a changé entre-temps")


@pytest.mark.feature("E21")
def test_a_double_click_creates_one_request(story, theatre):
    page = theatre.page(STUDENT)
    page.goto("/bureau")
    before = page.locator("#autorisations tbody tr").count()
    page.goto("/stages/nouveau")
    page.check("[name=terms_agreed]")
    page.check("[name=supervisor_known]")
    form = page.evaluate("new URLSearchParams(new FormData(document.querySelector('main form'))).toString()")
    answers = page.evaluate(
        """async body => { const send = () => fetch('/stages/nouveau', {method: 'POST', body, redirect: 'follow',
        headers: {'Content-Type': 'application/x-www-form-urlencoded'}}); const all = await Promise.all([send(), send(), send()]);
        return all.map(answer => answer.url); }""",
        form,
    )
    assert len(set(answers)) == 1, answers
    assert re.search("/demande$", answers[0])
    assert before >= 0


@pytest.mark.feature("E7")
def test_somebody_elses_file_looks_like_one_that_does_not_exist(story, theatre):
    other = theatre.page("lucie.garcia")
    story.sign_on("lucie.garcia")
    answers = {}
    for name, address in (("theirs", story.first_file), ("nobody's", f"/stages/{uuid.uuid4()}")):
        answer = other.goto(address)
        answers[name] = (answer.status, other.locator("main").inner_text())
    assert answers["theirs"] == answers["nobody's"]
    assert answers["theirs"][0] == 404
    for path in ("/convention.pdf", "/demande", "/convention"):
        assert other.goto(story.first_file + path).status == 404
    for who in (RECRUITER, "marc.olivier"):
        assert theatre.page(who).goto(story.first_file).status == 404


def test_a_page_for_others_says_so_and_a_stranger_signs_on_first(story, theatre):
    assert theatre.page(STUDENT).goto("/moderation").status in (403, 404)
    assert theatre.page(OFFICER).goto("/espace-candidat/suivi").status in (200, 403)
    stranger = theatre.page("stranger")
    stranger.goto(story.first_file)
    expect(stranger).to_have_url(re.compile("/connexion"))


def test_a_form_without_its_token_changes_nothing(story, theatre):
    page = theatre.page(SUPERVISOR)
    page.goto(story.first_file)
    status = page.evaluate(
        """async address => (await fetch(address + '/geste', {method: 'POST',
        body: new URLSearchParams({move: 'refuse', version: '1', comment: 'x'})})).status""",
        story.first_file,
    )
    assert status == 400
