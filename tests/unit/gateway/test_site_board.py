"""One page from four services: one that is down says so in its place, and the rest works."""

import threading
import time

import pytest

from contracts.errors import Refusal, Unavailable
from tests.unit.gateway.answers import ANSWERS, Pages

DOWN = "Ce panneau ne répond pas pour l’instant."
PANELS = {
    "get_overview": "Vos conventions",
    "list_candidacies": "Vos candidatures",
    "list_notifications": "Notifications",
    "get_profile_summary": "Mon Profil",
    "get_groups_and_news": "Les actualités et articles dans vos groupes",
}


@pytest.mark.feature("B1")
def test_the_board_shows_every_panel(site):
    text = site.signed().get("/bureau").text
    assert DOWN not in text
    for title in PANELS.values():
        assert title in text
    assert "Compléter votre convention avec Quelf" in text


@pytest.mark.feature("B1")
@pytest.mark.parametrize("method", PANELS)
def test_a_panel_whose_service_failed_says_so_and_the_rest_works(site, method):
    page = site.signed(pages=Pages(**{method: Unavailable("no_answer_in_time")})).get("/bureau")
    assert page.status_code == 200
    assert DOWN in page.text
    assert "Réessayer" in page.text
    for other, title in PANELS.items():
        if other != method:
            assert title in page.text


class Slow(Pages):
    """Each answer takes a while, or never comes; a real client waits for each at most until the deadline."""

    def start(self, call, actor, **question):
        done = threading.Event()
        found = {}
        slow = call.method == "get_overview"

        def work():
            time.sleep(0.1)
            if not slow:
                found["answer"] = self.ask(call, actor, **question)
                done.set()

        threading.Thread(target=work, daemon=True).start()
        ends = time.monotonic() + question["deadline"]

        class Pending:
            def result(self):
                if not done.wait(max(0, ends - time.monotonic())):
                    raise Unavailable("no_answer_in_time")
                return found["answer"]

        return Pending()


@pytest.mark.feature("B1")
def test_services_are_asked_together_within_one_deadline(site):
    browser = site.signed(pages=Slow(), board_deadline=0.6)
    began = time.monotonic()
    page = browser.get("/bureau", headers={"Accept": "text/html"})
    assert time.monotonic() - began < 2.5  # one after the other they would take three seconds
    assert page.text.count(DOWN) == 3  # « À faire », authorisations, conventions: all of one service
    assert "Vos candidatures" in page.text


@pytest.mark.feature("B1")
@pytest.mark.parametrize(
    ("role", "asked", "panel"),
    [
        ("teacher", "list_to_decide", "À traiter"),
        ("officer", "list_queue", "File des conventions"),
        ("careers", "list_offers_to_moderate", "Modération"),
        ("recruiter", "list_my_offers", "Mes offres"),
    ],
)
def test_each_one_sees_his_own_work(site, role, asked, panel):
    page = site.signed(role).get("/bureau")
    assert panel in page.text
    assert asked in {method for method, _actor, _question in site.pages.asked}
    assert "get_overview" not in {method for method, _actor, _question in site.pages.asked}


@pytest.mark.feature("B1", "E16")
@pytest.mark.parametrize(("rows", "count"), [(1, 3), (0, 1), (1, 0)])
def test_a_manager_reads_how_many_files_have_a_paper_to_check(site, rows, count):
    answer = {**ANSWERS["list_queue"], "rows": ANSWERS["list_queue"]["rows"][:rows], "papers_to_review": count}
    text = site.signed("officer", pages=Pages(list_queue=answer)).get("/bureau").text
    said = {3: "3 dossiers ont une pièce", 1: "1 dossier a une pièce"}.get(count)
    assert ("/conventions?etat=tous&amp;pieces=to_review" in text) == bool(said)
    assert said is None or said in text
    assert ("Rien ne vous attend." in text) == (rows + count == 0)


@pytest.mark.feature("B1")
def test_a_refused_panel_is_a_refusal_and_not_an_exception(site):
    from contracts.calls import offers
    from gateway import rpc

    site(Pages(list_candidacies=Unavailable()))
    with site.app.test_request_context("/"):
        found = rpc.ask_together({"candidacies": (offers.ListCandidacies, {}), "offers": (offers.ListMyOffers, {})})
    assert isinstance(found["candidacies"], Refusal)
    assert found["offers"]
