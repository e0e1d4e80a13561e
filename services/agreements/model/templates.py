"""Templates of documents: versioned words and articles, edited by staff."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from services.agreements.model.base import Base

DRAFT, PUBLISHED = "draft", "published"


class DocumentTemplate(Base):
    """One kind of document in one language. Version 0 of French and English is the code's and has no row."""

    __tablename__ = "document_template"
    __table_args__ = (UniqueConstraint("kind", "language"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))


class TemplateVersion(Base):
    """`words` are flat texts under dotted names. At most one draft a template; a published one is never changed (trigger)."""

    __tablename__ = "template_version"
    __table_args__ = (
        UniqueConstraint("template_id", "number"),
        Index("ix_template_version_draft", "template_id", unique=True, postgresql_where=text("state = 'draft'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    template_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document_template.id"))
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[dict[str, str]] = mapped_column(JSONB)
    articles: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    note: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    template: Mapped[DocumentTemplate] = relationship(lazy="joined")

    __mapper_args__: Any = {"version_id_col": version}


class Drawn:
    """What a file keeps of its convention's drawing.

    `template_version_id`: the version that it was validated with, empty for the code's own. `pdf_plain`: a letter that
    no font has kept its PDF from being declared PDF/A.
    """

    pdf_plain: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"))

    @declared_attr
    def template_version_id(cls) -> Mapped[uuid.UUID | None]:
        return mapped_column(ForeignKey("template_version.id"))
