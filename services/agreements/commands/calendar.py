"""What days bring by themselves: an internship starts, is interrupted, resumes, ends."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import OperationalError

from contracts.events import agreements as told
from contracts.vocabulary import State
from runtime.logs import log
from runtime.outbox import OUTBOX
from runtime.unit_of_work import UnitOfWork
from services.agreements import around
from services.agreements.commands import moving
from services.agreements.model import Internship
from services.agreements.rules.lifecycle import UNDER_WAY

AT_A_TIME = 200


def advance(work: UnitOfWork) -> None:
    """Copies of the service share the work: a locked file is another's. What is left waits for the next turn."""
    today = work.today
    _each(work, Internship.state == State.SIGNED, Internship.starts_on <= today, move="start")
    _each(work, Internship.state == State.RUNNING, Internship.ends_on < today, move="finish")
    _each(work, Internship.state == State.INTERRUPTED, ~_suspended(today), move="resume")
    _each(work, Internship.state.in_(UNDER_WAY), Internship.ended_on < today, move="end_early")
    _each(work, Internship.state == State.RUNNING, _suspended(today), move="interrupt")


def forget_secrets(work: UnitOfWork) -> None:
    """A link that was told a day ago is in its mail: the outbox keeps the event without it."""
    published = (OUTBOX.c.published_at.is_not(None), OUTBOX.c.published_at < work.now - timedelta(days=1))
    link = OUTBOX.c.routing_key == told.LinkGiven.routing_key
    old = select(OUTBOX.c.id).where(link, *published, OUTBOX.c.body.like('%"path":"/lien/%')).limit(AT_A_TIME)
    without = func.regexp_replace(OUTBOX.c.body, '"path":"/lien/[^"]*"', '"path":"-"')
    work.session.execute(update(OUTBOX).where(OUTBOX.c.id.in_(old)).values(body=without))


def _suspended(today: date) -> ColumnElement[bool]:
    """Some interruption covers the day; the move's own guard has the last word."""
    return func.jsonb_path_exists(  # type: ignore[return-value]
        Internship.convention,
        "$.interruptions[*] ? (@.starts_on <= $day && @.ends_on >= $day)",
        func.jsonb_build_object("day", today.isoformat()),
    )


def _each(work: UnitOfWork, *which: ColumnElement[bool], move: str) -> None:
    """A file that makes us stumble stays as it is, with an error in the log, and the others go on."""
    statement = (
        select(Internship.id)
        .where(*which)
        .order_by(Internship.state, Internship.starts_on)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True, of=Internship)
    )
    for id in work.session.scalars(statement).all():
        try:
            with work.session.begin_nested():
                file = work.session.get_one(Internship, id)
                around.load(work.session, [file])
                moving.automatic(work, file, move)
        except OperationalError:
            raise  # the database is away: the next turn does all of it
        except Exception:
            log.exception("calendar_failed", internship=str(id), move=move)
