"""The chain of a file's journal: whatever is changed behind its back is found."""

import copy
import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.actor import Signer
from services.agreements import journal
from services.agreements.model import JournalLine
from tests.unit.agreements.chains import LastLine

pytestmark = pytest.mark.feature("E14")

SIGNER = Signer("agreements", Ed25519PrivateKey.generate())
FILE_ID = uuid.UUID(int=1, version=4)
FACTS = ("move", "before", "after", "party", "correlation_id", "by_name", "comment", "salt", "hash", "previous_hash")


def chain(length: int = 5) -> list[JournalLine]:
    session = LastLine()
    for number in range(length):
        journal.write(
            session,  # type: ignore[arg-type]
            SIGNER,
            FILE_ID,
            at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC) + timedelta(hours=number),
            move=f"move{number}",
            before=f"state{number}",
            after=f"state{number + 1}",
            by_id=uuid.UUID(int=number + 2, version=4),
            by_name="Claire Ferrand",
            party="supervisor",
            comment="Précisez la mission.",
            correlation_id="c" * 32,
        )
    return session.lines


def test_an_untouched_chain_holds_in_whatever_order_its_lines_are_read():
    lines = chain()
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert journal.verify(lines) is None
    random.Random(1).shuffle(lines)
    assert journal.verify(lines) is None
    assert journal.verify([]) is None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 4), st.sampled_from(FACTS), st.text(min_size=1, max_size=10))
def test_a_changed_fact_is_found_at_its_line(index, name, value):
    lines = chain()
    if getattr(lines[index], name) == value:
        return
    setattr(lines[index], name, value)
    assert journal.verify(lines) == index + 1


def test_a_changed_moment_or_person_is_found():
    for name, value in (("at", datetime(2020, 1, 1, tzinfo=UTC)), ("by_id", None), ("internship_id", uuid.uuid4())):
        lines = chain()
        setattr(lines[2], name, value)
        assert journal.verify(lines) == 3


@pytest.mark.parametrize("index", range(4))
def test_a_dropped_line_is_found(index):
    lines = chain()
    del lines[index]
    assert journal.verify(lines) == index + 1


def test_a_cut_end_is_not_for_the_chain_to_find():
    """What a chain alone cannot tell: the heads do, see test_verifying.py."""
    assert journal.verify(chain()[:-1]) is None


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 3), (3, 4)])
def test_swapped_lines_are_found(one, other):
    lines = chain()
    lines[one].seq, lines[other].seq = lines[other].seq, lines[one].seq
    assert journal.verify(lines) == one + 1


@pytest.mark.parametrize("index", range(5))
def test_an_inserted_line_is_found(index):
    lines = chain()
    extra = JournalLine(**{c.name: getattr(lines[index], c.name) for c in JournalLine.__table__.columns})
    extra.move, extra.seq = "validate", index + 2
    extra.previous_hash = lines[index].hash
    extra.hash = journal.line_hash(extra)
    for line in lines[index + 1 :]:
        line.seq += 1
    found = journal.verify([*lines, extra])
    assert found == (index + 3 if index < 4 else None), (
        "a line put at the end is a new one: only the head kept elsewhere tells"
    )


def test_a_line_recomputed_by_a_forger_breaks_the_next_one():
    lines = chain()
    lines[1].move = "refuse"
    lines[1].hash = journal.line_hash(lines[1])
    assert journal.verify(lines) == 3


def test_erased_words_leave_the_chain_whole_and_others_in_their_place_do_not():
    lines = chain()
    for line in lines:
        line.by_name = line.comment = line.salt = None
    assert journal.verify(lines) is None
    forged = copy.copy(lines)
    forged[2].comment = "Jamais dit."
    assert journal.verify(forged) == 3


def test_same_words_never_have_the_same_hash():
    assert len({line.words_hash for line in chain()}) == 5
