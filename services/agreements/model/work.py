"""What managers' work adds: columns of a file that the queue reads, views, tags, and jobs done in the background."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.calls.agreements.work import TAG
from services.agreements.model.base import Base

# As PostgreSQL writes them back. `ipro_plain` is made by migration 0006: lower case, no accents.
STUDENT_KEY = "ipro_plain((student ->> 'name'::text))"
SUPERVISOR_KEY = "ipro_plain((supervisor ->> 'name'::text))"
PROGRAMME_KEY = (
    "ipro_plain(((COALESCE((student ->> 'programme_name'::text), ''::text) || ' '::text) ||"
    " COALESCE((student ->> 'component_name'::text), ''::text)))"
)
SEARCH_TEXT = (
    "ipro_plain((((((COALESCE((student ->> 'name'::text), ''::text) || ' '::text) ||"
    " COALESCE((student ->> 'student_number'::text), ''::text)) || ' '::text) || (host_name)::text) || ' '::text)"
    " || (title)::text)"
)
STARTS_KEY = "COALESCE(starts_on, '9999-12-31'::date)"


class Worked:
    """The columns. Keys are computed by the database, so that no writer can forget them; nobody loads them.

    `control_status` is the worst legal control of the last save. `opened_by` is the manager who opened the file for a
    whole group, `opening_key` what makes the same line of a list the same file.
    """

    authorized: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    assigned_to: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    assigned_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    tags: Mapped[list[str]] = mapped_column(ARRAY(String(TAG)), default=list, server_default="{}")
    control_status: Mapped[str] = mapped_column(String(10), default="", server_default="")
    opened_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    opening_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    student_key: Mapped[str] = mapped_column(Text, Computed(STUDENT_KEY, persisted=True), deferred=True, nullable=True)
    supervisor_key: Mapped[str] = mapped_column(
        Text, Computed(SUPERVISOR_KEY, persisted=True), deferred=True, nullable=True
    )
    programme_key: Mapped[str] = mapped_column(
        Text, Computed(PROGRAMME_KEY, persisted=True), deferred=True, nullable=True
    )
    search_text: Mapped[str] = mapped_column(Text, Computed(SEARCH_TEXT, persisted=True), deferred=True, nullable=True)
    starts_key: Mapped[date] = mapped_column(Date, Computed(STARTS_KEY, persisted=True), deferred=True, nullable=True)


INDEXES = (
    Index("ix_internship_group_starts", "officer_group_id", "state", "starts_key", "id"),
    Index("ix_internship_group_newest", "officer_group_id", "state", "reference", "id"),
    Index("ix_internship_group_student", "officer_group_id", "state", "student_key", "id"),
    # Counts read this index alone: in a large group most files would cost a page of the table each.
    Index(
        "ix_internship_group_filters",
        "officer_group_id",
        "state",
        "programme_key",
        postgresql_include=[
            "student_id",
            "search_text",
            "supervisor_key",
            "starts_key",
            "opened_by",
            "control_status",
            "assigned_to",
        ],
    ),
    # The programmes of a group are few: a filter on one finds their names here, then reads no other's files.
    Index("ix_internship_group_programme", "officer_group_id", "programme_key"),
    Index("ix_internship_assigned", "assigned_to", "state", postgresql_where=text("assigned_to IS NOT NULL")),
    # Few files at a time have a paper that waits for a manager: his filter and its count read no other.
    Index("ix_internship_unreviewed", "officer_group_id", "state", "since", "id", postgresql_where=text("unreviewed")),
    Index("ix_internship_tags", "tags", postgresql_using="gin"),
    Index(
        "ix_internship_search",
        "officer_group_id",
        "search_text",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    ),
)


class SavedView(Base):
    """Filters that a manager named; `group_id` when he shares them with his group."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    owner_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officer_group.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class GroupTag(Base):
    """Words already in use in a group, to complete what its managers type."""

    __tablename__ = "group_tag"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officer_group.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(TAG), primary_key=True)


class Job(Base):
    """Long work of one person in the background. `checked_only` while an opening is only being checked."""

    __tablename__ = "bulk_job"
    __table_args__ = (
        Index("ix_bulk_job_asked_by", "asked_by", "created_at"),
        Index("ix_bulk_job_open", "created_at", postgresql_where=text("state <> 'done'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(20))
    move: Mapped[str] = mapped_column(String(60))
    comment: Mapped[str] = mapped_column(Text, default="")
    group_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    checked_only: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10))
    total: Mapped[int] = mapped_column(Integer)
    asked_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    asked_name: Mapped[str] = mapped_column(String(200))
    asked_roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    asked_language: Mapped[str] = mapped_column(String(5))
    correlation_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Line(Base):
    """One file of a job, or one line of a list; `outcome` is written in the transaction that did the work."""

    __tablename__ = "bulk_line"
    __table_args__ = (Index("ix_bulk_line_waiting", "job_id", "n", postgresql_where=text("outcome = 'waiting'")),)

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bulk_job.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    internship_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    version: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[int | None] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(Text, default="")
    given: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    outcome: Mapped[str] = mapped_column(String(10), default="waiting")
    code: Mapped[str] = mapped_column(String(60), default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
