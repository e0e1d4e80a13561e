"""What notifications answers without writing."""

from typing import Any

from sqlalchemy import func, select

from contracts.errors import InvalidInput
from runtime.unit_of_work import UnitOfWork
from services.notifications.model import FAILED, QUEUED, SENT, Delivery, Notification
from services.notifications.permission import staff_only


def list_notifications(work: UnitOfWork, limit: int) -> dict[str, Any]:
    mine = select(Notification).where(Notification.person_id == work.actor.person_id)
    newest = mine.order_by(Notification.created_at.desc(), Notification.id).limit(limit)
    rows = [_said(one, work.actor.language) for one in work.session.scalars(newest)]
    return {"unread": count_unread(work), "rows": rows}


def _said(one: Notification, language: str) -> dict[str, Any]:
    """In the asker's language; a notice of before languages were kept has one alone."""
    words = one.words.get(language) or next(iter(one.words.values()))
    return {name: getattr(one, name) for name in ("id", "kind", "link", "created_at", "read_at")} | words


def count_unread(work: UnitOfWork) -> int:
    query = select(func.count()).where(Notification.person_id == work.actor.person_id, Notification.read_at.is_(None))
    return work.session.scalar(query) or 0


def list_deliveries(work: UnitOfWork, state: str, limit: int) -> list[dict[str, Any]]:
    """Failures first, then what waits, then what is sent; newest first in each.

    A mail whose subject is nobody else's business is not there: its address and its hour would say what it does not.
    """
    staff_only(work.actor)
    if state not in ("", QUEUED, SENT, FAILED):
        raise InvalidInput(fields={"state": ["unknown_choice"]})
    found: list[Delivery] = []
    for one in [state] if state else [FAILED, QUEUED, SENT]:  # each by its index, however many were ever sent
        query = (
            select(Delivery)
            .where(Delivery.state == one, Delivery.about != "")
            .order_by(Delivery.created_at.desc(), Delivery.id)
        )
        found += work.session.scalars(query.limit(limit - len(found)))
    names = ("id", "state", "attempts", "last_error", "created_at", "sent_at")
    return [
        {name: getattr(one, name) for name in names} | {"to": one.to_address, "subject": one.about} for one in found
    ]
