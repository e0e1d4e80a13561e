"""The stipend, to the cent: thresholds, floors, schedules. Figures were worked out by hand beside the code."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.vocabulary import State
from services.agreements.rules import law
from services.agreements.rules.around import Around
from services.agreements.rules.calendar import WEEKDAYS
from services.agreements.rules.controls import OK, REFUSAL, WARNING, controls
from services.agreements.rules.stipend import schedule
from tests.builders import files
from tests.builders.files import TODAY

WEEK = ["mon", "tue", "wed", "thu", "fri"]


def hours(count: int, others: int = 0, **convention):
    """So many hours of presence, one a day all week long, where no holiday is known; `others` in other files."""
    first = date(2027, 1, 4)
    fields = {"weekly_minutes": 7 * 60, "weekdays": list(WEEKDAYS), "stipend_cents": 0, **convention}
    plain = files.file(
        request=files.request_fields(starts_on=first, ends_on=first + timedelta(days=count - 1), stipend_cents=0),
        convention=files.convention_fields(**fields),
        around=Around(other_minutes=others * 60),
    )
    plain.host["country"] = "XX"
    return plain


def found(plain, code):
    return next(control for control in controls(plain, TODAY) if control.code == code)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("own", "others", "due"),
    [
        (1, 0, False), (307, 0, False), (308, 0, False), (309, 0, True), (310, 0, True), (924, 0, True),
        (1, 307, False), (1, 308, True), (154, 153, False), (154, 154, False), (154, 155, True),
        (308, 1, True), (300, 8, False), (300, 9, True), (8, 300, False), (9, 300, True),
    ],
)  # fmt: skip
def test_a_stipend_is_due_from_the_309th_hour_of_all_files_on(own, others, due):
    plan = schedule(hours(own, others))
    assert (plan.minutes, plan.stipend_due) == (own * 60, due)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("own", "others", "status"),
    [
        (923, 0, OK), (924, 0, OK), (925, 0, REFUSAL), (1000, 0, REFUSAL),
        (1, 923, OK), (1, 924, REFUSAL), (462, 462, OK), (462, 463, REFUSAL), (463, 462, REFUSAL),
        (924, 1, REFUSAL), (308, 616, OK), (309, 616, REFUSAL), (5, 5000, REFUSAL),
    ],
)  # fmt: skip
def test_924_hours_are_those_of_all_files_of_the_year_in_one_host(own, others, status):
    control = found(hours(own, others), "duration")
    assert control.status == status
    assert control.params["hours"] == own + others
    assert not control.overridable


@pytest.mark.feature("E11")
def test_a_longer_end_that_an_amendment_brings_crosses_both_thresholds():
    """The same file with later dates, as an amendment leaves it."""
    first = date(2027, 3, 1)  # Monday; 44 days of presence end on 30 April
    until = {
        date(2027, 4, 30): (308, False, OK),
        date(2027, 5, 3): (315, True, OK),
        date(2027, 9, 6): (924, True, OK),
        date(2027, 9, 7): (931, True, REFUSAL),
    }
    for last, (count, due, status) in until.items():
        plain = files.file(
            request=files.request_fields(starts_on=first, ends_on=last), convention=files.convention_fields()
        )
        plan = schedule(plain)
        assert (plan.minutes / 60, plan.stipend_due, found(plain, "duration").status) == (count, due, status), last


@pytest.mark.feature("E11")
def test_a_broken_off_internship_counts_to_the_day_it_ended():
    plain = files.file(
        state=State.BROKEN_OFF, ended_on=date(2027, 3, 12), convention=files.convention_fields(stipend_cents=69_300)
    )
    plan = schedule(plain)
    assert (plan.minutes, plan.cents) == (10 * 420, 31_500)  # 70 hours at 4.50 euros


FLOORS = [
    (date(2020, 6, 1), 390, False),
    (date(2021, 1, 1), 390, False),
    (date(2022, 12, 31), 390, False),
    (date(2023, 1, 1), 405, False),
    (date(2023, 12, 31), 405, False),
    (date(2024, 1, 1), 435, False),
    (date(2025, 12, 31), 435, False),
    (date(2026, 1, 1), 450, False),
    (date(2026, 12, 31), 450, False),
    (date(2027, 1, 1), 450, True),
    (date(2031, 9, 1), 450, True),
]


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("day", "cents", "provisional"), FLOORS)
def test_the_floor_is_that_of_its_year_and_provisional_until_it_is_published(day, cents, provisional):
    assert law.floor_on(day) == (cents, provisional)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("weekly", "cents", "status"),
    [
        # a full month is 22 days of 7 hours: 154 hours at 4.50 euros, and its share for a part-time week
        (2100, 69_300, OK), (2100, 69_299, REFUSAL), (2100, 69_301, OK), (2100, 0, REFUSAL), (2100, 120_000, OK),
        (1050, 34_650, OK), (1050, 34_649, REFUSAL),
        (1680, 55_440, OK), (1680, 55_439, REFUSAL),
        (2340, 77_220, OK), (2340, 77_219, REFUSAL), (2340, 69_300, REFUSAL),
        (1200, 39_600, OK), (1200, 39_599, REFUSAL),
    ],
)  # fmt: skip
def test_the_least_monthly_stipend_follows_the_hours_of_the_week(weekly, cents, status):
    fields = files.convention_fields(weekly_minutes=weekly, stipend_cents=cents)
    request = files.request_fields(starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 11))
    assert found(files.file(request=request, convention=fields), "stipend").status == status


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("request_cents", "convention_cents", "status"),
    [
        (None, None, WARNING),
        (60_000, None, WARNING),
        (69_300, None, OK),
        (None, 69_300, OK),
        (69_300, 60_000, REFUSAL),
        (60_000, 69_300, OK),
        (None, 0, REFUSAL),
    ],
)
def test_below_the_floor_a_request_warns_and_a_convention_refuses(request_cents, convention_cents, status):
    plain = files.file(
        request=files.request_fields(stipend_cents=request_cents),
        convention=files.convention_fields(stipend_cents=convention_cents),
    )
    control = found(plain, "stipend")
    assert control.status == status
    assert control.params["stated"] is (request_cents is not None or convention_cents is not None)


@pytest.mark.feature("E11")
def test_below_308_hours_a_stipend_is_free():
    short = files.request_fields(starts_on=date(2027, 3, 1), ends_on=date(2027, 4, 30))
    for cents in (0, 1, 10_000):
        plain = files.file(request=short, convention=files.convention_fields(stipend_cents=cents))
        assert found(plain, "stipend").status == OK
    plain.around = Around(other_minutes=60)
    assert found(plain, "stipend").status == REFUSAL


SCHEDULES = [
    # what, first day, last day, cents of a full month, spread, cents by month
    # 22, 22, 19 and 22 days of 7 hours at 4.50 euros
    ("by hours", "2027-03-01", "2027-06-30", 69_300, "hours", [69_300, 69_300, 59_850, 69_300]),
    ("evenly", "2027-03-01", "2027-06-30", 69_300, "even", [66_938, 66_937, 66_938, 66_937]),
    ("an unsaid spread is by hours", "2027-03-01", "2027-04-30", 69_300, "", [69_300, 69_300]),
    # 700 euros for 154 hours: 22 days are 700.00, 19 days are 604.545…
    ("cents that do not divide", "2027-03-01", "2027-06-30", 70_000, "hours", [70_000, 70_000, 60_455, 70_000]),
    ("evenly, cents that do not divide", "2027-03-01", "2027-05-31", 70_000, "even", [66_818, 66_819, 66_818]),
    ("one day", "2027-03-01", "2027-03-01", 69_300, "hours", [3_150]),
    ("one day, evenly", "2027-03-01", "2027-03-01", 69_300, "even", [3_150]),
    ("a last month of one day", "2027-03-01", "2027-04-01", 69_300, "hours", [69_300, 3_150]),
    ("a last month of one day, evenly", "2027-03-01", "2027-04-01", 69_300, "even", [36_225, 36_225]),
    ("nothing", "2027-03-01", "2027-04-30", 0, "hours", [0, 0]),
    ("a cent a month", "2027-03-01", "2027-04-30", 1, "hours", [1, 1]),
    ("a cent a month, evenly", "2027-03-01", "2027-05-31", 1, "even", [1, 1, 1]),
    # 8 days of December 2026 and 20 of January: 252 and 630 euros
    ("over New Year", "2026-12-21", "2027-01-31", 69_300, "hours", [25_200, 63_000]),
    ("over New Year, evenly", "2026-12-21", "2027-01-31", 69_300, "even", [44_100, 44_100]),
    ("over the leap day", "2028-02-28", "2028-03-01", 69_300, "hours", [6_300, 3_150]),
]


@pytest.mark.feature("E15")
@pytest.mark.parametrize(
    ("first", "last", "monthly", "spread", "cents"), [pytest.param(*case[1:], id=case[0]) for case in SCHEDULES]
)
def test_the_schedule_to_the_cent(first, last, monthly, spread, cents):
    plain = files.file(
        request=files.request_fields(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last)),
        convention=files.convention_fields(stipend_cents=monthly, stipend_spread=spread),
    )
    plan = schedule(plain)
    assert plan.cents_by_month == cents
    assert plan.cents == sum(cents)


@pytest.mark.feature("E15")
def test_hours_beyond_the_normal_week_are_paid_at_its_rate():
    heavier = {"starts_on": date(2027, 3, 8), "ends_on": date(2027, 3, 12), "weekly_minutes": 2340, "weekdays": WEEK}
    plain = files.file(
        request=files.request_fields(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 31)),
        convention=files.convention_fields(stipend_cents=69_300, weeks=[heavier]),
    )
    assert schedule(plain).cents == 69_300 + 4 * 450  # four hours more at 4.50 euros


@pytest.mark.feature("E15")
def test_an_amount_that_nobody_stated_is_not_said_to_be_nothing():
    unsaid = files.file(request=files.request_fields(stipend_cents=None))
    free = files.file(request=files.request_fields(stipend_cents=0))
    assert schedule(unsaid).as_answer()["stipend_stated"] is False
    assert schedule(free).as_answer()["stipend_stated"] is True


@pytest.mark.feature("E15")
@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2021, 1, 1), date(2034, 12, 31)),
    st.integers(0, 300),
    st.integers(0, 500_000),
    st.integers(1, 2880),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sampled_from(["hours", "even"]),
)
def test_the_months_add_up_to_the_whole_to_the_cent(starts, length, monthly, weekly, chosen, spread):
    plain = files.file(
        request=files.request_fields(starts_on=starts, ends_on=starts + timedelta(days=length)),
        convention=files.convention_fields(
            stipend_cents=monthly, stipend_spread=spread, weekly_minutes=weekly, weekdays=sorted(chosen)
        ),
    )
    plan = schedule(plain)
    exact = plan.minutes * monthly * 5 / (weekly * 22)  # 154 hours a month for 35 a week
    assert plan.cents == sum(plan.cents_by_month)
    assert abs(plan.cents - exact) < 0.51
    assert all(cents >= 0 for cents in plan.cents_by_month)
    if spread == "even" and plan.cents_by_month:
        assert max(plan.cents_by_month) - min(plan.cents_by_month) <= 1


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("today", "starts", "cents"),
    [
        (date(2025, 11, 24), date(2026, 3, 2), 450),
        (date(2025, 11, 24), date(2025, 12, 1), 435),
        (date(2026, 2, 2), date(2025, 12, 1), 435),
        (date(2023, 12, 31), date(2024, 1, 1), 435),
        (date(2024, 1, 1), date(2023, 12, 31), 405),
    ],
)
def test_the_floor_is_that_of_the_first_day_and_not_of_the_day_of_the_control(today, starts, cents):
    request = files.request_fields(starts_on=starts, ends_on=starts + timedelta(days=100))
    for monthly, status in ((cents * 154, OK), (cents * 154 - 1, REFUSAL)):
        plain = files.file(request=request, convention=files.convention_fields(stipend_cents=monthly))
        stipend = next(control for control in controls(plain, today) if control.code == "stipend")
        assert (stipend.params["floor_cents_an_hour"], stipend.status) == (cents, status)
