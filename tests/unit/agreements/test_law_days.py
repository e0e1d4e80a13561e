"""Days that calendars get wrong: the change of clocks, 29 February, public holidays, the first of September.

Figures were counted beside the code, from the fixed holidays and Easter by the computus.
"""

# ruff: noqa: E501 - a table is read by its lines

import inspect
import sys
import time
from datetime import date, timedelta

import pytest

from services.agreements.rules import law
from services.agreements.rules.around import Around, Previous, most_in_a_week, most_on_a_day
from services.agreements.rules.calendar import holiday_ordinals
from services.agreements.rules.controls import OK, REFUSAL, WARNING, controls
from services.agreements.rules.stipend import schedule
from tests.builders import files
from tests.unit.agreements import test_law_controls, test_law_money, test_law_presence
from tests.unit.agreements.test_law_presence import day, presence

EVERY_DAY = "mtwhfsu"
# fmt: off
CHANGES_OF_CLOCKS = [  # the Sunday on which they change, in the European Union and in North America
    *[("FR", text) for text in ("2024-03-31", "2024-10-27", "2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", "2028-03-26", "2028-10-29")],
    *[("XX", text) for text in ("2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07")],
]
LEAP = [  # what, first day, last day, days of presence from Monday to Friday in France
    ("on the day alone", "2028-02-29", "2028-02-29", 1),
    ("on a Saturday", "2020-02-29", "2020-02-29", 0),
    ("from it to the next day", "2096-02-29", "2096-03-01", 2),
    ("six months from it, to the eve of the 29th", "2028-02-29", "2028-08-28", 123),
    ("six months from it, to the 29th", "2028-02-29", "2028-08-29", 124),
    ("six months from it in 2024", "2024-02-29", "2024-08-28", 124),
    ("six months from 31 August to it", "2027-08-31", "2028-02-29", 129),
    ("six months from 31 August to its eve", "2027-08-31", "2028-02-28", 128),
    ("six months from 31 August 2023 to it", "2023-08-31", "2024-02-29", 128),
    ("six months from 31 August in a common year", "2026-08-31", "2027-02-28", 127),
    ("six months from 28 February of a common year", "2027-02-28", "2027-08-27", 126),
    ("six months from its eve", "2028-02-28", "2028-08-27", 123),
    ("six months from 31 January", "2028-01-31", "2028-07-31", 125),
    ("two months from it", "2028-02-29", "2028-04-28", 43),
    ("two months to it", "2027-12-29", "2028-02-29", 45),
    ("the century without it", "2100-02-26", "2100-03-01", 2),
    ("the century with it", "2000-02-28", "2000-03-01", 3),
]
HOLIDAYS = [  # what, first day, last day, days of presence from Monday to Friday, place
    ("8 May on the eve of Ascension", "2024-05-06", "2024-05-10", 3, "FR"),
    ("1 May and Ascension on one day", "2008-04-28", "2008-05-02", 4, "FR"),
    ("a holiday on a Saturday takes no day", "2026-08-10", "2026-08-16", 5, "FR"),
    ("11 November", "2027-11-08", "2027-11-12", 4, "FR"),
    ("Christmas on a Saturday", "2027-12-20", "2027-12-31", 10, "FR"),
    ("26 December on a Sunday in Moselle too", "2027-12-20", "2027-12-31", 10, "FR-57"),
    ("26 December in Moselle", "2028-12-25", "2028-12-29", 3, "FR-57"),
    ("26 December elsewhere", "2028-12-25", "2028-12-29", 4, "FR"),
    ("abolition in Martinique", "2028-05-22", "2028-05-26", 3, "MQ"),
    ("the same week in Paris", "2028-05-22", "2028-05-26", 4, "FR"),
    ("abolition in Guadeloupe", "2027-05-24", "2027-05-28", 4, "GP"),
    ("abolition in Guyane", "2027-06-07", "2027-06-11", 4, "GF"),
    ("abolition in Mayotte", "2027-04-26", "2027-04-30", 4, "YT"),
    ("a month of four holidays, in May 2008", "2008-05-01", "2008-05-31", 19, "FR"),
]
# fmt: on


@pytest.fixture(params=["UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland"])
def clock(request, monkeypatch):
    """The machine's own time zone: no figure may follow it."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    holiday_ordinals.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("place", "changed"), CHANGES_OF_CLOCKS)
def test_a_day_of_23_or_25_hours_is_a_day_of_presence_like_any_other(place, changed):
    first = day(changed)
    assert first.isoweekday() == 7
    week = presence(str(first - timedelta(days=6)), changed, 35, EVERY_DAY, place=place, hol=True)
    assert [minutes for _day, minutes in week.days()] == [next(week.days())[1]] * 7
    assert [(one.days, one.minutes) for one in presence(changed, changed, 7, "u", place=place, hol=True).months()] == [
        (1, 420)
    ]
    after = presence(changed, str(first + timedelta(days=6)), 35, EVERY_DAY, place=place, hol=True)
    assert sum(one.minutes for one in after.months()) == 2100


@pytest.mark.feature("E15")
def test_no_figure_follows_the_clock_of_the_machine(clock):
    spring = presence("2027-03-22", "2027-04-04", 35, EVERY_DAY, hol=True)
    autumn = presence("2027-10-25", "2027-11-07", 35, EVERY_DAY, hol=True)
    assert sum(one.minutes for one in spring.months()) == sum(one.minutes for one in autumn.months()) == 4200
    plain = files.file(
        request=files.request_fields(starts_on=date(2027, 3, 29), ends_on=date(2027, 4, 30)),
        convention=files.convention_fields(),
        around=Around(previous=Previous(date(2027, 2, 15), date(2027, 3, 17))),
    )
    found = {one.code: one for one in controls(plain, date(2027, 3, 27))}
    assert found["start"].params["days_left"] == 2, "over the night of 23 hours"
    assert found["waiting_period"].status == OK, "11 days, one of 23 hours"


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("first", "last", "days"), [pytest.param(*case[1:], id=case[0]) for case in LEAP])
def test_an_internship_around_29_february(first, last, days):
    plain = files.file(
        request=files.request_fields(starts_on=day(first), ends_on=day(last)), convention=files.convention_fields()
    )
    plan = schedule(plain)
    assert (sum(month.days for month in plan.months), plan.minutes) == (days, days * 420)
    status = next(control.status for control in controls(plain, day(first)) if control.code == "duration")
    assert status == (OK if days * 7 <= 924 else REFUSAL)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("previous", "earliest"),
    [
        # 31 days, of which a third is 11
        (("2028-01-29", "2028-02-28"), "2028-03-11"),
        (("2027-01-29", "2027-02-28"), "2027-03-12"),
        (("2028-01-30", "2028-02-29"), "2028-03-12"),
        (("2028-02-01", "2028-02-29"), "2028-03-11"),  # 29 days: 10
        (("2027-02-01", "2027-02-28"), "2027-03-11"),  # 28 days: 10
        (("2028-02-29", "2028-02-29"), "2028-03-02"),  # one day: one
    ],
)
def test_the_waiting_period_counts_29_february(previous, earliest):
    around = Around(previous=Previous(day(previous[0]), day(previous[1])))
    for wait, status in ((0, OK), (-1, REFUSAL)):
        starts = day(earliest) + timedelta(days=wait)
        plain = files.file(
            request=files.request_fields(starts_on=starts, ends_on=starts + timedelta(days=20)), around=around
        )
        found = next(control for control in controls(plain, day(previous[0])) if control.code == "waiting_period")
        assert (found.status, found.params["earliest"]) == (status, earliest)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("signed", "starts", "left", "status"),
    [
        ("2028-02-29", "2028-03-14", 14, OK),
        ("2028-02-28", "2028-03-12", 13, WARNING),
        ("2027-02-28", "2027-03-14", 14, OK),
        ("2028-02-28", "2028-02-29", 1, WARNING),
        ("2028-02-29", "2028-02-29", 0, REFUSAL),
        ("2028-03-01", "2028-02-29", -1, REFUSAL),
        ("2027-03-27", "2027-03-28", 1, WARNING),
        ("2027-10-30", "2027-10-31", 1, WARNING),
    ],
)
def test_days_before_the_first_one_are_days_of_the_calendar(signed, starts, left, status):
    first = day(starts)
    plain = files.file(request=files.request_fields(starts_on=first, ends_on=first + timedelta(days=20)))
    found = next(control for control in controls(plain, day(signed)) if control.code == "start")
    assert (found.params["days_left"], found.status) == (left, status)


@pytest.mark.feature("E11")
def test_29_february_is_a_day_and_in_a_civil_week_for_the_quotas():
    leap = date(2028, 2, 29)
    assert most_on_a_day([(1, leap, leap)], date(2028, 2, 1), date(2028, 3, 31)) == 1
    assert most_on_a_day([(1, date(2028, 2, 1), date(2028, 2, 28))], leap, date(2028, 3, 31)) == 0
    assert most_in_a_week([([date(2028, 2, 28)], [date(2028, 2, 28)], 2)], leap, leap) == 2


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("first", "last", "days", "place"), [pytest.param(*case[1:], id=case[0]) for case in HOLIDAYS])
def test_public_holidays_on_their_day_and_in_their_place(first, last, days, place):
    assert sum(month.days for month in presence(first, last, place=place).months()) == days


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("first", "last", "weekly", "year", "hours", "status"),
    [
        # 65 days to 31 August, 63 from 1 September on: neither half is six months
        ("2027-06-01", "2027-11-30", 35, "2026-2027", 896, OK),
        ("2027-06-01", "2027-11-30", 39, "2026-2027", 998.4, REFUSAL),
        ("2027-06-01", "2027-08-31", 39, "2026-2027", 507, OK),
        ("2027-09-01", "2027-11-30", 39, "2027-2028", 491.4, OK),
        ("2027-08-31", "2028-02-29", 35, "2026-2027", 903, OK),
        ("2027-09-01", "2028-02-29", 35, "2027-2028", 896, OK),
        ("2027-08-31", "2027-09-01", 35, "2026-2027", 14, OK),
    ],
)
def test_an_internship_over_the_first_of_september_counts_whole_in_the_year_of_its_first_day(
    first, last, weekly, year, hours, status
):
    """It is one convention of one programme of one year (see `law.academic_year`): no ceiling begins anew within it."""
    plain = files.file(
        request=files.request_fields(starts_on=day(first), ends_on=day(last)),
        convention=files.convention_fields(weekly_minutes=weekly * 60, stipend_cents=100_000),
    )
    found = next(control for control in controls(plain, date(2027, 1, 4)) if control.code == "duration")
    assert (found.params["academic_year"], found.params["hours"], found.status) == (year, hours, status)


@pytest.mark.feature("E11")
def test_the_floor_of_an_internship_over_new_year_is_that_of_its_first_day():
    request = files.request_fields(starts_on=date(2025, 11, 3), ends_on=date(2026, 4, 30))
    plain = files.file(request=request, convention=files.convention_fields(stipend_cents=66_990))
    found = next(control for control in controls(plain, date(2025, 9, 1)) if control.code == "stipend")
    assert (found.params["floor_cents_an_hour"], found.status) == (law.floor_on(date(2025, 11, 3))[0], OK) == (435, OK)


def test_the_table_of_the_law_has_at_least_two_hundred_cases():
    """Rows of parametrised tests, each row once; what the calendar, the stipend and the controls are held to."""
    rows = []
    for module in (test_law_controls, test_law_money, test_law_presence, sys.modules[__name__]):
        for name, test in inspect.getmembers(module, inspect.isfunction):
            tables = [mark.args[1] for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
            rows += [f"{name} {row!r}" for table in tables if test.__module__ == module.__name__ for row in table]
    assert len(rows) == len(set(rows)), "no case is counted twice"
    assert len(rows) >= 200
