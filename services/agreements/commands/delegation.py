"""Absences: deciding in a colleague's place."""

import uuid
from datetime import timedelta
from typing import Any

from contracts.calls import profiles
from contracts.errors import InvalidInput, NotFound
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, group_view, managers
from services.agreements.model import Delegation

LONGEST = timedelta(days=366)
STAFF = {Role.TEACHER, Role.OFFICER}


def delegate(work: UnitOfWork, *, to_id: uuid.UUID, starts_on: Any, ends_on: Any) -> dict[str, Any]:
    me, today = work.actor.person_id, work.today
    problems: dict[str, list[str]] = {}
    if ends_on < starts_on:
        problems["ends_on"] = ["before_start"]
    elif ends_on < today:
        problems["ends_on"] = ["over"]
    elif ends_on - starts_on > LONGEST:
        problems["ends_on"] = ["over_a_year"]
    found = work.ask(profiles.GetPeople, ids=[to_id])
    if to_id == me:
        problems["to_id"] = ["yourself"]
    elif not found:
        problems["to_id"] = ["unknown_choice"]
    elif not STAFF & set(found[0]["roles"]) or not work.actor.has(*STAFF):
        problems["to_id"] = ["not_staff"]
    if problems:
        raise InvalidInput(fields=problems)
    made = Delegation(
        id=uuid.uuid4(),
        from_id=me,
        from_name=work.actor.name,
        to_id=to_id,
        to_name=facts.full_name(found[0]),
        starts_on=starts_on,
        ends_on=ends_on,
        made_at=work.now,
    )
    work.session.add(made)
    managers.note(work.session, found)
    work.session.flush()
    return group_view.delegation(made, today)


def revoke_delegation(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    found = work.session.get(Delegation, id)
    if found is None or found.from_id != work.actor.person_id:
        raise NotFound()
    found.revoked_at = found.revoked_at or work.now
    return group_view.delegation(found, work.today)
