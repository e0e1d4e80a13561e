"""What a signed cookie cannot say: that a session is over, which sign-on ticket opened it, and a draft too long for it.

One small SQLite file beside the session secret, shared by the workers of one machine.
"""

import hashlib
import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS tickets (ticket TEXT PRIMARY KEY, session TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (person TEXT, name TEXT, data TEXT NOT NULL, until REAL NOT NULL,
                                   PRIMARY KEY (person, name));
"""
DRAFT_DAYS, DRAFT_BYTES, DRAFTS = 7, 1_000_000, 20
BY_LINK = "lien:"  # whose words a link keeps; anybody can invent one, so that all of them together are bounded
LINK_BYTES, LINK_DRAFTS = 200_000, 1_000


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Sessions:
    """Thread-safe: one connection a thread, each statement its own transaction."""

    def __init__(self, folder: Path, lifetime_seconds: float) -> None:
        self.path = folder / "sessions.sqlite3"
        self.lifetime = lifetime_seconds
        self._local = threading.local()
        folder.mkdir(parents=True, exist_ok=True)
        self._run("PRAGMA journal_mode=WAL")
        for statement in SCHEMA.split(";"):
            if statement.strip():
                self._run(statement)

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=5, isolation_level=None)
            self._local.connection = connection
        return connection.execute(statement, values)

    def opened(self, session: str, ticket: str) -> bool:
        """Bind a sign-on ticket to the session it opens; False when that ticket has already served."""
        self.forget_old()
        cursor = self._run(
            "INSERT OR IGNORE INTO tickets VALUES (?, ?, ?)", digest(ticket), session, time.time() + self.lifetime
        )
        return cursor.rowcount == 1

    def end(self, session: str) -> None:
        self._run("INSERT OR REPLACE INTO ended VALUES (?, ?)", session, time.time() + self.lifetime)

    def end_by_ticket(self, ticket: str) -> bool:
        """The university signed the person out everywhere."""
        row = self._run("SELECT session FROM tickets WHERE ticket = ?", digest(ticket)).fetchone()
        if row:
            self.end(row[0])
        return bool(row)

    def is_over(self, session: str) -> bool:
        return self._run("SELECT 1 FROM ended WHERE session = ?", session).fetchone() is not None

    def keep_draft(self, person: str, name: str, data: dict[str, Any]) -> bool:
        """Keep what somebody typed for a week, for him alone; too long a text is not kept, and the answer says so.

        His latest drafts push out the oldest.
        """
        text = json.dumps(data, ensure_ascii=False)
        by_link = person.startswith(BY_LINK)
        if len(text.encode("utf-8", "replace")) > (LINK_BYTES if by_link else DRAFT_BYTES):
            return False
        until = time.time() + DRAFT_DAYS * 86_400
        self._run("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", person, name, text, until)
        self._run(
            "DELETE FROM drafts WHERE person = ? AND name NOT IN "
            "(SELECT name FROM drafts WHERE person = ? ORDER BY until DESC LIMIT ?)",
            person,
            person,
            DRAFTS,
        )
        if by_link:
            self._run(
                "DELETE FROM drafts WHERE rowid IN (SELECT rowid FROM drafts WHERE person LIKE ? "
                "ORDER BY until DESC LIMIT -1 OFFSET ?)",
                f"{BY_LINK}%",
                LINK_DRAFTS,
            )
        return True

    def draft(self, person: str, name: str) -> dict[str, Any] | None:
        row = self._run(
            "SELECT data FROM drafts WHERE person = ? AND name = ? AND until > ?", person, name, time.time()
        ).fetchone()
        return json.loads(row[0]) if row else None

    def drop_draft(self, person: str, name: str) -> None:
        self._run("DELETE FROM drafts WHERE person = ? AND name = ?", person, name)

    def forget_old(self) -> None:
        for statement in (
            "DELETE FROM ended WHERE until < ?",
            "DELETE FROM tickets WHERE until < ?",
            "DELETE FROM drafts WHERE until < ?",
        ):
            self._run(statement, time.time())
