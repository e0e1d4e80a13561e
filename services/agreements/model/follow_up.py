"""Visits and difficulties."""

import uuid
from datetime import date, datetime

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.vocabulary import VisitForm, VisitState
from services.agreements.model.base import Base


class Visit(Base):
    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_internship", "internship_id", "on"), Index("ix_visit_by", "by_id", "on"))

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    version: Mapped[int] = mapped_column(Integer)
    on: Mapped[date] = mapped_column(Date)
    at: Mapped[str] = mapped_column(String(5), default="")
    form: Mapped[VisitForm] = mapped_column(String(20))
    state: Mapped[VisitState] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    by_name: Mapped[str] = mapped_column(String(400))
    planned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reported_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __mapper_args__ = {"version_id_col": version}


class Difficulty(Base):
    """Its words are for the supervisor and the référent; nothing of it stands in the file's journal."""

    __tablename__ = "difficulty"
    __table_args__ = (
        Index("ix_difficulty_internship", "internship_id", "signalled_at"),
        Index("uq_difficulty_open", "internship_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    words: Mapped[str] = mapped_column(Text)
    with_managers: Mapped[bool] = mapped_column(Boolean, default=False)
    signalled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answered_by: Mapped[str] = mapped_column(String(400), default="")
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
