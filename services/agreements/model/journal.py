"""The journal of the files, as a table."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.agreements.model.base import Base


class JournalLine(Base):
    """Append-only: a trigger refuses any change but the erasure of the words (see journal.py).

    Its key is the file and the rank of the line in it: every column is under the line's hash.
    """

    __tablename__ = "journal"

    internship_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
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


class PendingLine(Base):
    """A line not yet under a head (see heads.py), written with it: a line that commits late is missed by no head.

    `seal` is the service's signature of the line, without which no head takes it in.
    """

    __tablename__ = "journal_pending"

    internship_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[bytes] = mapped_column(LargeBinary)
