"""Applying, and what follows."""

import uuid
from typing import Any

from sqlalchemy.exc import IntegrityError

from contracts.calls import profiles
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from contracts.events.offers import CandidacyMoved, CandidacySubmitted
from contracts.message import Event
from contracts.vocabulary import CandidacyState, DocumentKind
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.offers import answers, store
from services.offers.checking import email_problem
from services.offers.model import Candidacy, Offer
from services.offers.rules import candidacies, offers
from services.offers.rules.moves import find

FROZEN = ("kind", "name", "file_name", "media_type", "size", "object_id")


def apply(
    work: UnitOfWork,
    offer_id: uuid.UUID,
    email: str,
    subject: str,
    message: str,
    cv_id: uuid.UUID | None,
    letter_id: uuid.UUID | None,
) -> dict[str, Any]:
    """The documents are frozen as they are today. All questions to profiles come before the first lock."""
    me = work.actor.person_id
    if not work.actor.has(*answers.APPLICANTS):
        raise NotAllowed()
    subject, message = " ".join(subject.split()), message.strip()
    problems = {name: ["required"] for name, value in (("subject", subject), ("message", message)) if not value}
    if email_problem(email.strip()):
        problems["email"] = ["invalid"]
    if problems:
        raise InvalidInput(fields=problems)
    offer = store.offer(work.session, offer_id)
    if not answers.may_see_offer(work, offer):
        raise NotFound()
    facts = answers.offer_facts(
        offer, work.now, applied=store.candidacy_of(work.session, me, offer_id) is not None, roles=work.actor.roles
    )
    find(offers.MOVES, "apply", offer.state, answers.offer_parties(work.actor, offer), facts)
    student_name, recruiter_email = people(work, me, offer)
    candidacy = Candidacy(
        offer=offer,
        state=CandidacyState.SENT,
        student_id=me,
        student_name=student_name,
        student_email=email.strip(),
        subject=subject,
        message=message,
        documents=documents(work, me, cv_id, letter_id),
        sent_at=work.now,
        updated_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(candidacy)
    except IntegrityError:
        raise MoveRefused("already_applied", move="apply") from None
    announce(
        work,
        candidacy,
        CandidacySubmitted,
        recruiter_email=recruiter_email,
        student_email=candidacy.student_email,
        mail_subject=subject,
        message=message,
        documents=candidacy.documents,
    )
    return answers.candidacy_answer(work, candidacy)


def people(work: UnitOfWork, student_id: uuid.UUID, offer: Offer) -> tuple[str, str]:
    """(the student's name, the recruiter's address). Raises `MoveRefused` no_recruiter_address."""
    ids = [student_id, *([offer.recruiter_id] if offer.recruiter_id and not offer.apply_email else [])]
    known = {person["id"]: person for person in work.ask(profiles.GetPeople, ids=ids)}
    student = known.get(student_id)
    if student is None:
        raise NotAllowed("unknown_person")
    address = offer.apply_email or known.get(offer.recruiter_id, {}).get("email", "")
    if not address:
        raise MoveRefused("no_recruiter_address", move="apply")
    return f"{student['first_name']} {student['last_name']}".strip()[:200], address


def documents(
    work: UnitOfWork, owner_id: uuid.UUID, cv_id: uuid.UUID | None, letter_id: uuid.UUID | None
) -> list[dict[str, Any]]:
    """The chosen documents, frozen. Raises `InvalidInput` on one that is not the student's, or of the other kind."""
    chosen = {"cv_id": (cv_id, DocumentKind.CV), "letter_id": (letter_id, DocumentKind.COVER_LETTER)}
    ids = [one for one, _ in chosen.values() if one is not None]
    if not ids:
        return []
    try:
        found = {one["id"]: one for one in work.ask(profiles.DocumentsToSend, owner_id=owner_id, ids=ids)}
    except NotFound:
        found = {}
    frozen = []
    for field, (one, kind) in chosen.items():
        if one is None:
            continue
        if one not in found or found[one]["kind"] != kind:
            raise InvalidInput(fields={field: ["unknown_choice"]})
        frozen.append({name: found[one][name] for name in FROZEN})
    return frozen


def get_candidacy(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    """The recruiter's first reading makes it « viewed »; hence the lock, and this place among the commands."""
    candidacy = _ours(work, id)
    reader = answers.candidacy_parties(work.actor, candidacy)
    if candidacies.Party.RECRUITER in reader and candidacy.state == CandidacyState.SENT:
        _take(work, candidacy, "view")
    return answers.candidacy_answer(work, candidacy)


def move_candidacy(work: UnitOfWork, id: uuid.UUID, version: int, move: str) -> dict[str, Any]:
    candidacy = _ours(work, id)
    check_version(candidacy, version)
    _take(work, candidacy, move)
    return answers.candidacy_answer(work, candidacy)


def _ours(work: UnitOfWork, id: uuid.UUID) -> Candidacy:
    candidacy = store.candidacy(work.session, id, lock=True)
    if not answers.candidacy_parties(work.actor, candidacy):
        raise NotFound()
    return candidacy


def _take(work: UnitOfWork, candidacy: Candidacy, move: str) -> None:
    before = candidacy.state
    line = find(candidacies.MOVES, move, before, answers.candidacy_parties(work.actor, candidacy), None)
    candidacy.state, candidacy.updated_at = line.target, work.now
    work.session.flush()
    announce(work, candidacy, CandidacyMoved, move=move, before=before, after=candidacy.state)


def announce(work: UnitOfWork, candidacy: Candidacy, event: type[Event], **more: Any) -> None:
    offer = candidacy.offer
    work.announce(
        event,
        subject=str(candidacy.id),
        aggregate_version=candidacy.version,
        candidacy_id=candidacy.id,
        offer_id=offer.id,
        offer_reference=offer.reference,
        offer_title=offer.title,
        host_name=offer.host.name,
        recruiter_id=offer.recruiter_id,
        student_id=candidacy.student_id,
        student_name=candidacy.student_name,
        **more,
    )
