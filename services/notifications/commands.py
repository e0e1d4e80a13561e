"""What notifications does when told to."""

import uuid

from contracts.errors import MoveRefused, NotFound
from runtime.unit_of_work import UnitOfWork
from services.notifications import sender, store
from services.notifications.model import FAILED, QUEUED, Delivery
from services.notifications.permission import staff_only
from services.notifications.telling import settings


def mark_read(work: UnitOfWork, id: uuid.UUID | None) -> None:
    store.mark_read(work.session, work.actor.person_id, work.now, id)


def retry_delivery(work: UnitOfWork, id: uuid.UUID) -> None:
    """Only what was given up: what waits is tried by itself, what is sent is not sent twice.

    One whose link was forgotten has no words any more: the file gives its holder another.
    """
    staff_only(work.actor)
    delivery = work.session.get(Delivery, id, with_for_update=True)
    if delivery is None or not delivery.about:
        raise NotFound()
    if delivery.state != FAILED:
        raise MoveRefused("not_failed", state=delivery.state)
    if not delivery.text:
        raise MoveRefused("link_forgotten")
    delivery.state, delivery.attempts, delivery.due_at = QUEUED, 0, work.now


def forget_links(work: UnitOfWork) -> None:
    sender.forget_links(work)


def send_due_mails(work: UnitOfWork) -> None:
    """In transactions of its own, one a step: see `sender`."""
    sender.send_due(work.house.engine, work.house.files, settings())
