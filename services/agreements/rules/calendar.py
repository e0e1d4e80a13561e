"""Presence, day by day: which days count, and how many minutes each month holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_DAYS = 3 * 366  # no internship is counted beyond


@dataclass(frozen=True)
class MonthOfPresence:
    """`month` is YYYY-MM."""

    month: str
    days: int
    minutes: int


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Of the place; none for a country that is not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def days_of_presence(starts: date, ends: date, weekdays: frozenset[str], country: str) -> Iterator[date]:
    """Both ends included; public holidays are not days of presence."""
    for offset in range(min((ends - starts).days + 1, LONGEST_DAYS)):
        day = starts + timedelta(days=offset)
        if WEEKDAYS[day.weekday()] in weekdays and day not in public_holidays(country, day.year):
            yield day


def months_of_presence(
    starts: date, ends: date, weekly_minutes: int, weekdays: list[str], country: str
) -> list[MonthOfPresence]:
    """A normal week's minutes are spread evenly over its days; empty when the week is not known or the dates are wrong."""
    chosen = frozenset(weekdays)
    if not chosen or not weekly_minutes or ends < starts:
        return []
    days: dict[str, int] = {}
    for day in days_of_presence(starts, ends, chosen, country):
        month = day.isoformat()[:7]  # strftime does not pad a year below 1000
        days[month] = days.get(month, 0) + 1
    # rounded on the running total, so that the months add up to the whole
    result, before = [], 0
    for month, count in days.items():
        after = before + count
        minutes = after * weekly_minutes // len(chosen) - before * weekly_minutes // len(chosen)
        result.append(MonthOfPresence(month, count, minutes))
        before = after
    return result
