"""Loading, locking and listing files."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from contracts import cursors
from contracts.errors import NotFound
from contracts.vocabulary import CONVENTION_STATES, Party, State
from runtime.database import check_version
from services.agreements.model import Internship, JournalLine, Membership, OfficerGroup
from services.agreements.rules.parties import parties

COUNTED_TO = 1_000


def groups_of(session: Session, person: uuid.UUID) -> list[uuid.UUID]:
    return list(session.scalars(select(Membership.group_id).where(Membership.person_id == person)))


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
    return file, mine


def _seen(session: Session, file: Internship | None, person: uuid.UUID) -> tuple[Internship, frozenset[Party]]:
    if file is None or file.state == State.REQUEST_DELETED:
        raise NotFound()
    mine = parties(file, person, groups_of(session, person) if file.officer_group_id else ())
    if not mine or not visible(file, mine):
        raise NotFound()
    return file, mine


def visible(file: Internship, mine: frozenset[Party]) -> bool:
    """A draft is its student's alone; officers see a file from the day it was submitted to them."""
    if Party.STUDENT in mine:
        return True
    if Party.SUPERVISOR in mine:
        return file.state != State.REQUEST_DRAFT
    return file.state not in (State.REQUEST_DRAFT, State.CONVENTION_TO_COMPLETE, State.CONVENTION_DRAFT)


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
