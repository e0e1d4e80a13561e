"""Writing a person down, from wherever the facts come, and telling the house when others must know."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.events.profiles import PersonRecorded
from runtime.unit_of_work import UnitOfWork
from services.profiles import store
from services.profiles.model import Person
from services.profiles.rules.names import fold


def record(
    work: UnitOfWork, issuer: str, subject: str, facts: dict[str, Any], known: Person | None
) -> tuple[Person, str]:
    """The person with these facts, and `created`, `updated` or `unchanged`.

    Two first visits at once make one person: the second waits for the first one's row, then updates it.
    """
    outcome = "updated"
    if known is None:
        made = work.session.execute(
            insert(Person)
            .values(issuer=issuer, subject=subject, version=1, created_at=work.now, updated_at=work.now)
            .on_conflict_do_nothing()
            .returning(Person.id)
        ).scalar_one_or_none()
        known = store.by_identity(work.session, issuer, subject)
        assert known is not None
        outcome = "created" if made else "updated"
    changed = {name: value for name, value in facts.items() if getattr(known, name) != value}
    if not changed and outcome == "updated":
        return known, "unchanged"
    for name, value in changed.items():
        setattr(known, name, value)
    known.search_name = fold(f"{known.first_name} {known.last_name} {known.email}")
    known.updated_at = work.now
    work.session.flush()
    if "email" in changed and known.email:
        _take_address_from_its_last_holder(work, known)
    announce(work, known)
    return known, outcome


def _take_address_from_its_last_holder(work: UnitOfWork, person: Person) -> None:
    """An address given to somebody else must stop receiving the mails of the one who had it. Accounts stay two."""
    others = select(Person).where(Person.issuer == person.issuer, Person.email == person.email, Person.id != person.id)
    for other in work.session.scalars(others.with_for_update()):
        other.email = ""
        other.search_name = fold(other.name)
        other.updated_at = work.now
        work.session.flush()
        announce(work, other)


def announce(work: UnitOfWork, person: Person) -> None:
    work.announce(
        PersonRecorded,
        subject=str(person.id),
        aggregate_version=person.version,
        id=person.id,
        name=person.name or person.subject,
        first_name=person.first_name,
        email=person.email,
        language=person.language,
        roles=person.roles,
    )
