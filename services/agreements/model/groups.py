"""Groups of convention managers and who belongs to them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.agreements.model.base import Base
from services.agreements.model.papers import Asking


class OfficerGroup(Asking, Base):
    __tablename__ = "officer_group"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    contact_email: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    component_code: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    circuit: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Membership(Base):
    __tablename__ = "officer_membership"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officer_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, index=True)


class GroupChange(Base):
    """What somebody changed in a group's settings; lines are added and stay."""

    __tablename__ = "officer_group_change"
    __table_args__ = (Index("ix_officer_group_change_group", "group_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officer_group.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    by_name: Mapped[str] = mapped_column(String(400))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Delegation(Base):
    """For these days, both included, `to_id` decides in `from_id`'s place: as supervisor, and in his officer groups."""

    __tablename__ = "delegation"
    __table_args__ = (Index("ix_delegation_to", "to_id", "ends_on"), Index("ix_delegation_from", "from_id", "ends_on"))

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    from_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    from_name: Mapped[str] = mapped_column(String(400))
    to_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    to_name: Mapped[str] = mapped_column(String(400))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @classmethod
    def holds_on(cls, day: date) -> tuple[ColumnElement[bool], ...]:
        return cls.starts_on <= day, cls.ends_on >= day, cls.revoked_at.is_(None)
