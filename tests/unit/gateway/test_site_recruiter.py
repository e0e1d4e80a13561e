"""Depositing an offer: what the service is asked, and what a strange browser cannot break."""

import pytest

from contracts.errors import InvalidInput
from tests.unit.gateway.answers import HOST, OFFER, Pages, number

TYPED = {
    "kind": "internship",
    "title": "Brmk",
    "description": "Vlsp.",
    "function": "computing",
    "city": "Zorn",
    "country": "FR",
    "apply_by": "platform",
    "stipend_cents": "659,40",
    "fin": "submit",
}


def saved(site):
    return next(question for method, _actor, question in site.pages.asked if method == "save_offer")


@pytest.mark.feature("D8")
def test_an_offer_for_a_known_company_names_it_by_its_id(site, token):
    browser = site.signed("recruiter", pages=Pages(save_offer=OFFER))
    path = f"/recruteur/offres/deposer?entreprise={HOST['id']}"
    answer = browser.post(path, data={**TYPED, "csrf_token": token(browser)})
    assert answer.location == f"/recruteur/offres/{number(30)}"
    asked = saved(site)
    assert asked["host_id"] == str(HOST["id"])
    assert asked["stipend_cents"] == 65_940
    assert asked["submit"] is True
    assert asked["apply_url"] == ""
    assert asked["starts_on"] is None
    assert "new_host" not in asked


@pytest.mark.feature("D11")
def test_an_offer_for_a_new_company_describes_it(site, token):
    browser = site.signed("recruiter", pages=Pages(save_offer=OFFER))
    host = {"new_host-name": "Quelf", "new_host-city": "Zorn", "new_host-country": "BE", "new_host-siret": " 732 829 "}
    browser.post("/recruteur/offres/deposer", data={**TYPED, **host, "csrf_token": token(browser)})
    asked = saved(site)["new_host"]
    assert asked["siret"] == "732829"
    assert asked["country"] == "BE"
    assert asked["headcount"] is None
    assert asked["website"] == ""


@pytest.mark.feature("D8")
def test_a_choice_that_was_never_offered_is_an_error_of_its_field(site, token):
    browser = site.signed("recruiter")
    data = {**TYPED, "function": "piracy", "new_host-name": "Quelf", "new_host-city": "Zorn", "new_host-country": "ZZ"}
    answer = browser.post("/recruteur/offres/deposer", data={**data, "csrf_token": token(browser)})
    assert answer.status_code == 422
    assert answer.text.count("Choisissez une des réponses proposées.") == 4  # two fields, and the summary


def test_the_errors_of_the_company_come_before_those_of_the_offer(site, token):
    browser = site.signed("recruiter")
    text = browser.post("/recruteur/offres/deposer", data={"csrf_token": token(browser)}).text
    summary = text[text.index('id="err-t"') : text.index("</ul>", text.index('id="err-t"'))]
    assert summary.index("#new_host-name") < summary.index("#title")


@pytest.mark.feature("D11")
def test_a_wrong_siret_says_what_is_wrong(site, token):
    browser = site.signed("recruiter", pages=Pages(save_offer=InvalidInput(fields={"new_host.siret": ["invalid"]})))
    data = {**TYPED, "new_host-name": "Quelf", "new_host-city": "Zorn", "new_host-country": "FR"}
    answer = browser.post("/recruteur/offres/deposer", data={**data, "csrf_token": token(browser)})
    assert "il a 14 chiffres" in answer.text
    assert 'href="#new_host-siret"' in answer.text


def test_a_nonsense_version_is_no_version(site, token):
    browser = site.signed("careers", pages=Pages(move_offer=OFFER))
    browser.post(f"/moderation/{number(30)}/approuver", data={"version": "x" * 50, "csrf_token": token(browser)})
    asked = next(question for method, _actor, question in site.pages.asked if method == "move_offer")
    assert asked["version"] == 0
