"""Papers deposited for a file, and what a group asks."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Computed, DateTime, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.vocabulary import PaperState
from services.agreements.model.base import Base

# As PostgreSQL writes it back.
UNREVIEWED = """jsonb_path_exists(papers, '$.*?(@ == "deposited")'::jsonpath)"""


class Papered:
    """Of the file: the state of the last version of each paper, by code, for the rules and for lists.

    `unreviewed` is whether one of them was deposited and not yet reviewed; computed by the database.
    """

    papers: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, server_default="{}")
    unreviewed: Mapped[bool] = mapped_column(
        Boolean, Computed(UNREVIEWED, persisted=True), deferred=True, nullable=True
    )


class Asking:
    """A column of the group: `AskedPaper` lines, None until somebody says what is asked."""

    papers: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))


class DepositedPaper(Base):
    """One version of one paper. Earlier ones stay."""

    __tablename__ = "deposited_paper"
    __table_args__ = (Index("ix_deposited_paper_internship", "internship_id", "code", "deposited_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    internship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("internship.id"))
    code: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[PaperState] = mapped_column(String(20))
    deposited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reviewed_by: Mapped[str] = mapped_column(String(400), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
