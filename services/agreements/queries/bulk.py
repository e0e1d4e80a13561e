"""What a move would do to each of many files, said by the same table that will decide."""

import uuid
from typing import Any

import eventlet
from sqlalchemy import select

from contracts.calls.agreements.work import MOST_IN_BULK
from contracts.errors import NotFound
from contracts.vocabulary import Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, store
from services.agreements.model import Internship
from services.agreements.queue import Sought
from services.agreements.rules import moves
from services.agreements.rules.file import Obstacle
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import MOVES

AT_ONCE = 20
ANY_WORD = "…"  # a comment that is still to be typed is not what a preview is about


def preview_bulk(
    work: UnitOfWork, *, by: str, move: str, ids: list[uuid.UUID], filters: dict[str, Any] | None
) -> dict[str, Any]:
    """In slices, others being answered between them. Files that are not the asker's are left out, as if they were not."""
    line = next((one for one in plain_moves(MOVES, Party(by), State) if one.name == move), None)
    if line is None:
        raise NotFound()
    chosen, more = _chosen(work, Party(by), ids, filters)
    lines = []
    for start in range(0, len(chosen), AT_ONCE):
        files = _read(work, Party(by), chosen[start : start + AT_ONCE])
        around.load(work.session, files)
        lines += [_line(work, file, Party(by), move) for file in files]
        work.session.expunge_all()
        eventlet.sleep(0)
    return {"comment": line.comment, "lines": lines, "more": more}


def _chosen(
    work: UnitOfWork, by: Party, ids: list[uuid.UUID], filters: dict[str, Any] | None
) -> tuple[list[uuid.UUID], bool]:
    if ids or filters is None:
        return list(dict.fromkeys(ids)), False
    person = work.actor.person_id
    if by == Party.OFFICER:
        sought = Sought(filters, person, store.groups_of(work.session, person))
        found, after = sought.page(work.session, "", MOST_IN_BULK)
        return [id for id, _key in found], bool(after)
    states = filters["states"] or [State.AWAITING_SUPERVISOR]
    statement = select(Internship.id).where(Internship.supervisor_id == person, Internship.state.in_(states))
    mine = list(work.session.scalars(statement.order_by(Internship.since, Internship.id).limit(MOST_IN_BULK + 1)))
    return mine[:MOST_IN_BULK], len(mine) > MOST_IN_BULK


def _read(work: UnitOfWork, by: Party, ids: list[uuid.UUID]) -> list[Internship]:
    found = []
    for id in ids:
        try:
            file, mine = store.load(work.session, id, work.actor.person_id)
        except NotFound:
            continue
        if by in mine:
            found.append(file)
    return found


def _line(work: UnitOfWork, file: Internship, by: Party, move: str) -> dict[str, Any]:
    found = moves.check(MOVES, move, file, frozenset({by}), work.now.date(), ANY_WORD)
    refused = found if isinstance(found, Obstacle) else None
    return {
        "id": file.id,
        "version": file.version,
        "reference": file.reference,
        "student_name": file.student["name"],
        "title": file.title,
        "state": file.state,
        "allowed": refused is None,
        "obstacle": refused.code if refused else "",
        "params": refused.as_dict() if refused else {},
    }
