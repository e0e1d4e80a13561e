"""Loading, locking and listing files."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from contracts import cursors
from contracts.errors import NotFound
from contracts.vocabulary import AUTHORIZATION_STATES, CONVENTION_STATES, AmendmentState, Party, State
from runtime.clock import today
from runtime.database import check_version
from services.agreements import around
from services.agreements.model import (
    Amendment,
    Delegation,
    Internship,
    IssuedDocument,
    JournalLine,
    Membership,
    OfficerGroup,
    Signatory,
    SigningRound,
)
from services.agreements.rules.amendments import NOT_OVER
from services.agreements.rules.parties import parties

COUNTED_TO = 1_000
MOST_DELEGATIONS = 100
WITH_ROUNDS = (State.AWAITING_OFFICER, State.CONVENTION_TO_CLARIFY, State.VALIDATED, State.DROPPED)
HIDDEN_FROM_OFFICERS = (State.REQUEST_DRAFT, State.CONVENTION_TO_COMPLETE, State.CONVENTION_DRAFT)


def _absent(person: uuid.UUID) -> Select[Any]:
    """Those who are absent today and left their decisions to this person."""
    absent = select(Delegation.from_id).where(Delegation.to_id == person, *Delegation.holds_on(today()))
    return absent.limit(MOST_DELEGATIONS)


def deputy_of(session: Session, person: uuid.UUID) -> list[uuid.UUID]:
    """Those in whose place this person decides today."""
    return list(session.scalars(_absent(person)))


def groups_of(session: Session, person: uuid.UUID) -> list[uuid.UUID]:
    """The officer groups in which this person acts: his own, and those of the colleagues whose deputy he is."""
    member = (Membership.person_id == person) | Membership.person_id.in_(_absent(person))
    return list(session.scalars(select(Membership.group_id).where(member).distinct()))


def members_of(session: Session, group_id: uuid.UUID | None) -> list[uuid.UUID]:
    if group_id is None:
        return []
    return list(session.scalars(select(Membership.person_id).where(Membership.group_id == group_id).limit(500)))


def load(session: Session, id: uuid.UUID, person: uuid.UUID) -> tuple[Internship, frozenset[Party]]:
    """The file and what this person is to it; `NotFound` for anybody who is nothing to it."""
    return _seen(session, session.get(Internship, id), person)


def lock(session: Session, id: uuid.UUID, person: uuid.UUID, version: int) -> tuple[Internship, frozenset[Party]]:
    """The same, its row locked until the transaction ends. Raises `StaleVersion` when it changed since it was read."""
    statement = select(Internship).where(Internship.id == id).with_for_update(of=Internship)
    file, mine = _seen(session, session.scalars(statement).first(), person)
    check_version(file, version)
    around.load(session, [file])
    return file, mine


def lock_any_version(
    session: Session, id: uuid.UUID, person: uuid.UUID, party: Party | None = None
) -> tuple[Internship, frozenset[Party]]:
    """For what says by itself what it acts upon (a document's hash, a signatory), whatever else changed meanwhile."""
    file, mine = _seen(session, _locked(session, id), person)
    if party is not None and party not in mine:
        raise NotFound()
    around.load(session, [file])
    return file, mine


def lock_for_platform(session: Session, id: uuid.UUID) -> Internship:
    """For a link or the calendar, which are nobody's account."""
    file = _locked(session, id)
    if file is None or file.state == State.REQUEST_DELETED:
        raise NotFound()
    around.load(session, [file])
    return file


def _locked(session: Session, id: uuid.UUID) -> Internship | None:
    statement = select(Internship).where(Internship.id == id).with_for_update(of=Internship)
    return session.scalars(statement.execution_options(populate_existing=True)).first()


def amendment(session: Session, id: uuid.UUID) -> Amendment | None:
    return session.get(Amendment, id)


def record_of_round(session: Session, round_: SigningRound) -> Internship | Amendment | None:
    """What is being signed in this round; None for a round that is not the current one of anything."""
    if round_.document.amendment_id is not None:
        found: Internship | Amendment | None = session.get(Amendment, round_.document.amendment_id)
    else:
        found = session.get(Internship, round_.internship_id)
    return found if found is not None and found.round_id == round_.id else None


def _seen(session: Session, file: Internship | None, person: uuid.UUID) -> tuple[Internship, frozenset[Party]]:
    if file is None or file.state == State.REQUEST_DELETED:
        raise NotFound()
    mine = standing(session, file, person)
    if not mine or not visible(file, mine):
        raise NotFound()
    return file, mine


def standing(session: Session, file: Internship, person: uuid.UUID) -> frozenset[Party]:
    """What this person is to the file today, absences of others included."""
    if person == file.student_id:
        return parties(file, person, ())
    groups = groups_of(session, person) if file.officer_group_id else ()
    return parties(file, person, groups, deputy_of(session, person))


def visible(file: Internship, mine: frozenset[Party]) -> bool:
    """A draft is its student's alone; officers see a file from the day it was submitted to them, or opened by one."""
    if mine & {Party.STUDENT, Party.SIGNATORY}:
        return True
    if Party.SUPERVISOR in mine:
        return file.state != State.REQUEST_DRAFT
    if file.state == State.REQUEST_DRAFT:
        return False
    if Party.OFFICER in mine:
        return file.state not in HIDDEN_FROM_OFFICERS or file.opened_by is not None
    return file.state not in (*AUTHORIZATION_STATES, *HIDDEN_FROM_OFFICERS)


def last_round(session: Session, file: Internship) -> SigningRound | None:
    """The round under way, or the one that ended last, with its refusals."""
    if file.round is not None or file.state not in WITH_ROUNDS:
        return file.round
    statement = (
        select(SigningRound)
        .join(IssuedDocument, IssuedDocument.id == SigningRound.document_id)
        .where(SigningRound.internship_id == file.id, IssuedDocument.amendment_id.is_(None))
        .order_by(SigningRound.opened_at.desc())
    )
    return session.scalars(statement.limit(1)).first()


def asked_by_links(session: Session, amendment_id: uuid.UUID) -> list[Signatory]:
    """Those of the amendment's last round to whom a link was sent; nobody on paper."""
    statement = (
        select(SigningRound)
        .join(IssuedDocument, IssuedDocument.id == SigningRound.document_id)
        .where(IssuedDocument.amendment_id == amendment_id)
        .order_by(SigningRound.opened_at.desc())
    )
    last = session.scalars(statement.limit(1)).first()
    return [row for row in last.signatories if row.asked_at] if last is not None else []


def signed_amendments(session: Session, id: uuid.UUID) -> Sequence[Amendment]:
    statement = select(Amendment).where(Amendment.internship_id == id, Amendment.state == AmendmentState.SIGNED)
    return session.scalars(statement.order_by(Amendment.number).limit(100)).all()


def amendments_not_over(session: Session, id: uuid.UUID) -> Sequence[Amendment]:
    """One at most."""
    statement = select(Amendment).where(Amendment.internship_id == id, Amendment.state.in_(sorted(NOT_OVER)))
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def open_amendments(session: Session, id: uuid.UUID) -> int:
    statement = select(func.count()).where(Amendment.internship_id == id, Amendment.state.in_(sorted(NOT_OVER)))
    return session.scalar(statement) or 0


def journal_of(session: Session, id: uuid.UUID) -> Sequence[JournalLine]:
    return session.scalars(select(JournalLine).where(JournalLine.internship_id == id).order_by(JournalLine.seq)).all()


def linked_conventions(session: Session, offers: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many conventions, by anyone, are linked to each offer."""
    if not offers:
        return {}
    rows = session.execute(
        select(Internship.offer_id, func.count())
        .where(Internship.offer_id.in_(offers), Internship.state.in_(CONVENTION_STATES))
        .group_by(Internship.offer_id)
    )
    return {offer: count for offer, count in rows if offer is not None}


def page(
    session: Session, statement: Select[Any], cursor: str, limit: int, *, oldest_first: bool
) -> tuple[Sequence[Internship], str]:
    """One page by keyset, so that the thousandth costs what the first does; and the cursor of the next."""
    moment = Internship.since if oldest_first else Internship.created_at
    key = tuple_(moment, Internship.id)
    if cursor:
        at, id = cursors.read(cursor, datetime.fromisoformat, uuid.UUID)
        statement = statement.where(key > (at, id) if oldest_first else key < (at, id))
    order = (moment, Internship.id) if oldest_first else (moment.desc(), Internship.id.desc())
    rows = session.scalars(statement.order_by(*order).limit(limit + 1)).unique().all()
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    return rows[:limit], cursors.write(getattr(last, moment.key), last.id)


def counts(session: Session, *where: ColumnElement[bool], states: Sequence[State]) -> dict[str, int]:
    """Files in each of these states, each counted up to 1 000."""
    result = {}
    for state in states:
        bounded = select(Internship.id).where(*where, Internship.state == state).limit(COUNTED_TO).subquery()
        result[str(state)] = session.scalar(select(func.count()).select_from(bounded)) or 0
    return result


def groups(session: Session) -> Sequence[OfficerGroup]:
    return session.scalars(select(OfficerGroup).order_by(OfficerGroup.name)).all()
