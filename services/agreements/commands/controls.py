"""Legal controls that a manager lifts."""

import uuid
from typing import Any

from contracts.errors import MoveRefused
from contracts.events.agreements import ControlLifted
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import store, views
from services.agreements.commands.moving import write_down
from services.agreements.rules import controls, moves
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.telling import actor_of, tell_of_file


def override_control(work: UnitOfWork, *, id: uuid.UUID, version: int, code: str, reason: str) -> dict[str, Any]:
    """Lifted on the figures of today: once they change, somebody decides again. The journal keeps who and why."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    line = moves.check(MOVES, moves.OVERRIDE, file, mine, work.today, reason)
    if isinstance(line, Obstacle):
        raise MoveRefused(line.code, **line.as_dict())
    if code not in controls.to_lift(file, work.today):
        raise MoveRefused("control_not_overridable", controls=[code])
    said = reason.strip()
    who = work.actor
    controls.lift(file, code, work.today, by_id=who.person_id, by_name=who.name, at=work.now, reason=said)
    file.updated_at = work.now
    write_down(work, file, line.name, before=file.state, party=Party.OFFICER, comment=said)
    tell_of_file(work, file, ControlLifted, line.name, by=actor_of(work), party=Party.OFFICER, control=code)
    return views.whole(work, file, mine)
