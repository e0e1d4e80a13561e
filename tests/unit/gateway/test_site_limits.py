"""Doors open to anybody have a pace: checks, links, sign-in, other forms. Those who are signed in are not slowed down."""

import pytest

from gateway import limits
from gateway.limits import Pace, origin
from gateway.proxies import BelievedProxies
from gateway.security import PUBLIC
from tests.unit.gateway.answers import Pages

UNKNOWN = {"verdict": "unknown", "university": "U", "signatures": []}
HERE, THERE = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def slowed(site, clock, kind="checks", most=3, signed=False):
    """A browser before doors of that kind, open to so many a minute."""
    pages = Pages(check_code=UNKNOWN, get_internship=UNKNOWN)
    browser = site.signed(pages=pages) if signed else site(pages)
    site.app.extensions["ipro-paces"][kind] = Pace(most, clock)
    return browser


@pytest.mark.feature("E10")
@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Trop de demandes en peu de temps"), ("en", "Too many requests in a short time")],
)
def test_who_checks_too_often_is_told_when_to_come_back_in_his_language(site, clock, language, said):
    browser = slowed(site, clock)
    assert [browser.get("/verifier/abc", headers=HERE).status_code for _n in range(3)] == [200] * 3
    answer = browser.get("/verifier/abc", headers={**HERE, "Accept-Language": language})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "20")
    assert said in answer.text
    assert "20" in answer.text
    assert len(site.pages.asked) == 3, "nothing is asked of a service for him"


def test_others_are_not_concerned_and_the_minute_passes(site, clock):
    browser = slowed(site, clock)
    assert [browser.get("/verifier/abc", headers=HERE).status_code for _n in range(4)][-1] == 429
    assert browser.get("/verifier/abc", headers=THERE).status_code == 200
    assert browser.get("/contact", headers=HERE).status_code == 200
    clock.now += 19
    assert browser.get("/verifier/abc", headers=HERE).status_code == 429
    clock.now += 1.1
    assert browser.get("/verifier/abc", headers=HERE).status_code == 200
    assert browser.get("/verifier/abc", headers=HERE).status_code == 429
    clock.now += 60
    assert [browser.get("/verifier/abc", headers=HERE).status_code for _n in range(4)] == [200] * 3 + [429]


def test_a_file_counts_before_it_is_read_and_the_empty_form_does_not(site, clock):
    browser = slowed(site, clock)
    assert {browser.get("/verifier", headers=HERE).status_code for _n in range(9)} == {200}
    codes = [browser.post("/verifier", data=b"x", headers=HERE).status_code for _n in range(4)]
    assert codes == [400, 400, 400, 429]


@pytest.mark.parametrize(
    ("kind", "method", "path"),
    [
        ("links", "GET", "/lien/abc"),
        ("links", "GET", "/lien/abc/document.pdf"),
        ("links", "POST", "/lien/abc/signer"),
        ("links", "GET", "/lien/abc/evaluation"),
        ("links", "POST", "/lien/abc/attestation"),
        ("sign_ins", "POST", "/connexion"),
        ("posts", "POST", "/langue"),
    ],
)
def test_each_door_has_its_pace(site, clock, kind, method, path):
    browser = slowed(site, clock, kind)
    codes = [browser.open(path, method=method, headers=HERE).status_code for _n in range(4)]
    assert 429 not in codes[:3]
    assert codes[3] == 429


def test_pages_behind_a_sign_on_have_none_and_who_is_signed_in_is_counted_by_himself(site, clock):
    browser = slowed(site, clock, signed=True)
    for kind in ("links", "sign_ins", "posts"):
        site.app.extensions["ipro-paces"][kind] = Pace(1, clock)
    assert {browser.get("/bureau", headers=HERE).status_code for _n in range(5)} == {200}
    colleague = site.app.test_client()
    colleague.get("/_in/officer/fr?id=00000000-0000-0000-0000-000000000009")
    codes = [one.get("/verifier/abc", headers=HERE).status_code for one in (browser, colleague) for _n in range(3)]
    assert codes == [200] * 6


def test_single_logouts_of_a_whole_university_are_all_heard(site, clock):
    browser = slowed(site, clock, "posts", 1)
    codes = {browser.post("/connexion/ent", data={"logoutRequest": ""}).status_code for _n in range(5)}
    assert codes == {204}


def test_a_pace_of_nought_is_none(site):
    browser = site(Pages(check_code=UNKNOWN), checks_a_minute=0)
    assert {browser.get("/verifier/abc").status_code for _n in range(40)} == {200}


def test_every_form_open_to_anybody_has_a_pace(site):
    site()
    lacking = []
    for rule in site.app.url_map.iter_rules():
        view = site.app.view_functions[rule.endpoint]
        if "POST" in rule.methods and getattr(view, PUBLIC, False):
            with site.app.test_request_context(rule.rule.replace("<int:number>", "1"), method="POST"):
                if not limits.kind_of(rule.endpoint, "POST"):
                    lacking.append(rule.endpoint)
    assert lacking == ["account.closed_by_university"]


def test_visitors_by_the_million_are_not_all_remembered(monkeypatch, clock):
    monkeypatch.setattr(limits, "MOST", 100)
    pace = Pace(1, clock)
    for n in range(1_000):
        assert pace.wait(str(n)) == 0
    assert len(pace) == 100
    assert pace.wait("999") > 0


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_a_visitor_is_his_address_or_his_network_of_version_6(address, visitor):
    assert origin(address) == visitor


def test_nobody_chooses_his_address_but_through_a_believed_proxy(site, clock):
    browser = slowed(site, clock)
    direct = {"REMOTE_ADDR": "198.51.100.4"}
    codes = [
        browser.get("/verifier/abc", headers={"X-Forwarded-For": f"203.0.113.{n}"}, environ_base=direct).status_code
        for n in range(4)
    ]
    assert codes == [200] * 3 + [429]
    chained = [
        browser.get("/verifier/abc", headers={"X-Forwarded-For": f"192.0.2.{n}, 203.0.113.9"}).status_code
        for n in range(4)
    ]
    assert chained == [200] * 3 + [429], "only what the proxy itself added counts"


@pytest.mark.parametrize(
    ("named", "peer", "believed"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "::ffff:127.0.0.1", True),
        ("127.0.0.1", "10.0.0.1", False),
        ("10.0.0.0/8, 192.0.2.1", "10.20.30.40", True),
        ("10.0.0.0/8, 192.0.2.1", "192.0.2.2", False),
        ("*", "198.51.100.4", True),
        ("127.0.0.1", "", True),
        ("127.0.0.1", "nonsense", False),
    ],
)
def test_which_proxies_are_believed(named, peer, believed):
    assert BelievedProxies(lambda _environ, _start: [], named).believes(peer) is believed
