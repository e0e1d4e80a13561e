"""The journal of the files, as a table."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.agreements.model.base import Base


class JournalLine(Base):
    """Append-only: a trigger refuses any change but the erasure of the words (see journal.py)."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("internship_id", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    internship_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    move: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(String(40))
    after: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    party: Mapped[str] = mapped_column(String(40))
    correlation_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(64))
    words_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
