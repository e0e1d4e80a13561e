"""An internship that ends early, recorded by a manager on the word of one of its parties (L124-15)."""

import uuid
from datetime import date
from typing import Any

from contracts.errors import InvalidInput, MoveRefused
from runtime.unit_of_work import UnitOfWork
from services.agreements import store, views
from services.agreements.commands import moving
from services.agreements.rules import moves


def break_off(
    work: UnitOfWork, *, id: uuid.UUID, version: int, ended_on: date, ground: str, comment: str
) -> dict[str, Any]:
    """`ended_on` is the last day of presence: what follows it counts neither as hours nor for the stipend."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    line = moving.offered_of_kind(work, file, mine, moves.BREAK_OFF)
    if not comment.strip():
        raise MoveRefused("comment_required")
    if not (file.starts_on and file.ends_on and file.starts_on <= ended_on <= file.ends_on):
        raise InvalidInput(fields={"ended_on": ["outside_internship"]})
    file.ended_on, file.end_ground = ended_on, ground
    moving.make(work, file, line, mine, comment.strip())
    return views.whole(work, file, mine)
