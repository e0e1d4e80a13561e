"""Taking heads of the journal: in the object store first, then told and forgotten here."""

from datetime import UTC, datetime

import eventlet
from sqlalchemy import delete, func, select, tuple_

from contracts.events.agreements import JournalHeadTaken
from runtime.unit_of_work import UnitOfWork
from services.agreements import heads
from services.agreements.model import PendingLine

LINES = 10_000
"""In one head: as much as may be written as JSON and signed without the others' waiting."""
HEADS = 50
"""In one turn: what waits after an outage of the store is worked off in a few."""


def take_heads(work: UnitOfWork, *, lines: int = LINES) -> int:
    """How many heads were taken. A crash before the commit leaves the lines waiting: the next head names them again."""
    if not work.session.scalar(select(func.pg_try_advisory_xact_lock(heads.LOCK))):
        return 0
    log = work.files.log(heads.LOG)
    number = log.last()
    previous = heads.hash_of(log.read(number)) if number else heads.GENESIS
    for taken in range(HEADS):
        number += 1
        head = _next(work, number, previous, lines)
        if head is None:
            return taken
        assert work.house.signer is not None
        data = heads.encode(head, work.house.signer)
        log.append(number, data)
        previous = heads.hash_of(data)
        _tell(work, head, previous)
        eventlet.sleep(0)
    return HEADS


def _next(work: UnitOfWork, number: int, previous: str, lines: int) -> heads.Head | None:
    """Taken from what waits, in the order of files: one that is cut by the bound goes on in the next head."""
    taken_at = datetime.now(UTC)
    key = (PendingLine.internship_id, PendingLine.seq)
    some = select(*key).order_by(*key).limit(lines)
    rows = work.session.execute(
        delete(PendingLine).where(tuple_(*key).in_(some)).returning(*key, PendingLine.hash),
        execution_options={"synchronize_session": False},
    ).all()
    if not rows:
        return None
    last = {str(row.internship_id): (row.seq, row.hash) for row in sorted(rows, key=lambda row: row.seq)}
    more = work.session.scalar(select(PendingLine.seq).limit(1)) is not None
    files = [(id, seq, line) for id, (seq, line) in sorted(last.items())]
    return heads.Head(number, taken_at, previous, len(rows), more, files)


def _tell(work: UnitOfWork, head: heads.Head, hash: str) -> None:
    work.announce(
        JournalHeadTaken,
        subject="journal",
        aggregate_version=head.number,
        number=head.number,
        hash=hash,
        previous=head.previous,
        taken_at=head.taken_at,
        lines=head.lines,
    )
