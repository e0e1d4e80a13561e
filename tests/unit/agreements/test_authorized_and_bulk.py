"""What was validated beside what is asked today; which moves many files may share."""

from datetime import date, timedelta

import pytest

from contracts.calls.agreements.work import QueueRow
from contracts.events.agreements import FileTold
from contracts.vocabulary import Party, State
from services.agreements.rules import guards, moves
from services.agreements.rules.authorized import compared
from services.agreements.rules.file import Obstacle
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import MOVES
from tests.builders import files
from tests.builders.files import TODAY, reaching

pytestmark = pytest.mark.feature("E8")


def test_what_changed_since_the_validation_is_the_only_difference():
    plain = reaching(State.CONVENTION_TO_COMPLETE)
    assert all(fact["same"] for fact in compared(plain.authorized, plain))
    plain.request = {**plain.request, "ends_on": files.date(2027, 7, 31), "title": "Autre sujet"}
    differing = {fact["name"]: fact for fact in compared(plain.authorized, plain) if not fact["same"]}
    assert set(differing) == {"ends_on", "title", "hours"}
    assert (differing["ends_on"]["before"], differing["ends_on"]["now"]) == ("2027-06-30", "2027-07-31")


def test_a_place_is_kept_with_its_countrys_code_and_what_was_kept_before_still_compares():
    plain = files.file(state=State.AWAITING_OFFICER, authorized={"place": "1 quai, Marseille, FR"})
    plain.host = {"name": "Banque maritime", "address1": "1 quai", "city": "Marseille", "country": "FR"}
    (fact,) = compared(plain.authorized, plain)
    assert (fact["kind"], fact["now"], fact["same"]) == ("place", "1 quai, Marseille, FR", True)
    plain.request = {**plain.request, "at_host_address": False, "place": {"city": "Gand", "country": "BE"}}
    (fact,) = compared(plain.authorized, plain)
    assert (fact["before"], fact["now"], fact["same"]) == ("1 quai, Marseille, FR", "Gand, BE", False)


def test_the_second_line_of_an_address_is_compared_where_there_is_one():
    plain = reaching(State.CONVENTION_TO_COMPLETE)
    assert "address2" not in {fact["name"] for fact in compared(plain.authorized, plain)}
    plain.host = {**(plain.host or {}), "address2": "Bâtiment B"}
    (fact,) = [fact for fact in compared(plain.authorized, plain) if not fact["same"]]
    assert (fact["name"], fact["before"], fact["now"]) == ("address2", "", "Bâtiment B")


def test_nothing_is_compared_before_a_validation():
    assert compared(None, files.file()) == []


def test_each_validation_remembers_the_file_as_it_was_then():
    again = reaching(State.CONVENTION_DRAFT)
    for name in ("reopen_request", "submit", "validate"):
        again.request = {**again.request, "title": "Sujet revu"}
        files.take(again, moves.find(MOVES, name, again.state))
    assert again.authorized["title"] == "Sujet revu"


def test_only_moves_that_need_nothing_but_a_comment_are_made_on_many_files():
    names = {line.name for line in plain_moves(MOVES, Party.OFFICER, State)}
    assert {"validate_convention", "ask_precisions_convention", "refuse_convention"} <= names
    assert all(line.kind == moves.MOVE for line in MOVES if line.name in names)
    assert {line.name for line in plain_moves(MOVES, Party.SUPERVISOR, [State.AWAITING_SUPERVISOR])} == {
        "validate",
        "ask_precisions",
        "refuse",
    }


@pytest.mark.feature("E19")
def test_a_student_s_own_draft_is_opened_by_nobody_else():
    plain = files.file()
    line = moves.find(MOVES, "open_for_group", plain.state)
    assert moves.obstacle(line, plain, TODAY).code == "not_opened_by_a_manager"
    plain.opened_by = files.OFFICER_ID
    files.take(plain, line)
    assert (plain.state, plain.convention["referent_id"]) == (State.CONVENTION_TO_COMPLETE, files.SUPERVISOR_ID)


@pytest.mark.feature("H4")
def test_a_reference_beyond_the_first_million_is_told_and_read():
    row = {"id": str(files.STUDENT_ID), "reference": 1_000_001, "state": "validated"}
    assert QueueRow().load(row)["reference"] == 1_000_001
    assert FileTold().validate({"reference": 1_000_001}, partial=True) == {}


PAUSE = {"starts_on": date(2027, 3, 8), "ends_on": date(2027, 3, 12), "reason": "Fermeture"}


@pytest.mark.feature("E6")
@pytest.mark.parametrize("changed", [{"weekly_minutes": 34 * 60}, {"interruptions": [PAUSE]}])
def test_other_hours_than_those_validated_go_back_to_the_supervisor_and_not_to_the_managers(changed):
    plain = files.reaching(State.CONVENTION_DRAFT)
    assert guards.hours_as_authorized(plain, TODAY) is None
    plain.convention = files.convention_fields(**changed)
    student = frozenset({Party.STUDENT})
    refused = moves.check(MOVES, "submit_convention", plain, student, TODAY, "")
    assert refused.code == "hours_changed"
    said = dict(refused.params)
    assert said["minutes_now"] < said["minutes_before"] == int(plain.authorized["hours"])
    files.take(plain, moves.check(MOVES, "submit_hours", plain, student, TODAY, "Je n’y suis pas le vendredi."))
    assert plain.state == State.AWAITING_SUPERVISOR
    files.take(plain, moves.check(MOVES, "validate", plain, frozenset({Party.SUPERVISOR}), TODAY, ""))
    files.take(plain, moves.find(MOVES, "complete_convention", plain.state))
    plain.convention = files.convention_fields(**changed)
    assert guards.hours_as_authorized(plain, TODAY) is None, "he decided on these"
    assert guards.hours_changed(plain, TODAY) == Obstacle.of("hours_as_authorized")


@pytest.mark.feature("E6")
def test_a_file_that_no_supervisor_validated_has_no_hours_to_compare_with():
    assert guards.hours_as_authorized(files.file(convention=files.convention_fields()), TODAY) is None


@pytest.mark.feature("E8", "E12")
def test_beside_the_authorisation_an_internship_that_ended_early_ends_that_day():
    plain = files.reaching(State.RUNNING)
    plain.ended_on = plain.request["starts_on"] + timedelta(days=10)
    found = {fact["name"]: fact for fact in compared(plain.authorized, plain)}
    assert (found["ends_on"]["same"], found["ends_on"]["now"]) == (False, plain.ended_on.isoformat())
