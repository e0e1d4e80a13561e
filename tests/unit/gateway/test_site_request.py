"""The request's form: what cannot be taken is said on its field, and nothing typed is lost."""

from datetime import date

import pytest

from contracts.errors import InvalidInput, StaleVersion
from gateway import errors
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


@pytest.mark.feature("E21")
def test_a_conflict_shows_what_the_other_tab_saved_under_each_field_that_differs(site, token):
    saved = {"title": "Un <autre> titre", "starts_on": "2027-03-01", "confidential": True}
    pages = Pages(get_internship=internship(EDIT, request=saved, version=4), save_request=StaleVersion(version=4))
    browser = site.signed(pages=pages)
    data = {**TYPED, "starts_on": "2027-03-01", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=data)
    text = plain(answer.text)
    assert answer.status_code == 422
    assert "Valeur enregistrée : Un &lt;autre&gt; titre" in text and 'value="Mon intitulé"' in text
    assert "Valeur enregistrée : case cochée" in text
    assert text.split("Date de début")[1].split("Durée")[0].count("Valeur enregistrée") == 0
    assert 'name="version" value="4"' in text


@pytest.mark.feature("E21")
def test_a_conflict_on_the_convention_shows_the_saved_words_and_lines(site, token):
    edit = {"name": "edit_convention", "kind": "edit_convention", "comment": "none"}
    week = {"starts_on": "2027-03-08", "ends_on": "2027-03-14", "weekly_minutes": 840, "weekdays": ["mon", "tue"]}
    said = {"language": "fr", "skills": "Les <siennes>", "weekly_minutes": 2_100, "weekdays": ["mon"], "weeks": [week]}
    file = internship(edit, state="convention_draft", convention=said, version=4)
    browser = site.signed(pages=Pages(get_internship=file, save_convention=StaleVersion(version=4)))
    data = {"skills": "Les miennes", "weekly_minutes": "35", "weekdays": ["fri"], "version": "3"}
    answer = browser.post(f"{FILE}/convention", data={**data, "csrf_token": token(browser)})
    text = plain(answer.text)
    assert answer.status_code == 422
    assert "Valeur enregistrée : Les &lt;siennes&gt;" in text and "Les miennes</textarea>" in text
    assert "Valeur enregistrée : Lundi" in text or "Valeur enregistrée : lundi" in text
    assert "Début de la période : Valeur enregistrée : 8 mars 2027" in text


@pytest.mark.feature("E21")
@pytest.mark.parametrize(
    ("language", "kept", "what"),
    [
        ("fr", "rien n’est perdu ici", "dans un autre onglet : enregistrez avec le bouton pour comparer votre saisie"),
        ("en", "nothing is lost here", "in another tab: save with the button to compare what you typed"),
    ],
)
def test_a_conflict_while_typing_says_what_to_do_and_the_button_then_compares(site, token, language, kept, what):
    saved = {"title": "Un autre titre", "confidential": True}
    pages = Pages(get_internship=internship(EDIT, request=saved, version=4), save_request=StaleVersion(version=4))
    browser = site.signed(language=language, pages=pages)
    data = {**TYPED, "version": "3", "csrf_token": token(browser)}
    quiet = browser.post(f"{FILE}/demande", data=data, headers={"X-Ipro-Autosave": "1"})
    said = plain(quiet.json["said"])
    assert (quiet.status_code, "version" in quiet.json) == (422, False), "the page keeps the version that it showed"
    assert kept in said and what in said
    assert str(errors.sentence(StaleVersion())) not in said
    shown = plain(browser.post(f"{FILE}/demande", data=data).text)
    assert ("Valeur enregistrée" if language == "fr" else "Saved value") in shown


@pytest.mark.feature("E12")
def test_an_amendment_of_nothing_is_told_in_its_place(site):
    browser = site.signed(pages=Pages(get_internship=internship(state="signed")))
    first = browser.get(f"{FILE}/avenants/nouveau")
    assert first.status_code == 200 and "Choisissez au moins un changement." not in first.text
    answer = browser.get(f"{FILE}/avenants/nouveau?suite=1")
    assert answer.status_code == 422
    assert 'href="#kinds"' in answer.text and "Choisissez au moins un changement." in answer.text


@pytest.mark.feature("E21")
@pytest.mark.parametrize("part", ["demande", "convention", "entreprise"])
def test_a_form_reopened_once_it_is_closed_leads_to_the_file_which_says_where_it_is(site, part):
    browser = site.signed(pages=Pages(get_internship=internship()))
    answer = browser.get(f"/stages/{number(61)}/{part}")
    assert (answer.status_code, answer.location) == (302, f"/stages/{number(61)}")
    assert "ne se modifie plus" in browser.get(answer.location).text


@pytest.mark.feature("E21")
def test_what_can_no_longer_be_done_leads_to_the_page_that_says_why(site, token):
    browser = site.signed("officer", pages=Pages(get_internship=internship()))
    page = browser.get(f"/stages/{number(61)}/papier")
    assert page.status_code == 409
    assert f'href="/stages/{number(61)}"' in page.text


@pytest.mark.feature("D11")
def test_a_company_searched_in_vain_begins_its_record_with_the_words_searched(site):
    edit = {"name": "edit_request", "kind": "edit_request", "comment": "none"}
    browser = site.signed(pages=Pages(get_internship=internship(edit)))
    assert (
        'value="Armement du Sud"' in browser.get(f"/stages/{number(61)}/entreprise/nouvelle?mots=Armement+du+Sud").text
    )
