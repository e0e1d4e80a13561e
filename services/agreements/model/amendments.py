"""Amendments: signed changes of a signed convention."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.calls.agreements import AmendmentFields
from contracts.vocabulary import AmendmentState
from services.agreements.fields import FieldsOf
from services.agreements.model.base import Base
from services.agreements.model.files import Internship
from services.agreements.model.signatures import SigningRound

PENDING = "state IN ('validated', 'signing')"


class Amendment(Base):
    """`before` and `after` are the facts that it changes, by dotted name, as they were when it was validated.

    `tutor_id`, `referent_id`, `starts_on`, `ends_on` are the file's as they would be (see derived.py).
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("internship_id", "number"),
        Index("ix_amendment_tutor", "tutor_id", postgresql_where=text(PENDING)),
        Index("ix_amendment_referent", "referent_id", postgresql_where=text(PENDING)),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[AmendmentState] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    fields: Mapped[dict[str, Any]] = mapped_column(FieldsOf(AmendmentFields))
    reason: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tutor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    referent_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    effective_on: Mapped[date | None] = mapped_column(Date)
    applied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("signing_round.id"))
    pdf_object_id: Mapped[str] = mapped_column(String(120), default="")

    round: Mapped[SigningRound | None] = relationship(lazy="joined")
    file: Mapped[Internship] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}
