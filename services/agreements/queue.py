"""The managers' queue: filters that combine, four orders, keyset pages that cost the same in a base of any size.

A page is taken state by state and group by group, each by its own index and bounded, then merged: files that nobody
asked for are not read, whatever their number.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    TableValuedAlias,
    Uuid,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from contracts import cursors
from contracts.calls.agreements.work import QUEUE_STATES
from contracts.errors import InvalidInput, NotFound
from contracts.vocabulary import State
from services.agreements.around import effective_end
from services.agreements.model import Internship, OfficerGroup
from services.agreements.rules.papers import DEPOSITED_IN
from services.agreements.store import COUNTED_TO, HIDDEN_FROM_OFFICERS

MOST_WORDS = 8
MOST_PROGRAMMES = 400
"""Of one group: with more, a filter on programmes reads the files instead of their names first."""


class Order(NamedTuple):
    column: Any
    kind: Callable[[str], Any]
    descending: bool = False


ORDERS = {
    "waiting": Order(Internship.since, datetime.fromisoformat),
    "starts": Order(Internship.starts_key, date.fromisoformat),
    "newest": Order(Internship.reference, int, descending=True),
    "student": Order(Internship.student_key, str),
}
Row = tuple[uuid.UUID, Any]


class Sought:
    """One reader's question: `groups` are his, narrowed to the one he asks for; raises `NotFound` for another's."""

    def __init__(self, ask: dict[str, Any], person: uuid.UUID, groups: Sequence[uuid.UUID]) -> None:
        if ask["group_id"] is not None and ask["group_id"] not in groups:
            raise NotFound()
        self.groups = [ask["group_id"]] if ask["group_id"] else list(groups)
        if set(ask["states"]) - set(QUEUE_STATES):
            raise NotFound()
        self.states = [State(state) for state in dict.fromkeys(ask["states"])] or [State.AWAITING_OFFICER]
        self.where = [SEEN, Internship.student_id != person, *_conditions(ask, person)]
        self.programme = plain(ask["programme"])
        self._of_programmes: list[ColumnElement[bool]] | None = None
        self.sort = ask["sort"] or "waiting"

    def page(self, session: Session, cursor: str, limit: int, *, backwards: bool = False) -> tuple[list[Row], str]:
        """(id, key) of this page's files, and the cursor of the next."""
        order = ORDERS[self.sort]
        descending = order.descending != backwards
        where = self._where(session)
        if cursor:
            kept = cursors.read(cursor, str, order.kind, uuid.UUID)
            if kept[0] != self.sort:
                raise InvalidInput(fields={"cursor": ["invalid"]})
            key = tuple_(order.column, Internship.id)
            where.append(key < tuple(kept[1:]) if descending else key > tuple(kept[1:]))
        rows = self._rows(session, where, order.column, descending, limit + 1)
        if len(rows) <= limit:
            return rows, ""
        return rows[:limit], self.cursor(rows[limit - 1])

    def _where(self, session: Session) -> list[ColumnElement[bool]]:
        """With the programmes that the words name, by their exact keys: the index leads to their files alone."""
        if self.programme and self._of_programmes is None:
            keys = _programmes(session, self.groups, self.programme)
            exact = keys is not None
            self._of_programmes = (
                [Internship.programme_key.in_(keys or [])] if exact else _all(Internship.programme_key, self.programme)
            )
        return [*self.where, *(self._of_programmes or [])]

    def cursor(self, row: Row) -> str:
        return cursors.write(self.sort, row[1], row[0])

    def _rows(self, session: Session, where: list[Any], column: Any, descending: bool, limit: int) -> list[Row]:
        if not self.groups:
            return []
        groups, states = _each(self.groups, Uuid, "group"), _each([str(one) for one in self.states], String, "state")
        ways = (column.desc(), Internship.id.desc()) if descending else (column, Internship.id)
        some = (
            select(Internship.id, column.label("key"))
            .where(Internship.officer_group_id == groups.c.group, Internship.state == states.c.state, *where)
            .order_by(*ways)
            .limit(limit)
            .lateral("some")
        )
        last = (some.c.key.desc(), some.c.id.desc()) if descending else (some.c.key, some.c.id)
        whole = select(some.c.id, some.c.key).select_from(groups).join(states, true()).join(some, true())
        return [(row.id, row.key) for row in session.execute(whole.order_by(*last).limit(limit))]

    def counts(self, session: Session, states: Iterable[State] = QUEUE_STATES) -> dict[str, int]:
        """Files in each state under all the other filters, each up to 1 000, in one statement."""
        if not self.groups:
            return {str(state): 0 for state in states}
        each, where = _each([str(state) for state in states], String, "state"), self._where(session)
        bounded = (
            select(literal(1))
            .where(Internship.officer_group_id.in_(self.groups), Internship.state == each.c.state, *where)
            .limit(COUNTED_TO)
            .correlate(each)
            .subquery("bounded")
        )
        number = select(func.count()).select_from(bounded).scalar_subquery()
        return {row.state: row.n for row in session.execute(select(each.c.state, number.label("n")))}

    def total(self, session: Session) -> int:
        return min(COUNTED_TO, sum(self.counts(session, self.states).values()))


def _each(values: list[Any], kind: Any, name: str) -> TableValuedAlias:
    """The values as a table of one column."""
    return func.unnest(cast(values, ARRAY(kind))).table_valued(name, name=f"each_{name}").render_derived()


PAPER_WAITS = and_(Internship.unreviewed, Internship.state.in_(DEPOSITED_IN))
"""Once a file takes no more papers, what was never looked at is nobody's task."""
SEEN = or_(Internship.state.not_in(HIDDEN_FROM_OFFICERS), Internship.opened_by.is_not(None))


def papers_to_review(session: Session, person: uuid.UUID, groups: Sequence[uuid.UUID]) -> int:
    """Files of these groups with a paper that waits for a manager, whatever their state, up to 1 000."""
    where = (Internship.officer_group_id.in_(groups), PAPER_WAITS, SEEN, Internship.student_id != person)
    bounded = select(literal(1)).where(*where).limit(COUNTED_TO).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0


def plain(words: str) -> list[str]:
    """Words as `ipro_plain` writes them; the base does the rest."""
    return [word for word in words.lower().split()[:MOST_WORDS] if word]


def _conditions(ask: dict[str, Any], person: uuid.UUID) -> list[ColumnElement[bool]]:
    where = [_word(word) for word in plain(ask["words"])]
    where += _all(Internship.supervisor_key, plain(ask["supervisor"]))
    if ask["starts_from"]:
        where.append(Internship.starts_key >= ask["starts_from"])
    if ask["starts_to"]:
        where.append(Internship.starts_key <= ask["starts_to"])
    if ask["assigned"]:
        where.append(_assigned(ask["assigned"], person))
    if ask["tags"]:
        where.append(Internship.tags.contains(ask["tags"]))
    if ask["problems"]:
        wanted = {"refusal": ["refusal"], "warning": ["refusal", "warning"], "none": ["ok", ""]}[ask["problems"]]
        where.append(Internship.control_status.in_(wanted))
    if ask["papers"]:
        where.append(PAPER_WAITS)
    return where


def _programmes(session: Session, groups: Sequence[uuid.UUID], words: Sequence[str]) -> list[str] | None:
    """Keys of these groups' programmes that hold all the words; None when a group has more than we look at.

    One step of the index for each distinct programme, whatever the number of files.
    """
    each = _each(list(groups), Uuid, "group")
    found = select(each.c.group, _programme_after(each.c.group).label("key"), literal(1).label("n")).cte(recursive=True)
    found = found.union_all(
        select(found.c.group, _programme_after(found.c.group, found.c.key), found.c.n + 1).where(
            found.c.key.is_not(None), found.c.n <= MOST_PROGRAMMES
        )
    )
    some = found.c.key.is_not(None) & (and_(*_all(found.c.key, words)) | (found.c.n > MOST_PROGRAMMES))
    rows = session.execute(select(found.c.key, found.c.n).where(some)).all()
    return None if any(row.n > MOST_PROGRAMMES for row in rows) else sorted({row.key for row in rows})


def _programme_after(group: Any, key: Any = None) -> Any:
    more = [] if key is None else [Internship.programme_key > key]
    following = select(Internship.programme_key).where(Internship.officer_group_id == group, *more)
    return following.order_by(Internship.programme_key).limit(1).correlate_except(Internship).scalar_subquery()


def _all(column: Any, words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [_holds(column, word) for word in words]


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    safe = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(func.concat("%", func.ipro_plain(safe), "%"))


def _word(word: str) -> ColumnElement[bool]:
    found = _holds(Internship.search_text, word)
    if word.isdecimal() and len(word) < 18:
        return or_(found, Internship.reference == int(word))
    return found


def _assigned(who: str, person: uuid.UUID) -> ColumnElement[bool]:
    if who == "nobody":
        return Internship.assigned_to.is_(None)
    if who == "someone":
        return Internship.assigned_to.is_not(None)
    try:
        return and_(Internship.assigned_to == (person if who == "me" else uuid.UUID(who)))
    except ValueError:
        raise InvalidInput(fields={"assigned": ["unknown_choice"]}) from None


LINE = {
    **{name: getattr(Internship, name) for name in (
        "id", "reference", "version", "state", "since", "title", "host_name", "city", "starts_on",
        "student_id", "supervisor_id", "officer_group_id", "assigned_to", "assigned_name", "tags", "created_at",
        "updated_at",
    )},
    "ends_on": effective_end,
    "problem": Internship.control_status,
    "papers_to_review": PAPER_WAITS,
    "student_name": Internship.student["name"].astext,
    "student_number": Internship.student["student_number"].astext,
    "student_email": Internship.student["email"].astext,
    "programme": Internship.student["programme_name"].astext,
    "component": Internship.student["component_name"].astext,
    "supervisor_name": Internship.supervisor["name"].astext,
    "group_name": OfficerGroup.name,
}  # fmt: skip
TEXTS = ("student_name", "student_number", "student_email", "programme", "component", "supervisor_name", "group_name")


def lines(session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What a list shows of a page's files, in its order: columns alone, for whole files cost fifty times as much."""
    columns = [column.label(name) for name, column in LINE.items()]
    statement = select(*columns).outerjoin(OfficerGroup, OfficerGroup.id == Internship.officer_group_id)
    found = session.execute(statement.where(Internship.id.in_([id for id, _key in rows])))
    by_id = {row.id: row._asdict() for row in found}
    ordered = [by_id[id] for id, _key in rows if id in by_id]
    return [{**line, **{name: line[name] or "" for name in TEXTS}} for line in ordered]
