"""Histories that the service once wrote: today's tables still read them, to the state that was stored, and no others.

`histories.jsonl` is written by `IPRO_WRITE_GOLDEN=1 pytest tests/service/agreements/test_histories.py`. A move that is
renamed or dropped leaves journals behind that nothing reads any more: then add to the table, and leave this file alone.
"""

import json
import uuid
from datetime import datetime
from pathlib import Path

import pytest

from contracts.vocabulary import AmendmentState, State
from services.agreements.journal import verify
from services.agreements.model import JournalLine
from services.agreements.rules import moves
from services.agreements.rules.lifecycle import MOVES
from tests.builders.replay import REMARKS, Broken, replay

pytestmark = pytest.mark.feature("E7", "E14")


def histories():
    """By story: its heading, then its lines."""
    found, lines = {}, []
    for row in map(json.loads, Path(__file__).with_name("histories.jsonl").read_text().splitlines()):
        if "story" in row:
            lines = []
            found[row["story"]] = (row, lines)
        else:
            lines.append(row)
    return found


GOLDEN = histories()
each = pytest.mark.parametrize("story", GOLDEN)


def stored(row):
    """As the database gives it."""
    ids = {name: row[name] and uuid.UUID(row[name]) for name in ("internship_id", "by_id")}
    return JournalLine(**{**row, **ids, "at": datetime.fromisoformat(row["at"])})


def renumbered(lines):
    return [{**line, "seq": n} for n, line in enumerate(lines, start=1)]


def lies(story, lines):
    """Whether these lines are no history of that story: broken by the tables, or not to its stored states."""
    heading, _lines = GOLDEN[story]
    try:
        found = replay(lines)
    except Broken:
        return True
    ends = {str(number): str(state) for number, state in found.amendments.items()}
    return (str(found.state), ends) != (heading["state"], heading["amendments"])


def moves_the_file(line):
    """Such a line says from where to where; an amendment's line does not, and another way may lead to the same end."""
    return line["before"] != line["after"]


@each
def test_a_golden_history_replays_to_its_state_and_its_chain_holds(story):
    _heading, lines = GOLDEN[story]
    assert not lies(story, lines)
    assert verify([stored(line) for line in lines]) is None


def test_the_golden_histories_come_to_every_end():
    ends = {heading["state"] for heading, _lines in GOLDEN.values()}
    assert ends >= {State.REQUEST_DELETED, State.REQUEST_REFUSED, State.CONVENTION_REFUSED, State.DROPPED}
    assert ends >= {State.SIGNED, State.FINISHED, State.BROKEN_OFF}
    amended = {state for heading, _lines in GOLDEN.values() for state in heading["amendments"].values()}
    assert amended >= {AmendmentState.SIGNED, AmendmentState.REFUSED, AmendmentState.DROPPED, AmendmentState.DRAFT}
    assert len(GOLDEN) >= 12


@each
def test_a_history_that_lacks_a_line_is_none(story):
    _heading, lines = GOLDEN[story]
    for n, line in enumerate(lines):
        without = lines[:n] + lines[n + 1 :]
        assert n == len(lines) - 1 or lies(story, without)
        assert verify([stored(one) for one in without]) is not None or n == len(lines) - 1
        assert not moves_the_file(line) or lies(story, renumbered(without)), "also by its moves alone"


@each
def test_a_history_with_two_lines_swapped_is_none(story):
    _heading, lines = GOLDEN[story]
    for n in range(len(lines) - 1):
        one, other = lines[n : n + 2]
        swapped = [*lines[:n], other, one, *lines[n + 2 :]]
        assert lies(story, swapped)
        assert verify([stored(line) for line in renumbered(swapped)]) is not None
        both = moves_the_file(one) and moves_the_file(other)
        assert not both or lies(story, renumbered(swapped)), f"also by its moves alone: {one['move']}, {other['move']}"


@each
def test_a_history_with_a_line_renamed_is_none(story):
    """Another name is no move from there, or leads elsewhere; one that leads to the same place is found by the chain."""
    _heading, lines = GOLDEN[story]
    names = {line.name for line in MOVES} | set(REMARKS) | {"create", "no_such_move"}
    for n, line in enumerate(lines):
        for name in names - {line["move"]}:
            renamed = [*lines[:n], {**line, "move": name}, *lines[n + 1 :]]
            same = moves.find(MOVES, name, line["before"])
            goes_there = same is not None and str(same.to or line["before"]) == line["after"]
            if not lies(story, renamed):
                assert goes_there or name in REMARKS
                assert verify([stored(one) for one in renamed]) == n + 1


@each
def test_a_history_by_another_party_or_to_another_state_is_none(story):
    _heading, lines = GOLDEN[story]
    for n, line in enumerate(lines):
        for state in set(State) - {line["after"]}:
            assert lies(story, [*lines[:n], {**line, "after": str(state)}, *lines[n + 1 :]])
        if line["move"] not in ("create", *REMARKS) and not line["move"].startswith("amendment."):
            assert lies(story, [*lines[:n], {**line, "party": "referent"}, *lines[n + 1 :]])
