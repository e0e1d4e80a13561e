"""What days bring by themselves: an internship starts, is interrupted, resumes, ends."""

from datetime import date, timedelta
from functools import partial

from sqlalchemy import ColumnElement, func, or_, select, update
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


class Forgetting:
    """A link that was told a day ago is in its mail: the outbox keeps the event without it.

    The outbox has no index on what was published and is never emptied, so each copy remembers up to where nothing is
    left to forget: only its first turn reads the whole, by the primary key.
    """

    def __init__(self, most: int = 20_000, at_once: int = 1_000) -> None:
        self._most, self._at_once, self._done = most, at_once, 0

    def turn(self, work: UnitOfWork) -> int:
        """How many secrets were forgotten; what is beyond the most of a turn waits for the next."""
        day_ago, id = work.now - timedelta(days=1), OUTBOX.c.id
        published = (OUTBOX.c.published_at.is_not(None), OUTBOX.c.published_at < day_ago)
        young = or_(OUTBOX.c.published_at.is_(None), OUTBOX.c.published_at >= day_ago)
        link = OUTBOX.c.routing_key == told.LinkGiven.routing_key
        without = func.regexp_replace(OUTBOX.c.body, '"path":"/lien/[^"]*"', '"path":"-"')
        first_young = work.session.scalar(select(id).where(id > self._done, young).order_by(id).limit(1))
        last = work.session.scalar(select(id).order_by(id.desc()).limit(1)) or 0
        count, after = 0, self._done
        while count < self._most:
            old = select(id).where(id > after, link, *published, OUTBOX.c.body.like('%"path":"/lien/%'))
            ids = list(work.session.scalars(old.order_by(id).limit(self._at_once)))
            work.session.execute(update(OUTBOX).where(id.in_(ids)).values(body=without))
            count += len(ids)
            if len(ids) < self._at_once:
                work.after_commit(partial(setattr, self, "_done", last if first_young is None else first_young - 1))
                return count
            after = ids[-1]
        return count


FORGETTING = Forgetting()


def forget_secrets(work: UnitOfWork) -> None:
    FORGETTING.turn(work)


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
