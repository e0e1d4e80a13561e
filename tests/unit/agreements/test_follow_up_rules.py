"""Papers that are missing, questionnaires, and the light of an internship."""

from datetime import date, timedelta

import pytest

from contracts.vocabulary import Evaluator, Light, PaperState, PaperWhen, Party, State
from services.agreements.rules import evaluations, follow_up, guards, papers
from services.agreements.rules.follow_up import Followed
from tests.builders import files

TODAY = date(2027, 3, 1)
ASKED = [
    {"code": "liability", "fr": "RC", "en": "", "required": True, "when": PaperWhen.VALIDATION, "abroad": False},
    {"code": "social", "fr": "Sécu", "en": "Social", "required": True, "when": PaperWhen.SIGNATURE, "abroad": False},
    {"code": "local_law", "fr": "Droit", "en": "Law", "required": True, "when": PaperWhen.SIGNATURE, "abroad": True},
    {"code": "badge", "fr": "Badge", "en": "Badge", "required": False, "when": PaperWhen.VALIDATION, "abroad": False},
]


def plain(country="FR", **changes):
    given = {"request": files.request_fields(), "host": {"name": "H", "country": country}, "asked_papers": ASKED}
    return files.PlainFile(**{**given, **changes})


def codes(found):
    return [one["code"] for one in found]


@pytest.mark.feature("E16")
def test_what_is_for_abroad_is_not_asked_in_france():
    assert codes(papers.asked(plain())) == ["liability", "social", "badge"]
    assert codes(papers.asked(plain("BE"))) == ["liability", "social", "local_law", "badge"]
    assert papers.asked(plain(asked_papers=[])) == []


@pytest.mark.feature("E16")
@pytest.mark.parametrize("state", ["", PaperState.DEPOSITED, PaperState.REFUSED])
def test_only_an_accepted_paper_is_there(state):
    file = plain(papers={"liability": state} if state else {})
    found = guards.papers_for_validation(file, TODAY)
    assert found.as_dict() == {"papers": [{"code": "liability", "fr": "RC", "en": "RC"}]}
    file.papers = {"liability": PaperState.ACCEPTED}
    assert guards.papers_for_validation(file, TODAY) is None
    assert codes(guards.papers_for_signature(file, TODAY).as_dict()["papers"]) == ["social"]
    assert guards.papers_for_signature(plain(papers={"social": PaperState.ACCEPTED}), TODAY) == found, "asked still"
    file.papers["social"] = PaperState.ACCEPTED
    assert guards.papers_for_signature(file, TODAY) is None


@pytest.mark.feature("E16", "E20")
def test_papers_are_due_from_the_step_where_the_file_stands():
    assert codes(papers.due_now(plain("BE", state=State.AWAITING_OFFICER))) == ["liability"]
    assert codes(papers.due_now(plain("BE", state=State.VALIDATED))) == ["social", "local_law"]
    assert papers.due_now(plain("BE", state=State.RUNNING)) == [], "what is behind was passed under the list of its day"
    assert papers.due_now(plain(state=State.FINISHED)) == []


@pytest.mark.feature("E16")
def test_a_new_line_gets_a_code_that_nothing_was_deposited_under():
    lines = [{"code": "", "fr": "A"}, {"code": "paper_1", "fr": "B"}, {"code": "", "fr": "C"}]
    assert codes(papers.with_codes(lines, known=["paper_2"])) == ["paper_3", "paper_1", "paper_4"]
    assert papers.wrong_with([{"code": "x"}, {"code": "x"}, {"code": "É!"}]) == {
        "papers.1.code": ["taken"],
        "papers.2.code": ["invalid"],
    }
    assert papers.wrong_with([{"code": ""}, {"code": ""}]) == {}


@pytest.mark.feature("E12")
@pytest.mark.parametrize("by", list(Evaluator))
def test_a_draft_may_be_incomplete_and_what_is_submitted_may_not(by):
    assert evaluations.wrong_with(by, {}, submitting=False) == {}
    lacking = evaluations.wrong_with(by, {}, submitting=True)
    assert set(lacking) == {f"answers.{one.code}" for one in evaluations.QUESTIONNAIRES[by] if one.required}
    whole = {one.code: 3 if one.kind == "rating" else "Bien." for one in evaluations.QUESTIONNAIRES[by]}
    assert evaluations.wrong_with(by, whole, submitting=True) == {}
    rating = next(one.code for one in evaluations.QUESTIONNAIRES[by] if one.kind == "rating")
    text = next(one.code for one in evaluations.QUESTIONNAIRES[by] if one.kind == "text")
    for value in (0, 6, True, "5", 2.5, [1]):
        assert evaluations.wrong_with(by, {**whole, rating: value}, submitting=False) == {
            f"answers.{rating}": ["out_of_range"]
        }
    for value, code in ((5, "invalid"), ("a\0", "invalid"), ("x" * 10_001, "too_long")):
        assert evaluations.wrong_with(by, {**whole, text: value}, submitting=False) == {f"answers.{text}": [code]}


@pytest.mark.feature("E12")
def test_who_fills_in_who_reads_and_what_is_for_the_university_alone():
    host = frozenset({Party.HOST})
    for by in Evaluator:
        assert not evaluations.may_fill(by, host)
        assert not evaluations.may_read(by, host)
    student, supervisor, officer = (frozenset({one}) for one in (Party.STUDENT, Party.SUPERVISOR, Party.OFFICER))
    assert evaluations.may_read("student", supervisor) and evaluations.may_read("student", officer)
    assert evaluations.may_read("supervisor", student) and evaluations.may_read("tutor", student)
    said = {"welcome": 5, "in_confidence": "Secret"}
    assert evaluations.shown("student", said, officer) == said
    assert evaluations.shown("student", said, host) == {"welcome": 5}
    assert evaluations.kept("student", {"welcome": 5, "learned": "  ", "other": 1}) == {"welcome": 5}


def light_of(**facts):
    given = {"state": State.RUNNING, "starts_on": TODAY - timedelta(days=60), "ends_on": TODAY + timedelta(days=62)}
    found = follow_up.reasons(Followed(**{**given, **facts}), TODAY)
    return follow_up.light(found), [one.code for one in found]


@pytest.mark.feature("E20")
@pytest.mark.parametrize(
    ("facts", "light", "why"),
    [
        ({}, Light.GREEN, []),
        ({"unanswered": True, "papers_due": 2}, Light.RED, ["difficulty", "papers"]),
        ({"ends_on": TODAY + timedelta(days=60)}, Light.AMBER, ["no_visit"]),
        ({"ends_on": TODAY, "visited": True}, Light.GREEN, []),
        ({"ends_on": TODAY, "next_visit_on": TODAY}, Light.GREEN, []),
        ({"next_visit_on": TODAY - timedelta(days=1)}, Light.AMBER, ["visit_to_report"]),
        ({"state": State.SIGNING, "starts_on": TODAY + timedelta(days=15)}, Light.GREEN, []),
        ({"state": State.SIGNING, "starts_on": TODAY + timedelta(days=14)}, Light.AMBER, ["unsigned_soon"]),
        ({"state": State.VALIDATED, "starts_on": TODAY}, Light.RED, ["started_unsigned"]),
        ({"state": State.SIGNED, "starts_on": TODAY}, Light.GREEN, []),
        ({"state": State.FINISHED, "ends_on": TODAY - timedelta(days=30)}, Light.GREEN, []),
        ({"state": State.FINISHED, "ends_on": TODAY - timedelta(days=31)}, Light.AMBER, ["no_certificate"]),
        ({"state": State.FINISHED, "ends_on": TODAY - timedelta(days=31), "certified": True}, Light.GREEN, []),
        ({"state": State.VALIDATED, "starts_on": None, "ends_on": None}, Light.GREEN, []),
    ],
)
def test_a_light_is_the_worst_of_its_reasons(facts, light, why):
    assert light_of(**facts) == (light, why)


@pytest.mark.feature("E20")
def test_every_state_after_the_authorisation_is_followed_at_one_phase():
    assert follow_up.phase_of(State.RUNNING) == "running"
    assert follow_up.phase_of(State.SIGNED) == "coming"
    assert follow_up.phase_of(State.BROKEN_OFF) == "ended"
    for state in (State.REQUEST_DRAFT, State.AWAITING_SUPERVISOR, State.DROPPED, State.CONVENTION_REFUSED):
        assert follow_up.phase_of(state) == ""
