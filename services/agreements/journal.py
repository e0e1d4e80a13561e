"""The append-only, hash-chained record of a file: who, when, from what to what, why.

`hash` = SHA-256 of the previous line's hash and of this line's facts. Words (the comment, the name) enter as the hash
of a random salt and themselves: erasing words and salt leaves the chain whole.
"""

import secrets
import uuid
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted

from sqlalchemy import select
from sqlalchemy.orm import Session

from runtime.actor import Signer
from services.agreements import heads
from services.agreements.model import JournalLine, PendingLine

GENESIS = "0" * 64


def write(
    session: Session,
    signer: Signer,
    internship_id: uuid.UUID,
    *,
    at: datetime,
    move: str,
    before: str,
    after: str,
    by_id: uuid.UUID | None,
    by_name: str,
    party: str,
    comment: str,
    correlation_id: str,
) -> JournalLine:
    """Add a line. The file's own row is locked by the caller, so lines of one file come one after another."""
    last = session.execute(
        select(JournalLine.seq, JournalLine.hash)
        .where(JournalLine.internship_id == internship_id)
        .order_by(JournalLine.seq.desc())
        .limit(1)
    ).first()
    salt = secrets.token_hex(16)
    line = JournalLine(
        internship_id=internship_id,
        seq=last.seq + 1 if last else 1,
        at=at,
        move=move,
        before=before,
        after=after,
        by_id=by_id,
        party=party,
        correlation_id=correlation_id,
        by_name=by_name,
        comment=comment,
        salt=salt,
        words_hash=words_hash(salt, by_name, comment),
        previous_hash=last.hash if last else GENESIS,
        hash="",
    )
    line.hash = line_hash(line)
    session.add(line)
    seal = heads.seal_of(signer, internship_id, line.seq, line.hash)
    session.add(PendingLine(internship_id=internship_id, seq=line.seq, hash=line.hash, seal=seal))
    return line


def words_hash(salt: str, by_name: str, comment: str) -> str:
    return sha256(f"[{quoted(salt)}, {quoted(by_name)}, {quoted(comment)}]".encode()).hexdigest()


def line_hash(line: JournalLine) -> str:
    return facts_hash(
        line.previous_hash,
        str(line.internship_id),
        line.seq,
        line.at.timestamp(),
        line.move,
        line.before,
        line.after,
        str(line.by_id or ""),
        line.party,
        line.correlation_id,
        line.words_hash,
    )


def facts_hash(
    previous_hash: str,
    internship_id: str,
    seq: int,
    at: float,
    move: str,
    before: str,
    after: str,
    by_id: str,
    party: str,
    correlation_id: str,
    words: str,
) -> str:
    """SHA-256 of these facts as a JSON list, `at` in seconds since 1970. Written out: a million lines are to be verified."""
    facts = (
        f"[{quoted(previous_hash)}, {quoted(internship_id)}, {seq}, {at!r}, {quoted(move)}, {quoted(before)},"
        f" {quoted(after)}, {quoted(by_id)}, {quoted(party)}, {quoted(correlation_id)}, {quoted(words)}]"
    )
    return sha256(facts.encode()).hexdigest()


def verify(lines: list[JournalLine]) -> int | None:
    """The `seq` of the first line that is wrong, missing or out of place; None when the whole chain holds."""
    previous = GENESIS
    for expected, line in enumerate(sorted(lines, key=lambda item: item.seq), start=1):
        if (
            line.seq != expected
            or line.previous_hash != previous
            or line.hash != line_hash(line)
            or not words_fit(line.salt, line.by_name, line.comment, line.words_hash)
        ):
            return expected
        previous = line.hash
    return None


def words_fit(salt: str | None, by_name: str | None, comment: str | None, words: str) -> bool:
    """The words are those that were written, or were erased with their salt; words without a salt were put there later."""
    if salt is None or by_name is None or comment is None:
        return salt is None and by_name is None and comment is None
    return words == words_hash(salt, by_name, comment)
