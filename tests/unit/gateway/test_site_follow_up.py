"""Pages of follow-up: what each reader is shown, what forms ask, calendars and their letters."""

import re
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, Unavailable
from gateway.areas.follow_up.calendar import calendar, escaped, folded
from gateway.areas.follow_up.labels import QUESTIONS, REASONS
from services.agreements.rules import follow_up
from services.agreements.rules.evaluations import QUESTIONNAIRES
from tests.unit.gateway.answers import NOW, Pages, internship, number

FILE = internship(state="finished", i_am=["student"], convention={"language": "fr"})
PAPER = {"id": str(number(200)), "state": "refused", "file_name": "rc<b>.pdf", "deposited_at": NOW.isoformat()}
FOLLOW = {
    "id": str(number(61)),
    "state": "finished",
    "light": "amber",
    "reasons": [{"code": "no_visit", "light": "amber", "params": {}}],
    "papers_readable": True,
    "papers": [
        {
            "code": "liability",
            "fr": "Responsabilité civile",
            "en": "Liability",
            "required": True,
            "when": "validation",
            "state": "refused",
            "versions": [{**PAPER, "reason": "Illisible <script>"}],
        }
    ],
    "evaluations": [
        {"by": "student", "state": "open", "mine": True},
        {
            "by": "tutor",
            "state": "submitted",
            "readable": True,
            "submitted_by": "Tutz",
            "submitted_at": NOW.isoformat(),
        },
    ],
    "certificates": [
        {
            "number": 1,
            "issued_at": NOW.isoformat(),
            "starts_on": "2027-03-01",
            "ends_on": "2027-04-30",
            "minutes": 18_480,
            "days": 44,
            "stipend_cents": 120_050,
            "signed_by": "Sgnz",
            "signed_role": "Drhz",
            "code": "cdz",
        }
    ],
    "visits": [
        {
            "id": str(number(300)),
            "internship_id": str(number(61)),
            "version": 2,
            "on": "2027-05-03",
            "at": "14:30",
            "form": "on_site",
            "state": "planned",
            "place": "Quai 1",
        }
    ],
    "difficulties": [{"id": str(number(400)), "words": "Grue seule <i>", "signalled_at": NOW.isoformat()}],
}


def follow(*can, **more):
    return agreements.FollowUp().load({**FOLLOW, "can": list(can), **more})


@pytest.mark.feature("E16", "E12", "E20")
def test_a_record_shows_what_follows_the_convention(site):
    browser = site.signed(pages=Pages(get_internship=FILE, get_follow_up=follow("deposit_paper", "signal")))
    page = browser.get(f"/stages/{number(61)}").text
    for said in (
        "Responsabilité civile",
        "Illisible &lt;script&gt;",
        "Donner mon évaluation",
        "Attestation n° 1",
        "308",
        "1",
        "Grue seule &lt;i&gt;",
    ):
        assert said in page.replace("\u00a0", " ")
    assert f"/stages/{number(61)}/pieces/liability" in page
    assert "Refuser cette pièce" not in page
    assert "Prévoir une visite" not in page
    assert "visites.ics" not in page
    officer = site.signed("officer", pages=Pages(get_internship=FILE, get_follow_up=follow("review_paper")))
    page = officer.get(f"/stages/{number(61)}").text
    assert ">Accepter<" in page
    assert 'type="file"' not in page


@pytest.mark.feature("E16")
def test_the_reason_of_a_refusal_stands_under_its_chip_without_opening_anything(site):
    browser = site.signed(pages=Pages(get_internship=FILE, get_follow_up=follow("deposit_paper")))
    panel = browser.get(f"/stages/{number(61)}").text.partition('id="pieces"')[2]
    assert "Illisible" in panel[: panel.index("<details")]


@pytest.mark.feature("E16", "B1")
def test_the_board_of_a_student_has_a_row_for_each_paper_and_each_evaluation_due(site):
    file = {"id": number(61), "title": "Brmk", "host_name": "Hstz"}
    paper = {**file, "code": "liability", "fr": "Resp <b>", "en": "Liability", "state": "refused"}
    due = {
        "todo": [], "papers": [paper, {**paper, "code": "x", "fr": "Sécu", "state": ""}],
        "evaluations": [{**file, "since": NOW}], "authorizations": [], "conventions": [],
    }  # fmt: skip
    page = site.signed(pages=Pages(get_overview=due)).get("/bureau").text
    assert "Rien ne vous attend" not in page
    for said in ("pièce refusée", "Resp &lt;b&gt;", "pièce obligatoire", "Sécu", "Donner votre évaluation", "3 à vous"):
        assert said in page.replace("\u00a0", " ")
    assert f"/stages/{number(61)}#pieces" in page
    assert f"/stages/{number(61)}/evaluations/student" in page
    assert (
        "Rien ne vous attend"
        in site.signed(pages=Pages(get_overview={**due, "papers": [], "evaluations": []})).get("/bureau").text
    )


@pytest.mark.feature("E20")
def test_a_record_stands_when_follow_up_does_not_answer(site):
    browser = site.signed(pages=Pages(get_internship=FILE, get_follow_up=Unavailable("too_slow")))
    answer = browser.get(f"/stages/{number(61)}")
    assert answer.status_code == 200
    assert "Ce panneau ne répond pas" in answer.text


INTERN = {
    "id": str(number(61)),
    "reference": 61,
    "state": "running",
    "student_name": "Mina Zbtl",
    "host_name": "Hstz",
    "title": "Brmk",
    "starts_on": "2027-03-01",
    "ends_on": "2027-06-30",
    "phase": "running",
    "light": "red",
    "reasons": [{"code": "difficulty", "light": "red", "params": {}}],
}


def interns(*rows, **more):
    given = {"rows": list(rows), "counts": {"running": len(rows)}, "reds": {}, "lights": {"red": len(rows)}, **more}
    return agreements.Interns().load(given)


@pytest.mark.feature("E20")
def test_interns_are_listed_by_phase_filtered_and_empty_says_what_to_do(site):
    browser = site.signed("teacher", pages=Pages(list_my_interns=interns(INTERN)))
    page = browser.get("/mes-stagiaires?feu=red&mots=zbtl").text
    assert site.pages.asked[-1][2] | {"phase": "running", "light": "red", "words": "zbtl"} == site.pages.asked[-1][2]
    assert "Mina Zbtl" in page
    assert "Une difficulté signalée" in page
    assert 'href="/mes-stagiaires"' in page, "the menu leads there"
    browser = site.signed("teacher", pages=Pages(list_my_interns=interns()))
    assert "Aucun stage à cette étape" in browser.get("/mes-stagiaires?etape=nonsense").text
    english = site.signed("teacher", "en", pages=Pages(list_my_interns=interns(INTERN)))
    assert "Nothing to report" in english.get("/mes-stagiaires").text


@pytest.mark.feature("E20")
def test_a_red_light_of_another_phase_opens_the_page_and_stands_on_the_board(site):
    answer = interns(INTERN, reds={"running": 0, "ended": 2})
    browser = site.signed("teacher", pages=Pages(list_my_interns=answer))
    page = browser.get("/mes-stagiaires").text
    assert site.pages.asked[-1][2]["phase"] == "ended"
    assert "2 urgents" in page.replace("\u202f", " ").replace("\u00a0", " ")
    browser.get("/mes-stagiaires?etape=running")
    assert site.pages.asked[-1][2]["phase"] == "running", "who chooses a phase stays there"
    for reds, shown in (({"ended": 1}, True), ({"ended": 0}, False)):
        work = {"rows": [], "counts": {}, "reds": reds, "next": "", "moves": []}
        board = site.signed("teacher", pages=Pages(list_to_decide=work)).get("/bureau").text
        assert ("1 stage que vous suivez est au feu rouge" in board.replace("\u00a0", " ")) == shown
        assert (">Voir mes stagiaires<" in board) == shown


@pytest.mark.feature("E12")
def test_each_question_has_its_words_and_each_reason_too():
    for by, questions in QUESTIONNAIRES.items():
        assert set(QUESTIONS[by]) == {one.code for one in questions}
    source = Path(follow_up.__file__).read_text()
    assert set(re.findall(r'Reason\("(\w+)"', source)) == set(REASONS)


def sheet(by="tutor", state="open", **more):
    questions = [one.as_answer() for one in QUESTIONNAIRES[by]]
    given = {"by": by, "state": state, "version": 1, "mine": True, "questions": questions, **more}
    return agreements.Evaluation().load(given)


LINK = {
    "status": "valid",
    "name": "Tutz",
    "role": "tutor",
    "can": ["evaluate", "certificate"],
    "email": "t•••@x.example",
}
LINK_FILE = {
    "id": str(number(61)),
    "reference": 61,
    "version": 3,
    "state": "finished",
    "title": "Brmk",
    "student_name": "Mina",
}


def link():
    return agreements.LinkPage().load({**LINK, "file": LINK_FILE})


@pytest.mark.feature("E12", "E17")
def test_the_tutor_keeps_a_draft_then_sends_it_without_an_account(site, token):
    browser = site(Pages(open_link=link(), get_evaluation_by_link=sheet(), save_evaluation_by_link=sheet()))
    page = browser.get("/lien/abc").text
    assert "/lien/abc/evaluation" in page
    assert "/lien/abc/attestation" in page
    page = browser.get("/lien/abc/evaluation")
    assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert page.text.count("<fieldset") == 6
    form = {"csrf_token": token(browser), "version": "1", "integration": "5", "strengths": "Brtz", "brouillon": "1"}
    assert browser.post("/lien/abc/evaluation", data=form).status_code == 302
    method, _actor, question = site.pages.asked[-1]
    assert method == "save_evaluation_by_link"
    assert (question["submit"], question["answers"]) == (False, {"integration": 5, "strengths": "Brtz"})
    site.pages.answers["save_evaluation_by_link"] = InvalidInput(fields={"answers.quality": ["required"]})
    again = browser.post("/lien/abc/evaluation", data={**form, "envoyer": "1"})
    assert again.status_code == 422
    assert "Son travail est de bonne qualité" in again.text
    assert "Brtz" in again.text, "nothing typed is lost"


@pytest.mark.feature("E12")
def test_a_given_evaluation_is_read_and_not_filled_in_again(site):
    given = sheet(state="submitted", mine=False, readable=True, answers={"integration": 4, "strengths": "<b>Vite</b>"},
                  submitted_by="Tutz", submitted_at=NOW.isoformat())  # fmt: skip
    browser = site.signed(pages=Pages(get_internship=FILE, get_evaluation=given))
    page = browser.get(f"/stages/{number(61)}/evaluations/tutor").text
    assert "&lt;b&gt;Vite" in page
    assert "4, plutôt oui" in page
    assert 'name="envoyer"' not in page
    assert browser.get(f"/stages/{number(61)}/evaluations/stranger").status_code == 404


def certificate_page(**more):
    proposed = {
        "starts_on": "2027-03-01", "ends_on": "2027-04-30", "minutes": 18_510, "stipend_cents": 120_050,
        "activities": "Actz", "signed_by": "Sgnz", "signed_role": "Drhz", "place": "Toulon",
    }  # fmt: skip
    given = {
        "reference": 61,
        "state": "finished",
        "title": "Brmk",
        "student_name": "Mina",
        "proposed": proposed,
        **more,
    }
    return agreements.CertificatePage().load(given)


@pytest.mark.feature("E12", "E17")
def test_the_host_confirms_or_corrects_what_the_file_counts(site, token):
    browser = site(Pages(get_certificate_by_link=certificate_page(), issue_certificate=certificate_page()))
    page = browser.get("/lien/abc/attestation").text
    assert 'value="308,5"' in page
    assert 'value="1200,50"' in page.replace("\u202f", "").replace(" ", "")
    form = {
        "csrf_token": token(browser), "replaces": "", "starts_on": "2027-03-01", "ends_on": "2027-04-30",
        "minutes": "1 308 h 30", "stipend_cents": "1 200,50", "activities": "Actz", "signed_by": "Sgnz", "signed_role": "Drhz",
    }  # fmt: skip
    refused = browser.post("/lien/abc/attestation", data=form)
    assert refused.status_code == 422
    assert "Cochez cette case" in refused.text
    assert browser.post("/lien/abc/attestation", data={**form, "agreed": "y"}).status_code == 302
    question = site.pages.asked[-1][2]
    assert (question["fields"]["minutes"], question["fields"]["stipend_cents"]) == (78_510, 120_050)
    assert question["replaces"] is None
    site.pages.answers["issue_certificate"] = MoveRefused("certificate_changed")
    assert "Une autre attestation vient" in browser.post("/lien/abc/attestation", data={**form, "agreed": "y"}).text


@pytest.mark.feature("E12", "E17")
def test_the_certificate_form_tells_what_the_file_counts_and_never_denies_what_the_convention_promised(site, token):
    def shown(**more):
        browser = site(Pages(get_certificate_by_link=certificate_page(**more)))
        return browser, browser.get("/lien/abc/attestation").text.replace("\u202f", " ").replace("\u00a0", " ")

    denied, promised = "Aucune gratification n’était due", "La convention prévoit 1 022,73 €"
    browser, page = shown(counted_minutes=18_510, counted_cents=102_273, stipend_due=False)
    assert "Le dossier compte 308,5 h." in page
    assert promised in page
    assert denied not in page
    assert denied in shown(counted_minutes=18_510, counted_cents=0, stipend_due=False)[1]
    due = shown(counted_minutes=18_510, counted_cents=102_273, stipend_due=True)[1]
    assert "Le dossier compte 1 022,73 €." in due
    assert promised not in due
    form = {
        "csrf_token": token(browser), "starts_on": "2027-03-01", "ends_on": "2027-04-30", "minutes": "10",
        "stipend_cents": "0", "reason": "Rsnz", "activities": "Actz", "signed_by": "Sgnz", "signed_role": "Drhz", "agreed": "y",
    }  # fmt: skip
    site.pages.answers["issue_certificate"] = InvalidInput(
        fields={"reason": ["differs_from_file"], "fields.starts_on": ["outside_internship"]}
    )
    refused = browser.post("/lien/abc/attestation", data=form)
    assert refused.status_code == 422
    assert "n’est pas celle que le dossier compte" in refused.text
    assert "est en dehors du stage" in refused.text
    assert site.pages.asked[-1][2]["reason"] == "Rsnz"


@pytest.mark.feature("E7", "E12")
def test_an_early_end_is_what_a_record_shows_before_and_after_its_day(site, token):
    days = {"request": {"title": "Brmk", "starts_on": "2026-11-03", "ends_on": "2027-01-24"}, "ended_on": "2026-12-15"}
    offer = {"name": "break_off", "kind": "break_off", "comment": "required"}
    for state, said in (("running", "Fin anticipée prévue le"), ("broken_off", "Fin anticipée le")):
        file = internship(offer, state=state, convention={}, end_ground="agreement", **days)
        done = internship(state=state, convention={}, **days)
        browser = site.signed("officer", pages=Pages(get_internship=file, get_follow_up=follow(), break_off=done))
        page = browser.get(f"/stages/{number(61)}").text
        head = page[: page.index("</h1>") + 600]
        assert "15 décembre 2026" in head
        assert "24 janvier 2027" not in head
        assert said in page
    form = {
        "csrf_token": token(browser),
        "version": "3",
        "ended_on": "2026-12-15",
        "ground": "agreement",
        "comment": "Oui.",
    }
    for state, said in (("running", "en sont avertis"), ("broken_off", "les parties sont averties")):
        site.pages.answers["break_off"] = internship(state=state, convention={}, **days)
        browser.post(f"/stages/{number(61)}/fin-anticipee", data=form)
        flashes = dict(browser.session_transaction().__enter__().get("_flashes", []))
        assert said in str(flashes)


@pytest.mark.feature("E7")
@pytest.mark.parametrize(
    ("now", "ahead", "opens"), [(True, True, True), (False, True, True), (True, False, True), (False, False, False)]
)
def test_one_page_records_an_end_that_has_come_or_one_that_is_ahead(site, now, ahead, opens):
    offers = [
        {"name": name, "kind": name, "comment": "required", "allowed": allowed, "obstacle": "" if allowed else code}
        for name, allowed, code in (("break_off", now, "not_begun"), ("plan_end", ahead, "no_day_to_come"))
    ]
    file = internship(*offers, state="signed", convention={}, request={"title": "Brmk"})
    browser = site.signed("officer", pages=Pages(get_internship=file, get_follow_up=follow()))
    page = browser.get(f"/stages/{number(61)}").text
    assert (f"/stages/{number(61)}/fin-anticipee" in page) == opens
    assert page.count("Enregistrer une fin anticipée") >= 1
    assert ("Le stage n’a pas commencé." in page) == (not opens)
    assert browser.get(f"/stages/{number(61)}/fin-anticipee").status_code == (200 if opens else 409)


@pytest.mark.feature("E16")
def test_a_group_says_which_papers_it_asks(site, token):
    asked = [{"code": "liability", "fr": "Responsabilité", "en": "Liability", "required": True, "when": "validation"}]
    group = agreements.GroupPapers().load({"id": str(number(90)), "name": "Grpz", "version": 4, "papers": asked})
    browser = site.signed("officer", pages=Pages(get_group_papers=group, save_group_papers=group))
    page = browser.get(f"/groupes/{number(90)}/pieces").text
    assert page.count("<fieldset") == 3, "two lines to spare"
    form = {
        "csrf_token": token(browser), "version": "4",
        "papers-0-code": "liability", "papers-0-fr": "", "papers-0-when": "validation",
        "papers-1-code": "", "papers-1-fr": "Sécu", "papers-1-when": "signature", "papers-1-required": "y",
    }  # fmt: skip
    assert browser.post(f"/groupes/{number(90)}/pieces", data=form).status_code == 302
    sent = site.pages.asked[-1][2]["papers"]
    assert [(one["code"], one["fr"], one["when"], one["required"]) for one in sent] == [("", "Sécu", "signature", True)]


@pytest.mark.feature("E16")
def test_a_missing_paper_is_named_in_the_page_s_language(site):
    action = {
        "name": "validate_convention",
        "allowed": False,
        "obstacle": "papers_missing",
        "params": {"papers": [{"code": "liability", "fr": "Responsabilité civile", "en": "Liability"}]},
    }
    file = internship(action, state="awaiting_officer", i_am=["officer"])
    for language, said in (("fr", "Responsabilité civile"), ("en", "Liability")):
        browser = site.signed("officer", language, pages=Pages(get_internship=file))
        assert said in browser.get(f"/stages/{number(61)}").text


@pytest.mark.feature("E16")
@pytest.mark.parametrize(("candidacy", "ticked"), [(None, True), (None, False), (str(number(5)), True)])
def test_a_request_may_be_said_to_be_confidential_from_its_start(site, token, candidacy, ticked):
    file = internship({"name": "edit_request", "kind": "edit_request"}, candidacy_id=candidacy, i_am=["student"])
    browser = site.signed(pages=Pages(get_internship=file, save_request=file, search_teachers=[]))
    where = f"/stages/{number(61)}/demande"
    assert 'name="confidential"' in browser.get(where).text
    form = {"csrf_token": token(browser), "version": "3", "title": "Brmk", "enregistrer": "1"}
    browser.post(where, data={**form, **({"confidential": "y"} if ticked else {})})
    saved = next(question for method, _actor, question in site.pages.asked if method == "save_request")
    assert saved["fields"]["confidential"] is ticked
    told = internship(
        request={"title": "Brmk", "confidential": ticked}, state="awaiting_supervisor", i_am=["supervisor"]
    )
    reader = site.signed("teacher", pages=Pages(get_internship=told))
    assert ("Ce stage est confidentiel" in reader.get(f"/stages/{number(61)}").text) is ticked


@pytest.mark.feature("E20")
def test_a_difficulty_is_signalled_answered_and_its_text_survives_a_refusal(site, token):
    pages = Pages(
        get_internship=FILE,
        get_follow_up=follow("signal", difficulties=[]),
        signal_difficulty=MoveRefused("one_is_open"),
    )
    browser = site.signed(pages=pages)
    form = {"csrf_token": token(browser), "words": "Je conduis seul.", "with_managers": ""}
    refused = browser.post(f"/stages/{number(61)}/difficulte", data=form)
    assert refused.status_code == 422
    assert "Je conduis seul." in refused.text
    assert browser.get(f"/stages/{number(61)}/difficulte/{number(400)}").status_code == 404
    mine = [{**FOLLOW["difficulties"][0], "mine": True}]
    pages = Pages(get_internship=FILE, get_follow_up=follow("visit", difficulties=mine), answer_difficulty={})
    browser = site.signed("teacher", pages=pages)
    form = {"csrf_token": token(browser), "answer": "J’appelle.", "close": "y"}
    assert browser.post(f"/stages/{number(61)}/difficulte/{number(400)}", data=form).status_code == 302
    assert site.pages.asked[-1][2]["close"] is True


@pytest.mark.feature("E20")
def test_a_visit_is_planned_and_reported(site, token):
    pages = Pages(get_internship=FILE, get_follow_up=follow("visit"), save_visit={}, report_visit={})
    browser = site.signed("teacher", pages=pages)
    where = f"/stages/{number(61)}/visites"
    form = {"csrf_token": token(browser), "on": "2027-05-03", "at": "14:30", "form": "video", "place": "", "note": ""}
    assert browser.post(f"{where}/nouvelle", data=form).status_code == 302
    assert site.pages.asked[-1][2]["fields"]["at"] == "14:30"
    assert browser.post(f"{where}/nouvelle", data={**form, "on": ""}).status_code == 422
    page = browser.get(f"{where}/{number(300)}").text
    assert len(re.findall(r'id="(\w+)"', page)) == len(set(re.findall(r'id="(\w+)"', page)))
    report = {
        "csrf_token": token(browser),
        "version": "2",
        "held_on": "2027-05-03",
        "held_form": "phone",
        "report": "Bien.",
    }
    assert browser.post(f"{where}/{number(300)}", data=report).status_code == 302
    assert site.pages.asked[-1][2] | {"on": date(2027, 5, 3), "form": "phone"} == site.pages.asked[-1][2]
    answer = browser.get(f"{where}/{number(300)}.ics")
    assert answer.mimetype == "text/calendar"
    assert "DTSTART:20270503T123000Z" in answer.text


@pytest.mark.feature("E20")
def test_a_calendar_holds_whatever_people_typed(site):
    site.signed("teacher")
    visit = {
        "id": uuid.UUID(int=5), "version": 1, "on": date(2027, 1, 4), "at": "", "form": "video", "state": "planned",
        "place": "Salle; 3,\r\nEND:VCALENDAR", "student_name": "Ève " + "é" * 60, "host_name": "", "city": "", "internship_id": 1,
    }  # fmt: skip
    with site.app.test_request_context():
        text = calendar([visit], lambda one: "http://x.example/1", "x.example", datetime(2027, 1, 1, tzinfo=UTC))
    assert text.count("\r\nEND:VCALENDAR") == 1
    assert "DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20270105" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").count("Ève " + "é" * 60) == 1
    assert escaped("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne "
    assert folded("x" * 75) == "x" * 75


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("state", "found", "panel"),
    [
        ("dropped", [{"number": 1, "id": str(number(90)), "state": "dropped", "kinds": ["dates"]}], True),
        ("dropped", [], False),
        ("dropped", Unavailable(), False),
        ("broken_off", [], True),
        ("awaiting_officer", [], False),
    ],
)
def test_a_file_that_was_called_off_still_leads_to_its_amendments_and_shows_no_empty_panel(site, state, found, panel):
    pages = Pages(get_internship=internship(state=state), list_amendments=found)
    page = site.signed(pages=pages).get(f"/stages/{number(61)}")
    assert page.status_code == 200
    assert ('id="avenants"' in page.text) == panel
    assert ("Avenant n° 1" in page.text) == bool(panel and found)
