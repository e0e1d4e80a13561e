"""Which events a consumer has heard: written in the transaction of their effect, so that each has one effect."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.database import make_base

INBOX = make_base().metadata.tables["inbox"]
KEPT_DAYS = 30


class Inbox:
    def first_time(self, session: Session, consumer: str, event_id: str) -> bool:
        """False when this consumer has handled the event. A second copy at work at the same time waits here."""
        done = session.execute(insert(INBOX).values(consumer=consumer, event_id=event_id).on_conflict_do_nothing())
        return done.rowcount == 1  # type: ignore[attr-defined]
