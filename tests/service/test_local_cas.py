"""The demonstration's sign-on, as its real client (python-cas) sees it."""

import re
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cas import CASClient
from flask import Flask, request
from werkzeug.serving import make_server

from deploy.local.cas import create_app
from deploy.local.serving import Quiet

PEOPLE = {
    "zoe": {
        "password": "demo",
        "attributes": {
            "displayName": "Zoé d’Été & Cie",
            "mail": "zoe@etu.example",
            "eduPersonAffiliation": ["student", "member"],
            "eduPersonPrimaryAffiliation": "student",
            "supannEtuId": "20260001",
            "supannEmpId": "",
        },
    }
}


def serve(app):
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def site():
    """A service that notes the single logouts it hears."""
    app = Flask("site")
    app.heard = []

    @app.post("/")
    def back_channel():
        app.heard.append(request.form["logoutRequest"])
        app.event.set()
        return ""

    app.event = threading.Event()
    server, url = serve(app)
    app.url = url + "/"
    yield app
    server.shutdown()


@pytest.fixture(scope="module")
def cas_url(site):
    server, url = serve(create_app([site.url], lambda: PEOPLE))
    yield url + "/cas"
    server.shutdown()


@pytest.fixture
def client(cas_url, site):
    return CASClient(version=3, service_url=site.url, server_url=cas_url + "/")


def sign_in(browser, client, **fields):
    page = browser.get(client.get_login_url(), timeout=5)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return browser.post(page.url, data=hidden | fields, allow_redirects=False, timeout=5)


def ticket_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)["ticket"][0]


def test_a_password_gives_a_ticket_and_the_ticket_the_attributes(client):
    answer = sign_in(requests.Session(), client, username="zoe", password="demo")
    user, attributes, _ = client.verify_ticket(ticket_of(answer))
    assert user == "zoe"
    assert attributes["uid"] == "zoe"
    assert attributes["displayName"] == "Zoé d’Été & Cie"
    assert attributes["eduPersonAffiliation"] == ["student", "member"]
    assert attributes["supannEtuId"] == "20260001"
    assert "supannEmpId" not in attributes


def test_a_person_of_the_list_signs_in_by_a_button(client):
    assert client.verify_ticket(ticket_of(sign_in(requests.Session(), client, person="zoe")))[0] == "zoe"


def test_a_ticket_is_refused_the_second_time(client):
    ticket = ticket_of(sign_in(requests.Session(), client, person="zoe"))
    assert client.verify_ticket(ticket)[0] == "zoe"
    assert client.verify_ticket(ticket)[0] is None


def test_a_ticket_is_refused_for_another_service(client, cas_url, site):
    ticket = ticket_of(sign_in(requests.Session(), client, person="zoe"))
    other = CASClient(version=3, service_url=site.url + "other", server_url=cas_url + "/")
    assert other.verify_ticket(ticket)[0] is None
    assert client.verify_ticket(ticket)[0] is None


def test_a_second_visit_needs_no_password(client):
    browser = requests.Session()
    sign_in(browser, client, person="zoe")
    again = browser.get(client.get_login_url(), allow_redirects=False, timeout=5)
    assert client.verify_ticket(ticket_of(again))[0] == "zoe"


def test_a_wrong_password_is_told_and_gives_nothing(client):
    answer = sign_in(requests.Session(), client, username="zoe", password="wrong")
    assert answer.status_code == 401
    assert "Location" not in answer.headers
    assert 'role="alert"' in answer.text


def test_a_form_sent_from_elsewhere_is_refused(cas_url, site):
    answer = requests.post(f"{cas_url}/login", data={"person": "zoe", "service": site.url}, timeout=5)
    assert answer.status_code == 403


def test_an_unknown_service_is_refused(cas_url):
    assert requests.get(f"{cas_url}/login?service=https://evil.example/", timeout=5).status_code == 403


def test_logout_tells_the_service_and_comes_back_to_it(client, site):
    browser = requests.Session()
    ticket = ticket_of(sign_in(browser, client, person="zoe"))
    site.heard.clear()
    site.event.clear()
    answer = browser.get(client.get_logout_url(site.url), allow_redirects=False, timeout=5)
    assert answer.headers["Location"] == site.url
    assert site.event.wait(5)
    assert client.get_saml_slos(site.heard[0])[0].text == ticket
    assert browser.get(client.get_login_url(), allow_redirects=False, timeout=5).status_code == 200


@pytest.mark.parametrize(("accept", "word"), [("fr", "Identifiant"), ("en-GB,en", "User name"), ("de", "Identifiant")])
def test_the_page_speaks_the_browser_s_language(cas_url, accept, word):
    page = requests.get(f"{cas_url}/login", headers={"Accept-Language": accept}, timeout=5).text
    assert word in page
    assert f'<html lang="{"en" if "en" in accept else "fr"}"' in page
