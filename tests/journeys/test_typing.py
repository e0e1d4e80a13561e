"""While somebody types: what is computed, what is saved, and what is told of both."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from deploy.journey.gestures import Gestures
from runtime.clock import today

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
WHO = "lucie.garcia"


@pytest.fixture(scope="module")
def student(platform, theatre):
    return Gestures(theatre, platform.mail_api)


@pytest.fixture
def form(student):
    """The first page of a new request."""
    page = student.sign_on(WHO)
    page.goto("/stages/nouveau")
    page.check("[name=terms_agreed]")
    page.check("[name=supervisor_known]")
    page.get_by_role("button", name="Commencer la demande").click()
    page.wait_for_url("**/demande")
    return page


def dated(page):
    first = today() + timedelta(days=90)
    page.fill("[name=starts_on]", str(first))
    page.fill("[name=ends_on]", str(first + timedelta(days=30)))


@pytest.mark.feature("E2", "E15", "E21")
def test_what_cannot_be_read_while_typing_is_told_as_neither_computed_nor_saved(form):
    panel, saved = form.locator("[data-behind]"), form.locator("[data-saved]")
    dated(form)
    expect(saved).to_contain_text("Brouillon enregistré à")
    expect(panel).to_have_text("à jour avec votre saisie")
    figures = form.locator("#loi").inner_text()
    form.fill("[name=stipend_cents]", "beaucoup")
    expect(panel).to_have_text("chiffres d’avant votre dernière saisie")
    expect(saved).to_contain_text("Pas enregistré, et rien n’est perdu ici.")
    assert form.locator("#loi").inner_text() == figures
    form.fill("[name=stipend_cents]", "700")
    expect(panel).to_have_text("à jour avec votre saisie")
    expect(saved).to_contain_text("Brouillon enregistré à")


@pytest.mark.feature("E21")
def test_words_given_back_after_a_sign_out_are_saved_by_themselves(form, student):
    address = form.url
    elsewhere = form.context.new_page()
    elsewhere.goto("/bureau")
    elsewhere.locator("form[action$='deconnexion'] [type=submit]").first.evaluate("button => button.form.submit()")
    elsewhere.wait_for_load_state()
    elsewhere.close()
    form.fill("[name=title]", "Des mots qui comptent")
    form.get_by_role("button", name="Enregistrer le brouillon").click()
    form.wait_for_url("**/connexion")
    again = student.sign_on(WHO)
    expect(again).to_have_url(address)
    expect(again.locator("[name=title]")).to_have_value("Des mots qui comptent")
    expect(again.locator("[data-saved]")).to_contain_text("Brouillon enregistré à")
    again.reload()
    expect(again.locator("[name=title]")).to_have_value("Des mots qui comptent")
    expect(again.locator("[role=status], [role=alert]").filter(has_text="nous avons gardé")).to_have_count(0)


@pytest.mark.feature("E21")
def test_the_button_waits_for_the_save_under_way_and_is_sent_once_with_its_version(form):
    """Alone on the file, nobody is told that it changed: the save that was under way is his own."""
    held, sent = [], []

    def hold(route):
        if route.request.method == "POST" and "x-ipro-autosave" in route.request.headers:
            held.append((route, route.fetch()))
            return
        if route.request.method == "POST":
            sent.append(route.request.post_data)
        route.continue_()

    form.route("**/demande", hold)
    dated(form)
    form.fill("[name=title]", "Des mots en chemin")
    for _turn in range(100):
        if held:
            break
        form.wait_for_timeout(100)
    button = form.get_by_role("button", name="Enregistrer le brouillon")
    button.click()
    button.click()
    assert not sent
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(form.get_by_text("Brouillon enregistré.")).to_be_visible()
    expect(form.get_by_text("a changé entre-temps")).to_have_count(0)
    assert len(sent) == 1
    assert "enregistrer" in sent[0]
