"""Who follows whom: one file's follow-up, my interns with their light, my visits."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, type_coerce, union
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from contracts.vocabulary import AUTHORIZATION_STATES, Light, Party, State, VisitState
from runtime.unit_of_work import UnitOfWork
from services.agreements import evaluations_view as evaluations
from services.agreements import papers_view as papers
from services.agreements import store
from services.agreements.follow_up_view import FOLLOWS, difficulty_view, visit_view
from services.agreements.model import Certificate, Difficulty, Internship, OfficerGroup, Visit
from services.agreements.rules import follow_up as rules
from services.agreements.rules import papers as paper_rules

MOST_INTERNS = 300
MOST_VISITS = 500
MOST_DIFFICULTIES = 60
VISITS_BACK = timedelta(days=31)
UNANSWERED = (
    select(Difficulty.id)
    .where(Difficulty.internship_id == Internship.id, Difficulty.closed_at.is_(None), Difficulty.answered_at.is_(None))
    .correlate(Internship)
    .exists()
)


def get_follow_up(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    answer: dict[str, Any] = {"id": file.id, "state": file.state, "can": can(file, mine)}
    passing_by = mine <= {Party.SIGNATORY}
    if file.convention is None or file.state in AUTHORIZATION_STATES or passing_by:
        return answer
    found = evaluations.of_file(work.session, file.id)
    follows = bool(mine & FOLLOWS)
    reasons = rules.reasons(_followed_file(work.session, file), work.today) if follows else []
    return answer | {
        "light": rules.light(reasons) if follows and (reasons or rules.phase_of(file.state)) else "",
        "reasons": [reason.as_answer() for reason in reasons],
        "papers": papers.rows_of(work.session, file, mine),
        "papers_readable": papers.readable(file, mine),
        "evaluations": [evaluations.view(found[by], mine) for by in ("student", "supervisor", "tutor") if by in found],
        "certificates": evaluations.rows(evaluations.certificates(work.session, file.id)),
        "visits": [visit_view(visit, mine) for visit in _visits(work.session, file)],
        "difficulties": _difficulties(work.session, file, mine),
    }


def can(file: Internship, mine: frozenset[Party]) -> list[str]:
    found = []
    followed = bool(rules.phase_of(file.state))
    takes_papers = file.state in paper_rules.DEPOSITED_IN
    if Party.STUDENT in mine and takes_papers:
        found.append("deposit_paper")
    if Party.OFFICER in mine and takes_papers:
        found.append("review_paper")
    if mine & FOLLOWS and followed:
        found.append("visit")
    if Party.STUDENT in mine and followed:
        found.append("signal")
    return found


def _visits(session: Session, file: Internship) -> list[Visit]:
    statement = select(Visit).where(Visit.internship_id == file.id).order_by(Visit.on.desc(), Visit.at.desc())
    return list(session.scalars(statement.limit(MOST_VISITS)))


def _difficulties(session: Session, file: Internship, mine: frozenset[Party]) -> list[dict[str, Any]]:
    """For the student and who follows him; for managers only what he chose to let them read."""
    statement = select(Difficulty).where(Difficulty.internship_id == file.id).order_by(Difficulty.signalled_at.desc())
    if not mine & {*FOLLOWS, Party.STUDENT}:
        if Party.OFFICER not in mine:
            return []
        statement = statement.where(Difficulty.with_managers)
    return [difficulty_view(one, mine) for one in session.scalars(statement.limit(MOST_DIFFICULTIES))]


def _followed_file(session: Session, file: Internship) -> rules.Followed:
    facts = _facts(session, [file.id])
    return rules.Followed(
        state=file.state,
        starts_on=file.starts_on,
        ends_on=file.ended_on or file.ends_on,
        papers_due=len(paper_rules.due_now(file)),
        **facts.get(file.id, {}),
    )


def _facts(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Visits, difficulties and certificates of these files, in three questions however many they are."""
    found: dict[uuid.UUID, dict[str, Any]] = {id: {} for id in ids}
    held = func.count().filter(Visit.state == VisitState.HELD)
    planned = func.min(Visit.on).filter(Visit.state == VisitState.PLANNED)
    visits = (
        select(Visit.internship_id, held, planned).where(Visit.internship_id.in_(ids)).group_by(Visit.internship_id)
    )
    for id, count, next_on in session.execute(visits):
        found[id] |= {"visited": count > 0, "next_visit_on": next_on}
    waiting = (Difficulty.closed_at.is_(None), Difficulty.answered_at.is_(None))
    for id in session.scalars(select(Difficulty.internship_id).where(Difficulty.internship_id.in_(ids), *waiting)):
        found[id]["unanswered"] = True
    certified = select(Certificate.internship_id).where(Certificate.internship_id.in_(ids)).distinct()
    for id in session.scalars(certified):
        found[id]["certified"] = True
    return found


def list_my_interns(work: UnitOfWork, *, phase: str, light: str, words: str) -> dict[str, Any]:
    """A person follows tens of interns, hundreds at most: all of one phase are looked at, and no more than that."""
    session, person = work.session, work.actor.person_id
    supervisors = [person, *store.deputy_of(session, person)]
    counts = {name: _count(session, _ids(work, supervisors, name)) for name in rules.PHASES}
    lines = _lines(session, _ids(work, supervisors, phase))
    facts = _facts(session, [line.id for line in lines])
    asked = _asked(session, {line.officer_group_id for line in lines if line.officer_group_id})
    today = work.today
    rows = [_intern(line, facts[line.id], asked, today, person, phase) for line in lines if line.student_id != person]
    lights = {str(colour): sum(row["light"] == colour for row in rows) for colour in Light}
    rows = [row for row in rows if (not light or row["light"] == light) and _has(row, words)]
    rows.sort(key=lambda row: (-rules.SEVERITY.index(row["light"]), row["starts_on"] or today, row["reference"]))
    red = reds(work, supervisors)
    return {"rows": rows, "counts": counts, "reds": red, "lights": lights, "more": counts[phase] > MOST_INTERNS}


def reds(work: UnitOfWork, supervisors: list[uuid.UUID]) -> dict[str, int]:
    """How many have a red light in each phase, without looking at whole files: the rules are those of `rules.reasons`."""
    late = Internship.state.in_(rules.UNSIGNED) & (Internship.starts_on <= work.today)
    found = {}
    for phase in rules.PHASES:
        red = select(Internship.id).where(Internship.id.in_(_ids(work, supervisors, phase)), UNANSWERED | late)
        found[phase] = _count(work.session, red.where(Internship.student_id != work.actor.person_id))
    return found


def _ids(work: UnitOfWork, supervisors: list[uuid.UUID], phase: str) -> Select[Any]:
    """Each half reads its own index, and ends after the most that are shown."""
    alive: list[ColumnElement[bool]] = [Internship.state.in_(rules.PHASES[phase])]
    if phase == "ended":
        lately = Internship.state.in_(rules.ENDED) & (Internship.since >= work.now - rules.ENDED_SHOWN)
        alive = [Internship.state.in_((*rules.ENDED, State.DROPPED)), or_(lately, UNANSWERED)]
    halves = (Internship.supervisor_id.in_(supervisors), Internship.referent_id == work.actor.person_id)
    found = [select(Internship.id).where(half, *alive).limit(MOST_INTERNS + 1).subquery() for half in halves]
    both = union(*(select(half.c.id) for half in found)).subquery()
    return select(both.c.id).limit(MOST_INTERNS + 1)


def _count(session: Session, ids: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def _lines(session: Session, ids: Select[Any]) -> list[Any]:
    """Columns alone: nobody reads whole files for a list."""
    student, host, request = (
        type_coerce(column, JSONB) for column in (Internship.student, Internship.host, Internship.request)
    )
    direct = (
        "id", "reference", "state", "host_name", "city", "title", "starts_on", "ends_on", "ended_on", "papers",
        "officer_group_id", "supervisor_id", "referent_id", "student_id",
    )  # fmt: skip
    statement = select(
        *(getattr(Internship, name) for name in direct),
        student["name"].astext.label("student_name"),
        student["programme_name"].astext.label("programme"),
        host["country"].astext.label("host_country"),
        request["at_host_address"].as_boolean().label("at_host_address"),
        request["place"]["country"].astext.label("place_country"),
    )
    return list(session.execute(statement.where(Internship.id.in_(ids.limit(MOST_INTERNS)))))


def _asked(session: Session, groups: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    rows = session.execute(select(OfficerGroup.id, OfficerGroup.papers).where(OfficerGroup.id.in_(list(groups))))
    return {id: asked or [] for id, asked in rows}


def _intern(
    line: Any, facts: dict[str, Any], asked: dict[uuid.UUID, Any], today: Any, person: uuid.UUID, phase: str
) -> dict[str, Any]:
    plain: Any = SimpleNamespace(
        state=line.state,
        papers=line.papers,
        asked_papers=asked.get(line.officer_group_id, []),
        request={
            "at_host_address": line.at_host_address is not False,
            "place": {"country": line.place_country},
        },
        host={"country": line.host_country},
    )
    ends = line.ended_on or line.ends_on
    due = len(paper_rules.due_now(plain))
    followed = rules.Followed(line.state, line.starts_on, ends, papers_due=due, **facts)
    reasons = rules.reasons(followed, today)
    names = ("id", "reference", "state", "student_name", "programme", "host_name", "city", "title", "starts_on")
    return {
        **{name: getattr(line, name) for name in names},
        "ends_on": ends,
        "phase": phase,
        "light": rules.light(reasons),
        "reasons": [reason.as_answer() for reason in reasons],
        "next_visit_on": facts.get("next_visit_on"),
        "as_deputy": person not in (line.supervisor_id, line.referent_id),
    }


def _has(row: dict[str, Any], words: str) -> bool:
    text = " ".join(str(row[name] or "") for name in ("student_name", "host_name", "title", "reference")).casefold()
    return all(word in text for word in words.casefold().split())


def list_visits(work: UnitOfWork) -> list[dict[str, Any]]:
    person = work.actor.person_id
    supervisors = [person, *store.deputy_of(work.session, person)]
    still_mine = or_(Internship.supervisor_id.in_(supervisors), Internship.referent_id == person)
    student = type_coerce(Internship.student, JSONB)["name"].astext
    statement = (
        select(Visit, Internship.reference, student, Internship.host_name, Internship.city)
        .join(Internship, Internship.id == Visit.internship_id)
        .where(
            Visit.by_id == person,
            Visit.state != VisitState.CANCELLED,
            Visit.on >= work.today - VISITS_BACK,
            still_mine,
        )
        .order_by(Visit.on, Visit.at)
        .limit(MOST_VISITS)
    )
    return [
        {**visit_view(visit, FOLLOWS), "reference": reference, "student_name": name, "host_name": host, "city": city}
        for visit, reference, name, host, city in work.session.execute(statement)
    ]
