"""Groups of convention managers."""

import contextlib
import uuid
from typing import Any

from sqlalchemy import select

from contracts.errors import NotAllowed, Unavailable
from runtime.unit_of_work import UnitOfWork
from services.agreements import managers, store
from services.agreements.model import Membership, OfficerGroup
from services.agreements.rules.signatories import STANDARD


def import_officer_groups(work: UnitOfWork, *, groups: list[dict[str, Any]]) -> dict[str, str]:
    """Answers each group's id by its name. `university` is who signs, until the group's members say otherwise."""
    if not work.actor.is_service("operator"):
        raise NotAllowed()
    known = {group.name: group for group in store.groups(work.session)}
    for given in groups:
        group = known.setdefault(given["name"], OfficerGroup(id=uuid.uuid4(), name=given["name"]))
        group.contact_email = given.get("contact_email", "")
        group.contact_phone = given.get("contact_phone", "")
        group.component_code = given.get("component_code", "")
        if group.circuit is None and given.get("university"):
            group.circuit = {**STANDARD, "university": {"person_id": None, **given["university"]}}
        work.session.add(group)
        work.session.flush()
        if "member_ids" in given:
            _replace_members(work, group, {uuid.UUID(str(member)) for member in given["member_ids"]})
    return {name: str(group.id) for name, group in known.items()}


def _replace_members(work: UnitOfWork, group: OfficerGroup, people: set[uuid.UUID]) -> None:
    """An import that names members names them all: who left the office leaves the group."""
    known = set(work.session.scalars(select(Membership.person_id).where(Membership.group_id == group.id)))
    for left in known - people:
        work.session.delete(work.session.get_one(Membership, (group.id, left)))
    for new in people - known:
        work.session.add(Membership(group_id=group.id, person_id=new))
    with contextlib.suppress(Unavailable):  # they are asked for again: see managers.learn_missing
        managers.learn(work, people)
