"""What a file's events say: the file as it stands after the move, and the move."""

import uuid
from dataclasses import dataclass
from typing import Any

from contracts.events.agreements import AmendmentDropped, InternshipBrokenOff
from contracts.message import Event
from contracts.vocabulary import AmendmentState, Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.model import Amendment, Internship
from services.agreements.rules import law
from services.agreements.rules.moves import Move


@dataclass(frozen=True)
class By:
    """Who did it: a person with an account, a signatory by his link (no id), or the platform itself."""

    id: uuid.UUID | None
    name: str


PLATFORM = By(None, "IPRO")


@dataclass(frozen=True)
class Made:
    """A move as it was made.

    `noted` is for the file's own journal when nobody typed a comment: events do not carry it.
    """

    line: Move
    before: str
    party: Party
    comment: str
    by: By
    noted: str = ""


def actor_of(work: UnitOfWork) -> By:
    return By(work.actor.id, work.actor.name)


def tell(work: UnitOfWork, record: Internship | Amendment, made: Made) -> None:
    assert made.line.announces is not None
    file = record if isinstance(record, Internship) else record.file
    extra = {} if isinstance(record, Internship) else _amendment(record, made)
    if made.line.announces is AmendmentDropped and made.before == AmendmentState.SIGNING:
        extra["asked"] = _asked(work, record)
    if made.line.announces is InternshipBrokenOff:
        extra["end_ground"] = file.end_ground
    work.announce(
        made.line.announces,
        subject=str(file.id),
        aggregate_version=file.version,
        confidential=file.confidential,
        move=made.line.name,
        state_before=made.before if isinstance(record, Internship) else file.state,
        at=work.now,
        by_id=made.by.id,
        by_name=made.by.name,
        by_party=made.party,
        comment=made.comment,
        officer_ids=store.members_of(work.session, file.officer_group_id),
        **_file(file),
        **extra,
    )


def tell_of_file(
    work: UnitOfWork,
    file: Internship,
    event: type[Event],
    name: str,
    *,
    by: By,
    party: Party,
    comment: str = "",
    **more: Any,
) -> None:
    """What happens to a file and is no move of its table: its state is the same before and after."""
    work.session.flush()
    work.announce(
        event,
        subject=str(file.id),
        aggregate_version=file.version,
        confidential=file.confidential,
        move=name,
        state_before=file.state,
        at=work.now,
        by_id=by.id,
        by_name=by.name,
        by_party=party,
        comment=comment,
        officer_ids=store.members_of(work.session, file.officer_group_id),
        **_file(file),
        **more,
    )


def _amendment(amendment: Amendment, made: Made) -> dict[str, Any]:
    return {
        "amendment_id": amendment.id,
        "amendment_number": amendment.number,
        "amendment_state": amendment.state,
        "amendment_state_before": made.before,
        "kinds": amendment.kinds,
    }


def _asked(work: UnitOfWork, record: Any) -> list[dict[str, Any]]:
    rows = store.asked_by_links(work.session, record.id)
    return [{"name": row.name, "email": row.email, "person_id": row.person_id} for row in rows]


def _file(file: Internship) -> dict[str, Any]:
    group, host = file.officer_group, file.host or {}
    return {
        "internship_id": file.id,
        "reference": file.reference,
        "state": file.state,
        "student_id": file.student_id,
        "student_name": file.student["name"],
        "supervisor_id": file.supervisor_id,
        "supervisor_name": (file.supervisor or {}).get("name", ""),
        "officer_group_id": file.officer_group_id,
        "officer_group_name": group.name if group else "",
        "officer_group_email": group.contact_email if group else "",
        "offer_id": file.offer_id,
        "candidacy_id": file.candidacy_id,
        "host_id": file.request.get("host_id"),
        "host_name": file.host_name,
        "host_siret": host.get("siret", ""),
        "host_country": host.get("country", ""),
        "city": file.city,
        "title": file.title,
        "programme": file.student.get("programme_name") or "",
        "component_code": file.student.get("component_code") or "",
        "academic_year": law.academic_year(file.starts_on) if file.starts_on else "",
        "starts_on": file.starts_on,
        "ends_on": file.ended_on or file.ends_on,
        "language": (file.convention or {}).get("language", ""),
        "pdf_object_id": file.pdf_object_id,
    }
