"""Strange input is refused in words, on its page."""

import io
from datetime import date

import pytest

from contracts.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, Unavailable
from tests.builders.stores import marked
from tests.unit.gateway.answers import HOST, OFFER, Pages, internship, number

FILE = f"/stages/{number(61)}"
OFFER_PAGE = f"/recruteur/offres/{number(30)}"
MODERATION = f"/moderation/{number(30)}"
EDIT = {"name": "edit_request", "kind": "edit_request", "comment": "none"}
CONVENTION = {"name": "edit_convention", "kind": "edit_convention", "comment": "none"}


def asked(site, method):
    return [question for name, _actor, question in site.pages.asked if name == method]


@pytest.mark.feature("E21")
@pytest.mark.parametrize("version", ["abc", "-1", "9" * 5000, "1.5"])
@pytest.mark.parametrize(("part", "call"), [("demande", "save_request"), ("convention", "save_convention")])
def test_a_version_that_is_no_number_is_a_stale_one(site, token, part, call, version):
    pages = Pages(get_internship=internship(EDIT, CONVENTION), **{call: StaleVersion(version=3)})
    browser = site.signed(pages=pages)
    data = {"version": version, "phone": "04", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/{part}", data=data)
    assert answer.status_code == 422
    assert "Ce dossier a changé entre-temps." in answer.text
    assert asked(site, call)[0]["version"] == 0


@pytest.mark.feature("E21")
def test_a_strange_version_does_not_break_a_proposed_end(site, token):
    def preview(**question):
        if "id" in question:
            raise Unavailable()
        return {"proposed_end": date(2027, 9, 1)}

    pages = Pages(get_internship=internship(EDIT), preview_schedule=preview)
    data = {"version": "abc", "starts_on": "2027-06-01", "duration_months": "3"}
    browser = site.signed(pages=pages)
    assert browser.post(f"{FILE}/demande", data={**data, "csrf_token": token(browser)}).status_code == 422


@pytest.mark.feature("E5")
@pytest.mark.parametrize(
    ("host_id", "refusal", "words"),
    [
        ("nonsense", InvalidInput(fields={"fields.host_id": ["invalid"]}), "n’a pas pu être choisie"),
        ("", None, "n’a pas pu être choisie"),
        (str(HOST["id"]), StaleVersion(version=4), "a changé entre-temps"),
    ],
)
def test_a_company_that_cannot_be_chosen_leads_back_to_the_search(site, token, host_id, refusal, words):
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), save_request=refusal))
    data = {"host_id": host_id, "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/entreprise/choisir", data=data, follow_redirects=True)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.feature("C2")
def test_a_file_over_thirty_megabytes_is_refused_in_its_form(site, token, tmp_path):
    browser = site.signed(files_url=marked(tmp_path / "f"))
    data = {
        "csrf_token": token(browser),
        "name": "Mina Zbtl - Brmk",
        "visible": "no",
        "file": (io.BytesIO(b"0" * (33 * 1024 * 1024)), "a.pdf"),
    }
    answer = browser.post("/profil/documents/ajouter/cv", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Ce fichier dépasse 10 Mo." in answer.text
    assert 'value="Mina Zbtl - Brmk"' in answer.text


@pytest.mark.feature("C2")
def test_a_request_over_the_limit_leads_back_to_its_form(site):
    browser = site.signed()
    site.app.config["MAX_CONTENT_LENGTH"] = 1000
    path = "/profil/documents/ajouter/cv"
    data = {"file": (io.BytesIO(b"0" * 2000), "a.pdf")}
    answer = browser.post(path, data=data, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert f'href="{path}"' in answer.text
    assert "Rouvrir le formulaire" in answer.text


@pytest.mark.feature("E2")
def test_a_number_of_thousands_of_digits_is_refused_in_our_words(site, token):
    browser = site.signed(pages=Pages(get_internship=internship(EDIT)))
    data = {"duration_months": "9" * 5000, "version": "3", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=data)
    assert answer.status_code == 422
    assert "Ce nombre est trop petit ou trop grand." in answer.text
    assert "integer string conversion" not in answer.text


@pytest.mark.feature("D8")
def test_a_field_of_one_line_holds_one_line(site, token):
    browser = site.signed("recruiter", pages=Pages(save_offer=OFFER))
    data = {
        "kind": "internship",
        "title": " Analyste\r\nBcc: x@y.test ",
        "description": "Une\r\nDeux",
        "function": "computing",
        "city": "Zorn",
        "country": "FR",
        "apply_by": "platform",
        "new_host-name": "Qu\nelf",
        "new_host-city": "Zorn",
        "new_host-country": "FR",
        "csrf_token": token(browser),
    }
    browser.post("/recruteur/offres/deposer", data=data)
    question = asked(site, "save_offer")[0]
    assert question["title"] == "Analyste Bcc: x@y.test"
    assert question["new_host"]["name"] == "Qu elf"
    assert question["description"] == "Une\r\nDeux"


# Pages of staff


def published(*actions):
    return {**OFFER, "actions": list(actions)}


@pytest.mark.feature("D9")
def test_an_offer_s_moderation_is_not_a_page_for_its_readers(site):
    pages = Pages(get_offer=published("apply"), list_offers_to_moderate=NotAllowed())
    assert site.signed(pages=pages).get(MODERATION).status_code == 404


@pytest.mark.feature("D9")
def test_a_moderator_who_comes_after_the_decision_is_told(site):
    answer = site.signed("careers", pages=Pages(get_offer=published())).get(MODERATION)
    assert answer.status_code == 200
    assert "Cette offre n’attend plus de décision." in answer.text


@pytest.mark.feature("D8")
def test_a_recruiter_s_page_is_its_recruiter_s(site):
    stranger = site.signed(pages=Pages(get_offer=published("apply"), list_applications=NotFound()))
    assert stranger.get(OFFER_PAGE).status_code == 404
    assert stranger.get(f"{OFFER_PAGE}/modifier").status_code == 404


@pytest.mark.feature("D8")
def test_a_closed_offer_is_still_its_recruiter_s_to_read_and_not_to_edit(site):
    owner = site.signed("recruiter", pages=Pages(get_offer=published("close")))
    assert owner.get(OFFER_PAGE).status_code == 200
    assert owner.get(f"{OFFER_PAGE}/modifier").status_code == 409
