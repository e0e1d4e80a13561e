"""What a link opens: one signature, or the host's page."""

from typing import Any

from contracts.vocabulary import AmendmentState, DocumentSort, Party, RoundState, SignatoryState, SigningMode
from runtime.clock import day_of
from runtime.unit_of_work import UnitOfWork
from services.agreements import amendment_view, around, ending, links, rounds, store, views
from services.agreements.documents.wording import page_language
from services.agreements.model import AccessLink, Amendment, Internship, Signatory
from services.agreements.rules import moves
from services.agreements.rules.controls import controls
from services.agreements.rules.guards import in_wrong_hands
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.signatories import whose_turn
from services.agreements.rules.stipend import schedule

HOST_PART = (
    "signatory",
    "headcount",
    "post",
    "weekly_minutes",
    "weekdays",
    "unusual_hours",
    "stipend_cents",
    "stipend_payment",
    "benefits",
    "absences",
    "house_rules",
    "activities",
)


HOST_CONTROLS = {"duration", "stipend", "tutor_quota", "host_quota", "working_time", "leave"}
"""What the host's own answers decide; the rest of the controls is the university's business."""


def link_page(work: UnitOfWork, link: AccessLink) -> dict[str, Any]:
    """Nothing but its status for a link that is over and was never used."""
    file = work.session.get_one(Internship, link.internship_id)
    status = links.status(link, file, work.now)
    page: dict[str, Any] = {"status": status, "email": views.hidden_address(link.email), "can": []}
    if status in (links.EXPIRED, links.REVOKED):
        return page | _over(work, link, file)
    page |= {
        "role": link.role,
        "name": link.name,
        "expires_at": link.expires_at,
        "language": page_language((file.convention or {}).get("language") or ""),
        "file": _facts(file),
        "host_checked_at": file.host_checked_at,
    }
    row = work.session.get(Signatory, link.signatory_id) if link.signatory_id else None
    if row is not None:
        return page | _signature(work, file, row, open_=status == links.VALID)
    return page | _host(work, link, file)


def _over(work: UnitOfWork, link: AccessLink, file: Internship) -> dict[str, Any]:
    """Why, and whether there can be another: what `links.renew` would do. Who was replaced is told neither."""
    row = work.session.get(Signatory, link.signatory_id) if link.signatory_id else None
    if row is None:
        return {"may_renew": links.still_a_contact(link, file)}
    if row.email.casefold() != link.email.casefold():
        return {"may_renew": False}
    record = store.record_of_round(work.session, row.round)
    if record is not None:
        asked = row.round.state == RoundState.OPEN and row in whose_turn(row.round.signatories)
        return {"may_renew": asked and in_wrong_hands(file, [row]) is None}
    if row.state == SignatoryState.REFUSED and row.round.closed_at:
        return {"may_renew": False, "refused_on": day_of(row.round.closed_at)}
    return {"may_renew": False, "stopped": "amendment" if _given_up(work, row) else "signatures"}


def _given_up(work: UnitOfWork, row: Signatory) -> bool:
    amendment_id = row.round.document.amendment_id
    amendment = store.amendment(work.session, amendment_id) if amendment_id else None
    return amendment is not None and amendment.state == AmendmentState.DROPPED


def _facts(file: Internship) -> dict[str, Any]:
    convention, plan, group = file.convention or {}, schedule(file), file.officer_group
    direct = ("id", "reference", "version", "state", "title", "host_name", "city", "starts_on", "ends_on", "ended_on")
    return {
        **{name: getattr(file, name) for name in direct},
        "description": file.request.get("description", ""),
        "activities": convention.get("activities", ""),
        "skills": convention.get("skills", ""),
        "student_name": file.student["name"],
        "programme": file.request.get("programme") or file.student.get("programme_name") or "",
        "component_name": file.student.get("component_name") or "",
        "supervisor_name": (file.supervisor or {}).get("name", ""),
        "referent_name": (file.referent or {}).get("name", ""),
        "tutor_name": views.full_name(file.tutor or {}),
        "group_name": group.name if group else "",
        "group_email": group.contact_email if group else "",
        "group_phone": group.contact_phone if group else "",
        "minutes": plan.minutes,
        "days": plan.days,
    }


def _signature(work: UnitOfWork, file: Internship, row: Signatory, *, open_: bool) -> dict[str, Any]:
    round_, record = row.round, store.record_of_round(work.session, row.round)
    document = round_.document
    his_turn = open_ and round_.mode == SigningMode.ELECTRONIC and row in whose_turn(round_.signatories)
    amendment = rounds.amendment_of(record) if record is not None else None
    obstacle = None
    if his_turn and record is not None:
        obstacle = in_wrong_hands(file, [row]) or amendment_view.obstacle_to_sign(work, record)
    return {
        "can": ["sign"] if his_turn and record is not None and obstacle is None else [],
        "obstacle": obstacle.code if obstacle else "",
        "params": obstacle.as_dict() if obstacle else {},
        "signing": views.signing(file, round_, frozenset(), None),
        "signatory_id": row.id,
        "document_sha256": document.sha256,
        "document_sort": document.sort,
        "amendment_number": amendment.number if amendment else None,
        **({"amendment_state": amendment.state} if amendment else {}),
        "changes": amendment_view.changes(amendment) if amendment else [],
        "object_id": document.sealed_object_id or document.object_id,
    }


def _host(work: UnitOfWork, link: AccessLink, file: Internship) -> dict[str, Any]:
    convention = file.convention or {}
    today = work.today
    offered = moves.offered(MOVES, file, frozenset({Party.HOST}), today)
    mine = [offer.move.name for offer in offered if offer.allowed]
    document = rounds.current_document(work.session, file)
    return {
        "can": [*mine, *ending.can(link, file)],
        "host_part": {name: convention.get(name) for name in HOST_PART},
        "checks": _checks(work, file) if mine else [],
        "signing": views.signing(file, file.round, frozenset(), None),
        "document_sort": DocumentSort.CONVENTION,
        "amendments": [_signed(work, one) for one in store.signed_amendments(work.session, file.id)],
        "object_id": (document.sealed_object_id or document.object_id) if document else "",
    }


def _checks(work: UnitOfWork, file: Internship) -> list[dict[str, Any]]:
    """Who lifted a control, and why, stays inside the university."""
    around.load(work.session, [file])
    found = [control for control in controls(file, work.today) if control.code in HOST_CONTROLS]
    return [{**control.as_answer(), "override": None} for control in found]


def _signed(work: UnitOfWork, amendment: Amendment) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "applied_at": amendment.applied_at,
        "changes": amendment_view.changes(amendment),
        "object_id": rounds.object_in_force(work.session, amendment),
    }
