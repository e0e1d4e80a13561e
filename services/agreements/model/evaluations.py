"""Evaluations and certificates of an internship that is over."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.calls.agreements import CertificateFields
from contracts.vocabulary import EvaluationState, Evaluator
from services.agreements.fields import FieldsOf
from services.agreements.model.base import Base
from services.agreements.model.signatures import IssuedDocument


class Evaluation(Base):
    """One party's questionnaire, made when the internship ends and filled in once."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("internship_id", "by"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    by: Mapped[Evaluator] = mapped_column(String(20))
    state: Mapped[EvaluationState] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    submitted_by: Mapped[str] = mapped_column(String(400), default="")

    __mapper_args__ = {"version_id_col": version}


class Certificate(Base):
    """What the host certified, once for each number; a correction is another number."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("internship_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    number: Mapped[int] = mapped_column(Integer)
    replaces: Mapped[int | None] = mapped_column(Integer)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("issued_document.id"), unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(FieldsOf(CertificateFields))
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    document: Mapped[IssuedDocument] = relationship(lazy="joined")
