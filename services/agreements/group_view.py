"""A group's settings and its members' absences, as one reader may see them."""

import uuid
from datetime import date
from typing import Any

from contracts.calls import profiles
from contracts.errors import NotFound, Refusal
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, store
from services.agreements.model import Delegation, GroupChange, Membership, OfficerGroup
from services.agreements.rules.signatories import STANDARD


def to_manage(work: UnitOfWork, id: uuid.UUID) -> OfficerGroup:
    """For its own members, not their deputies, and administrators; for others it does not exist."""
    found = work.session.get(OfficerGroup, id)
    member = work.session.get(Membership, (id, work.actor.person_id)) is not None
    if found is None or not (member or work.actor.has(Role.ADMIN)):
        raise NotFound()
    return found


def write_down(work: UnitOfWork, group: OfficerGroup, before: Any, after: Any) -> None:
    """Who changed what in a group's settings."""
    work.session.add(
        GroupChange(
            id=uuid.uuid4(),
            group_id=group.id,
            at=work.now,
            by_id=work.actor.id,
            by_name=work.actor.name,
            before=before,
            after=after,
        )
    )


def settings(work: UnitOfWork, group: OfficerGroup) -> dict[str, Any]:
    direct = ("id", "name", "contact_email", "contact_phone", "component_code", "version")
    return {
        **{name: getattr(group, name) for name in direct},
        "circuit": {**STANDARD, **(group.circuit or {})},
        "members": _members(work, group),
    }


def _members(work: UnitOfWork, group: OfficerGroup) -> list[dict[str, Any]]:
    ids = store.members_of(work.session, group.id)
    try:
        found = work.ask(profiles.GetPeople, ids=ids[:100]) if ids else []
    except Refusal:
        return []
    return sorted(({"id": one["id"], "name": facts.full_name(one)} for one in found), key=lambda one: one["name"])


def delegation(one: Delegation, today: date) -> dict[str, Any]:
    names = ("id", "from_id", "from_name", "to_id", "to_name", "starts_on", "ends_on")
    active = one.revoked_at is None and one.starts_on <= today <= one.ends_on
    return {**{name: getattr(one, name) for name in names}, "active": active}
