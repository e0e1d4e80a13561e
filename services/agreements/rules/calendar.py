"""Presence, day by day: which days count, and how many minutes each month holds. Dates only: no hour ever changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_DAYS = 3 * 366  # no internship is counted beyond
PARTS = 420  # of a minute: 1 to 7 days a week divide it, so that every day's share is whole


@dataclass(frozen=True)
class MonthOfPresence:
    """`month` is YYYY-MM."""

    month: str
    days: int
    minutes: int


@dataclass(frozen=True)
class Period:
    """Days, both ends included, with the week that holds then; no weekday is no presence."""

    starts: date
    ends: date
    weekly_minutes: int = 0
    weekdays: frozenset[str] = frozenset()

    def shares(self) -> list[int]:
        """Of each day of the week, Monday first, in parts of a minute: a week's minutes are spread evenly over its days."""
        share = self.weekly_minutes * PARTS // len(self.weekdays) if self.weekdays else 0
        return [share if day in self.weekdays else 0 for day in WEEKDAYS]


@dataclass(frozen=True)
class Presence:
    """The normal week from the first to the last day, what replaces it, what interrupts it.

    `place` is a country, or a country and a part of it that has its own holidays (« FR-57 »).
    """

    normal: Period
    place: str = "FR"
    weeks: Sequence[Period] = ()
    interruptions: Sequence[Period] = ()
    works_on_holidays: bool = False

    def days(self) -> Iterator[tuple[date, int]]:
        """Each day of presence and its share, in parts of a minute. Where two periods overlap the first holds."""
        first = self.normal.starts.toordinal()
        last = min(self.normal.ends.toordinal(), first + LONGEST_DAYS - 1)
        if last < first:
            return
        plan: list[list[int] | None] = [self.normal.shares()] * (last - first + 1)
        for found in reversed(self.weeks):
            _lay(plan, first, found, found.shares())
        for found in self.interruptions:
            _lay(plan, first, found, None)
        off = frozenset() if self.works_on_holidays else self._off(self.normal.starts.year, date.fromordinal(last).year)
        for offset, shares in enumerate(plan):
            if shares is not None:
                ordinal = first + offset
                share = shares[(ordinal - 1) % 7]
                if share and ordinal not in off:
                    yield date.fromordinal(ordinal), share

    def _off(self, first_year: int, last_year: int) -> frozenset[int]:
        years = range(first_year, last_year + 1)
        return frozenset().union(*(holiday_ordinals(self.place, year) for year in years))

    def months(self) -> list[MonthOfPresence]:
        """Months that have presence. Minutes are rounded on the running total, so that they add up to the whole."""
        days: dict[str, int] = {}
        shares: dict[str, int] = {}
        for day, share in self.days():
            month = day.isoformat()[:7]  # strftime does not pad a year below 1000
            days[month] = days.get(month, 0) + 1
            shares[month] = shares.get(month, 0) + share
        result, before = [], 0
        for month, share in shares.items():
            after = before + share
            result.append(MonthOfPresence(month, days[month], after // PARTS - before // PARTS))
            before = after
        return result


def _lay(plan: list[list[int] | None], first: int, period: Period, shares: list[int] | None) -> None:
    start = max(period.starts.toordinal() - first, 0)
    end = min(period.ends.toordinal() - first + 1, len(plan))
    if end > start:
        plan[start:end] = [shares] * (end - start)


def public_holidays(place: str, year: int) -> frozenset[date]:
    """Of the place; none for a country that is not known."""
    return frozenset(date.fromordinal(day) for day in holiday_ordinals(place, year))


@lru_cache(maxsize=1024)
def holiday_ordinals(place: str, year: int) -> frozenset[int]:
    country, _dash, part = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year)
    except (NotImplementedError, ValueError, OverflowError):
        return frozenset()
    return frozenset(day.toordinal() for day in found)


def period_of(line: Mapping[str, Any]) -> Period | None:
    """A line of `weeks` or `interruptions`; None while its dates are not known or are in disorder."""
    starts, ends = line.get("starts_on"), line.get("ends_on")
    if not starts or not ends or ends < starts:
        return None
    return Period(starts, ends, line.get("weekly_minutes") or 0, frozenset(line.get("weekdays") or ()))


def says_its_week(line: Mapping[str, Any]) -> bool:
    """Hours and their days, or no hours and no day: a period without presence."""
    minutes = line.get("weekly_minutes")
    return minutes is not None and bool(minutes) == bool(line.get("weekdays"))


def unfinished(lines: Sequence[Mapping[str, Any]], *, week: bool) -> bool:
    """Whether a line still lacks something: a date, and for a week that has hours its days."""
    return any(
        not line.get("starts_on") or not line.get("ends_on") or (week and not says_its_week(line)) for line in lines
    )


def wrong(lines: Sequence[Mapping[str, Any]], starts: date | None, ends: date | None) -> dict[str, str]:
    """Codes of bad dates by dotted name (« 1.ends_on »): before_start, outside_internship, overlapping."""
    found: dict[str, str] = {}
    taken: list[Period] = []
    for number, line in enumerate(lines):
        for name in ("starts_on", "ends_on"):
            day = line.get(name)
            if day and ((starts and day < starts) or (ends and day > ends)):
                found[f"{number}.{name}"] = "outside_internship"
        period = period_of(line)
        if period is None:
            if line.get("starts_on") and line.get("ends_on"):
                found[f"{number}.ends_on"] = "before_start"
            continue
        if any(period.starts <= other.ends and other.starts <= period.ends for other in taken):
            found[f"{number}.starts_on"] = "overlapping"
        taken.append(period)
    return found
