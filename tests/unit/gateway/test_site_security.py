"""Sessions, headers, addresses: what keeps the site's visitors safe."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from gateway.security import safe_path
from tests.unit.gateway.answers import ME, Pages, number


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(site):
    headers = site().get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "form-action 'self' http://127.0.0.1:8001" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/bureau", "/offres/rechercher", "/profil/documents"])
def test_no_page_has_inline_script_style_or_a_foreign_address_to_load(site, path):
    text = site.signed().get(path).text
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*src=)", text)
    for loaded in re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', text):
        assert loaded.startswith("/")


def test_personal_pages_are_not_stored(site):
    assert site.signed().get("/profil").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_scripts_reach(site):
    browser = site(base_url="https://ipro.test")
    cookie = browser.get("/connexion").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "javascript:x",
        "/a\nb",
        "\\\\evil",
        "",
        None,
        "/a\\b",
        "evil",
    ],
)
def test_no_address_leads_elsewhere(address):
    assert safe_path(address, "/home") == "/home"


@pytest.mark.parametrize("address", ["/offres?q=a&type=job", "/bureau", "/stages/1#x"])
def test_our_own_addresses_are_kept(address):
    assert safe_path(address) == address


@pytest.mark.parametrize("path", ["/bureau", "/profil", "/offres", "/recruteur/offres", "/moderation", "/staff/mails"])
def test_a_visitor_is_led_to_the_sign_on_and_then_back(site, path):
    browser = site(Pages(sign_in_locally={**ME, "roles": ["recruiter"]}))
    assert browser.get(path).location == "/connexion"
    text = browser.get("/connexion").text
    token = text.split('name="csrf_token" value="')[1].split('"')[0]
    back = browser.post("/connexion", data={"email": "a@b.test", "password": "x", "csrf_token": token})
    assert back.location == path


@pytest.mark.feature("A3")
@pytest.mark.parametrize(
    "refusal", [NotAllowed("bad_credentials"), InvalidInput(fields={"email": ["invalid"]}), NotAllowed()]
)
def test_a_failed_sign_in_says_one_thing_whatever_was_wrong(site, token, refusal):
    browser = site(Pages(sign_in_locally=refusal))
    answer = browser.post("/connexion", data={"email": "a@b.test", "password": "xyzzy", "csrf_token": token(browser)})
    assert answer.status_code == 422
    assert "L’adresse ou le mot de passe n’est pas le bon." in answer.text
    assert "xyzzy" not in answer.text


def test_an_unsafe_request_without_its_token_does_nothing(site):
    browser = site.signed()
    for path in ("/langue", "/deconnexion", "/notifications/lues", "/connexion", f"/moderation/{number(30)}"):
        assert browser.post(path, data={"move": "approve"}).status_code == 400
    assert not {"mark_read", "move_offer", "set_language"} & {method for method, *_rest in site.pages.asked}


@pytest.mark.feature("A2")
def test_a_new_session_is_opened_at_each_sign_on(site):
    browser = site.signed()
    with browser.session_transaction() as kept:
        first = kept["sid"]
        kept["left_behind"] = "x"
    browser.get("/_in/student/fr")
    with browser.session_transaction() as kept:
        assert kept["sid"] != first
        assert "left_behind" not in kept


def test_a_session_signed_out_is_over_even_for_who_copied_its_cookie(site, token):
    browser = site.signed()
    copied = browser.get_cookie("ipro").value
    browser.post("/deconnexion", data={"csrf_token": token(browser)})
    thief = site.app.test_client()
    thief.set_cookie("ipro", copied)
    assert thief.get("/bureau").location == "/connexion"


@pytest.mark.parametrize(("field", "age"), [("seen", 31 * 60), ("opened", 11 * 3600)])
def test_a_session_ends_when_idle_and_in_any_case(site, field, age):
    browser = site.signed()
    with browser.session_transaction() as kept:
        kept[field] = time.time() - age
    assert browser.get("/bureau").location == "/connexion"


def later(browser):
    with browser.session_transaction() as kept:
        kept["known_until"] = time.time() - 1


def test_a_role_taken_away_ends_within_minutes_and_one_given_begins(site):
    pages = Pages(get_me={**ME, "roles": ["student"]})
    browser = site.signed("officer", pages=pages)
    assert "/modeles" in browser.get("/contact").text
    later(browser)
    assert "/modeles" not in browser.get("/contact").text
    pages.answers["get_me"] = {**ME, "roles": ["officer"]}
    assert "/modeles" not in browser.get("/contact").text, "asked again before its time"
    later(browser)
    assert "/modeles" in browser.get("/contact").text


def test_a_person_whom_the_platform_forgot_is_signed_out(site):
    browser = site.signed(pages=Pages(get_me=NotFound()))
    later(browser)
    assert browser.get("/bureau").location == "/connexion"


def test_a_session_goes_on_while_nobody_can_tell_who_is_who(site):
    browser = site.signed("officer", pages=Pages(get_me=Unavailable()))
    later(browser)
    assert "/modeles" in browser.get("/contact").text
    site.pages.answers["get_me"] = {**ME, "roles": ["student"]}
    later(browser)
    assert "/modeles" not in browser.get("/contact").text


@pytest.mark.feature("E21")
def test_what_was_typed_when_the_session_ended_comes_back_after_sign_on(site, token):
    browser = site.signed()
    path = f"/offres/{number(30)}/candidater"
    posted = {"csrf_token": token(browser), "message": "Trois pages de texte", "subject": "Brmk"}
    with browser.session_transaction() as kept:
        kept["seen"] = time.time() - 3600
    assert browser.post(path, data=posted).location == "/connexion"
    assert "votre saisie est gardée" in browser.get("/connexion").text
    browser.get("/_in/student/fr")
    page = browser.get(path).text
    assert "Trois pages de texte" in page


@pytest.fixture
def university(monkeypatch):
    from gateway.areas.account import sign_on

    def says(answer):
        monkeypatch.setattr(sign_on.CASClientV3, "verify_ticket", lambda _self, _ticket: answer)

    return says


def return_address(browser, ticket):
    """Where the university sends this browser back, with its ticket."""
    there = parse_qs(urlsplit(browser.get("/connexion/ent").location).query)["service"][0]
    parts = urlsplit(there)
    return f"{parts.path}?{parts.query}&ticket={ticket}"


@pytest.mark.feature("A2")
def test_a_sign_on_ticket_serves_once(site, university):
    university(("mina", {"uid": "mina"}, None))
    browser = site(Pages(sign_on_by_university=ME))
    assert browser.get(return_address(browser, "ST-1")).location == "/entree"
    other = site.app.test_client()
    assert other.get(return_address(other, "ST-1")).location == "/connexion"
    assert other.get("/bureau").location == "/connexion"


@pytest.mark.feature("A2")
def test_a_refused_ticket_opens_nothing(site, university):
    university((None, {}, None))
    browser = site(Pages(sign_on_by_university=ME))
    assert browser.get(return_address(browser, "ST-2")).location == "/connexion"
    assert "sign_on_by_university" not in {method for method, *_rest in site.pages.asked}


@pytest.mark.feature("A2")
def test_another_person_s_ticket_in_a_link_does_not_replace_the_session(site, university):
    university(("other", {"uid": "other"}, None))
    browser = site.signed(pages=Pages(sign_on_by_university={**ME, "id": number(9)}))
    thief = site.app.test_client()
    for link in ("/connexion/ent?ticket=ST-9", return_address(thief, "ST-9")):
        assert browser.get(link).location == "/connexion"
        with browser.session_transaction() as kept:
            assert kept["who"]["id"] == str(ME["id"])
    assert "sign_on_by_university" not in {method for method, *_rest in site.pages.asked}


@pytest.mark.feature("A2")
def test_the_ticket_is_checked_for_the_address_it_was_given_for(site, monkeypatch):
    from gateway.areas.account import sign_on

    seen = []
    monkeypatch.setattr(
        sign_on.CASClientV3,
        "verify_ticket",
        lambda self, _ticket: (seen.append(self.service_url), ("mina", {"uid": "mina"}, None))[1],
    )
    browser = site(Pages(sign_on_by_university=ME))
    left_for = parse_qs(urlsplit(browser.get("/connexion/ent").location).query)["service"][0]
    browser.get("/connexion/ent")  # a second window leaves too
    parts = urlsplit(left_for)
    browser.get(f"{parts.path}?{parts.query}&ticket=ST-4")
    assert seen == [left_for]


@pytest.mark.feature("A2")
def test_the_university_s_single_logout_closes_the_session(site, university):
    university(("mina", {"uid": "mina"}, None))
    browser = site(Pages(sign_on_by_university=ME))
    browser.get(return_address(browser, "ST-3"))
    assert browser.get("/bureau").status_code == 200
    message = (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="x">'
        "<samlp:SessionIndex>ST-3</samlp:SessionIndex></samlp:LogoutRequest>"
    )
    assert site.app.test_client().post("/connexion/ent", data={"logoutRequest": message}).status_code == 204
    assert browser.get("/bureau").location == "/connexion"


@pytest.mark.feature("A2")
@pytest.mark.parametrize("message", ["", "<x", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "x" * 30_000])
def test_a_strange_logout_message_closes_nothing(site, message):
    assert site().post("/connexion/ent", data={"logoutRequest": message}).status_code == 204


@pytest.mark.feature("A2")
def test_the_sign_on_s_service_address_is_ours_whatever_the_host_header(site):
    answer = site(base_url="https://ipro.test").get("/connexion/ent", headers={"Host": "evil.test"})
    assert "service=https%3A%2F%2Fipro.test%2Fconnexion%2Fent" in answer.location
    assert "evil" not in answer.location


@pytest.mark.feature("A3")
def test_a_service_that_does_not_answer_is_not_a_wrong_password(site, token):
    browser = site(Pages(sign_in_locally=Unavailable()))
    answer = browser.post("/connexion", data={"email": "a@b.test", "password": "x", "csrf_token": token(browser)})
    assert "ne répond pas" in answer.text


@pytest.mark.feature("E10", "E17")
def test_a_page_that_its_address_alone_opens_stays_in_no_browser(site):
    for path in ("/lien/" + "z" * 43, "/lien/" + "z" * 43 + "/document.pdf"):
        assert site().get(path).headers["Cache-Control"] == "no-store"
