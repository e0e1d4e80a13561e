"""Sign-on against a CAS server that is not ours: django-cas-server, in its own process."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape

import pytest
import requests

from deploy.local.settings import choose_port

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900), pytest.mark.feature("A2")]
SECONDS = 30


def wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            if requests.get(address, timeout=2, allow_redirects=False).status_code < 500:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="module")
def site(platform, tmp_path_factory) -> Iterator[str]:
    """A second gateway on the same services, whose sign-on is django-cas-server."""
    cas_port = choose_port(19700, set())
    port = choose_port(19720, {cas_port})
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("cas")
    environ = platform.env_of("gateway") | {
        "IPRO_BIND": f"127.0.0.1:{port}",
        "IPRO_BASE_URL": address,
        "IPRO_CAS_URL": f"http://127.0.0.1:{cas_port}/cas",
        "IPRO_CAS_ISSUER": "django-cas",
        "IPRO_SESSIONS_FOLDER": str(tmp_path_factory.mktemp("sessions")),
    }
    gunicorn = ["gunicorn", "--no-control-socket", "-c", "gateway/gunicorn_conf.py", "gateway.app:create_app()"]
    processes = [
        subprocess.Popen([sys.executable, "-m", "tests.peers.cas_server", str(cas_port), str(folder), address]),
        subprocess.Popen([sys.executable, "-m", *gunicorn], env=environ),
    ]
    try:
        wait_for(f"http://127.0.0.1:{cas_port}/cas/login")
        wait_for(f"{address}/healthz")
        yield address
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)


def sign_on(site: str, browser: requests.Session) -> tuple[requests.Response, str]:
    """The page after the sign-on, and the address with the ticket."""
    form = browser.get(f"{site}/connexion/ent", timeout=10)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.text))
    hidden |= {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="([^"]+)"', form.text)}
    answer = {name: unescape(value) for name, value in hidden.items()}
    answer |= {"username": "amel.haddad", "password": "sesame"}
    sent = browser.post(form.url, data=answer, timeout=10, allow_redirects=False)
    ticket_address = sent.headers["Location"]
    return browser.get(ticket_address, timeout=10), ticket_address


def test_a_student_signs_on_and_lands_on_the_information_page(site):
    browser = requests.Session()
    page, address = sign_on(site, browser)
    assert "ticket=ST-" in address
    assert page.url == f"{site}/entree"
    board = browser.get(f"{site}/bureau", timeout=10)
    assert "Bonjour Amel" in board.text or "Hello Amel" in board.text


def test_a_ticket_serves_once(site):
    _page, address = sign_on(site, requests.Session())
    again = requests.Session().get(address, timeout=10)
    assert again.url.endswith("/connexion")


def test_a_forged_ticket_opens_nothing(site):
    page = requests.Session().get(f"{site}/connexion/ent?ticket=ST-forged", timeout=10)
    assert page.url.endswith("/connexion")


def test_signing_out_at_the_university_ends_the_session_here(site):
    browser = requests.Session()
    sign_on(site, browser)
    assert browser.get(f"{site}/bureau", timeout=10).url == f"{site}/bureau"
    kept = browser.cookies.copy()
    cas = re.match(
        r"https?://[^/]+/cas",
        browser.get(f"{site}/connexion/ent", timeout=10, allow_redirects=False).headers["Location"],
    )
    assert cas
    browser.get(f"{cas.group(0)}/logout", timeout=10)
    stolen = requests.Session()
    stolen.cookies = kept
    end = time.monotonic() + 5
    while time.monotonic() < end and stolen.get(f"{site}/bureau", timeout=10).url == f"{site}/bureau":
        time.sleep(0.2)
    assert stolen.get(f"{site}/bureau", timeout=10).url.endswith("/connexion")
