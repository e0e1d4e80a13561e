"""What the law wants to know of other files, looked up for one file or a whole page in a constant number of questions.

It is what the platform knows: an intern of another university is in no file of ours.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import ARRAY, Date, Select, String, Uuid, and_, bindparam, cast, column, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from contracts.vocabulary import EndGround
from services.agreements.model import Internship
from services.agreements.rules import law
from services.agreements.rules.around import COUNTING, Around, Previous, most_in_a_week, most_on_a_day, post_key
from services.agreements.rules.file import File

NOBODY = uuid.UUID(int=0)
MOST_SPANS = 200  # of one person: far beyond any quota
effective_end = func.coalesce(Internship.ended_on, Internship.ends_on)
COUNTS = Internship.state.in_(COUNTING)
ASKED: dict[str, Any] = {
    "id": Uuid,
    "student_id": Uuid,
    "host_id": Uuid,
    "tutor_id": Uuid,
    "referent_id": Uuid,
    "post_key": String,
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
        starts, ends = key[6], key[7]
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
    """Until the transaction ends, no other file of this student in this host is judged: two cannot pass one ceiling.

    What was looked up before is looked up again: somebody else's turn may just have ended.
    """
    host_id = file.request.get("host_id")
    file.around_key = None  # type: ignore[attr-defined]
    if host_id:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{file.student_id}/{host_id}", 0))))


def _key(file: Identified) -> tuple[Any, ...] | None:
    """In the order of `ASKED`."""
    request, convention = file.request, file.convention or {}
    starts, ends = request.get("starts_on"), request.get("ends_on")
    if not starts or not ends or ends < starts:
        return None
    return (
        file.id,
        file.student_id,
        request.get("host_id") or NOBODY,
        request.get("tutor_id") or NOBODY,
        convention.get("referent_id") or NOBODY,
        post_key(convention.get("post")),
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
    """Minutes of the same student in the same host, by files that begin in the same academic year."""
    of_the_year = and_(
        Internship.student_id == asked.c.student_id,
        Internship.host_id == asked.c.host_id,
        Internship.starts_on.between(asked.c.year_first, asked.c.year_last),
        Internship.id != asked.c.id,
        COUNTS,
    )
    return select(asked.c.id, func.sum(Internship.minutes)).join(Internship, of_the_year).group_by(asked.c.id)


def _spans(person: InstrumentedAttribute[Any]) -> Select[Any]:
    """First and last day of what this person follows at the same time."""
    at_the_same_time = and_(
        person == asked.c[person.key],
        Internship.starts_on <= asked.c.ends_on,
        Internship.ends_on >= asked.c.starts_on,
        effective_end >= asked.c.starts_on,
        Internship.id != asked.c.id,
        COUNTS,
    )
    found = select(asked.c.id, Internship.starts_on, effective_end).join(Internship, at_the_same_time)
    return found.limit(bindparam("most"))


def _weeks() -> Select[Any]:
    """Interns of the host by the Mondays of their first and last civil weeks: few lines however many they are.

    Who left on Tuesday and who came on Thursday were there in the same week.
    """
    first = cast(func.date_trunc("week", Internship.starts_on), Date)
    last = cast(func.date_trunc("week", effective_end), Date)
    in_those_weeks = and_(
        Internship.host_id == asked.c.host_id,
        Internship.starts_on <= asked.c.ends_on + 6,
        Internship.ends_on >= asked.c.starts_on - 6,
        Internship.id != asked.c.id,
        COUNTS,
    )
    found = select(asked.c.id, first, last, func.count()).join(Internship, in_those_weeks)
    return found.group_by(asked.c.id, first, last)


def _previous() -> Select[Any]:
    """The last to end on the same post before this one begins; those there at the same time hold another post."""
    latest = (
        select(Internship.starts_on, effective_end.label("ends"), Internship.end_ground)
        .where(
            Internship.host_id == asked.c.host_id,
            Internship.post_key == asked.c.post_key,
            Internship.post_key != "",
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
TUTORS, REFERENTS = _spans(Internship.tutor_id), _spans(Internship.referent_id)
