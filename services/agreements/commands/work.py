"""A manager at work: who sees to a file, its tags, his views. None of these is a move: the state and version stay."""

import re
import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.calls import profiles
from contracts.calls.agreements.work import QueueFilters
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, store
from services.agreements.commands.moving import write_down
from services.agreements.model import GroupTag, Internship, SavedView
from services.agreements.queue import Sought

MOST_VIEWS = 20
ASSIGN, RELEASE = "assign", "release"


def _locked(work: UnitOfWork, id: uuid.UUID) -> Internship:
    """A file of one of the asker's groups, its row locked; its version is not asked for, since no field changes."""
    statement = select(Internship).where(Internship.id == id).with_for_update(of=Internship)
    file = work.session.scalars(statement).first()
    _, mine = store.load(work.session, id, work.actor.person_id)
    if file is None or Party.OFFICER not in mine:
        raise NotFound()
    return file


def assign(work: UnitOfWork, *, ids: list[uuid.UUID], person_id: uuid.UUID | None) -> dict[str, Any]:
    """The student reads in the history who sees to his file; that it changed hands is a fact of the file's life."""
    name, assigned = "", 0
    if person_id is not None:
        found = work.ask(profiles.GetPeople, ids=[person_id])
        name = facts.full_name(found[0])[:200] if found else ""
    for id in sorted(set(ids)):  # always in the same order, so that two managers never wait for each other
        file = _locked(work, id)
        if person_id is not None and (
            not name or person_id not in store.members_of(work.session, file.officer_group_id)
        ):
            raise InvalidInput(fields={"person_id": ["not_a_member"]})
        if file.assigned_to == person_id:
            continue
        _set(work, file, assigned_to=person_id, assigned_name=name)
        move = ASSIGN if person_id else RELEASE
        write_down(work, file, move, before=str(file.state), party=Party.OFFICER, comment=name)
        assigned += 1
    return {"assigned": assigned, "name": name}


def set_tags(work: UnitOfWork, *, id: uuid.UUID, tags: list[str]) -> dict[str, Any]:
    """The group's own words about its work, which are nobody else's business: not in the journal."""
    file = _locked(work, id)
    wanted = tidy(tags)
    _set(work, file, tags=wanted)
    if wanted and file.officer_group_id:
        rows = [{"group_id": file.officer_group_id, "name": tag} for tag in wanted]
        work.session.execute(insert(GroupTag).values(rows).on_conflict_do_nothing())
    return {"tags": wanted}


def _set(work: UnitOfWork, file: Internship, **values: Any) -> None:
    """By itself, so that the version that others have read stays good."""
    statement = update(Internship).where(Internship.id == file.id).values(**values)
    work.session.execute(statement.execution_options(synchronize_session=False))


def tidy(tags: list[str]) -> list[str]:
    """Single spaces, no commas, lower case, each once."""
    clean = (re.sub(r"[\s,;]+", " ", tag).strip().lower() for tag in tags)
    return list(dict.fromkeys(tag for tag in clean if tag))


def save_view(
    work: UnitOfWork, *, name: str, share_with: uuid.UUID | None, is_default: bool, filters: dict[str, Any]
) -> dict[str, Any]:
    person = work.actor.person_id
    groups = store.groups_of(work.session, person)
    if share_with is not None and share_with not in groups:
        raise NotFound()
    count = Sought(filters, person, groups).total(work.session)
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(fields={"name": ["required"]})
    mine = list(work.session.scalars(select(SavedView).where(SavedView.owner_id == person).with_for_update()))
    view = next((one for one in mine if one.name == name), None)
    if view is None:
        if len(mine) >= MOST_VIEWS:
            raise MoveRefused("too_many_views", most=MOST_VIEWS)
        view = SavedView(id=uuid.uuid4(), owner_id=person, name=name, created_at=work.now)
        work.session.add(view)
    if is_default:
        for other in mine:
            other.is_default = False
    view.group_id, view.is_default, view.filters = share_with, is_default, QueueFilters().dump(filters)
    work.session.flush()
    said = {"id": view.id, "name": name, "shared": share_with is not None, "mine": True, "is_default": is_default}
    return {**said, "filters": filters, "count": count}


def delete_view(work: UnitOfWork, *, id: uuid.UUID) -> None:
    view = work.session.get(SavedView, id)
    if view is None or view.owner_id != work.actor.person_id:
        raise NotFound()
    work.session.delete(view)
