"""Amendments: one, a file's, those that wait for the asker; their document."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from contracts.errors import NotFound
from contracts.vocabulary import AmendmentState, Party, RoundState, SignatoryState
from runtime.unit_of_work import UnitOfWork
from services.agreements import amendment_view, rounds, store
from services.agreements.model import Amendment, Internship, Signatory, SigningRound
from services.agreements.rules.amendments import AMENDMENT_HOLDER

AT_MOST = 100
MOST_TURNS = 40


def get_amendment(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    found, mine = _seen(work, id)
    return amendment_view.whole(work, found, mine)


def list_amendments(work: UnitOfWork, *, internship_id: uuid.UUID) -> list[dict[str, Any]]:
    _file, mine = store.load(work.session, internship_id, work.actor.person_id)
    statement = select(Amendment).where(Amendment.internship_id == internship_id).order_by(Amendment.number.desc())
    return [amendment_view.whole(work, one, mine) for one in work.session.scalars(statement.limit(AT_MOST))]


def list_amendments_to_decide(work: UnitOfWork) -> list[dict[str, Any]]:
    """As supervisor those that wait for one; as a manager those that wait for one's groups."""
    person = work.actor.person_id
    seen = [(one, store.standing(work.session, one.file, person)) for one in _waiting(work, person)]
    return [amendment_view.whole(work, one, mine) for one, mine in seen if mine]


def _waiting(work: UnitOfWork, person: uuid.UUID) -> list[Amendment]:
    """The oldest first."""
    statement = (
        select(Amendment)
        .join(Internship, Internship.id == Amendment.internship_id)
        .where(*_waits(work, person))
        .order_by(Amendment.since, Amendment.id)
        .limit(AT_MOST)
    )
    return list(work.session.scalars(statement).unique())


def number_to_decide(work: UnitOfWork) -> int:
    """How many the list shows, so that a figure and the page it opens tell the same."""
    bounded = (
        select(literal(1))
        .select_from(Amendment)
        .join(Internship, Internship.id == Amendment.internship_id)
        .where(*_waits(work, work.actor.person_id))
        .limit(AT_MOST)
        .subquery()
    )
    return work.session.scalar(select(func.count()).select_from(bounded)) or 0


def _waits(work: UnitOfWork, person: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    """Nobody decides on his own file."""
    deciding = [person, *store.deputy_of(work.session, person)]
    groups = store.groups_of(work.session, person)
    as_supervisor = Internship.supervisor_id.in_(deciding) & (Amendment.state == AmendmentState.AWAITING_SUPERVISOR)
    with_officers = [state for state, party in AMENDMENT_HOLDER.items() if party == Party.OFFICER]
    as_officer = Internship.officer_group_id.in_(groups) & Amendment.state.in_(with_officers)
    return as_supervisor | as_officer, Internship.student_id != person


def get_amendment_pdf(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, str]:
    found, _mine = _seen(work, id)
    name = f"avenant-{found.file.reference}-{found.number}.pdf"
    issued = rounds.object_in_force(work.session, found) if found.state in DRAWN else ""
    if issued:
        return {"object_id": issued, "file_name": name}
    return {"object_id": work.files.put(rounds.draw(work, found, draft=True)), "file_name": f"brouillon-{name}"}


DRAWN = {AmendmentState.VALIDATED, AmendmentState.SIGNING, AmendmentState.SIGNED}


def _seen(work: UnitOfWork, id: uuid.UUID) -> tuple[Amendment, frozenset[Party]]:
    found = store.amendment(work.session, id)
    if found is None:
        raise NotFound()
    _file, mine = store.load(work.session, found.internship_id, work.actor.person_id)
    return found, mine


def list_my_turns(work: UnitOfWork) -> list[dict[str, Any]]:
    """Signatures asked of this person, and amendments that wait for his decision."""
    person = work.actor.person_id
    found = [*_to_sign(work, person), *_to_decide(work, person)]
    return sorted(found, key=lambda one: one["since"])[:MOST_TURNS]


def _to_sign(work: UnitOfWork, person: uuid.UUID) -> list[dict[str, Any]]:
    statement = (
        select(Signatory)
        .join(SigningRound, SigningRound.id == Signatory.round_id)
        .where(
            Signatory.person_id == person,
            Signatory.state == SignatoryState.ASKED,
            SigningRound.state == RoundState.OPEN,
        )
        .order_by(Signatory.asked_at)
        .limit(MOST_TURNS)
    )
    turns = []
    for row in work.session.scalars(statement).unique():
        record = store.record_of_round(work.session, row.round)
        if record is not None:
            amendment = rounds.amendment_of(record)
            turn = _turn("sign", rounds.file_of(record), amendment, row.asked_at)
            obstacle = amendment_view.obstacle_to_sign(work, record)
            if obstacle:
                turn |= {"obstacle": obstacle.code, "params": obstacle.as_dict()}
            turns.append(turn)
    return turns


def _to_decide(work: UnitOfWork, person: uuid.UUID) -> list[dict[str, Any]]:
    return [_turn("amendment", one.file, one, one.since) for one in _waiting(work, person)]


def _turn(kind: str, file: Internship, amendment: Amendment | None, since: Any) -> dict[str, Any]:
    names = ("reference", "title", "host_name")
    return {
        "kind": kind,
        "internship_id": file.id,
        "amendment_id": amendment.id if amendment else None,
        "amendment_number": amendment.number if amendment else None,
        **{name: getattr(file, name) for name in names},
        "student_name": file.student["name"],
        "since": since,
    }
