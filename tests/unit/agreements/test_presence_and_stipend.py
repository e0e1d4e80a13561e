"""Presence and stipend as the law counts them: days, hours, thresholds, floors."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.agreements.queries.files import proposed_end
from services.agreements.rules import law
from services.agreements.rules.calendar import LONGEST_DAYS, WEEKDAYS, days_of_presence, months_of_presence
from services.agreements.rules.controls import OK, REFUSAL, WARNING, controls
from services.agreements.rules.stipend import country_of, schedule
from tests.builders import files
from tests.builders.files import TODAY

WEEK = ["mon", "tue", "wed", "thu", "fri"]
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.feature("E15")
def test_public_holidays_of_the_place_are_not_days_of_presence():
    may = (date(2026, 5, 1), date(2026, 5, 31))  # 1, 8, 14 and 25 May are holidays in France
    assert sum(month.days for month in months_of_presence(*may, 2100, WEEK, "FR")) == 21 - 4
    assert date(2026, 7, 14) not in list(days_of_presence(date(2026, 7, 13), date(2026, 7, 15), frozenset(WEEK), "FR"))
    assert date(2026, 7, 14) in list(days_of_presence(date(2026, 7, 13), date(2026, 7, 15), frozenset(WEEK), "BE"))
    assert len(list(days_of_presence(*may, frozenset(WEEK), "XX"))) == 21  # an unknown country has none


@pytest.mark.feature("E15")
def test_a_leap_day_counts_and_belongs_to_february():
    found = months_of_presence(date(2028, 2, 28), date(2028, 3, 1), 2100, WEEK, "FR")
    assert [(month.month, month.days) for month in found] == [("2028-02", 2), ("2028-03", 1)]


@pytest.mark.feature("E15")
def test_a_part_time_week_spreads_its_hours_over_its_own_days():
    two_days = months_of_presence(date(2027, 3, 1), date(2027, 3, 26), 14 * 60, ["mon", "tue"], "FR")
    assert [(month.days, month.minutes) for month in two_days] == [(8, 8 * 7 * 60)]


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("weekly", "weekdays"), [(0, WEEK), (2100, [])])
def test_a_week_that_is_not_known_has_no_presence(weekly, weekdays):
    assert months_of_presence(date(2027, 3, 1), date(2027, 3, 26), weekly, weekdays, "FR") == []


@pytest.mark.feature("E15")
@settings(deadline=None, max_examples=100)
@given(
    days, st.integers(-40, 400), st.integers(1, 7 * 24 * 60), st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.data()
)
def test_months_add_up_to_the_whole(starts, length, weekly, chosen, data):
    ends = starts + timedelta(days=length)
    country = data.draw(st.sampled_from(["FR", "BE", "US", "XX"]))
    months = months_of_presence(starts, ends, weekly, sorted(chosen), country)
    present = list(days_of_presence(starts, ends, frozenset(chosen), country))
    assert sum(month.days for month in months) == len(present)
    assert sum(month.minutes for month in months) == len(present) * weekly // len(chosen)
    assert [month.month for month in months] == sorted({f"{day:%Y-%m}" for day in present})
    assert all(starts <= day <= ends and WEEKDAYS[day.weekday()] in chosen for day in present)


def test_an_endless_internship_is_counted_to_a_bound():
    found = months_of_presence(date(2026, 1, 1), date(9999, 12, 31), 2100, WEEK, "XX")
    assert sum(month.days for month in found) <= LONGEST_DAYS


def hours(count: int):
    """A file of so many hours of presence: days of one hour each, abroad where no holiday is known."""
    first = date(2027, 1, 4)
    plain = files.file(
        request=files.request_fields(starts_on=first, ends_on=first + timedelta(days=count - 1), stipend_cents=0),
        convention=files.convention_fields(weekly_minutes=7 * 60, weekdays=list(WEEKDAYS), stipend_cents=0),
    )
    plain.host["country"] = "XX"
    return plain


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("count", "due"), [(307, False), (308, False), (309, True)])
def test_a_stipend_is_due_from_the_309th_hour_on(count, due):
    plan = schedule(hours(count))
    assert plan.minutes == count * 60
    assert plan.stipend_due is due


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("count", "status"), [(924, OK), (925, REFUSAL)])
def test_more_than_924_hours_in_one_host_are_refused(count, status):
    found = {control.code: control for control in controls(hours(count), TODAY)}
    assert found["duration"].status == status
    assert found["duration"].params["ceiling"] == 924


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("day", "cents", "provisional"),
    [
        (date(2021, 1, 1), 390, False),
        (date(2022, 12, 31), 390, False),
        (date(2023, 6, 1), 405, False),
        (date(2024, 1, 1), 435, False),
        (date(2025, 12, 31), 435, False),
        (date(2026, 1, 1), 450, False),
        (date(2026, 12, 31), 450, False),
        (date(2027, 1, 1), 450, True),
    ],
)
def test_the_floor_is_that_of_its_year_and_provisional_until_it_is_published(day, cents, provisional):
    floor, guessed = law.floor_on(day)
    assert (floor.cents_an_hour, guessed) == (cents, provisional)


@pytest.mark.feature("E11")
def test_a_stipend_below_the_floor_warns_in_a_request_and_refuses_in_a_convention():
    request = files.request_fields(stipend_cents=60_000)
    statuses = {control.code: control.status for control in controls(files.file(request=request), TODAY)}
    assert statuses["stipend"] == WARNING
    plain = files.file(request=request, convention=files.convention_fields(stipend_cents=60_000))
    assert {control.code: control.status for control in controls(plain, TODAY)}["stipend"] == REFUSAL


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("cents", "status"), [(69_300, OK), (69_200, REFUSAL)])
def test_a_month_at_the_floor_is_22_days_of_7_hours(cents, status):
    plain = files.file(convention=files.convention_fields(stipend_cents=cents))
    found = next(control for control in controls(plain, TODAY) if control.code == "stipend")
    assert found.status == status
    assert found.params["due"] is True


@pytest.mark.feature("E11")
def test_a_half_time_stipend_is_judged_by_the_hour():
    half = files.convention_fields(weekly_minutes=1050, weekdays=["mon", "tue", "wed"], stipend_cents=34_700)
    found = next(c for c in controls(files.file(convention=half), TODAY) if c.code == "stipend")
    assert found.params["planned_cents_an_hour"] == 451


@pytest.mark.feature("E11")
def test_abroad_the_french_floor_is_not_a_control():
    plain = files.file(convention=files.convention_fields(stipend_cents=0))
    plain.host["country"] = "CA"
    assert "stipend" not in {control.code for control in controls(plain, TODAY)}
    plain.request.update(at_host_address=False, place={"country": "FR"})
    assert country_of(plain) == "FR"


@pytest.mark.feature("E11")
def test_problems_come_first_and_nothing_is_said_without_dates():
    plain = files.file(
        request=files.request_fields(ends_on=date(2028, 6, 30)), convention=files.convention_fields(teaching_hours=150)
    )
    assert [control.status for control in controls(plain, TODAY)] == [REFUSAL, WARNING, OK, OK]
    assert controls(files.file(request=files.request_fields(starts_on=None)), TODAY) == []


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("left", "status"), [(14, OK), (13, WARNING), (-1, WARNING)])
def test_a_start_too_near_to_collect_signatures_warns(left, status):
    found = {control.code: control for control in controls(files.file(request=files.starting_in(left)), TODAY)}
    assert (found["start"].status, found["start"].params["days_left"]) == (status, left)


@pytest.mark.feature("E15")
def test_the_schedule_adds_up_and_counts_days_of_seven_hours():
    plan = schedule(files.file(convention=files.convention_fields()))
    answer = plan.as_answer()
    assert answer["minutes"] == sum(month["minutes"] for month in answer["months"])
    assert answer["cents"] == sum(month["cents"] for month in answer["months"])
    assert answer["days"] * 7 * 60 >= answer["minutes"] > (answer["days"] - 1) * 7 * 60


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 8, 31), "2025-2026"), (date(2026, 9, 1), "2026-2027"), (date(2027, 2, 1), "2026-2027")],
)
def test_an_academic_year_begins_on_the_first_of_september(day, year):
    assert law.academic_year(day) == year


@pytest.mark.feature("E2")
@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2027, 3, 1), 4, date(2027, 6, 30)),
        (date(2027, 1, 31), 1, date(2027, 2, 27)),
        (date(2027, 11, 15), 3, date(2028, 2, 14)),
        (date(9999, 12, 1), 2, None),
        (None, 2, None),
        (date(2027, 3, 1), None, None),
    ],
)
def test_a_proposed_end_follows_from_start_and_duration(starts, months, ends):
    assert proposed_end(starts, months) == ends
