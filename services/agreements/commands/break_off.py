"""An internship that ends early, recorded by a manager on the word of one of its parties (L124-15)."""

import uuid
from datetime import date
from typing import Any

from contracts.errors import InvalidInput, MoveRefused
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import store, views
from services.agreements.commands import moving
from services.agreements.rules import effects, moves


def break_off(
    work: UnitOfWork, *, id: uuid.UUID, version: int, ended_on: date, ground: str, comment: str
) -> dict[str, Any]:
    """`ended_on` is the last day of presence: what follows it counts neither as hours nor for the stipend.

    One that is ahead is written down, and the calendar makes the move once it has passed: nobody is asked to certify
    days before they were. Until then it may be recorded again, by another day, or withdrawn.
    """
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    ahead = ended_on > work.today
    outside = not (file.starts_on and file.ends_on and file.starts_on <= ended_on <= file.ends_on)
    if outside and Party.OFFICER in mine:
        raise InvalidInput(fields={"ended_on": ["outside_internship"]})
    line = moving.offered_of_kind(work, file, mine, moves.PLAN_END if ahead else moves.BREAK_OFF)
    if not comment.strip():
        raise MoveRefused("comment_required")
    if ahead:
        effects.plan_end(file, ended_on, ground)
    else:
        file.ended_on, file.end_ground = ended_on, ground
    moving.make(work, file, line, mine, comment.strip())
    return views.whole(work, file, mine)
