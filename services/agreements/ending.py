"""What the end of an internship brings by itself: three questionnaires, and the host's page again for its part of it."""

import uuid

from sqlalchemy import ColumnElement, select

from contracts.vocabulary import EvaluationState, Evaluator, SignatoryRole, State, VisitState
from runtime.unit_of_work import UnitOfWork
from services.agreements import links
from services.agreements.model import AccessLink, Evaluation, Internship, Visit
from services.agreements.rules.evaluations import ENDED
from services.agreements.rules.signatories import person_of


def begin(work: UnitOfWork, file: Internship) -> int:
    """In the transaction of the last move: nobody has to start anything. Answers how many visits fall with the internship."""
    for by in Evaluator:
        work.session.add(
            Evaluation(
                id=uuid.uuid4(),
                internship_id=file.id,
                by=by,
                state=EvaluationState.OPEN,
                answers={},
                opened_at=work.now,
            )
        )
    for role, name, email in links.who_may_be_written_to(file):
        links.to_host(work, file, name=name, email=email, role=role)
    return cancel_visits(work, file, Visit.on > file.ended_on) if file.state == State.BROKEN_OFF else 0


def cancel_visits(work: UnitOfWork, file: Internship, *which: ColumnElement[bool]) -> int:
    """The planned ones: those after the last day, or all when the internship does not take place."""
    planned = (Visit.internship_id == file.id, Visit.state == VisitState.PLANNED, *which)
    visits = work.session.scalars(select(Visit).where(*planned).with_for_update()).all()
    for visit in visits:
        visit.state = VisitState.CANCELLED
    return len(visits)


def can(link: AccessLink, file: Internship) -> list[str]:
    """What the host's link opens once the internship is over; the tutor alone evaluates."""
    if link.signatory_id is not None or file.state not in ENDED:
        return []
    return [*(["evaluate"] if is_tutor(link, file) else []), "certificate"]


def is_tutor(link: AccessLink, file: Internship) -> bool:
    """By his own link, or by the signatory's when that is he, or when the tutor cannot be written to."""
    _name, email = person_of(file.tutor or {})
    return link.role == SignatoryRole.TUTOR or not email or email.casefold() == link.email.casefold()
