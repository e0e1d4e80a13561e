"""What profiles keeps."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from runtime.database import make_base

Base: Any = make_base()

LINE, PARAGRAPH = 200, 2_000


class Component(Base):
    """A faculty, institute or school, and where its students make their conventions (A6)."""

    __tablename__ = "component"

    code: Mapped[str] = mapped_column(String(LINE), primary_key=True)
    name: Mapped[str] = mapped_column(String(LINE))
    circuit: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(LINE), default="")
    contact_name: Mapped[str] = mapped_column(String(LINE), default="")
    contact_email: Mapped[str] = mapped_column(String(LINE), default="")
    contact_phone: Mapped[str] = mapped_column(String(LINE), default="")
    contact_place: Mapped[str] = mapped_column(String(LINE), default="")


class Programme(Base):
    """What one enrols in; its code is the etape's."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(LINE), primary_key=True)
    name: Mapped[str] = mapped_column(String(LINE))
    component_code: Mapped[str] = mapped_column(String(LINE), default="")
    level: Mapped[str] = mapped_column(String(10), default="")


class Person(Base):
    """One account. Its identity is (issuer, subject): a login or an address given to somebody else changes nothing.

    Roles come from two sides that never erase each other: the directory's import, and the sign-on's affiliations.
    Component and programme are codes, not keys: the sign-on may name some that the directory does not know yet.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index(
            "ix_person_search_name",
            "search_name",
            postgresql_using="gin",
            postgresql_ops={"search_name": "gin_trgm_ops"},
        ),
        Index("ix_person_issuer_email", "issuer", "email"),
        Index("ix_person_student_number", "student_number"),
        Index("ix_person_lower_email", text("lower(email)")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version: Mapped[int] = mapped_column(Integer)
    issuer: Mapped[str] = mapped_column(String(LINE))
    subject: Mapped[str] = mapped_column(String(LINE))
    directory_roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    affiliation_roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    civility: Mapped[str] = mapped_column(String(10), default="")
    first_name: Mapped[str] = mapped_column(String(LINE), default="")
    last_name: Mapped[str] = mapped_column(String(LINE), default="")
    search_name: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(LINE), default="")
    language: Mapped[str] = mapped_column(String(5), default="fr")
    student_number: Mapped[str] = mapped_column(String(LINE), default="")
    component_code: Mapped[str] = mapped_column(String(LINE), default="")
    programme_code: Mapped[str] = mapped_column(String(LINE), default="")
    level: Mapped[str] = mapped_column(String(10), default="")
    phone: Mapped[str] = mapped_column(String(LINE), default="")
    born_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __mapper_args__ = {"version_id_col": version}

    @property
    def roles(self) -> list[str]:
        return sorted({*self.directory_roles, *self.affiliation_roles})

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()[:LINE]


class LocalAccount(Base):
    """A password of ours. `email` is the sign-in name, lower case; the hash never leaves this service."""

    __tablename__ = "local_account"

    email: Mapped[str] = mapped_column(String(LINE), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)


class SignInTry(Base):
    """One try at a password. `account` is a digest, so that names tried for accounts that do not exist are not kept."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_account_at", "account", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Document(Base):
    """A CV, a letter or the photo. `text` is what the file says, for the CV-thèque's search."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_owner_id_created_at", "owner_id", "created_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version: Mapped[int] = mapped_column(Integer)
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(LINE))
    description: Mapped[str] = mapped_column(String(PARAGRAPH), default="")
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    file_name: Mapped[str] = mapped_column(String(LINE))
    media_type: Mapped[str] = mapped_column(String(LINE))
    size: Mapped[int] = mapped_column(Integer)
    object_id: Mapped[str] = mapped_column(String(LINE))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __mapper_args__ = {"version_id_col": version}


class NewsItem(Base):
    """One piece of news of one group (status, component or programme, by its code)."""

    __tablename__ = "news_item"
    __table_args__ = (UniqueConstraint("group_code", "title"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    group_code: Mapped[str] = mapped_column(String(LINE))
    title: Mapped[str] = mapped_column(String(LINE))
    body: Mapped[str] = mapped_column(String(PARAGRAPH), default="")
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
