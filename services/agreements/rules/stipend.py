"""Presence and stipend month by month, as the law counts them, from the file's own fields."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from services.agreements.rules import law
from services.agreements.rules.calendar import MonthOfPresence, Period, Presence, period_of, says_its_week
from services.agreements.rules.file import File

NORMAL_WEEK = law.WEEKLY_HOURS * 60
NORMAL_DAYS = ("mon", "tue", "wed", "thu", "fri")
EVEN = "even"
OVERSEAS = {
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "976": "976",
    "97133": "BL",
    "97150": "MF",
    "975": "PM",
}
OWN_HOLIDAYS = {"57": "57", "67": "6AE", "68": "6AE", **OVERSEAS}
"""French postal codes, by how they begin, of places that have public holidays of their own."""


@dataclass(frozen=True)
class Schedule:
    """`monthly_cents`: for a full month of the normal week; None while nobody stated it.

    `cents_by_month` adds up to the whole, to the cent. `days` are days of 7 hours, rounded up. `other_minutes` are
    those of the student's other files in this host and academic year: they make a stipend due, and are not paid here.
    """

    months: list[MonthOfPresence]
    weekly_minutes: int
    monthly_cents: int | None
    spread: str = "hours"
    other_minutes: int = 0
    minutes: int = field(init=False)
    cents_by_month: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "minutes", sum(month.minutes for month in self.months))
        object.__setattr__(self, "cents_by_month", self._shares())

    def _shares(self) -> list[int]:
        """Rounded on the running total, half a cent up."""
        result, before, minutes = [], 0, 0
        for number, month in enumerate(self.months, start=1):
            minutes += month.minutes
            share = Fraction(number, len(self.months)) if self.spread == EVEN else None
            after = _rounded(share * self._whole()) if share is not None else _rounded(self._worth(minutes))
            result.append(after - before)
            before = after
        return result

    def _worth(self, minutes: int) -> Fraction:
        """The law's month is 22 days of 7 hours of presence; a part-time month is that share of it."""
        return minutes * self.cents_an_hour / 60

    def _whole(self) -> int:
        return _rounded(self._worth(self.minutes))

    @property
    def full_month_hours(self) -> Fraction:
        return Fraction(self.weekly_minutes, NORMAL_WEEK) * law.DAYS_A_MONTH * law.HOURS_A_DAY

    @property
    def cents_an_hour(self) -> Fraction:
        return (self.monthly_cents or 0) / self.full_month_hours

    def least_cents(self, cents_an_hour: int) -> int:
        """The monthly stipend that pays this much an hour; a part of a cent is nobody's."""
        return int(self.full_month_hours * cents_an_hour)

    @property
    def days(self) -> int:
        return -(-self.minutes // law.MINUTES_A_DAY)

    @property
    def stipend_due(self) -> bool:
        return self.minutes + self.other_minutes > law.STIPEND_FROM_HOURS * 60

    @property
    def cents(self) -> int:
        return sum(self.cents_by_month)

    def cents_of(self, month: MonthOfPresence) -> int:
        return self.cents_by_month[self.months.index(month)]

    def as_answer(self) -> dict[str, Any]:
        return {
            "minutes": self.minutes,
            "other_minutes": self.other_minutes,
            "days": self.days,
            "cents": self.cents,
            "stipend_stated": self.monthly_cents is not None,
            "stipend_due": self.stipend_due,
            "months": [
                {"month": m.month, "days": m.days, "minutes": m.minutes, "cents": cents}
                for m, cents in zip(self.months, self.cents_by_month, strict=True)
            ],
        }


def _rounded(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def schedule(file: File) -> Schedule:
    convention = file.convention or {}
    found = presence(file)
    return Schedule(
        months=found.months() if found else [],
        weekly_minutes=convention.get("weekly_minutes") or NORMAL_WEEK,
        monthly_cents=stated_cents(file),
        spread=convention.get("stipend_spread") or "hours",
        other_minutes=file.around.other_minutes if file.around else 0,
    )


def stated_cents(file: File) -> int | None:
    """The monthly stipend of the convention, else of the request, else None."""
    stated = (file.convention or {}).get("stipend_cents")
    return file.request.get("stipend_cents") if stated is None else stated


def presence(file: File) -> Presence | None:
    """Before the convention says its hours, a week of 35 hours from Monday to Friday is assumed. None without dates.

    A period whose hours or days are still to be said counts as the normal week; no convention is submitted with one.
    """
    convention = file.convention or {}
    starts, ends = file.request.get("starts_on"), last_day(file)
    if not starts or not ends:
        return None
    weekly = NORMAL_WEEK if convention.get("weekly_minutes") is None else convention["weekly_minutes"]
    weekdays = frozenset(convention.get("weekdays") or NORMAL_DAYS)
    return Presence(
        normal=Period(starts, ends, weekly, weekdays),
        place=place_of(file),
        weeks=_periods([line for line in convention.get("weeks") or () if says_its_week(line)]),
        interruptions=_periods(convention.get("interruptions")),
        works_on_holidays=bool(convention.get("works_on_holidays")),
    )


def last_day(file: File) -> date | None:
    """Of presence: that of the convention, or the day it was broken off."""
    ends = file.request.get("ends_on")
    return min(ends, file.ended_on) if ends and file.ended_on else ends


def _periods(lines: list[dict[str, Any]] | None) -> list[Period]:
    return [found for line in lines or () if (found := period_of(line))]


def country_of(file: File) -> str:
    """Of the place of work."""
    return _place(file).get("country") or "FR"


def town_of(file: File) -> str:
    """Of the place of work."""
    return _place(file).get("city") or ""


def place_of(file: File) -> str:
    """For public holidays: the country, with the part of France that has its own."""
    country = country_of(file)
    code = (_place(file).get("postal_code") or "").replace(" ", "")
    if country != "FR" or len(code) != 5:
        return country
    part = next((OWN_HOLIDAYS[code[:size]] for size in (5, 3, 2) if code[:size] in OWN_HOLIDAYS), "")
    return f"FR-{part}" if part else country


def under_french_law(file: File) -> bool:
    return country_of(file).upper() in law.FRANCE


def _place(file: File) -> dict[str, Any]:
    if not file.request.get("at_host_address", True):
        return file.request.get("place") or {}
    return file.host or {}
