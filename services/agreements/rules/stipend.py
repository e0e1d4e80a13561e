"""Presence and stipend month by month, as the law counts them, from the file's own fields."""

from dataclasses import dataclass
from typing import Any

from services.agreements.rules import law
from services.agreements.rules.calendar import MonthOfPresence, months_of_presence
from services.agreements.rules.file import File

NORMAL_WEEK = 35 * 60
NORMAL_DAYS = ["mon", "tue", "wed", "thu", "fri"]


@dataclass(frozen=True)
class Schedule:
    """`cents` is the whole stipend; each month's share follows its minutes. `days` are days of 7 hours, rounded up."""

    months: list[MonthOfPresence]
    minutes: int
    cents_an_hour: float
    monthly_cents: int

    @property
    def days(self) -> int:
        return -(-self.minutes // law.MINUTES_A_DAY)

    @property
    def stipend_due(self) -> bool:
        return self.minutes > law.STIPEND_FROM_HOURS * 60

    def cents_of(self, month: MonthOfPresence) -> int:
        return round(month.minutes / 60 * self.cents_an_hour)

    @property
    def cents(self) -> int:
        return sum(self.cents_of(month) for month in self.months)

    def as_answer(self) -> dict[str, Any]:
        return {
            "minutes": self.minutes,
            "days": self.days,
            "cents": self.cents,
            "stipend_due": self.stipend_due,
            "months": [
                {"month": m.month, "days": m.days, "minutes": m.minutes, "cents": self.cents_of(m)} for m in self.months
            ],
        }


def schedule(file: File) -> Schedule:
    """Before the convention says its hours, a week of 35 hours from Monday to Friday is assumed."""
    request, convention = file.request, file.convention or {}
    starts, ends = request.get("starts_on"), request.get("ends_on")
    monthly = convention.get("stipend_cents")
    if monthly is None:
        monthly = request.get("stipend_cents") or 0
    weekly = convention.get("weekly_minutes") or NORMAL_WEEK
    weekdays = convention.get("weekdays") or NORMAL_DAYS
    months = months_of_presence(starts, ends, weekly, weekdays, country_of(file)) if starts and ends else []
    # the law's month is 22 days of 7 hours of presence; a part-time month is that share of it
    full_month_hours = weekly / NORMAL_WEEK * law.DAYS_A_MONTH * law.HOURS_A_DAY
    return Schedule(
        months=months,
        minutes=sum(month.minutes for month in months),
        cents_an_hour=monthly / full_month_hours if full_month_hours else 0.0,
        monthly_cents=monthly,
    )


def country_of(file: File) -> str:
    """Of the place of work, for its public holidays."""
    if not file.request.get("at_host_address", True):
        return (file.request.get("place") or {}).get("country") or "FR"
    return (file.host or {}).get("country") or "FR"
