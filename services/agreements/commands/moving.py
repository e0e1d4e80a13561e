"""Moves of the table: made, written down and announced in one transaction."""

import uuid
from typing import Any

from contracts.errors import MoveRefused
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import journal, store, telling, views
from services.agreements.documents import convention as convention_document
from services.agreements.model import Internship
from services.agreements.rules import moves
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES


def perform(work: UnitOfWork, *, id: uuid.UUID, version: int, move: str, comment: str) -> dict[str, Any]:
    """Make one move of the table; raises `MoveRefused` with the obstacle's code."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    line = moves.check(MOVES, move, file, mine, work.now.date(), comment)
    if isinstance(line, Obstacle):
        raise MoveRefused(line.code, **line.as_dict())
    if line.kind != moves.MOVE:
        raise MoveRefused("move_not_offered", move=move, state=str(file.state))
    make(work, file, line, mine, comment.strip())
    return views.whole(work, file, mine)


def edit(work: UnitOfWork, file: Internship, mine: frozenset[Party], kind: str) -> None:
    """Make the edit that this state offers, if it offers one."""
    offers_ = [offer for offer in moves.offered(MOVES, file, mine, work.now.date()) if offer.move.kind == kind]
    if not offers_:
        raise MoveRefused("move_not_offered", move=kind, state=str(file.state))
    if offers_[0].move.to is not None:
        make(work, file, offers_[0].move, mine, "")


def make(work: UnitOfWork, file: Internship, line: moves.Move, mine: frozenset[Party], comment: str) -> None:
    """State, journal line and event, in this transaction."""
    before = moves.apply(line, file, work.now.date())
    file.since = file.updated_at = work.now
    party = min(line.by & mine)
    write_down(work, file, line.name, before=before, party=party, comment=comment)
    if line.produces:
        file.pdf_object_id = work.files.put(convention_document.render(file, work.now, draft=False))
    work.session.flush()
    if line.announces is not None:
        telling.tell(work, file, line, before=before, party=party, comment=comment)


def write_down(work: UnitOfWork, file: Internship, move: str, *, before: str, party: Party, comment: str) -> None:
    journal.write(
        work.session,
        file.id,
        at=work.now,
        move=move,
        before=str(before),
        after=str(file.state),
        by_id=work.actor.id,
        by_name=work.actor.name,
        party=party,
        comment=comment,
        correlation_id=work.correlation_id,
    )
