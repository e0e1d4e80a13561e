"""Evaluations and certificates as their reader may see them."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.errors import MoveRefused, NotFound
from contracts.vocabulary import EvaluationState, Evaluator, Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import ending, links
from services.agreements.model import AccessLink, Certificate, Evaluation, Internship
from services.agreements.rules import evaluations as rules
from services.agreements.rules import law
from services.agreements.rules.evaluations import ENDED
from services.agreements.rules.signatories import person_of
from services.agreements.rules.stipend import last_day, schedule

MOST_CERTIFICATES = 100


def of_file(session: Session, id: uuid.UUID) -> dict[str, Evaluation]:
    found = session.scalars(select(Evaluation).where(Evaluation.internship_id == id)).all()
    return {str(one.by): one for one in found}


def tutors(session: Session, link: AccessLink, file: Internship) -> Evaluation:
    """`NotFound` when this link does not evaluate."""
    if "evaluate" not in ending.can(link, file):
        raise NotFound()
    found = of_file(session, file.id).get(Evaluator.TUTOR)
    if found is None:
        raise NotFound()
    return found


def view(one: Evaluation, parties: frozenset[Party], *, mine: bool | None = None) -> dict[str, Any]:
    """That it was given is no secret among the parties; its answers are for its author and its readers."""
    by = str(one.by)
    fills = rules.may_fill(by, parties) if mine is None else mine
    submitted = one.state == EvaluationState.SUBMITTED
    readable = submitted and (fills or rules.may_read(by, parties))
    answers = one.answers if fills else rules.shown(by, one.answers, parties) if readable else {}
    return {
        "by": by,
        "state": one.state if fills or submitted else EvaluationState.OPEN,
        "version": one.version,
        "submitted_at": one.submitted_at,
        "submitted_by": one.submitted_by,
        "mine": fills,
        "readable": readable,
        "questions": [question.as_answer() for question in rules.QUESTIONNAIRES[by]] if fills or readable else [],
        "answers": answers,
    }


def host_link(work: UnitOfWork, token: str) -> tuple[AccessLink, Internship]:
    """A host's link that is valid, and its file. Raises `MoveRefused` link_over, not_over."""
    link = links.find(work.session, token)
    if (
        links.status(link, work.session.get_one(Internship, link.internship_id), work.now) != links.VALID
        or link.signatory_id is not None
    ):
        raise MoveRefused("link_over")
    file = work.session.get_one(Internship, link.internship_id)
    if file.state not in ENDED:
        raise MoveRefused("not_over")
    return link, file


def certificate_page(work: UnitOfWork, link: AccessLink, file: Internship) -> dict[str, Any]:
    """What the file counts, or what was certified last, is what the host starts from."""
    issued = certificates(work.session, file.id)
    plan = schedule(file)
    return {
        **{name: getattr(file, name) for name in ("reference", "state", "title", "host_name")},
        "student_name": file.student["name"],
        "proposed": issued[0].fields if issued else _proposed(link, file),
        "stipend_due": plan.stipend_due,
        "counted_minutes": plan.minutes,
        "counted_cents": plan.cents,
        "issued": rows(issued),
    }


def _proposed(link: AccessLink, file: Internship) -> dict[str, Any]:
    plan, signatory = schedule(file), (file.convention or {}).get("signatory") or {}
    is_signatory = person_of(signatory)[1].casefold() == link.email.casefold()
    role = signatory.get("role") if is_signatory else (file.tutor or {}).get("role")
    return {
        "starts_on": file.request.get("starts_on"),
        "ends_on": last_day(file),
        "minutes": plan.minutes,
        "stipend_cents": plan.cents,
        "activities": (file.convention or {}).get("activities") or file.request.get("description", ""),
        "signed_by": link.name,
        "signed_role": role or "",
        "place": file.city,
    }


def certificates(session: Session, id: uuid.UUID) -> list[Certificate]:
    """The last first."""
    statement = select(Certificate).where(Certificate.internship_id == id).order_by(Certificate.number.desc())
    return list(session.scalars(statement.limit(MOST_CERTIFICATES)))


def rows(issued: list[Certificate]) -> list[dict[str, Any]]:
    replaced = {one.replaces: one.number for one in issued if one.replaces}
    same = ("starts_on", "ends_on", "minutes", "stipend_cents", "signed_by", "signed_role")
    return [
        {
            **{name: one.fields[name] for name in same},
            "number": one.number,
            "replaces": one.replaces,
            "replaced_by": replaced.get(one.number),
            "issued_at": one.issued_at,
            "days": days_of(one.fields["minutes"]),
            "code": one.document.check_code,
            "object_id": one.document.sealed_object_id,
        }
        for one in issued
    ]


def days_of(minutes: int) -> int:
    """Of 7 hours, as the law counts them; a day begun is a day."""
    return -(-minutes // law.MINUTES_A_DAY)


def file_name(file: Internship, number: int) -> str:
    return f"attestation-{file.reference}-{number}.pdf"
