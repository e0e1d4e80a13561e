"""What a move would do to each of many files, said by the same table that will decide."""

import uuid
from dataclasses import dataclass
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
from services.agreements.rules.parties import parties

AT_ONCE = 20
ANY_WORD = "…"  # a comment that is still to be typed is not what a preview is about


def preview_bulk(
    work: UnitOfWork, *, by: str, move: str, ids: list[uuid.UUID], filters: dict[str, Any] | None
) -> dict[str, Any]:
    """In slices, others being answered between them. Files that are not the asker's are left out, as if they were not."""
    line = next((one for one in plain_moves(MOVES, Party(by), State) if one.name == move), None)
    if line is None:
        raise NotFound()
    who = Reader.of(work)
    chosen, more = _chosen(work, Party(by), who, ids, filters)
    lines = []
    for start in range(0, len(chosen), AT_ONCE):
        files = _read(work, Party(by), who, chosen[start : start + AT_ONCE])
        around.load(work.session, files)
        lines += [_line(work, file, Party(by), move) for file in files]
        work.session.expunge_all()
        eventlet.sleep(0)
    return {"comment": line.comment, "lines": lines, "more": more}


def _chosen(
    work: UnitOfWork, by: Party, who: "Reader", ids: list[uuid.UUID], filters: dict[str, Any] | None
) -> tuple[list[uuid.UUID], bool]:
    if ids or filters is None:
        return list(dict.fromkeys(ids)), False
    if by == Party.OFFICER:
        sought = Sought(filters, who.person, who.groups)
        found, after = sought.page(work.session, "", MOST_IN_BULK)
        return [id for id, _key in found], bool(after)
    states = filters["states"] or [State.AWAITING_SUPERVISOR]
    statement = select(Internship.id).where(
        Internship.supervisor_id.in_([who.person, *who.deputy_of]), Internship.state.in_(states)
    )
    mine = list(work.session.scalars(statement.order_by(Internship.since, Internship.id).limit(MOST_IN_BULK + 1)))
    return mine[:MOST_IN_BULK], len(mine) > MOST_IN_BULK


def _read(work: UnitOfWork, by: Party, who: "Reader", ids: list[uuid.UUID]) -> list[Internship]:
    found = {file.id: file for file in work.session.scalars(select(Internship).where(Internship.id.in_(ids))).unique()}
    return [found[id] for id in ids if id in found and who.acts_as(by, found[id])]


@dataclass(frozen=True)
class Reader:
    """Who asks, looked up once for all the files."""

    person: uuid.UUID
    groups: list[uuid.UUID]
    deputy_of: list[uuid.UUID]

    @classmethod
    def of(cls, work: UnitOfWork) -> "Reader":
        person = work.actor.person_id
        return cls(person, store.groups_of(work.session, person), store.deputy_of(work.session, person))

    def acts_as(self, by: Party, file: Internship) -> bool:
        mine = parties(file, self.person, self.groups, self.deputy_of)
        return by in mine and file.state != State.REQUEST_DELETED and store.visible(file, mine)


def _line(work: UnitOfWork, file: Internship, by: Party, move: str) -> dict[str, Any]:
    found = moves.check(MOVES, move, file, frozenset({by}), work.today, ANY_WORD)
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
