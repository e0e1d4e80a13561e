"""Finding whom to tell, and writing down what to tell him, once."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.consumer import TryLater
from services.notifications.model import Delivery, Notification, Person

MOST_STAFF = 500


def record_person(session: Session, version: int, **columns: object) -> None:
    """Events may come late or twice: the highest version stays."""
    row = insert(Person).values(version=version, **columns)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Person.id],
            set_={name: row.excluded[name] for name in ("version", *(name for name in columns if name != "id"))},
            where=Person.version < row.excluded.version,
        )
    )


def people(session: Session, ids: Iterable[uuid.UUID | None]) -> list[Person]:
    """All of them, in order. Raises `TryLater` when one is not known yet: his record is on its way."""
    wanted = list(dict.fromkeys(one for one in ids if one is not None))
    found = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(wanted)))} if wanted else {}
    missing = [str(one) for one in wanted if one not in found]
    if missing:
        raise TryLater(f"not known yet: {', '.join(missing[:5])}")
    return [found[one] for one in wanted]


def people_with_role(session: Session, role: str) -> list[Person]:
    query = select(Person).where(Person.roles.contains([role])).order_by(Person.id)
    return list(session.scalars(query.limit(MOST_STAFF)))


def add_notification(session: Session, **columns: object) -> None:
    session.execute(insert(Notification).values(id=uuid.uuid4(), **columns).on_conflict_do_nothing())


def add_delivery(session: Session, **columns: object) -> None:
    session.execute(insert(Delivery).values(**columns).on_conflict_do_nothing())


def mark_read(session: Session, person_id: uuid.UUID, now: datetime, notification_id: uuid.UUID | None) -> None:
    query = update(Notification).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    if notification_id is not None:
        query = query.where(Notification.id == notification_id)
    session.execute(query.values(read_at=now))
