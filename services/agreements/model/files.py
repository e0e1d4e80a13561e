"""The internship file, as a table."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Integer, Sequence, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.calls.agreements import ConventionFields, RequestFields
from contracts.vocabulary import State
from services.agreements.fields import FieldsOf
from services.agreements.model.base import Base
from services.agreements.model.groups import OfficerGroup

REFERENCES = Sequence("internship_reference", metadata=Base.metadata)


class Internship(Base):
    """One file, one life. Snapshots (`student`, `supervisor`, `host`…) are what was true when they were chosen."""

    __tablename__ = "internship"
    __table_args__ = (
        Index("ix_internship_student", "student_id", "created_at", "id"),
        Index("ix_internship_supervisor", "supervisor_id", "state", "since", "id"),
        Index("ix_internship_group", "officer_group_id", "state", "since", "id"),
        Index("ix_internship_offer", "offer_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    reference: Mapped[int] = mapped_column(BigInteger, REFERENCES, server_default=REFERENCES.next_value(), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[State] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    student_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    student: Mapped[dict[str, Any]] = mapped_column(FieldsOf())
    supervisor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    supervisor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    referent: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    officer_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officer_group.id"))
    host: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tutor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    candidacy_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    offer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    request: Mapped[dict[str, Any]] = mapped_column(FieldsOf(RequestFields))
    convention: Mapped[dict[str, Any] | None] = mapped_column(FieldsOf(ConventionFields))
    title: Mapped[str] = mapped_column(String(200), default="")
    host_name: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    pdf_object_id: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    officer_group: Mapped[OfficerGroup | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def confidential(self) -> bool:
        return bool((self.convention or {}).get("confidential"))
