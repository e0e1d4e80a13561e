"""The law's figures as data: each with its article, its source and the days it is valid for.

A yearly value that is not yet published is the last known one, marked provisional. Checked on secondary pages in
November 2026, not on the official text.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

SECONDARY = "Urssaf, chambres de commerce, presse professionnelle ; relu en novembre 2026"
FIRST_DAY = date(2021, 1, 1)
PUBLISHED_UNTIL = date(2026, 12, 31)


@dataclass(frozen=True)
class Value:
    """One figure of the law. `yearly`: published anew each year, so that one beyond `PUBLISHED_UNTIL` is a guess."""

    name: str
    amount: int
    unit: str
    article: str
    source: str = SECONDARY
    valid_from: date = FIRST_DAY
    valid_until: date | None = None
    yearly: bool = False


# fmt: off
VALUES = (
    Value("hours_a_day",              7, "h",       "D124-6"),
    Value("days_a_month",            22, "days",    "D124-6"),
    Value("ceiling_hours",          924, "h",       "L124-5"),
    Value("stipend_from_hours",     308, "h",       "L124-6"),
    Value("teaching_hours",         200, "h",       "D124-2"),
    Value("teaching_presence_hours", 50, "h",       "D124-2"),
    Value("tutor_interns",            3, "persons", "R124-13"),
    Value("referent_interns",        24, "persons", "D124-3"),
    Value("host_percent",            15, "%",       "R124-10"),
    Value("host_percent_from",       20, "persons", "R124-10"),
    Value("host_interns_below",       3, "persons", "R124-10"),
    Value("waiting_share",            3, "part",    "L124-11"),
    Value("leave_from_hours",       308, "h",       "L124-13"),
    Value("weekly_hours",            35, "h",       "L3121-27"),
    Value("weekly_hours_most",       48, "h",       "L3121-20"),
    Value("daily_hours_most",        10, "h",       "L3121-18"),
    Value("minor_weekly_hours_most", 35, "h",       "L3162-1"),
    Value("minor_daily_hours_most",   8, "h",       "L3162-1"),
    Value("weekly_days_most",         6, "days",    "L3132-1"),
    Value("minor_weekly_days_most",   5, "days",    "L3164-2"),
    Value("majority",                18, "years",   "C. civ. 414"),
    # 15 % of the social security's hourly ceiling: 26, 27, 29 and 30 euros
    Value("stipend_floor", 390, "cents/h", "D124-8", "plafond horaire 26 € ; Urssaf", date(2021, 1, 1), date(2022, 12, 31), True),
    Value("stipend_floor", 405, "cents/h", "D124-8", "plafond horaire 27 € ; Urssaf", date(2023, 1, 1), date(2023, 12, 31), True),
    Value("stipend_floor", 435, "cents/h", "D124-8", "plafond horaire 29 € ; Urssaf", date(2024, 1, 1), date(2025, 12, 31), True),
    Value("stipend_floor", 450, "cents/h", "D124-8", "plafond horaire 30 € ; Urssaf", date(2026, 1, 1), None, True),
)
# fmt: on


@cache
def _named(name: str) -> tuple[Value, ...]:
    return tuple(sorted((value for value in VALUES if value.name == name), key=lambda value: value.valid_from))


def value(name: str, day: date) -> Value:
    """The value valid on a day; before the first known one, the first. Raises `KeyError` for a figure that is not here."""
    known = _named(name)
    if not known:
        raise KeyError(name)
    return next((found for found in reversed(known) if found.valid_from <= day), known[0])


def provisional(found: Value, day: date) -> bool:
    return found.yearly and day > PUBLISHED_UNTIL


def amount(name: str, day: date = PUBLISHED_UNTIL) -> int:
    return value(name, day).amount


HOURS_A_DAY = amount("hours_a_day")
DAYS_A_MONTH = amount("days_a_month")
MINUTES_A_DAY = HOURS_A_DAY * 60
CEILING_HOURS = amount("ceiling_hours")
STIPEND_FROM_HOURS = amount("stipend_from_hours")
TEACHING_HOURS = amount("teaching_hours")
TEACHING_PRESENCE_HOURS = amount("teaching_presence_hours")
WEEKLY_HOURS = amount("weekly_hours")
MAJORITY = amount("majority")
ACADEMIC_YEAR_STARTS = (9, 1)
FRANCE = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"})
"""Where these articles apply: France, and its overseas departments and alike, which have a country code of their own."""


def floor_on(day: date) -> tuple[int, bool]:
    """The lowest stipend of that day, in cents for an hour of presence, and whether it is provisional."""
    found = value("stipend_floor", day)
    return found.amount, provisional(found, day)


def host_quota(headcount: int | None, day: date = PUBLISHED_UNTIL) -> int:
    """Interns that a host may have in one civil week: 15 % of its people rounded up from 20 on, else 3."""
    if headcount is None or headcount < amount("host_percent_from", day):
        return amount("host_interns_below", day)
    return -(-headcount * amount("host_percent", day) // 100)


def waiting_days(days: int, day: date = PUBLISHED_UNTIL) -> int:
    """Days to wait after an internship of so many days on the same post: a third, rounded up."""
    return -(-days // amount("waiting_share", day))


def academic_year(day: date) -> str:
    """« 2026-2027 » for any day from 1 September 2026 to 31 August 2027.

    An internship belongs whole to the year of its first day, also when it ends after 1 September: L124-5 counts « par
    année d’enseignement », that of the programme which the internship is part of and the convention names (L124-1,
    D124-4), and a convention has one. Counted by days, an internship over the first of September could last a year with
    six months on either side. What begins in the next year, another enrolment and another convention, counts in that
    one. So do thresholds and floors: each is that of the first day.
    """
    first = _first_year(day)
    return f"{first}-{first + 1}"


def academic_year_bounds(day: date) -> tuple[date, date]:
    """First and last day of the academic year of a day."""
    first = min(max(_first_year(day), date.min.year), date.max.year - 1)
    return date(first, *ACADEMIC_YEAR_STARTS), date(first + 1, 8, 31)


def _first_year(day: date) -> int:
    return day.year if (day.month, day.day) >= ACADEMIC_YEAR_STARTS else day.year - 1


def full_years(born: date, day: date) -> int:
    """Age on a day. Who was born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
