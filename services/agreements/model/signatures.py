"""Documents issued for a file, rounds of signatures over them, links that open a page without an account."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, reconstructor, relationship

from contracts.vocabulary import DocumentSort, RoundState, SignatoryRole, SignatoryState, SigningMode
from services.agreements.model.base import Base


class IssuedDocument(Base):
    """A document as it was drawn. Its bytes never change: `sealed_object_id` holds them with signatures added after.

    `check_code` is printed on it as a QR code; whoever holds it may ask whether the document is true.
    """

    __tablename__ = "issued_document"
    __table_args__ = (Index("ix_issued_document_internship", "internship_id", "issued_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    amendment_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    sort: Mapped[DocumentSort] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    length: Mapped[int] = mapped_column(Integer)
    check_code: Mapped[str] = mapped_column(String(40), unique=True)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sealed_object_id: Mapped[str] = mapped_column(String(120), default="")
    sealed_sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    sealed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SigningRound(Base):
    """One attempt to have one document signed. `signed_object_id` is the document with the signatures so far."""

    __tablename__ = "signing_round"
    __table_args__ = (Index("ix_signing_round_internship", "internship_id", "opened_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("issued_document.id"))
    mode: Mapped[SigningMode] = mapped_column(String(20))
    state: Mapped[RoundState] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    signed_object_id: Mapped[str] = mapped_column(String(120), default="")
    scan_object_id: Mapped[str] = mapped_column(String(120), default="")
    link_days: Mapped[int] = mapped_column(Integer)

    document: Mapped[IssuedDocument] = relationship(lazy="joined")
    signatories: Mapped[list["Signatory"]] = relationship(
        lazy="selectin", order_by="Signatory.step, Signatory.slot", back_populates="round"
    )

    def __init__(self, **columns: Any) -> None:
        super().__init__(**columns)
        self.start()

    @reconstructor
    def start(self) -> None:
        """`proven`: ids of the signatories whose evidence was validated in this unit of work (`sealing.prove`)."""
        self.proven: frozenset[uuid.UUID] = frozenset()


class Signatory(Base):
    """One signature of a round: asked, given with its evidence, or refused with its reason."""

    __tablename__ = "signatory"
    __table_args__ = (Index("ix_signatory_round", "round_id"), Index("ix_signatory_person", "person_id", "state"))

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signing_round.id"))
    slot: Mapped[str] = mapped_column(String(40))
    role: Mapped[SignatoryRole] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200), default="")
    step: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(400))
    email: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    state: Mapped[SignatoryState] = mapped_column(String(20))
    asked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    signed_on: Mapped[date | None] = mapped_column(Date)
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    evidence_seal: Mapped[str] = mapped_column(Text, default="")

    round: Mapped[SigningRound] = relationship(back_populates="signatories")


class AccessLink(Base):
    """What a link in a mail opens: one signature, or the host's page. Only the hash of its secret is kept."""

    __tablename__ = "access_link"
    __table_args__ = (Index("ix_access_link_internship", "internship_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    signatory_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("signatory.id"))
    role: Mapped[SignatoryRole] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(400))
    email: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked: Mapped[bool] = mapped_column(Boolean, default=False)
