"""Taking heads of the journal: in the object store first, then told and forgotten here.

A line without the service's seal is forgotten without a head: whoever writes into the tables is found, not certified.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import eventlet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, func, select, tuple_

from contracts.events.agreements import JournalHeadTaken
from runtime.logs import log
from runtime.settings import Settings
from runtime.unit_of_work import UnitOfWork
from services.agreements import heads
from services.agreements.model import PendingLine

LINES = 10_000
"""In one head: as much as may be written as JSON and signed without the others' waiting."""
AT_ONCE = 100
HEADS = 50
"""In one turn: what waits after an outage of the store is worked off in a few."""


def take_heads(work: UnitOfWork, *, former: Sequence[Ed25519PublicKey] = (), lines: int = LINES) -> int:
    """How many heads were taken. A crash before the commit leaves the lines waiting: the next head names them again.

    `former` keys of the service may have sealed lines before its own of today.
    """
    if not work.session.scalar(select(func.pg_try_advisory_xact_lock(heads.LOCK))):
        return 0
    kept = work.files.log(heads.LOG)
    number = kept.last()
    written = Written(work, former, unsealed=not number)
    previous = heads.hash_of(kept.read(number)) if number else heads.GENESIS
    for taken in range(HEADS):
        number += 1
        head = _next(work, number, previous, lines, written)
        if head is None:
            return taken
        assert work.house.signer is not None
        data = heads.encode(head, work.house.signer)
        kept.append(number, data)
        previous = heads.hash_of(data)
        _tell(work, head, previous)
        eventlet.sleep(0)
    return HEADS


def keys_of(settings: Settings) -> list[Ed25519PublicKey]:
    return heads.public_keys(settings.keys)


def _next(work: UnitOfWork, number: int, previous: str, lines: int, written: "Written") -> heads.Head | None:
    """Taken from what waits, in the order of files: one that is cut by the bound goes on in the next head."""
    taken_at = datetime.now(UTC)
    key = (PendingLine.internship_id, PendingLine.seq)
    some = select(*key).order_by(*key).limit(lines)
    found = work.session.execute(
        delete(PendingLine).where(tuple_(*key).in_(some)).returning(*key, PendingLine.hash, PendingLine.seal),
        execution_options={"synchronize_session": False},
    ).all()
    if not found:
        return None
    rows = written.ours(found)
    if not rows:
        return None
    last = {str(row.internship_id): (row.seq, row.hash) for row in sorted(rows, key=lambda row: row.seq)}
    more = work.session.scalar(select(PendingLine.seq).limit(1)) is not None
    files = [(id, seq, line) for id, (seq, line) in sorted(last.items())]
    return heads.Head(number, taken_at, previous, len(rows), more, files)


class Written:
    """Tells what the service wrote from what somebody put there; `unsealed` until the first head of all, for lines of before."""

    def __init__(self, work: UnitOfWork, former: Sequence[Ed25519PublicKey], *, unsealed: bool) -> None:
        assert work.house.signer is not None
        self._keys, self._unsealed = [work.house.signer.public, *former], unsealed

    def ours(self, rows: Sequence[Any]) -> list[Any]:
        """Others' work goes on while signatures are checked."""
        found = []
        for n, row in enumerate(rows, start=1):
            if self._is_ours(row):
                found.append(row)
            else:
                log.error("a line of the journal is not ours", internship=str(row.internship_id), seq=row.seq)
            if n % AT_ONCE == 0:
                eventlet.sleep(0)
        return found

    def _is_ours(self, row: Any) -> bool:
        if self._unsealed and not row.seal:
            return True
        return heads.is_ours(self._keys, row.internship_id, row.seq, row.hash, row.seal)


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
