"""What the sign-on server of the demonstration remembers: sessions, and tickets that work once and for a minute."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TICKET_SECONDS = 60
SESSION_SECONDS = 8 * 3600
MOST = 10_000


@dataclass
class Session:
    uid: str
    signed_at: float
    services: dict[str, str] = field(default_factory=dict)  # ticket -> service, for the single logout


@dataclass(frozen=True)
class Ticket:
    uid: str
    service: str
    given_at: float
    new_login: bool


class Tickets:
    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._tickets: dict[str, Ticket] = {}

    def open(self, uid: str) -> str:
        name = "TGC-" + secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            self._sessions[name] = Session(uid, self._clock())
        return name

    def session(self, name: str) -> Session | None:
        with self._lock:
            found = self._sessions.get(name)
            return found if found and self._clock() - found.signed_at < SESSION_SECONDS else None

    def close(self, name: str) -> dict[str, str]:
        """Who must hear of it: ticket -> service."""
        with self._lock:
            session = self._sessions.pop(name, None)
            return session.services if session else {}

    def give(self, session: str, service: str, new_login: bool) -> str:
        name = "ST-" + secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            owner = self._sessions[session]
            owner.services[name] = service
            self._tickets[name] = Ticket(owner.uid, service, self._clock(), new_login)
        return name

    def take(self, name: str) -> Ticket | None:
        """Once: whatever becomes of the check, the ticket is gone."""
        with self._lock:
            ticket = self._tickets.pop(name, None)
        return ticket if ticket and self._clock() - ticket.given_at < TICKET_SECONDS else None

    def _forget_old(self) -> None:
        now = self._clock()
        self._tickets = {n: t for n, t in self._tickets.items() if now - t.given_at < TICKET_SECONDS}
        self._sessions = {n: s for n, s in self._sessions.items() if now - s.signed_at < SESSION_SECONDS}
        while len(self._sessions) >= MOST:
            del self._sessions[next(iter(self._sessions))]
