"""Many decisions at once: recorded as a job, then made one by one in the background, each in its own transaction.

A line's outcome is written in the transaction that made its move, so a killed service begins again where it was and
decides nothing twice. Permission is that of the person who asked, checked at each line as if he had come for it alone.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any

import eventlet
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import OperationalError

from contracts.calls.agreements.work import MOST_IN_BULK
from contracts.errors import InvalidInput, MoveRefused, NotFound, Refusal, StaleVersion, Unavailable
from contracts.vocabulary import Party, Role, State
from runtime.actor import Actor
from runtime.logs import log
from runtime.unit_of_work import House, UnitOfWork
from services.agreements import jobs, store
from services.agreements.commands import moving, opening
from services.agreements.model import Internship, Job, Line
from services.agreements.queue import SEEN
from services.agreements.rules import moves
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import MOVES

AT_ONCE = 2  # while one draws its PDF in the native thread, the other talks to the database
PAUSE = 0.005  # seconds between two lines, in which others are answered
A_TURN = 15.0  # seconds
MOST_ATTEMPTS = 10


def start_bulk(work: UnitOfWork, *, by: str, move: str, comment: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    line = next((one for one in plain_moves(MOVES, Party(by), State) if one.name == move), None)
    if line is None or not work.actor.has(Role.TEACHER, Role.OFFICER, Role.ADMIN):
        raise NotFound()
    if line.comment == moves.REQUIRED and not comment.strip():
        raise MoveRefused("comment_required")
    versions = {file["id"]: file["version"] for file in files}
    if not versions:
        raise InvalidInput(fields={"files": ["required"]})
    if len(versions) > MOST_IN_BULK:
        raise InvalidInput(fields={"files": ["too_many"]})
    job = jobs.new(work, kind="moves", by=by, move=move, comment=comment.strip(), total=len(versions))
    known = _known(work, list(versions))
    for n, (id, version) in enumerate(versions.items(), start=1):
        reference, label = known.get(id, (None, ""))
        work.session.add(Line(job_id=job.id, n=n, internship_id=id, version=version, reference=reference, label=label))
    work.session.flush()
    return jobs.answer(work.session, job, limit=0)


def _known(work: UnitOfWork, ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, str]]:
    """Reference and student of those that are the asker's to see: a line tells nothing of another's file."""
    person = work.actor.person_id
    groups, heads = store.groups_of(work.session, person), [person, *store.deputy_of(work.session, person)]
    statement = select(Internship.id, Internship.reference, Internship.student["name"].astext).where(
        Internship.id.in_(ids),
        or_(
            and_(Internship.officer_group_id.in_(groups), SEEN),
            and_(Internship.supervisor_id.in_(heads), Internship.state != State.REQUEST_DRAFT),
        ),
        Internship.student_id != person,
    )
    return {id: (reference, name or "") for id, reference, name in work.session.execute(statement)}


def advance_jobs(work: UnitOfWork) -> None:
    """One turn: lines of all open jobs, the first of each before the second of any, until none waits or time is over."""
    if work.session.scalar(select(Job.id).where(Job.state != jobs.DONE).limit(1)) is None:
        return
    work.session.rollback()
    end = time.monotonic() + A_TURN
    pool = eventlet.GreenPool(AT_ONCE)
    threads = [pool.spawn(_lines, type(work), work.house, end) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.wait()
    unfinished = select(Line.job_id).where(Line.outcome == "waiting")
    over = work.session.execute(
        update(Job)
        .where(Job.state != jobs.DONE, Job.id.not_in(unfinished))
        .values(state=jobs.DONE, finished_at=work.now)
        .returning(Job)
    )
    for job in over.scalars().all():
        if job.kind == "opening":
            opening.close(work, job)
        log.info("job_done", job=str(job.id), kind=job.kind, lines=job.total)


def _lines(kind: type[UnitOfWork], house: House, end: float) -> None:
    while time.monotonic() < end and _one_line(kind, house):
        eventlet.sleep(PAUSE)


def _one_line(kind: type[UnitOfWork], house: House) -> bool:
    """Whether to go on: not when none waits, nor when something we need is away until the next turn."""
    with kind(house, Actor.service(house.service), remaining=lambda: 10.0) as work:
        line = work.session.scalars(NEXT).first()
        if line is None:
            return False
        job_id, n = line.job_id, line.n
        try:
            job = work.session.get_one(Job, job_id)
            if job.state == jobs.WAITING:
                _begin(kind, house, job_id)
            do(work, job, line)
            work.commit()
        except Exception as error:
            log.exception("line_failed", job=str(job_id), line=n)
            work.session.rollback()
            away = isinstance(error, Unavailable | OperationalError)
            _count_failure(kind, house, job_id, n, away)
            return not away
    return True


NEXT = (
    select(Line)
    .join(Job, Job.id == Line.job_id)
    .where(Line.outcome == "waiting", Job.state != jobs.DONE)
    .order_by(Line.attempts, Line.n)
    .limit(1)
    .with_for_update(of=Line, skip_locked=True)
)


def _begin(kind: type[UnitOfWork], house: House, job_id: uuid.UUID) -> None:
    """In a transaction of its own: another line of the job must not wait for this one's end to say the same."""
    with kind(house, Actor.service(house.service)) as work:
        waits = update(Job).where(Job.id == job_id, Job.state == jobs.WAITING)
        work.session.execute(waits.values(state=jobs.RUNNING))
        work.commit()


def do(work: UnitOfWork, job: Job, line: Line) -> None:
    """The line's work and its outcome; what was half done before a refusal is undone."""
    work.actor = Actor(job.asked_by, frozenset(job.asked_roles), job.asked_language, "", job.asked_name)
    work.correlation_id = job.correlation_id
    what: Callable[[UnitOfWork, Job, Line], str] = opening.open_line if job.kind == "opening" else _move
    try:
        with work.session.begin_nested():
            line.outcome = what(work, job, line)
    except Unavailable:
        raise  # another service is away: nothing is said of the line
    except StaleVersion:
        line.outcome, line.code = "changed", "stale_version"
    except Refusal as refusal:
        line.outcome, line.code, line.params = "refused", refusal.code, refusal.params


def _move(work: UnitOfWork, job: Job, line: Line) -> str:
    assert line.internship_id is not None and line.version is not None
    file, mine = store.lock(work.session, line.internship_id, work.actor.person_id, line.version)
    as_whom = mine & {Party(job.by)}
    if not as_whom:
        raise NotFound()
    found = moving.plain(work, file, as_whom, job.move, job.comment)
    moving.make(work, file, found, as_whom, job.comment)
    return "done"


def _count_failure(kind: type[UnitOfWork], house: House, job: uuid.UUID, n: int, away: bool) -> None:
    """Such a line is tried again after all the others, then said to have failed: but never because something was `away`.

    Raises when the database is.
    """
    with kind(house, Actor.service(house.service)) as work:
        line = work.session.get_one(Line, (job, n), with_for_update=True)
        line.attempts += 1
        if line.attempts >= MOST_ATTEMPTS and not away:
            line.outcome, line.code = "failed", "internal"
        work.commit()


def forget_old_jobs(work: UnitOfWork) -> None:
    work.session.execute(delete(Job).where(Job.created_at < work.now - jobs.KEPT))
