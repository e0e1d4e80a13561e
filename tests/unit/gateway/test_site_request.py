"""The request's form: what cannot be taken is said on its field, and nothing typed is lost."""

from datetime import date

import pytest

from contracts.errors import InvalidInput
from tests.unit.gateway.answers import Pages, internship, number

FILE = f"/stages/{number(61)}"
EDIT = {"name": "edit_request", "kind": "edit_request", "comment": "none"}
TYPED = {"title": "Mon intitulé", "starts_on": "2027-02-01", "version": "3"}


def asked(site, method):
    return [question for name, _actor, question in site.pages.asked if name == method]


@pytest.mark.feature("E2")
@pytest.mark.parametrize("ends_on", ["", "2027-07-31"])
@pytest.mark.parametrize("duration", ["0", "13", "24", "120"])
def test_a_duration_out_of_bounds_is_refused_on_its_field(site, token, duration, ends_on):
    refusal = InvalidInput(fields={"request.duration_months": ["out_of_range"]})
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), preview_schedule=refusal))
    data = {**TYPED, "duration_months": duration, "ends_on": ends_on, "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=data)
    assert answer.status_code == 422
    assert 'href="#duration_months"' in answer.text and "Écrivez une durée de 1 à 12 mois." in answer.text
    assert 'value="Mon intitulé"' in answer.text and f'value="{duration}"' in answer.text
    assert asked(site, "save_request") == []


@pytest.mark.feature("E2")
def test_an_end_that_the_service_refuses_to_propose_is_said_in_the_form(site, token):
    refusal = InvalidInput(fields={"request.starts_on": ["invalid"]})
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), preview_schedule=refusal))
    data = {**TYPED, "duration_months": "6", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=data)
    assert answer.status_code == 422
    assert 'href="#starts_on"' in answer.text and 'value="Mon intitulé"' in answer.text


@pytest.mark.feature("E2")
@pytest.mark.parametrize("duration", ["1", "12"])
def test_an_end_is_proposed_for_a_duration_within_bounds(site, token, duration):
    plan = {"schedule": {"minutes": 0}, "checks": [], "proposed_end": date(2027, 7, 31)}
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), preview_schedule=plan))
    data = {**TYPED, "duration_months": duration, "csrf_token": token(browser)}
    page = browser.post(f"{FILE}/demande", data=data).text
    assert 'value="2027-07-31"' in page and "confirmez-la ou changez-la" in page


ASKED = {
    "title": "Brmk",
    "stipend_cents": 70_000,
    "duration_months": 6,
    "stipend_note": "Prime",
    "duration_note": "Été",
}


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.feature("E8")
def test_a_convention_that_says_its_own_takes_the_place_of_what_the_request_asked(site):
    said = {"language": "fr", "stipend_cents": 75_000}
    page = plain(site.signed(pages=Pages(get_internship=internship(request=ASKED, convention=said))).get(FILE).text)
    assert "750,00" in page and page.count("<dt>Gratification mensuelle brute</dt>") == 1
    assert "700,00" not in page and "6 mois" not in page
    assert "Prime" in page and "Été" in page


@pytest.mark.feature("E8")
@pytest.mark.parametrize("convention", [None, {"language": "fr"}])
def test_until_then_the_page_shows_what_was_asked(site, convention):
    file = internship(request=ASKED, convention=convention)
    page = plain(site.signed(pages=Pages(get_internship=file)).get(FILE).text)
    assert "700,00" in page and page.count("<dt>Gratification mensuelle brute</dt>") == 1
    assert ("6 mois" in page) is (convention is None)
