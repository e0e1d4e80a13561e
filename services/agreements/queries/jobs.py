"""How far a job in the background is: only who asked for it sees it."""

import uuid
from typing import Any

from sqlalchemy import select

from contracts.errors import NotFound
from runtime.unit_of_work import UnitOfWork
from services.agreements import jobs
from services.agreements.model import Job

MOST_JOBS = 20


def get_job(work: UnitOfWork, *, id: uuid.UUID, after: int, limit: int) -> dict[str, Any]:
    job = work.session.get(Job, id)
    if job is None or job.asked_by != work.actor.person_id:
        raise NotFound()
    return jobs.answer(work.session, job, after, limit)


def list_jobs(work: UnitOfWork) -> list[dict[str, Any]]:
    statement = select(Job).where(Job.asked_by == work.actor.person_id, Job.created_at > work.now - jobs.KEPT)
    found = work.session.scalars(statement.order_by(Job.created_at.desc(), Job.id).limit(MOST_JOBS)).all()
    counts = jobs.counted(work.session, [job.id for job in found])
    return [{**{name: getattr(job, name) for name in jobs.SHOWN}, "counts": counts.get(job.id, {})} for job in found]
