"""A hundred thousand random steps by random people: what is offered succeeds, nothing else does, histories replay."""

import random
import uuid
from collections import Counter
from datetime import timedelta

import pytest

from contracts.vocabulary import AmendmentState, Party, SignatoryState, State
from services.agreements.rules import amendments, effects, moves, signatories
from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.moves import Move
from services.agreements.rules.parties import parties
from tests.builders import files
from tests.builders.files import GROUP_ID, OFFICER_ID, REFERENT_ID, STRANGER_ID, STUDENT_ID, SUPERVISOR_ID, TODAY

STEPS = 100_000
WALKS = 50
PEOPLE = (
    (STUDENT_ID, (), ()),
    (STUDENT_ID, (GROUP_ID,), (SUPERVISOR_ID,)),
    (SUPERVISOR_ID, (), ()),
    (SUPERVISOR_ID, (GROUP_ID,), ()),
    (OFFICER_ID, (GROUP_ID,), ()),
    (OFFICER_ID, (uuid.UUID(int=99, version=4),), ()),
    (STRANGER_ID, (), (SUPERVISOR_ID,)),
    (REFERENT_ID, (), ()),
    (STRANGER_ID, (), ()),
    (None, (GROUP_ID,), (SUPERVISOR_ID,)),
)
NAMES = sorted({line.name for line in MOVES} | {"see_pdf", "no_such_move", ""})
COMMENTS = ("", "  \n", "Parce que.", "Parce que.")
DRAFTS = (
    {},
    {},
    {},
    {"request": files.request_fields(title="")},
    {"request": files.request_fields(ends_on=files.date(2027, 2, 1))},
    {"request": files.request_fields(ends_on=files.date(2028, 6, 30))},
    {"supervisor_id": STUDENT_ID},
    {"officer_group_id": None},
    {"opened_by": OFFICER_ID},
    {"circuit": {**files.CIRCUIT, "university": {}}},
)


PAUSE = {"starts_on": files.date(2027, 3, 11), "ends_on": files.date(2027, 3, 17), "reason": "Travaux"}


def mine_of(rng, plain):
    """Somebody: a person, the platform, or a signatory by his link."""
    chance = rng.random()
    if chance < 0.2:
        return None, frozenset({Party.PLATFORM})
    if chance < 0.26:
        return None, frozenset({rng.choice((Party.SIGNATORY, Party.HOST))})
    person, groups, deputy = rng.choice(PEOPLE)
    return person, parties(plain, person, groups, deputy)


def something_else_happens(rng, plain):
    """What the service does between two moves: a signature is proven, an interruption is written, words change."""
    if plain.round is not None and rng.random() < 0.7:
        plain.round.sign(*signatories.whose_turn(plain.round.signatories)[:1])
    if plain.round is not None and rng.random() < 0.05:
        plain.round.proven = frozenset()
    if plain.convention is not None and rng.random() < 0.05:
        plain.convention = files.convention_fields(skills=rng.choice(("", "Lire un bilan.")))
    if plain.state == State.RUNNING and rng.random() < 0.05:
        effects.plan_end(plain, plain.request["starts_on"] + timedelta(days=11), "agreement")
    if plain.state == State.RUNNING and rng.random() < 0.05:
        plain.lived = "visit_was_held"
    if rng.random() < 0.05:
        plain.managers = rng.choice((frozenset(), frozenset(), None, frozenset({"h@host.example"})))
    if rng.random() < (0.3 if plain.state == State.RUNNING else 0.02):
        plain.convention = {**(plain.convention or files.convention_fields()), "interruptions": [PAUSE]}


def some_day(rng, plain):
    starts, ends = plain.request["starts_on"], plain.request["ends_on"]
    return rng.choice(
        (TODAY, TODAY, starts, starts + timedelta(days=12), starts + timedelta(days=12), ends, ends + timedelta(days=1))
    )


@pytest.mark.feature("E4", "E7", "E18")
@pytest.mark.parametrize("seed", range(WALKS))
def test_a_move_succeeds_if_and_only_if_it_was_offered_and_the_history_replays(seed):
    walk(random.Random(seed), STEPS // WALKS)


def test_the_walk_comes_to_every_line_of_the_table():
    made = walk(random.Random(2026), 60_000)
    assert {line.name for line in MOVES} == set(made)


def walk(rng, steps):
    """Answers how often each move was made."""
    made = Counter()
    plain, history, begun = None, [], State.REQUEST_DRAFT
    for step in range(steps):
        if step % 60 == 0:
            replay(begun, history, plain)
            begun = rng.choice((State.REQUEST_DRAFT, State.REQUEST_DRAFT, *State))
            plain, history = fresh(rng, begun), []
        something_else_happens(rng, plain)
        person, mine = mine_of(rng, plain)
        day, comment = some_day(rng, plain), rng.choice(COMMENTS)
        offered = {offer.move.name: offer for offer in moves.offered(MOVES, plain, mine, day)}
        likely = [name for name, offer in offered.items() if offer.allowed]
        rare = min(likely, key=lambda name: (made[name], name), default="")  # so that the walk comes everywhere
        name = rng.choice((rng.choice(likely), rare, rng.choice(NAMES))) if likely else rng.choice(NAMES)
        before = plain.state
        found = moves.check(MOVES, name, plain, mine, day, comment)
        offer = offered.get(name)
        speechless = offer is not None and offer.move.comment == moves.REQUIRED and not comment.strip()
        assert isinstance(found, Move) == (offer is not None and offer.allowed and not speechless)
        assert plain.state == before, "asking changes nothing"
        if isinstance(found, Obstacle):
            assert (offer is None) == (found.code == "move_not_offered")
            continue
        assert person != STUDENT_ID or mine <= {Party.STUDENT, Party.SIGNATORY}, "nobody decides on his own file"
        if found.to == State.SIGNED:
            rows = plain.round.signatories
            assert {row.slot for row in rows} >= set(signatories.LEGAL)
            assert all(row.state == SignatoryState.SIGNED and row.id in plain.round.proven for row in rows)
        if found.kind == moves.EDIT_CONVENTION:
            plain.convention = files.convention_fields()
        assert moves.apply(found, plain, day) == before
        history.append((found.name, before, plain.state))
        made[found.name] += 1
        files.produce(plain, found)
    replay(begun, history, plain)
    return made


def fresh(rng, state):
    plain = files.file(**rng.choice(DRAFTS), state=state)
    if state not in (State.REQUEST_DRAFT, State.AWAITING_SUPERVISOR, State.REQUEST_TO_CLARIFY):
        plain.convention = files.convention_fields()
    if state == State.RUNNING and rng.random() < 0.5:
        plain.convention = files.convention_fields(interruptions=[PAUSE])
    if state == State.SIGNING:
        plain.round = files.PlainRound.of(plain)
    return plain


def replay(state, history, plain):
    """The journal's lines, read by the table alone, lead to the same state."""
    for name, before, after in history:
        line = moves.find(MOVES, name, state)
        assert line is not None
        assert before == state
        state = line.to or state
        assert after == state
    assert plain is None or plain.state == state


@pytest.mark.feature("E12")
@pytest.mark.parametrize("seed", range(10))
def test_an_amendment_moves_if_and_only_if_it_was_offered_and_is_signed_with_every_proof_alone(seed):
    rng = random.Random(seed)
    names = sorted({line.name for line in AMENDMENT_MOVES} | {"validate_convention", ""})
    amendment = None
    for step in range(2_000):
        if step % 40 == 0:
            amendment = files.amendment(kinds=rng.sample(sorted(amendments.K), k=rng.choice((0, 1, 2))))
        plain = amendment.file
        _person, mine = mine_of(rng, plain)
        day, comment = some_day(rng, plain), rng.choice(COMMENTS)
        offered = {offer.move.name: offer for offer in moves.offered(AMENDMENT_MOVES, amendment, mine, day)}
        likely = [name for name, offer in offered.items() if offer.allowed]
        name = rng.choice(likely) if likely and rng.random() < 0.7 else rng.choice(names)
        found = moves.check(AMENDMENT_MOVES, name, amendment, mine, day, comment)
        offer = offered.get(name)
        speechless = offer is not None and offer.move.comment == moves.REQUIRED and not comment.strip()
        assert isinstance(found, Move) == (offer is not None and offer.allowed and not speechless)
        if isinstance(found, Obstacle):
            continue
        if found.to == AmendmentState.SIGNED:
            assert all(row.id in amendment.round.proven for row in amendment.round.signatories)
        moves.apply(found, amendment, day)
        files.produce(amendment, found)
        if amendment.round is not None:
            amendment.round.sign(*signatories.whose_turn(amendment.round.signatories)[:1])
