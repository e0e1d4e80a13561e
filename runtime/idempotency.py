"""A command sent twice with one key runs once and answers twice the same.

The row is inserted first, so a second copy at work at the same time waits for the first to commit, then reads its
answer. A refusal rolls the row back: nothing happened, so the key is free.
"""

import hashlib
import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput
from runtime.database import make_base

TABLE = make_base().metadata.tables["idempotency"]
LONGEST_KEY = 255
KEPT_DAYS = 30


def fingerprint(question: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, default=str).encode()).hexdigest()


def earlier_answer(session: Session, scope: str, key: str, print_: str) -> tuple[bool, Any]:
    """(True, the answer) when the key was used; else (False, None) and the key is taken.

    Raises `InvalidInput` key_reused when it came with another question.
    """
    if len(key) > LONGEST_KEY:
        raise InvalidInput("key_too_long")
    taken = session.execute(insert(TABLE).values(scope=scope, key=key, fingerprint=print_).on_conflict_do_nothing())
    if taken.rowcount == 1:  # type: ignore[attr-defined]
        return False, None
    row = session.execute(
        select(TABLE.c.fingerprint, TABLE.c.answer).where(TABLE.c.scope == scope, TABLE.c.key == key)
    ).one()
    if row.fingerprint != print_:
        raise InvalidInput("key_reused")
    return True, json.loads(row.answer)


def remember(session: Session, scope: str, key: str, answer: Any) -> None:
    session.execute(update(TABLE).where(TABLE.c.scope == scope, TABLE.c.key == key).values(answer=json.dumps(answer)))
