"""The table of moves: what it offers succeeds, nothing else does, and every state of today has a way to it."""

import ast
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.events import agreements as told
from contracts.vocabulary import AmendmentState, Party, State
from gateway.areas.agreements.labels import LEXICON
from gateway.areas.amendments.labels import LEXICON as AMENDMENT_LEXICON
from services.agreements.queries.lexicon import list_states
from services.agreements.rules import moves
from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.moves import Move
from services.agreements.rules.parties import parties
from tests.builders import files
from tests.builders.files import (
    GROUP_ID,
    OFFICER_ID,
    REFERENT_ID,
    STRANGER_ID,
    STUDENT_ID,
    SUPERVISOR_ID,
    TODAY,
    reaching,
)

WHENEVER = {
    "break_off",
    "plan_end",
    "withdraw_end",
    "call_off",
    "invite_host",
}  # what managers may do, and nobody waits for
NAMES = sorted({line.name for line in MOVES})
PEOPLE = {
    "student": (STUDENT_ID, ()),
    "supervisor": (SUPERVISOR_ID, ()),
    "officer": (OFFICER_ID, (GROUP_ID,)),
    "officer of another group": (OFFICER_ID, (uuid.UUID(int=99, version=4),)),
    "supervisor who is an officer too": (SUPERVISOR_ID, (GROUP_ID,)),
    "student who is an officer too": (STUDENT_ID, (GROUP_ID,)),
    "referent": (REFERENT_ID, ()),
    "stranger": (STRANGER_ID, ()),
    "nobody": (None, ()),
}
gestures = st.lists(
    st.tuples(
        st.sampled_from(sorted(PEOPLE)),
        st.sampled_from([*NAMES, "see_pdf", "no_such_move", ""]),
        st.sampled_from(["", "  \n", "Parce que."]),
    ),
    max_size=25,
)
drafts = st.sampled_from(
    [
        {},
        {"request": files.request_fields(title="")},
        {"request": files.request_fields(ends_on=files.date(2027, 2, 1))},
        {"request": files.request_fields(ends_on=files.date(2028, 6, 30))},
        {"supervisor_id": STUDENT_ID},
        {"officer_group_id": None},
        {"convention": files.convention_fields(stipend_cents=1)},
        {"convention": files.convention_fields(skills="")},
    ]
)


@pytest.mark.feature("E4")
@pytest.mark.feature("E7")
@pytest.mark.feature("E18")
@settings(max_examples=300, deadline=None)
@given(gestures, drafts, st.sampled_from(sorted(State)))
def test_anyone_tries_anything_and_a_move_succeeds_if_and_only_if_it_was_offered(tries, draft, begins_at):
    plain = files.file(**draft, state=begins_at)
    for who, name, comment in tries:
        person, groups = PEOPLE[who]
        mine = parties(plain, person, groups)
        offers = {offer.move.name: offer for offer in moves.offered(MOVES, plain, mine, TODAY)}
        before = plain.state
        found = moves.check(MOVES, name, plain, mine, TODAY, comment)
        offer = offers.get(name)
        speechless = offer is not None and offer.move.comment == moves.REQUIRED and not comment.strip()
        assert isinstance(found, Move) == (offer is not None and offer.allowed and not speechless)
        assert plain.state == before, "asking changes nothing"
        if isinstance(found, Obstacle):
            if speechless:
                assert found.code == "comment_required"
            else:
                assert found == (offer.obstacle if offer else found)
                assert offer or found.code == "move_not_offered"
            continue
        deciding = found.by - {Party.STUDENT, Party.SIGNATORY}
        assert person != STUDENT_ID or not mine & deciding, "nobody decides on his own file"
        if found.kind == moves.EDIT_CONVENTION:
            plain.convention = files.convention_fields()
        assert moves.apply(found, plain, TODAY) == before
        files.produce(plain, found)
        assert plain.state == (found.to or before)


@pytest.mark.feature("E4")
@pytest.mark.parametrize(("comment", "refused"), [("", True), ("  \n", True), ("Parce que.", False)])
@pytest.mark.parametrize("line", [one for one in MOVES if not one.provided], ids=lambda one: one.name)
def test_a_move_asks_for_its_comment_when_there_is_none_and_then_alone(line, comment, refused):
    plain = files.file(state=sorted(line.origins)[0])
    found = moves.check(MOVES, line.name, plain, line.by, TODAY, comment)
    asked = refused and line.comment == moves.REQUIRED
    assert found == (Obstacle.of("comment_required") if asked else line)


@pytest.mark.feature("E7")
@pytest.mark.parametrize("state", sorted(State))
def test_every_state_of_today_is_reached_by_legal_moves(state):
    assert reaching(state).state == state


@pytest.mark.parametrize("state", sorted(State))
def test_who_acts_next_has_something_to_do_and_a_state_without_a_holder_waits_for_no_person(state):
    able = {party for line in MOVES if state in line.origins for party in line.by}
    onwards = {line.name for line in MOVES if state in line.origins} - WHENEVER
    if state in HOLDER:
        assert HOLDER[state] in able
    else:
        assert all(line.by == {Party.PLATFORM} for line in MOVES if state in line.origins and line.name in onwards)


def test_in_one_state_a_name_means_one_line():
    for state in State:
        names = [line.name for line in MOVES if state in line.origins]
        assert len(names) == len(set(names))


def test_every_move_is_announced_but_typing_and_the_invitation_whose_link_is():
    silent = {line.name for line in (*MOVES, *AMENDMENT_MOVES) if line.announces is None}
    assert silent == {"edit_request", "edit_convention", "edit_amendment", "invite_host"}
    assert not [line for line in (*MOVES, *AMENDMENT_MOVES) if line.name in silent and line.to is not None]


def test_every_event_of_the_family_is_announced_by_a_line():
    family = {
        event for event in vars(told).values() if isinstance(event, type) and issubclass(event, told.AgreementEvent)
    }
    assert family - {told.AgreementEvent} == {line.announces for line in MOVES} - {None}
    amending = {
        event for event in vars(told).values() if isinstance(event, type) and issubclass(event, told.AmendmentEvent)
    }
    assert amending - {told.AmendmentEvent} == {line.announces for line in AMENDMENT_MOVES} - {None}


@pytest.mark.feature("E4")
def test_who_refuses_asks_or_takes_back_says_why():
    begins = (
        "refuse",
        "ask_precisions",
        "take_back",
        "reopen",
        "withdraw",
        "cancel",
        "break_off",
        "drop",
        "plan_end",
        "call_off",
    )
    deciding = [line for line in MOVES if line.name.startswith(begins)]
    assert len(deciding) == 14
    assert all(line.comment == moves.REQUIRED for line in deciding)


@pytest.mark.feature("E5")
def test_a_validated_authorisation_is_a_convention_prefilled_and_what_was_written_before_is_kept():
    plain = reaching(State.CONVENTION_TO_COMPLETE, request=files.request_fields(stipend_cents=70_000, benefits="Repas"))
    assert plain.convention["referent_id"] == SUPERVISOR_ID
    assert (plain.convention["stipend_cents"], plain.convention["benefits"]) == (70_000, "Repas")
    again = reaching(State.CONVENTION_DRAFT)
    written = dict(again.convention)
    for name in ("reopen_request", "submit", "validate"):
        files.take(again, moves.find(MOVES, name, again.state))
    assert again.state == State.CONVENTION_TO_COMPLETE
    assert again.convention == written


@pytest.mark.feature("E4")
def test_a_validation_is_taken_back_only_while_nobody_built_on_it():
    plain = reaching(State.CONVENTION_TO_COMPLETE)
    files.take(plain, moves.find(MOVES, "take_back", plain.state))
    assert plain.state == State.AWAITING_SUPERVISOR
    begun = reaching(State.CONVENTION_TO_COMPLETE)
    begun.convention["skills"] = "Lire un bilan."
    found = moves.check(MOVES, "take_back", begun, frozenset({Party.SUPERVISOR}), TODAY, "Erreur.")
    assert found == Obstacle.of("convention_begun")


@pytest.mark.feature("E7")
def test_only_the_engine_assigns_a_state():
    assigning = []
    # what no table governs: a signatory, a round, a job, a template, a paper, a visit, an evaluation
    of_its_own = {"row", "round_", "job", "draft", "paper", "visit", "evaluation"}
    for path in sorted(Path("services/agreements").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AugAssign) and any(
                isinstance(target, ast.Attribute)
                and target.attr == "state"
                and not (isinstance(target.value, ast.Name) and target.value.id in of_its_own)
                for target in _each(targets)
            ):
                assigning.append(f"{path.name}:{node.lineno}")
    assert len(assigning) == 1
    assert assigning[0].startswith("moves.py")


def _each(targets):
    for target in targets:
        yield from target.elts if isinstance(target, ast.Tuple) else (target,)


@pytest.mark.feature("E7", "E13")
def test_the_lexicon_says_each_state_who_acts_next_and_what_may_be_done_from_the_table():
    states = {one["state"]: one for one in list_states(None)}
    assert set(states) == set(State) - {State.REQUEST_DELETED} == set(LEXICON)
    assert set(AMENDMENT_LEXICON) == set(AmendmentState)
    assert states[State.SIGNING]["holder"] == Party.SIGNATORY
    assert states[State.AWAITING_SUPERVISOR]["moves"]["validate"] == ["supervisor"]
    assert not any("platform" in by for one in states.values() for by in one["moves"].values())
