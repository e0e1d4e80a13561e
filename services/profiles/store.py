"""Finding people and documents, and putting them in the contract's words."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.vocabulary import Circuit, Role
from services.profiles.model import Component, Document, Person, Programme
from services.profiles.rules.names import fold


def person(session: Session, person_id: uuid.UUID, *, lock: bool = False) -> Person:
    """Raises `NotFound`."""
    found = session.get(Person, person_id, with_for_update=lock or None)
    if found is None:
        raise NotFound()
    return found


def by_identity(session: Session, issuer: str, subject: str) -> Person | None:
    """Locked until the transaction ends: two sign-ons at once of one person do not tread on each other."""
    query = select(Person).where(Person.issuer == issuer, Person.subject == subject).with_for_update()
    return session.scalars(query).one_or_none()


def people_answers(session: Session, people: Iterable[Person]) -> list[dict[str, Any]]:
    """`contracts.calls.profiles.Person` of each, in order, in three queries whatever their number."""
    people = list(people)
    components = _by_code(session, Component, {one.component_code for one in people})
    programmes = _by_code(session, Programme, {one.programme_code for one in people})
    return [_answer(one, components.get(one.component_code), programmes.get(one.programme_code)) for one in people]


def person_answer(session: Session, one: Person) -> dict[str, Any]:
    return people_answers(session, [one])[0]


def _by_code(session: Session, entity: Any, codes: set[str]) -> dict[str, Any]:
    wanted = codes - {""}
    if not wanted:
        return {}
    return {row.code: row for row in session.scalars(select(entity).where(entity.code.in_(wanted)))}


def _answer(one: Person, component: Component | None, programme: Programme | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "civility": one.civility,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "roles": one.roles,
        "language": one.language,
        "student_number": one.student_number,
        "component_code": one.component_code,
        "component_name": component.name if component else "",
        "programme_code": one.programme_code,
        "programme_name": programme.name if programme else "",
        "level": one.level or (programme.level if programme else ""),
        "phone": one.phone,
        "born_on": one.born_on,
        # a component that nobody configured makes its conventions here: what is elsewhere is said so, not guessed
        "convention_circuit": component.circuit if component else Circuit.IPRO,
    }


def teachers(session: Session, words: str, limit: int) -> list[Person]:
    query = select(Person).where(
        Person.directory_roles.contains([Role.TEACHER]) | Person.affiliation_roles.contains([Role.TEACHER])
    )
    for word in fold(words).split()[:10]:
        query = query.where(Person.search_name.contains(word, autoescape=True))
    return list(session.scalars(query.order_by(Person.last_name, Person.first_name, Person.id).limit(limit)))


def people_known_by(session: Session, student_numbers: list[str], emails: list[str]) -> list[Person]:
    numbers = [number for number in student_numbers if number]
    addresses = [email.lower() for email in emails if email]
    known = or_(Person.student_number.in_(numbers), func.lower(Person.email).in_(addresses))
    return list(session.scalars(select(Person).where(known).order_by(Person.id).limit(400)))


def documents(session: Session, owner_id: uuid.UUID, kind: str = "") -> list[Document]:
    """Newest first."""
    query = select(Document).where(Document.owner_id == owner_id)
    if kind:
        query = query.where(Document.kind == kind)
    return list(session.scalars(query.order_by(Document.created_at.desc(), Document.id)))


def own_document(session: Session, owner_id: uuid.UUID, document_id: uuid.UUID, *, lock: bool = False) -> Document:
    """Raises `NotFound` for somebody else's too."""
    query = select(Document).where(Document.id == document_id, Document.owner_id == owner_id)
    if lock:
        query = query.with_for_update()
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found
