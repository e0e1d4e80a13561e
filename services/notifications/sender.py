"""Taking due mails and handing them to the server, each in short transactions of its own.

A mail is first leased: its `due_at` moves ahead and is committed, then the server is spoken to, then the outcome is
written. Several senders share the work by row locks; one that dies leaves a mail that is due again after the lease.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from runtime.files import FileStore
from runtime.logs import log
from runtime.settings import Settings
from runtime.unit_of_work import UnitOfWork
from services.notifications.channels import email
from services.notifications.model import FAILED, QUEUED, SENT, Delivery
from services.notifications.rules.retries import LEASE, pause_after, refused_for_good

AT_ONCE = 50  # a tick's worth; the next tick goes on
LONGEST_ERROR = 2_000
WITH_A_LINK_OF_ITS_OWN = "link_"
KEPT_IN_VAIN = timedelta(days=1)
FORGOTTEN_AT_ONCE, MOST_TURNS = 500, 20


def send_due(
    engine: Engine, files: FileStore, settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> int:
    """How many were handled. Stops at the first one when the server cannot be spoken to: the others would fail too."""
    done = 0
    for _ in range(AT_ONCE):
        leased = lease(engine, now())
        if leased is None:
            break
        spoken = send_one(engine, files, settings, leased, now)
        done += 1
        if not spoken:
            break
    return done


def lease(engine: Engine, now: datetime) -> uuid.UUID | None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = select(Delivery).where(Delivery.state == QUEUED, Delivery.due_at <= now)
        delivery = session.scalars(due.order_by(Delivery.due_at).limit(1).with_for_update(skip_locked=True)).first()
        if delivery is None:
            return None
        delivery.attempts += 1
        delivery.due_at = now + LEASE
        return delivery.id


def send_one(
    engine: Engine, files: FileStore, settings: Settings, delivery_id: uuid.UUID, now: Callable[[], datetime]
) -> bool:
    """False when the server could not be spoken to at all."""
    with Session(engine, expire_on_commit=False) as session:
        delivery = session.get_one(Delivery, delivery_id)
    code, error = 250, ""
    try:
        email.send(email.compose(delivery, settings.mail_from, files.read), settings.smtp_url)
    except email.NotAccepted as refusal:
        code, error = refusal.code, str(refusal)
    except Exception as fault:  # an address that is none, a file that is not there: shown, tried again, then given up
        code, error = 1, f"{type(fault).__name__}: {fault}"
    with Session(engine) as session, session.begin():
        settle(session.get_one(Delivery, delivery_id), code, error, now())
    return code != 0


def forget_links(work: UnitOfWork) -> int:
    """A day after it was given up, a mail's link opens a door for nobody but whoever reads this table. How many forgot."""
    old = (
        select(Delivery.id)
        .where(
            Delivery.state == FAILED,
            Delivery.due_at < work.now - KEPT_IN_VAIN,
            Delivery.kind.startswith(WITH_A_LINK_OF_ITS_OWN, autoescape=True),
            Delivery.text != "",
        )
        .limit(FORGOTTEN_AT_ONCE)
    )
    for turn in range(MOST_TURNS):
        ids = list(work.session.scalars(old).all())
        work.session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(text="", html=""))
        if len(ids) < FORGOTTEN_AT_ONCE:
            return turn * FORGOTTEN_AT_ONCE + len(ids)
    return MOST_TURNS * FORGOTTEN_AT_ONCE


def settle(delivery: Delivery, code: int, error: str, now: datetime) -> None:
    """Write the outcome of one try down."""
    if not error:
        delivery.state, delivery.sent_at, delivery.last_error = SENT, now, ""
        if delivery.kind.startswith(WITH_A_LINK_OF_ITS_OWN):
            delivery.text = delivery.html = ""  # its link opens a door: the mail has it, and nobody else needs it
        log.info("mail_sent", delivery=str(delivery.id), kind=delivery.kind, attempts=delivery.attempts)
        return
    pause = None if refused_for_good(code) else pause_after(delivery.attempts)
    delivery.last_error = error[:LONGEST_ERROR]
    if pause is None:
        delivery.state = FAILED
    else:
        delivery.due_at = now + pause
    log.warning("mail_not_accepted", delivery=str(delivery.id), kind=delivery.kind, code=code, state=delivery.state)
