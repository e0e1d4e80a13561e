"""The convention: completed by its student."""

import uuid
from typing import Any

from contracts.errors import InvalidInput
from contracts.vocabulary import Language
from runtime.addresses import is_address
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, store, views
from services.agreements.commands.moving import edit
from services.agreements.documents.chosen import languages
from services.agreements.model import Internship, OfficerGroup
from services.agreements.rules import calendar, moves
from services.agreements.rules.signatories import mailbox


def save_convention(work: UnitOfWork, *, id: uuid.UUID, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """Refuses, on their fields, impossible dates, unsound addresses, a group or a referent that does not exist."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    before = file.convention or {}
    edit(work, file, mine, moves.EDIT_CONVENTION)
    _check_typed(fields, file)
    fields["language"] = fields["language"] or before.get("language") or Language.FR
    if fields["language"] not in languages(work.session):
        raise InvalidInput(fields={"fields.language": ["unknown_choice"]})
    _choose_group(work, file, fields["officer_group_id"])
    _choose_referent(work, file, fields["referent_id"])
    _check_addresses(file, before, fields)
    file.convention = fields
    file.request = {**file.request, "confidential": fields["confidential"]}
    file.updated_at = work.now
    work.session.flush()
    return views.whole(work, file, mine)


def _check_typed(fields: dict[str, Any], file: Internship) -> None:
    """What is still being typed is kept; dates that cannot be, and addresses no mail reaches, are refused in their place."""
    starts, ends = file.request.get("starts_on"), file.request.get("ends_on")
    bad = {
        f"fields.{name}.{place}": [code]
        for name in ("weeks", "interruptions")
        for place, code in calendar.wrong(fields[name], starts, ends).items()
    }
    for person in ("signatory", "legal_representative"):
        address = (fields[person] or {}).get("email", "")
        if address and not is_address(address):
            bad[f"fields.{person}.email"] = ["invalid"]
    if bad:
        raise InvalidInput(fields=bad)


def _check_addresses(file: Internship, before: dict[str, Any], fields: dict[str, Any]) -> None:
    """Said while it can be corrected; what was kept before stops nobody's typing, nor does what is not known yet."""
    bad = {}
    for person in ("signatory", "legal_representative"):
        address = (fields[person] or {}).get("email", "")
        kept = ((before.get(person) or {}).get("email", ""), before.get("officer_group_id"))
        if address and (address, fields["officer_group_id"]) != kept and mailbox(address) in (file.managers or ()):
            bad[f"fields.{person}.email"] = ["a_manager_s_own"]
    if bad:
        raise InvalidInput(fields=bad)


def _choose_group(work: UnitOfWork, file: Internship, id: uuid.UUID | None) -> None:
    group = work.session.get(OfficerGroup, id) if id else None
    if id and group is None:
        raise InvalidInput(fields={"fields.officer_group_id": ["unknown_choice"]})
    file.officer_group, file.officer_group_id = group, id


def _choose_referent(work: UnitOfWork, file: Internship, id: uuid.UUID | None) -> None:
    if id and id == file.supervisor_id:
        file.referent = file.supervisor
    elif id and str(id) != (file.referent or {}).get("id"):
        file.referent = facts.teacher(work, id, "referent_id", file.student_id)
    elif not id:
        file.referent = None
