"""What the law wants to know of other files, looked up for one file or a whole page in a constant number of questions.

It is what the platform knows: an intern of another university is in no file of ours.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Date,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    func,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from contracts.vocabulary import EndGround
from services.agreements.model import PENDING, Amendment, Internship
from services.agreements.rules import law
from services.agreements.rules.around import (
    COUNTING,
    Around,
    Previous,
    host_key,
    most_in_a_week,
    most_on_a_day,
    post_key,
)
from services.agreements.rules.file import File
from services.agreements.rules.stipend import town_of

NOBODY = uuid.UUID(int=0)
MOST_SPANS = 200  # of one person: far beyond any quota
effective_end = func.coalesce(Internship.ended_on, Internship.ends_on)
COUNTS = Internship.state.in_(COUNTING)
ASKED: dict[str, Any] = {
    "id": Uuid,
    "student_id": Uuid,
    "host_key": String,
    "tutor_id": Uuid,
    "referent_id": Uuid,
    "post_key": String,
    "town": String,
    "starts_on": Date,
    "ends_on": Date,
    "year_first": Date,
    "year_last": Date,
}
asked = (
    func.unnest(*(bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in ASKED.items()))
    .table_valued(*(column(name, kind) for name, kind in ASKED.items()), name="asked")
    .render_derived()
)
"""The files asked about, one line each: arrays, so that each question is written and compiled once."""
SAME_HOST = and_(Internship.host_key == asked.c.host_key, asked.c.host_key != "")
ANOTHER_INTERN = Internship.student_id != asked.c.student_id
"""The quotas count interns, not files: who has three in one week is one, and is counted already by the file itself."""


class Identified(File, Protocol):
    id: uuid.UUID


def load(session: Session, files: Iterable[Identified]) -> None:
    """Set `around` of each file whose dates are known. A file is asked for again only when what it depends on changed."""
    lines = [(key, file) for file in files if (key := _key(file)) and getattr(file, "around_key", None) != key]
    if not lines:
        return
    session.flush()
    given = {
        f"{name}s": list(values)
        for name, values in zip(ASKED, zip(*(key for key, _f in lines), strict=True), strict=True)
    }
    spans = {**given, "most": MOST_SPANS * len(lines)}
    minutes = {row[0]: row[1] for row in session.execute(HOURS, given)}
    tutors = _by_file(session.execute(TUTORS, spans))
    referents = _by_file(session.execute(REFERENTS, spans))
    weeks = _by_file(session.execute(WEEKS, given))
    previous = {row.id: row for row in session.execute(PREVIOUS, given)}
    for key, file in lines:
        starts, ends = key[7], key[8]
        before = previous.get(file.id)
        file.around = Around(
            other_minutes=minutes.get(file.id, 0),
            tutor_interns=most_on_a_day(tutors[file.id], starts, ends),
            referent_interns=most_on_a_day(referents[file.id], starts, ends),
            host_interns=most_in_a_week(weeks[file.id], starts, ends),
            previous=Previous(before.starts_on, before.ends, before.end_ground == EndGround.STUDENT)
            if before
            else None,
        )
        file.around_key = key  # type: ignore[attr-defined]


def one_at_a_time(session: Session, file: Identified) -> None:
    """Before a file begins to count, or to count otherwise: until the transaction ends nobody else is judged whose
    figures it changes, those of its student in the host, its tutor, its référent and its host. Two cannot pass one limit.

    All locks are taken in one statement and in one order, after the file's own row and before any other lock: two files
    that share several of them cannot wait for each other. What was looked up before is looked up again: somebody else's
    turn may just have ended.
    """
    file.around_key = None  # type: ignore[attr-defined]
    names = locks(file)
    if names:
        session.execute(LOCKS, {"names": names})


def locks(file: Identified) -> list[str]:
    """What is counted of this file, in the order in which it is locked."""
    request, host = file.request, host_key(file.host)
    counted = {
        f"student {file.student_id} in {host}": host,
        f"tutor {request.get('tutor_id')}": request.get("tutor_id"),
        f"referent {(file.convention or {}).get('referent_id')}": (file.convention or {}).get("referent_id"),
        f"host {host}": host,
    }
    return sorted(name for name, given in counted.items() if given)


def _key(file: Identified) -> tuple[Any, ...] | None:
    """In the order of `ASKED`."""
    request, convention = file.request, file.convention or {}
    starts, ends = request.get("starts_on"), request.get("ends_on")
    if not starts or not ends or ends < starts:
        return None
    return (
        file.id,
        file.student_id,
        host_key(file.host),
        request.get("tutor_id") or NOBODY,
        convention.get("referent_id") or NOBODY,
        post_key(convention.get("post")),
        town_of(file),
        starts,
        ends,
        *law.academic_year_bounds(starts),
    )


def _by_file(rows: Iterable[Any]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found


def _hours() -> Select[Any]:
    """Minutes of the same student in the same host, by files that begin in the same academic year, each counted whole.

    See `law.academic_year` for those that cross the first of September.
    """
    of_the_year = and_(
        Internship.student_id == asked.c.student_id,
        SAME_HOST,
        Internship.starts_on.between(asked.c.year_first, asked.c.year_last),
        Internship.id != asked.c.id,
        COUNTS,
    )
    return select(asked.c.id, func.sum(Internship.minutes)).join(Internship, of_the_year).group_by(asked.c.id)


def _spans(name: str) -> CompoundSelect[Any]:
    """Interns, first and last days of what this person follows at the same time.

    What a validated amendment would give him counts already, until the file itself says so: two amendments cannot both
    take his last place. An intern comes with each of his files, and may come twice with one, as it is and as it will be.
    """
    person, asked_person = getattr(Internship, name), asked.c[name]
    at_the_same_time = and_(
        person == asked_person,
        Internship.starts_on <= asked.c.ends_on,
        Internship.ends_on >= asked.c.starts_on,
        effective_end >= asked.c.starts_on,
        ANOTHER_INTERN,
        COUNTS,
    )
    will_be = and_(
        getattr(Amendment, name) == asked_person,
        Amendment.starts_on <= asked.c.ends_on,
        Amendment.ends_on >= asked.c.starts_on,
        text(f"amendment.{PENDING}"),
    )
    of_another = and_(Internship.id == Amendment.internship_id, ANOTHER_INTERN)
    whose = Internship.student_id
    now = select(asked.c.id, whose, Internship.starts_on, effective_end).join(Internship, at_the_same_time)
    then = select(asked.c.id, whose, Amendment.starts_on, Amendment.ends_on).select_from(asked)
    return union_all(now, then.join(Amendment, will_be).join(Internship, of_another)).limit(bindparam("most"))


def _weeks() -> Select[Any]:
    """Interns of the host by the Mondays of their first and last civil weeks: few lines however many they are.

    Who left on Tuesday and who came on Thursday were there in the same week. Who has several files in the host is one
    intern, and comes with the weeks of all of them.
    """
    first = cast(func.date_trunc("week", Internship.starts_on), Date)
    last = cast(func.date_trunc("week", effective_end), Date)
    in_those_weeks = and_(
        SAME_HOST,
        Internship.starts_on <= asked.c.ends_on + 6,
        Internship.ends_on >= asked.c.starts_on - 6,
        ANOTHER_INTERN,
        COUNTS,
    )
    interns = (
        select(
            asked.c.id,
            func.array_agg(aggregate_order_by(first, first, last), type_=ARRAY(Date)).label("firsts"),
            func.array_agg(aggregate_order_by(last, first, last), type_=ARRAY(Date)).label("lasts"),
        )
        .join(Internship, in_those_weeks)
        .group_by(asked.c.id, Internship.student_id)
        .subquery("interns")
    )
    there = (interns.c.id, interns.c.firsts, interns.c.lasts)
    return select(*there, func.count()).group_by(*there)


def _previous() -> Select[Any]:
    """The last to end on the same post before this one begins; those there at the same time hold another post.

    A post is what and where: the shops of one company each have theirs.
    """
    latest = (
        select(Internship.starts_on, effective_end.label("ends"), Internship.end_ground)
        .where(
            SAME_HOST,
            Internship.post_key == asked.c.post_key,
            Internship.post_key != "",
            func.ipro_plain(Internship.city) == func.ipro_plain(asked.c.town),
            effective_end < asked.c.starts_on,
            Internship.id != asked.c.id,
            COUNTS,
        )
        .order_by(effective_end.desc())
        .limit(1)
        .lateral("latest")
    )
    return select(asked.c.id, latest.c.starts_on, latest.c.ends, latest.c.end_ground).join(latest, true())


HOURS, WEEKS, PREVIOUS = _hours(), _weeks(), _previous()
TUTORS, REFERENTS = _spans("tutor_id"), _spans("referent_id")
LOCKS = text("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(CAST(:names AS text[])) AS name")
