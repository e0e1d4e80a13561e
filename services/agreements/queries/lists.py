"""Lists of files: the student's two, the supervisor's. The managers' queue is in work.py."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from contracts.errors import NotFound
from contracts.vocabulary import AUTHORIZATION_STATES, CONVENTION_STATES, EvaluationState, Evaluator, Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import store, views
from services.agreements.model import Evaluation, Internship
from services.agreements.queries.amendments import number_to_decide
from services.agreements.queries.follow_up import reds
from services.agreements.rules import papers
from services.agreements.rules.evaluations import ENDED
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.parties import parties

STUDENT = frozenset({Party.STUDENT})
ON_BOARD = 5
MOST_DUE = 20

AUTHORIZATIONS = or_(
    Internship.state.in_(AUTHORIZATION_STATES),
    (Internship.state == State.DROPPED) & Internship.convention.is_(None),
)
CONVENTIONS = or_(
    Internship.state.in_(CONVENTION_STATES),
    (Internship.state == State.DROPPED) & Internship.convention.is_not(None),
)
SUPERVISOR_STATES = (
    State.AWAITING_SUPERVISOR,
    State.REQUEST_TO_CLARIFY,
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.AWAITING_OFFICER,
    State.VALIDATED,
    State.REQUEST_REFUSED,
)


def list_authorizations(work: UnitOfWork, *, cursor: str, limit: int) -> dict[str, Any]:
    return _mine(work, AUTHORIZATIONS, cursor, limit)


def list_conventions(work: UnitOfWork, *, cursor: str, limit: int) -> dict[str, Any]:
    return _mine(work, CONVENTIONS, cursor, limit)


def _mine(work: UnitOfWork, which: ColumnElement[bool], cursor: str, limit: int) -> dict[str, Any]:
    statement = select(Internship).where(Internship.student_id == work.actor.person_id, which)
    files, after = store.page(work.session, statement, cursor, limit, oldest_first=False)
    return {"rows": views.rows(work.session, work, files, [STUDENT] * len(files)), "next": after}


def get_overview(work: UnitOfWork) -> dict[str, Any]:
    """A student has few files, so one reading serves the whole board."""
    person = work.actor.person_id
    alive = Internship.state != State.REQUEST_DELETED
    statement = select(Internship).where(Internship.student_id == person, alive)
    files, _ = store.page(work.session, statement, "", 200, oldest_first=False)
    lines = views.rows(work.session, work, files, [STUDENT] * len(files))
    authorizations = [line for file, line in zip(files, lines, strict=True) if _is_authorization(file)]
    conventions = [line for file, line in zip(files, lines, strict=True) if not _is_authorization(file)]
    return {
        "todo": sorted((line for line in lines if line["my_turn"]), key=lambda line: line["since"]),
        "papers": _papers(files),
        "evaluations": _evaluations(work, files),
        "authorizations": authorizations[:ON_BOARD],
        "authorization_count": len(authorizations),
        "conventions": conventions[:ON_BOARD],
        "convention_count": len(conventions),
    }


def _papers(files: Sequence[Internship]) -> list[dict[str, Any]]:
    return [
        {**_named(file), **{name: one.get(name) or "" for name in ("code", "fr", "en")}, "state": state}
        for file in files
        for one in papers.to_deposit(file)
        for state in [file.papers.get(one["code"], "")]
    ][:MOST_DUE]


def _evaluations(work: UnitOfWork, files: Sequence[Internship]) -> list[dict[str, Any]]:
    ended = {file.id: file for file in files if file.state in ENDED}
    due = select(Evaluation.internship_id).where(
        Evaluation.internship_id.in_(ended),
        Evaluation.by == Evaluator.STUDENT,
        Evaluation.state != EvaluationState.SUBMITTED,
    )
    found = [ended[id] for id in work.session.scalars(due)] if ended else []
    return [{**_named(file), "since": file.since} for file in sorted(found, key=lambda file: file.since)][:MOST_DUE]


def _named(file: Internship) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("id", "title", "host_name")}


def _is_authorization(file: Internship) -> bool:
    return file.state in AUTHORIZATION_STATES or (file.state == State.DROPPED and file.convention is None)


def list_to_decide(work: UnitOfWork, *, state: str, cursor: str, limit: int) -> dict[str, Any]:
    """Nobody decides on his own file, not even as his supervisor's deputy."""
    person = work.actor.person_id
    supervisors = [person, *store.deputy_of(work.session, person)]
    where: list[ColumnElement[bool]] = [Internship.supervisor_id.in_(supervisors), Internship.student_id != person]
    found = _queue(work, where, state or State.AWAITING_SUPERVISOR, SUPERVISOR_STATES, cursor, limit)
    return found | {"reds": reds(work, supervisors), "amendments_to_decide": number_to_decide(work)}


def _queue(
    work: UnitOfWork,
    where: list[ColumnElement[bool]],
    state: str,
    states: Sequence[State],
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    if state not in states:
        raise NotFound()
    statement = select(Internship).where(*where, Internship.state == state)
    files, after = store.page(work.session, statement, cursor, limit, oldest_first=True)
    deputy_of = store.deputy_of(work.session, work.actor.person_id)
    mine = [parties(file, work.actor.person_id, (), deputy_of) for file in files]
    return {
        "rows": views.rows(work.session, work, files, mine),
        "next": after,
        "counts": store.counts(work.session, *where, states=states),
        "moves": [
            {"name": line.name, "comment": line.comment}
            for line in plain_moves(MOVES, Party.SUPERVISOR, [State(state)])
        ],
    }
