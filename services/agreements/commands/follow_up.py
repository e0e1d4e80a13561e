"""Follow-up: visits planned and reported, difficulties told in confidence."""

import re
import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.events import agreements as told
from contracts.vocabulary import Party, VisitState
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.commands import moving
from services.agreements.follow_up_view import FOLLOWS, difficulty_view, visit_view
from services.agreements.model import Delegation, Difficulty, Internship, Visit
from services.agreements.rules import follow_up as rules
from services.agreements.telling import actor_of, tell_of_file

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
TOLD = ("on", "at", "form", "place")
MOST_VISITS = 60
MOST_DIFFICULTIES = 60


def save_visit(
    work: UnitOfWork, *, id: uuid.UUID | None, internship_id: uuid.UUID, version: int | None, fields: dict[str, Any]
) -> dict[str, Any]:
    file, mine = _followed(work, internship_id)
    _check_visit(file, fields)
    if id is None:
        visit = _new_visit(work, file)
    else:
        visit = _visit(work, file, id, version)
        if visit.state != VisitState.PLANNED:
            raise MoveRefused("visit_over")
    before = None if id is None else [getattr(visit, name) for name in TOLD]
    for name, value in fields.items():
        setattr(visit, name, value)
    if id is None:
        _write(work, file, "plan_visit", mine)
    work.session.flush()
    if before != [getattr(visit, name) for name in TOLD] and visit.on >= work.today:
        _tell_of_visit(work, file, visit, told.VisitPlanned, "plan_visit" if id is None else "change_visit", mine)
    return visit_view(visit, mine)


def _new_visit(work: UnitOfWork, file: Internship) -> Visit:
    if len(work.session.scalars(select(Visit.id).where(Visit.internship_id == file.id)).all()) >= MOST_VISITS:
        raise MoveRefused("too_many_visits", most=MOST_VISITS)
    visit = Visit(
        id=uuid.uuid4(),
        internship_id=file.id,
        state=VisitState.PLANNED,
        by_id=work.actor.person_id,
        by_name=work.actor.name,
        planned_at=work.now,
        report="",
    )
    work.session.add(visit)
    return visit


def _check_visit(file: Internship, fields: dict[str, Any]) -> None:
    problems: dict[str, list[str]] = {}
    if fields["at"] and not HOUR.fullmatch(fields["at"]):
        problems["fields.at"] = ["invalid"]
    if not _around(file, fields["on"]):
        problems["fields.on"] = ["outside_internship"]
    if problems:
        raise InvalidInput(fields=problems)


def _around(file: Internship, day: date) -> bool:
    starts, ends = file.starts_on, file.ended_on or file.ends_on
    return bool(starts and ends and starts - rules.VISITS_AROUND <= day <= ends + rules.VISITS_AROUND)


def report_visit(work: UnitOfWork, *, id: uuid.UUID, version: int, on: date, form: str, report: str) -> dict[str, Any]:
    found = work.session.get(Visit, id)
    if found is None:
        raise NotFound()
    file, mine = _followed(work, found.internship_id)
    visit = _visit(work, file, id, version)
    if visit.state == VisitState.CANCELLED:
        raise MoveRefused("visit_over")
    problem = "in_the_future" if on > work.today else "" if _around(file, on) else "outside_internship"
    if problem:
        raise InvalidInput(fields={"on": [problem]})
    if not report.strip():
        raise InvalidInput(fields={"report": ["required"]})
    if visit.state == VisitState.PLANNED:
        _write(work, file, "report_visit", mine)
    visit.state, visit.on, visit.report, visit.reported_at = VisitState.HELD, on, report.strip(), work.now
    visit.form = form  # type: ignore[assignment]
    work.session.flush()
    return visit_view(visit, mine)


def cancel_visit(work: UnitOfWork, *, id: uuid.UUID, version: int) -> dict[str, Any]:
    found = work.session.get(Visit, id)
    if found is None:
        raise NotFound()
    file, mine = _followed(work, found.internship_id)
    visit = _visit(work, file, id, version)
    if visit.state != VisitState.PLANNED:
        raise MoveRefused("visit_over")
    visit.state = VisitState.CANCELLED
    _write(work, file, "cancel_visit", mine)
    work.session.flush()
    if visit.on >= work.today:
        _tell_of_visit(work, file, visit, told.VisitCancelled, "cancel_visit", mine)
    return visit_view(visit, mine)


def _followed(work: UnitOfWork, id: uuid.UUID) -> tuple[Internship, frozenset[Party]]:
    """Of a file that is followed now."""
    file, mine = _follower(work, id)
    if not rules.phase_of(file.state):
        raise MoveRefused("not_followed_yet")
    return file, mine


def _follower(work: UnitOfWork, id: uuid.UUID) -> tuple[Internship, frozenset[Party]]:
    """For who follows this intern; for anybody else it does not exist."""
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id)
    if not mine & FOLLOWS:
        raise NotFound()
    return file, mine


def _visit(work: UnitOfWork, file: Internship, id: uuid.UUID, version: int | None) -> Visit:
    visit = work.session.get(Visit, id, with_for_update=True, populate_existing=True)
    if visit is None or visit.internship_id != file.id:
        raise NotFound()
    check_version(visit, version or 0)
    return visit


def _write(work: UnitOfWork, file: Internship, move: str, mine: frozenset[Party]) -> None:
    """That it was planned or held; never what was said."""
    moving.write_down(work, file, move, before=str(file.state), party=min(mine & FOLLOWS), comment="")


def _tell_of_visit(
    work: UnitOfWork, file: Internship, visit: Visit, event: type[told.FollowUpEvent], move: str, mine: frozenset[Party]
) -> None:
    """A visit on a day that is over is put on record, and awaited by nobody."""
    said = {f"visit_{name}": getattr(visit, name) for name in ("id", *TOLD)}
    tell_of_file(work, file, event, move, by=actor_of(work), party=min(mine & FOLLOWS), **said)


def signal_difficulty(work: UnitOfWork, *, id: uuid.UUID, words: str, with_managers: bool) -> dict[str, Any]:
    """Nothing of it in the journal, which managers read."""
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id, Party.STUDENT)
    if not rules.phase_of(file.state):
        raise MoveRefused("not_followed_yet")
    if not words.strip():
        raise InvalidInput(fields={"words": ["required"]})
    earlier = work.session.scalars(select(Difficulty).where(Difficulty.internship_id == file.id)).all()
    if any(one.closed_at is None for one in earlier):
        raise MoveRefused("one_is_open")
    if len(earlier) >= MOST_DIFFICULTIES:
        raise MoveRefused("too_many_versions", most=MOST_DIFFICULTIES)
    found = Difficulty(
        id=uuid.uuid4(),
        internship_id=file.id,
        words=words.strip(),
        with_managers=with_managers,
        signalled_at=work.now,
        answer="",
        answered_by="",
    )
    work.session.add(found)
    work.session.flush()
    to = _followers(work, file) + (store.members_of(work.session, file.officer_group_id) if with_managers else [])
    _tell(work, file, found, told.DifficultySignalled, [one for one in to if one != file.student_id])
    return difficulty_view(found, mine)


def _followers(work: UnitOfWork, file: Internship) -> list[uuid.UUID]:
    """The supervisor and the référent, and who decides in the supervisor's place today."""
    of_today = Delegation.holds_on(work.today)
    deputies = select(Delegation.to_id).where(Delegation.from_id == file.supervisor_id, *of_today)
    return [one for one in (file.supervisor_id, file.referent_id) if one] + list(
        work.session.scalars(deputies.limit(store.MOST_DELEGATIONS))
    )


def answer_difficulty(work: UnitOfWork, *, id: uuid.UUID, answer: str, close: bool) -> dict[str, Any]:
    """Whatever became of the file since: a call for help does not end with the internship."""
    found = work.session.get(Difficulty, id)
    if found is None:
        raise NotFound()
    file, mine = _follower(work, found.internship_id)
    work.session.refresh(found)
    if found.closed_at is not None:
        raise MoveRefused("difficulty_over")
    if not answer.strip() and not found.answer:
        raise InvalidInput(fields={"answer": ["required"]})
    if answer.strip():
        found.answer, found.answered_at, found.answered_by = answer.strip(), work.now, work.actor.name
    if close:
        found.closed_at = work.now
    work.session.flush()
    _tell(work, file, found, told.DifficultyAnswered, [file.student_id])
    return difficulty_view(found, mine)


def _tell(work: UnitOfWork, file: Internship, found: Difficulty, event: Any, to: list[uuid.UUID]) -> None:
    work.announce(
        event,
        subject=str(file.id),
        aggregate_version=file.version,
        internship_id=file.id,
        difficulty_id=found.id,
        to_ids=list(dict.fromkeys(to)),
    )
