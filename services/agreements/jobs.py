"""Work done in the background for one person, as its asker sees it."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from runtime.logs import log
from runtime.unit_of_work import UnitOfWork
from services.agreements.model import Job, Line

WAITING, RUNNING, DONE = "waiting", "running", "done"
KEPT = timedelta(days=30)
SHOWN = (
    "id", "kind", "by", "move", "comment", "file_name", "checked_only", "state", "total", "created_at", "finished_at",
)  # fmt: skip


def new(work: UnitOfWork, **given: Any) -> Job:
    """Asked by the one who asks now: each of its lines is done in his name."""
    job = Job(
        id=uuid.uuid4(),
        state=WAITING,
        asked_by=work.actor.person_id,
        asked_name=work.actor.name[:200],
        asked_roles=sorted(str(role) for role in work.actor.roles),
        asked_language=work.actor.language,
        correlation_id=work.correlation_id,
        created_at=work.now,
        **given,
    )
    work.session.add(job)
    work.session.flush()
    log.info("job_asked", job=str(job.id), kind=job.kind, lines=job.total)
    return job


def answer(session: Session, job: Job, after: int = 0, limit: int = 100) -> dict[str, Any]:
    """The job, its counts by outcome, and its lines from number `after` on."""
    lines = session.scalars(
        select(Line).where(Line.job_id == job.id, Line.n > after).order_by(Line.n).limit(limit)
    ).all()
    more = bool(limit) and len(lines) == limit and lines[-1].n < job.total
    return {
        **{name: getattr(job, name) for name in SHOWN},
        "counts": counted(session, [job.id]).get(job.id, {}),
        "lines": lines,
        "next": lines[-1].n if more else 0,
    }


def counted(session: Session, jobs: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """How many lines of each job had each outcome; under `overlapping`, how many of those that are not refused overlap.

    Under `same_line`, those that double another line: they are not counted with what was opened before.
    """
    overlap, double = (func.count().filter(Line.code == code) for code in ("overlapping", "same_line"))
    statement = select(Line.job_id, Line.outcome, func.count(), overlap, double).where(Line.job_id.in_(jobs))
    found: dict[uuid.UUID, dict[str, int]] = {}
    for job, outcome, count, overlapping, doubles in session.execute(statement.group_by(Line.job_id, Line.outcome)):
        mine = found.setdefault(job, {})
        if count > doubles:
            mine[outcome] = count - doubles
        if doubles:
            mine["same_line"] = doubles
        if overlapping:
            mine["overlapping"] = mine.get("overlapping", 0) + overlapping
    return found
