"""A list of internships to open, as spreadsheets write it: its lines, what is wrong in each before anybody is asked, and
which internships of one student share a day."""

import csv
import io
import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from contracts.calls.agreements.opening import COLUMNS, MOST_BYTES, MOST_LINES
from contracts.errors import InvalidInput
from contracts.vocabulary import State
from services.agreements.rules import countries

LONGEST = 2_000
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
SPACES = re.compile(r"[\s\u00a0\u202f]")
FRANCE = "FR"
REQUIRED = [column.name for column in COLUMNS if column.required]
OVER = (
    State.REQUEST_REFUSED,
    State.REQUEST_DELETED,
    State.CONVENTION_REFUSED,
    State.DROPPED,
    State.FINISHED,
    State.BROKEN_OFF,
)
"""What has ended or will never be stands beside no other internship."""
MOST_NAMED = 5  # overlaps of one line


@dataclass
class Row:
    """`problems`: a code for each column that cannot be taken."""

    number: int
    values: dict[str, str]
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return ", ".join(text for name in ("student_number", "host_name", "title") if (text := self.values.get(name)))


def read(data: bytes) -> list[Row]:
    """UTF-8 or Windows-1252, `;` or `,` or tabs. Raises `InvalidInput` on `file` for what no line can be read of."""
    if len(data) > MOST_BYTES:
        raise InvalidInput(fields={"file": ["over_one_mb"]})
    text = _decoded(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        titles = next(lines, None)
        if titles is None:
            raise InvalidInput(fields={"file": ["empty"]})
        rows = list(islice(_rows(_columns(titles), lines), MOST_LINES + 1))
    except csv.Error:
        raise InvalidInput(fields={"file": ["unreadable"]}) from None
    if not rows:
        raise InvalidInput(fields={"file": ["empty"]})
    if len(rows) > MOST_LINES:
        raise InvalidInput(fields={"file": ["too_many_lines"]}, most=MOST_LINES)
    return rows


def _rows(names: list[str], lines: Iterable[list[str]]) -> Iterator[Row]:
    """As they are asked for: of a list that is too long no more is read than shows it."""
    for number, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            yield Row(number, dict(zip(names, (cell.strip()[:LONGEST] for cell in cells), strict=False)))


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise InvalidInput(fields={"file": ["unreadable"]})
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


def key(title: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c))
    return "_".join(re.findall(r"[^\W_]+", plain))


KNOWN = {key(title): column.name for column in COLUMNS for title in (column.name, column.header, *column.also)}


def _columns(titles: list[str]) -> list[str]:
    """A column that nobody knows is left alone, under its own title."""
    names = [KNOWN.get(key(title), f"?{title}") for title in titles]
    missing = [column.header for column in COLUMNS if column.required and column.name not in names]
    if missing:
        raise InvalidInput(fields={"file": ["missing_columns"]}, columns=", ".join(missing))
    return names


def typed(row: Row) -> dict[str, Any]:
    """The values as the file's fields want them; what cannot be taken is named in `row.problems` and left out."""
    given = {column.name: row.values.get(column.name, "") for column in COLUMNS}
    found: dict[str, Any] = dict(given)
    for name in REQUIRED:
        if not given[name]:
            row.problems[name] = ["required"]
    for name in ("starts_on", "ends_on"):
        found[name] = _day(row, name, given[name])
    found["weekly_minutes"] = _minutes(row, "weekly_hours", given["weekly_hours"], 7 * 24 * 60)
    found["stipend_cents"] = _amount(row, "stipend", given["stipend"], 100, 1_000_000)
    found["host_country"] = countries.code_of(given["host_country"]) if given["host_country"] else FRANCE
    if not found["host_country"]:
        row.problems["host_country"] = ["unknown_country"]
    found["host_siret"] = re.sub(r"\D", "", given["host_siret"])
    for name in (
        "title",
        "host_name",
        "host_address",
        "host_city",
        "tutor_first_name",
        "tutor_last_name",
        "tutor_role",
    ):
        if len(given[name]) > 200:
            row.problems[name] = ["too_long"]
    if found["starts_on"] and found["ends_on"] and found["ends_on"] < found["starts_on"]:
        row.problems["ends_on"] = ["before_start"]
    return found


def _day(row: Row, name: str, text: str) -> date | None:
    for form in DAYS:
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    if text:
        row.problems[name] = ["invalid"]
    return None


def _minutes(row: Row, name: str, text: str, most: int) -> int | None:
    """« 35 », « 17,5 h », « 7h30 »; None when nothing is said."""
    clock = re.fullmatch(r"(\d{1,3})h([0-5]\d)", SPACES.sub("", text.casefold()))
    if clock is None:
        return _amount(row, name, text.casefold().strip().removesuffix("h"), 60, most)
    minutes = int(clock[1]) * 60 + int(clock[2])
    if minutes <= most:
        return minutes
    row.problems[name] = ["invalid"]
    return None


def _amount(row: Row, name: str, text: str, by: int, most: int) -> int | None:
    """« 17,5 », « 659,40 € » in parts of which there are `by` in one; None when nothing is said."""
    plain = SPACES.sub("", text).strip("€").replace(",", ".")
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,6}(\.\d{1,2})?", plain) or round(float(plain) * by) > most:
        row.problems[name] = ["invalid"]
        return None
    return round(float(plain) * by)


def same_host(line: Mapping[str, str], earlier: Mapping[str, str]) -> bool:
    """Whether this line would find the host that an earlier one makes, as the service that owns hosts tells them apart:
    `id`, `siret` and `key` of each.

    One that is not recorded yet has no id: it is found by the SIRET that the line gives, else by name, town and country.
    """
    if line["id"] or earlier["id"]:
        return line["id"] == earlier["id"]
    return line["siret"] == earlier["siret"] if line["siret"] else line["key"] == earlier["key"]


@dataclass(frozen=True)
class Span:
    """An internship's days, both included: of a file (`reference`), or of a line of the list that is none yet.

    One that is not `told` is another group's: that it is there may be said, not what or when it is.
    """

    student_id: uuid.UUID
    starts_on: date
    ends_on: date
    line: int = 0
    file_id: uuid.UUID | None = None
    reference: int | None = None
    told: bool = True


def overlapping(lines: Sequence[Span], files: Iterable[Span]) -> dict[int, list[Span]]:
    """By line: the same student's other internships that share a day with it, earliest first, five at the most.

    A line that became a file is met among the files.
    """
    of_student: dict[uuid.UUID, list[Span]] = defaultdict(list)
    for one in (*files, *(line for line in lines if line.file_id is None)):
        of_student[one.student_id].append(one)
    for known in of_student.values():
        known.sort(key=lambda one: (one.starts_on, one.reference or 0, one.line))
    found = {line.line: list(islice(_beside(line, of_student[line.student_id]), MOST_NAMED)) for line in lines}
    return {number: others for number, others in found.items() if others}


def _beside(line: Span, known: list[Span]) -> Iterable[Span]:
    for other in known:
        if other.starts_on > line.ends_on:
            return
        itself = other is line or (line.file_id is not None and other.file_id == line.file_id)
        if other.ends_on >= line.starts_on and not itself:
            yield other
