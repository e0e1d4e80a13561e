"""Legal constants with their article, their source and the days they are valid for (see docs: spec of the law).

A value of a year not yet published is the last known one, marked provisional.
"""

from dataclasses import dataclass
from datetime import date

HOURS_A_DAY = 7
DAYS_A_MONTH = 22
MINUTES_A_DAY = HOURS_A_DAY * 60
CEILING_HOURS = 924  # L124-5: six months of 22 days of 7 hours in one host and one academic year
STIPEND_FROM_HOURS = 308  # L124-6: due from the first hour when there are more than these
TEACHING_HOURS = 200  # D124-2
ACADEMIC_YEAR_STARTS = (9, 1)


@dataclass(frozen=True)
class Floor:
    """The lowest stipend, in cents for an hour of presence: 15 % of the social security's hourly ceiling (D124-8)."""

    valid_from: date
    cents_an_hour: int
    source: str


FLOORS = (
    Floor(date(2021, 1, 1), 390, "plafond horaire 26 €"),
    Floor(date(2023, 1, 1), 405, "plafond horaire 27 €"),
    Floor(date(2024, 1, 1), 435, "plafond horaire 29 €"),
    Floor(date(2026, 1, 1), 450, "plafond horaire 30 €"),
)
PUBLISHED_UNTIL = date(2026, 12, 31)


def floor_on(day: date) -> tuple[Floor, bool]:
    """The floor valid on a day, and whether it is provisional."""
    known = [floor for floor in FLOORS if floor.valid_from <= day] or [FLOORS[0]]
    return known[-1], day > PUBLISHED_UNTIL


def academic_year(day: date) -> str:
    """« 2026-2027 » for any day from 1 September 2026 to 31 August 2027."""
    first = day.year if (day.month, day.day) >= ACADEMIC_YEAR_STARTS else day.year - 1
    return f"{first}-{first + 1}"
