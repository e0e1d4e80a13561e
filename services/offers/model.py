"""What offers keeps."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.vocabulary import CandidacyState, OfferState
from runtime.database import make_base

Base: Any = make_base()

SHORT, LINE, PARAGRAPH = 40, 200, 2_000
REFERENCES = Sequence("offer_reference", start=1001, metadata=Base.metadata)
# As PostgreSQL writes it back, so that the check of migrations finds no difference.
SEARCH = (
    "setweight(to_tsvector('ipro_french'::regconfig, search_title), 'A'::\"char\")"
    " || setweight(to_tsvector('ipro_french'::regconfig, search_text), 'C'::\"char\")"
)


class Host(Base):
    """A company, association or administration. `name_key` finds it whatever its accents and capitals."""

    __tablename__ = "host"
    __table_args__ = (
        Index("ix_host_name_key", "name_key"),
        Index(
            "ix_host_name_key_words", "name_key", postgresql_using="gin", postgresql_ops={"name_key": "gin_trgm_ops"}
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(LINE))
    name_key: Mapped[str] = mapped_column(String(LINE))
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    address1: Mapped[str] = mapped_column(String(LINE), default="")
    address2: Mapped[str] = mapped_column(String(LINE), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(LINE))
    sector: Mapped[str] = mapped_column(String(LINE), default="")
    headcount: Mapped[int | None] = mapped_column(Integer)
    phone: Mapped[str] = mapped_column(String(SHORT), default="")
    email: Mapped[str] = mapped_column(String(LINE), default="")
    website: Mapped[str] = mapped_column(String(LINE), default="")
    created_by: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    contacts: Mapped[list["Contact"]] = relationship(order_by="Contact.created_at, Contact.id")

    __mapper_args__ = {"version_id_col": version}


class Contact(Base):
    """Somebody in a host: a contact, a tutor, a signatory."""

    __tablename__ = "contact"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    host_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("host.id"), index=True)
    civility: Mapped[str] = mapped_column(String(10), default="")
    first_name: Mapped[str] = mapped_column(String(LINE))
    last_name: Mapped[str] = mapped_column(String(LINE))
    role: Mapped[str] = mapped_column(String(LINE), default="")
    email: Mapped[str] = mapped_column(String(LINE))
    phone: Mapped[str] = mapped_column(String(SHORT), default="")
    created_by: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Offer(Base):
    """An offer. Only a move of `rules/offers.py` changes `state`. The `_key` columns are sorted and compared by.

    `search_title` and `search_text` hold normalised words (`rules/search_text.py`); `search` is made of them.
    """

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_search", "search", postgresql_using="gin"),
        Index("ix_offer_state_published_at", "state", "published_at", "id"),
        Index("ix_offer_state_title_key", "state", "title_key", "id"),
        Index("ix_offer_state_host_key", "state", "host_key", "id"),
        Index("ix_offer_state_city_key", "state", "city_key", "id"),
        Index(
            "ix_offer_part_of_names",
            "host_key",
            "sector_key",
            "city_key",
            postgresql_using="gin",
            postgresql_ops=dict.fromkeys(("host_key", "sector_key", "city_key"), "gin_trgm_ops"),
        ),
        Index("ix_offer_recruiter_id_created_at", "recruiter_id", "created_at"),
        Index(
            "ix_offer_awaiting_moderation",
            "submitted_at",
            postgresql_where=text(f"(state)::text = '{OfferState.AWAITING_MODERATION}'::text"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version: Mapped[int] = mapped_column(Integer)
    reference: Mapped[int] = mapped_column(Integer, unique=True)
    state: Mapped[str] = mapped_column(String(SHORT), default=OfferState.DRAFT)
    refusal_reason: Mapped[str] = mapped_column(String(PARAGRAPH), default="")
    recruiter_id: Mapped[uuid.UUID | None]
    host_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("host.id"), index=True)
    origin: Mapped[str] = mapped_column(String(LINE), default="platform")
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(LINE))
    description: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[str] = mapped_column(String(10), default="")
    function: Mapped[str] = mapped_column(String(SHORT))
    city: Mapped[str] = mapped_column(String(LINE))
    country: Mapped[str] = mapped_column(String(2))
    starts_on: Mapped[date | None] = mapped_column(Date)
    duration_months: Mapped[int | None] = mapped_column(Integer)
    stipend_cents: Mapped[int | None] = mapped_column(Integer)
    benefits: Mapped[str] = mapped_column(String(PARAGRAPH), default="")
    apply_by: Mapped[str] = mapped_column(String(20))
    apply_email: Mapped[str] = mapped_column(String(LINE), default="")
    apply_url: Mapped[str] = mapped_column(String(LINE), default="")
    expires_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    view_count: Mapped[int] = mapped_column(Integer, default=0)
    title_key: Mapped[str] = mapped_column(String(LINE))
    host_key: Mapped[str] = mapped_column(String(LINE))
    sector_key: Mapped[str] = mapped_column(String(LINE), default="")
    city_key: Mapped[str] = mapped_column(String(LINE))
    search_title: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True), deferred=True)

    host: Mapped[Host] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class Candidacy(Base):
    """One student's candidacy to one offer. `documents` are as they were when sent (`SentDocument`)."""

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("offer_id", "student_id"),
        Index("ix_candidacy_student_id_sent_at", "student_id", "sent_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20), default=CandidacyState.SENT)
    offer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offer.id"))
    student_id: Mapped[uuid.UUID]
    student_name: Mapped[str] = mapped_column(String(LINE))
    student_email: Mapped[str] = mapped_column(String(LINE))
    subject: Mapped[str] = mapped_column(String(LINE))
    message: Mapped[str] = mapped_column(Text)
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    offer: Mapped[Offer] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}
