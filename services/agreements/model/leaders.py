"""Who leads a file, and where their mail goes."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, Text, Uuid, literal, select, union
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from runtime.clock import today
from services.agreements.model.base import Base
from services.agreements.model.groups import Delegation, Membership, OfficerGroup
from services.agreements.rules.signatories import mailbox


class StaffMailbox(Base):
    """The mailbox of a member of staff as profiles last told it (see `signatories.mailbox`).

    Empty when no address is his any more; null until profiles was asked. `version` is that of his record there.
    """

    __tablename__ = "staff_mailbox"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    mailbox: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)


class Led:
    """What a file knows of its leaders."""

    id: Any
    student_id: Any
    officer_group_id: Any
    opened_by: Any

    @property
    def managers(self) -> frozenset[str] | None:
        """Asked of the database when somebody wants to know, see `File.managers`."""
        session = object_session(self)
        if session is None:
            return None
        with session.no_autoflush:
            return mailboxes(session, self.officer_group_id, self.opened_by, student_id=self.student_id)


def mailboxes(
    session: Session, group_id: uuid.UUID | None, opened_by: uuid.UUID | None, *, student_id: uuid.UUID | None = None
) -> frozenset[str] | None:
    """Of the group itself, its members, who acts in their place today and who opened the file; its student is none of them.

    None when one of them is not known yet: nobody may then be told from a manager.
    """
    leading = _leading(group_id, opened_by, today()).subquery()
    known = (
        select(StaffMailbox.mailbox)
        .select_from(leading)
        .outerjoin(StaffMailbox, StaffMailbox.person_id == leading.c.person_id)
    )
    if student_id is not None:
        known = known.where(leading.c.person_id != student_id)
    found = set(session.scalars(known))
    group = session.get(OfficerGroup, group_id) if group_id else None
    found.add(mailbox(group.contact_email) if group else "")
    return None if None in found else frozenset(one for one in found if one)


def _leading(group_id: uuid.UUID | None, opened_by: uuid.UUID | None, day: date) -> Any:
    members = select(Membership.person_id).where(Membership.group_id == group_id)
    deputies = select(Delegation.to_id).where(Delegation.from_id.in_(members), *Delegation.holds_on(day))
    opener: Select[Any] = select(literal(opened_by, Uuid).label("person_id")).where(literal(opened_by is not None))
    return union(members, deputies, opener)
