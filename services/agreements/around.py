"""What the law wants to know of other files, looked up for one file or a whole page in a constant number of questions.

It is what the platform knows: an intern of another university is in no file of ours.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import Date, Row, Select, String, Uuid, Values, and_, cast, column, func, select, true, values
from sqlalchemy.orm import InstrumentedAttribute, Session

from contracts.vocabulary import EndGround
from services.agreements.model import Internship
from services.agreements.rules import law
from services.agreements.rules.around import COUNTING, Around, Previous, most_in_a_week, most_on_a_day, post_key
from services.agreements.rules.file import File

NOBODY = uuid.UUID(int=0)
MOST_SPANS = 200  # of one person: far beyond any quota
EFFECTIVE_END = func.coalesce(Internship.ended_on, Internship.ends_on)
COUNTS = Internship.state.in_(COUNTING)


class Identified(File, Protocol):
    id: uuid.UUID


def load(session: Session, files: Iterable[Identified]) -> None:
    """Set `around` of each file whose dates are known. A file is asked for again only when what it depends on changed."""
    lines = {key: file for file in files if (key := _key(file)) and getattr(file, "around_key", None) != key}
    if not lines:
        return
    session.flush()
    asked = _asked(list(lines))
    minutes = {id: total for id, total in session.execute(_hours(asked))}
    tutors = _spans(session, asked, Internship.tutor_id, len(lines))
    referents = _spans(session, asked, Internship.referent_id, len(lines))
    weeks = _by_file(session.execute(_weeks(asked)))
    previous = {row.id: row for row in session.execute(_previous(asked))}
    for key, file in lines.items():
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


def _asked(lines: list[tuple[Any, ...]]) -> Values:
    ids = [column(name, Uuid) for name in ("id", "student_id", "host_id", "tutor_id", "referent_id")]
    days = [column(name, Date) for name in ("starts_on", "ends_on", "year_first", "year_last")]
    return values(*ids, column("post_key", String), *days, name="asked").data(lines)


def _hours(asked: Values) -> Select[Any]:
    of_the_year = and_(
        Internship.student_id == asked.c.student_id,
        Internship.host_id == asked.c.host_id,
        Internship.starts_on.between(asked.c.year_first, asked.c.year_last),
        Internship.id != asked.c.id,
        COUNTS,
    )
    return select(asked.c.id, func.sum(Internship.minutes)).join(Internship, of_the_year).group_by(asked.c.id)


def _overlapping(asked: Values) -> Any:
    return and_(
        Internship.starts_on <= asked.c.ends_on,
        Internship.ends_on >= asked.c.starts_on,
        asked.c.starts_on <= EFFECTIVE_END,
        Internship.id != asked.c.id,
        COUNTS,
    )


def _spans(
    session: Session, asked: Values, person: InstrumentedAttribute[Any], files: int
) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    """First and last day of what this person follows at the same time, by file."""
    same = and_(person == asked.c[person.key], _overlapping(asked))
    found = select(asked.c.id, Internship.starts_on, EFFECTIVE_END).join(Internship, same)
    return _by_file(session.execute(found.limit(MOST_SPANS * files)))


def _weeks(asked: Values) -> Select[Any]:
    """Interns of the host by the Mondays of their first and last civil weeks: few lines however many they are."""
    first = cast(func.date_trunc("week", Internship.starts_on), Date)
    last = cast(func.date_trunc("week", EFFECTIVE_END), Date)
    same = and_(Internship.host_id == asked.c.host_id, _overlapping_weeks(asked))
    found = select(asked.c.id, first, last, func.count()).join(Internship, same)
    return found.group_by(asked.c.id, first, last)


def _overlapping_weeks(asked: Values) -> Any:
    """An intern who left on Tuesday and one who came on Thursday were there in the same civil week."""
    return and_(
        Internship.starts_on <= asked.c.ends_on + 6,
        Internship.ends_on >= asked.c.starts_on - 6,
        Internship.id != asked.c.id,
        COUNTS,
    )


def _previous(asked: Values) -> Select[Any]:
    """The last to end on the same post before this one begins; those there at the same time hold another post."""
    latest = (
        select(Internship.starts_on, EFFECTIVE_END.label("ends"), Internship.end_ground)
        .where(
            Internship.host_id == asked.c.host_id,
            Internship.post_key == asked.c.post_key,
            Internship.post_key != "",
            asked.c.starts_on > EFFECTIVE_END,
            Internship.id != asked.c.id,
            COUNTS,
        )
        .order_by(EFFECTIVE_END.desc())
        .limit(1)
        .lateral("latest")
    )
    return select(asked.c.id, latest.c.starts_on, latest.c.ends, latest.c.end_ground).join(latest, true())


def _by_file(rows: Iterable[Row[Any]]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found
