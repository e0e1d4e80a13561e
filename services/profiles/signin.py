"""Signing in with a password of ours: one answer and one duration whatever was wrong, and few tries.

Tries are counted in a transaction of their own, before the password is looked at: a refusal undoes the caller's
transaction, and a hundred tries sent at once must not all see a count of zero.
"""

import hashlib
import threading
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Engine

from contracts.errors import NotAllowed, Unavailable
from runtime import children
from runtime.unit_of_work import UnitOfWork
from services.profiles import store
from services.profiles.model import LocalAccount, Person, SignInTry
from services.profiles.passwords import NOBODY
from services.profiles.rules.throttle import WINDOW, too_many

PLACES = threading.Semaphore(3)


def account_digest(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def take_a_try(engine: Engine, account: str, now: datetime) -> None:
    """Raises `NotAllowed` too_many_tries. Tries of one account wait for each other here."""
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(account, 0))))
        count = connection.scalar(select(func.count()).where(SignInTry.account == account, SignInTry.at > now - WINDOW))
        if too_many(count or 0):
            raise NotAllowed("too_many_tries", minutes=int(WINDOW.total_seconds() // 60))
        connection.execute(insert(SignInTry).values(account=account, at=now))


def looked_at(password_hash: str, password: str) -> bool:
    """In a child process. Few at a time: a crowd at this door must not keep the others from theirs.

    Raises `Unavailable` busy.
    """
    if not PLACES.acquire(blocking=False):
        raise Unavailable("busy")
    try:
        return bool(children.run("services.profiles.passwords:matches", password_hash, password, seconds=5))
    finally:
        PLACES.release()


def sign_in(work: UnitOfWork, email: str, password: str) -> Person:
    """Raises `NotAllowed` bad_credentials or too_many_tries."""
    name, account = email.strip().casefold(), account_digest(email)
    take_a_try(work.house.engine, account, work.now)
    known = work.session.get(LocalAccount, name)
    right = looked_at(known.password_hash if known else NOBODY, password)
    if known is None or not right:
        raise NotAllowed("bad_credentials")
    work.session.execute(delete(SignInTry).where(SignInTry.account == account))
    return store.person(work.session, known.person_id)


def forget_old_tries(work: UnitOfWork) -> None:
    work.session.execute(delete(SignInTry).where(SignInTry.at < work.now - 2 * WINDOW))
