"""The host's part: its link, what it fills in."""

import uuid
from typing import Any

from contracts.errors import InvalidInput, MoveRefused, StaleVersion
from contracts.vocabulary import Party, SignatoryRole
from runtime.unit_of_work import UnitOfWork
from services.agreements import links, managers, store, views
from services.agreements.commands import moving
from services.agreements.link_page import HOST_PART, link_page
from services.agreements.rules import moves
from services.agreements.rules.signatories import of_the_student
from services.agreements.telling import By


def invite_host(work: UnitOfWork, *, id: uuid.UUID, version: int) -> dict[str, Any]:
    """To the signatory, and to the tutor when he is somebody else: either may fill it in."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    links.look_up(work.session, file, work.now)
    line = moving.offered_of_kind(work, file, mine, moves.INVITE_HOST)
    for role, name, email in links.who_may_be_written_to(file):
        links.to_host(work, file, name=name, email=email, role=role)
    moving.make(work, file, line, mine, "")
    return views.whole(work, file, mine)


def save_host_part(work: UnitOfWork, *, token: str, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """Only what is the host's to say; an empty answer leaves what the student wrote.

    The move's comment is the names of the fields that changed, by which its reader says them.
    """
    link, file = links.open_locked(work, token)
    if link.signatory_id is not None:
        raise MoveRefused("link_over")
    if file.version != version:
        raise StaleVersion(version=file.version)
    line = moving.offered_of_kind(work, file, frozenset({Party.HOST}), moves.EDIT_HOST)
    signatory = fields.get("signatory") or {}
    missing = [name for name in ("last_name", "first_name", "role", "email") if not signatory.get(name)]
    if missing:
        raise InvalidInput(fields={f"fields.signatory.{name}": ["required"] for name in missing})
    views.checked_address(signatory["email"], "fields.signatory.email")
    if of_the_student(file, SignatoryRole.HOST, signatory["email"]):
        raise InvalidInput(fields={"fields.signatory.email": ["the_student_s_own"]})
    managers.refuse_on(file, SignatoryRole.HOST, signatory["email"], "fields.signatory.email", to_stranger=True)
    given = {name: fields[name] for name in HOST_PART if fields.get(name) not in ("", None, [])}
    before = file.convention or {}
    changed = [name for name, value in given.items() if _said(value) != _said(before.get(name))]
    file.convention = {**before, **given}
    file.host_checked_at = work.now
    moving.make(work, file, line, frozenset({Party.HOST}), ", ".join(changed), by=By(None, link.name))
    return link_page(work, link)


def _said(value: Any) -> Any:
    """A group of fields without those left empty: writing nothing changes nothing."""
    return {name: text for name, text in value.items() if text not in ("", None)} if isinstance(value, dict) else value
