"""The manager's queue and what goes with it: neighbours, colleagues, tags, saved views."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import or_, select

from contracts.calls import profiles
from contracts.calls.agreements.work import QueueFilters
from contracts.errors import NotAllowed, NotFound
from contracts.vocabulary import Party, Role, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, store
from services.agreements.model import GroupTag, Internship, Membership, SavedView
from services.agreements.queries.amendments import number_to_decide
from services.agreements.queue import ORDERS, Sought, lines, papers_to_review
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.parties import parties

MOST_VIEWS = 30


def sought(work: UnitOfWork, ask: dict[str, Any]) -> Sought:
    person = work.actor.person_id
    return Sought(ask, person, store.groups_of(work.session, person))


def list_queue(work: UnitOfWork, *, cursor: str, limit: int, **ask: Any) -> dict[str, Any]:
    person = work.actor.person_id
    groups = store.groups_of(work.session, person)
    if not groups and not work.actor.has(Role.OFFICER, Role.ADMIN):
        raise NotAllowed()
    found = Sought(ask, person, groups)
    ids, after = found.page(work.session, cursor, limit)
    turn = Turn.of(work, found)
    counts = found.counts(work.session)
    return {
        "rows": [{**line, "my_turn": turn.holds(line)} for line in lines(work.session, ids)],
        "next": after,
        "counts": counts,
        "total": min(store.COUNTED_TO, sum(counts[state] for state in found.states)),
        "papers_to_review": papers_to_review(work.session, person, groups),
        "amendments_to_decide": number_to_decide(work),
        "moves": [
            {"name": line.name, "comment": line.comment} for line in plain_moves(MOVES, Party.OFFICER, found.states)
        ],
    }


@dataclass(frozen=True)
class Turn:
    """Whether a file waits for the reader, by the same rule as everywhere; nobody signs from a list."""

    person: uuid.UUID
    groups: list[uuid.UUID]
    deputy_of: list[uuid.UUID]

    @classmethod
    def of(cls, work: UnitOfWork, found: Sought) -> "Turn":
        person = work.actor.person_id
        return cls(person, found.groups, store.deputy_of(work.session, person))

    def holds(self, line: dict[str, Any]) -> bool:
        known = {name: line[name] for name in ("student_id", "supervisor_id", "officer_group_id")}
        file: Any = SimpleNamespace(**known, referent=None, round=None)
        return HOLDER.get(State(line["state"])) in parties(file, self.person, self.groups, self.deputy_of)


def get_neighbours(work: UnitOfWork, *, id: uuid.UUID, **ask: Any) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    if Party.OFFICER not in mine:
        raise NotFound()
    found = sought(work, ask)
    key = work.session.scalar(select(ORDERS[found.sort].column).where(Internship.id == file.id))
    here = found.cursor((file.id, key))
    before, _ = found.page(work.session, here, 1, backwards=True)
    after, _ = found.page(work.session, here, 1)
    return {"previous_id": before[0][0] if before else None, "next_id": after[0][0] if after else None}


def list_colleagues(work: UnitOfWork) -> list[dict[str, Any]]:
    groups = store.groups_of(work.session, work.actor.person_id)
    members = work.session.execute(
        select(Membership.group_id, Membership.person_id).where(Membership.group_id.in_(groups)).limit(200)
    ).all()
    names = people_names(work, {person for _group, person in members})
    lines = [{"group_id": group, "id": person, "name": names.get(person, "")} for group, person in members]
    return sorted((line for line in lines if line["name"]), key=lambda line: line["name"])


def people_names(work: UnitOfWork, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    wanted = list(ids)
    found = work.ask(profiles.GetPeople, ids=wanted) if wanted else []
    return {one["id"]: facts.full_name(one) for one in found}


def list_tags(work: UnitOfWork) -> dict[str, Any]:
    groups = store.groups_of(work.session, work.actor.person_id)
    tags = select(GroupTag.name).where(GroupTag.group_id.in_(groups)).distinct().order_by(GroupTag.name).limit(200)
    return {"tags": list(work.session.scalars(tags))}


def list_views(work: UnitOfWork) -> list[dict[str, Any]]:
    """His own first. A view that names a group he has left shows nothing, and is left out."""
    person = work.actor.person_id
    groups = store.groups_of(work.session, person)
    statement = (
        select(SavedView)
        .where(or_(SavedView.owner_id == person, SavedView.group_id.in_(groups)))
        .order_by(SavedView.owner_id != person, SavedView.name, SavedView.id)
        .limit(MOST_VIEWS)
    )
    answers = []
    for view in work.session.scalars(statement):
        try:
            answers.append(view_answer(work, view, groups))
        except NotFound:
            continue
    return answers


def view_answer(work: UnitOfWork, view: SavedView, groups: list[uuid.UUID]) -> dict[str, Any]:
    person = work.actor.person_id
    filters = QueueFilters().load(view.filters)
    return {
        "id": view.id,
        "name": view.name,
        "shared": view.group_id is not None,
        "mine": view.owner_id == person,
        "is_default": view.is_default and view.owner_id == person,
        "filters": filters,
        "count": Sought(filters, person, groups).total(work.session),
    }
