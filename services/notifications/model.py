"""What notifications keeps."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from runtime.database import make_base

Base: Any = make_base()

LINE, PARAGRAPH = 200, 2_000
QUEUED, SENT, FAILED = "queued", "sent", "failed"


class Person(Base):
    """A copy of what profiles says of a person: the one with the highest version."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_roles", "roles", postgresql_using="gin"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(LINE))
    first_name: Mapped[str] = mapped_column(String(LINE), default="")
    email: Mapped[str] = mapped_column(String(LINE), default="")
    language: Mapped[str] = mapped_column(String(5))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)


class Notification(Base):
    """A notice on the site, one for each event and reader; `words` are its title and body by language.

    In every language of the site, for a reader changes his.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "kind"),
        Index("ix_notification_person_id_created_at", "person_id", "created_at"),
        Index("ix_notification_unread", "person_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    event_id: Mapped[str] = mapped_column(String(36))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(60))
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB)
    link: Mapped[str] = mapped_column(String(LINE))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Delivery(Base):
    """A mail as it will be sent, whole, until the server has accepted it. `attachments` name objects in storage.

    `about` is its subject without anybody's name, for the staff that follows mails; empty when it must
    not be told, and then neither is that the mail exists.

    `dedup_key` is event, recipient and channel: one event never mails one person twice. `due_at` also serves as a
    lease: a sender moves it ahead before it speaks to the server, so that its death only delays the mail.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at", postgresql_where=text(f"(state)::text = '{QUEUED}'::text")),
        Index("ix_delivery_state_created_at", "state", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    dedup_key: Mapped[str] = mapped_column(String(400), unique=True)
    event_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(LINE))
    to_name: Mapped[str] = mapped_column(String(LINE), default="")
    reply_to: Mapped[str] = mapped_column(String(LINE), default="")
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(LINE))
    about: Mapped[str] = mapped_column(String(LINE), default="", server_default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    message_id: Mapped[str] = mapped_column(String(LINE))
    state: Mapped[str] = mapped_column(String(10), default=QUEUED)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(PARAGRAPH), default="")
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
