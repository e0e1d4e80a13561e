"""Presence in general: what holds for any dates, any week, any country. Figures by figures are in test_law_*.py."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.agreements.queries.files import proposed_end
from services.agreements.rules.calendar import LONGEST_DAYS, PARTS, WEEKDAYS, Period, Presence, public_holidays
from services.agreements.rules.stipend import country_of, last_day, place_of, schedule, under_french_law
from tests.builders import files

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
periods = st.builds(
    lambda first, length, weekly, chosen: Period(first, first + timedelta(days=length), weekly, chosen),
    days,
    st.integers(0, 200),
    st.integers(0, 3_000),
    st.frozensets(st.sampled_from(WEEKDAYS)),
)


@pytest.mark.feature("E15")
@settings(deadline=None, max_examples=100)
@given(
    st.builds(
        Presence,
        periods,
        st.sampled_from(["FR", "FR-57", "BE", "US", "XX"]),
        st.lists(periods, max_size=4),
        st.lists(periods, max_size=3),
        st.booleans(),
    )
)
def test_months_add_up_to_the_whole_and_every_day_has_its_reason(found):
    present = list(found.days())
    months = found.months()
    assert sum(month.days for month in months) == len(present)
    assert sum(month.minutes for month in months) == sum(share for _day, share in present) // PARTS
    assert [month.month for month in months] == sorted({f"{day:%Y-%m}" for day, _share in present})
    for day, _share in present:
        assert found.normal.starts <= day <= found.normal.ends
        assert not any(gap.starts <= day <= gap.ends for gap in found.interruptions)
        assert found.works_on_holidays or day not in public_holidays(found.place, day.year)
        week = next((one for one in found.weeks if one.starts <= day <= one.ends), found.normal)
        assert WEEKDAYS[day.weekday()] in week.weekdays


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("weekly", "weekdays"), [(0, WEEKDAYS), (2100, ())])
def test_a_week_that_is_not_known_has_no_presence(weekly, weekdays):
    week = Period(date(2027, 3, 1), date(2027, 3, 26), weekly, frozenset(weekdays))
    assert Presence(week).months() == []


@pytest.mark.feature("E15")
@pytest.mark.parametrize("first", [date(1, 1, 1), date(2026, 1, 1), date(9998, 12, 31)])
def test_an_endless_internship_is_counted_to_a_bound(first):
    found = Presence(Period(first, date(9999, 12, 31), 2100, frozenset(WEEKDAYS))).months()
    assert 0 < sum(month.days for month in found) <= LONGEST_DAYS


@pytest.mark.feature("E15")
@pytest.mark.parametrize(
    ("country", "postal_code", "place"),
    [
        ("FR", "13001", "FR"),
        ("FR", "57000", "FR-57"),
        ("FR", "67 000", "FR-6AE"),
        ("FR", "68100", "FR-6AE"),
        ("FR", "97400", "FR-974"),
        ("FR", "97133", "FR-BL"),
        ("FR", "97500", "FR-PM"),
        ("FR", "97100", "FR-971"),
        ("FR", "57", "FR"),
        ("FR", "", "FR"),
        ("DE", "67000", "DE"),
        ("RE", "97400", "RE"),
        ("", "", "FR"),
    ],
)
def test_public_holidays_are_those_of_the_place_of_work(country, postal_code, place):
    plain = files.file()
    plain.host.update(country=country, postal_code=postal_code)
    assert place_of(plain) == place
    assert public_holidays(place, 2027), "a place that the library knows"


@pytest.mark.feature("E15")
def test_the_place_of_work_is_the_hosts_unless_another_is_said():
    plain = files.file()
    plain.host["country"] = "CA"
    assert country_of(plain) == "CA"
    plain.request.update(at_host_address=False, place={"country": "FR"})
    assert country_of(plain) == "FR"


@pytest.mark.feature("E15")
def test_the_schedule_adds_up_and_counts_days_of_seven_hours():
    answer = schedule(files.file(convention=files.convention_fields())).as_answer()
    assert answer["minutes"] == sum(month["minutes"] for month in answer["months"])
    assert answer["cents"] == sum(month["cents"] for month in answer["months"])
    assert answer["days"] * 7 * 60 >= answer["minutes"] > (answer["days"] - 1) * 7 * 60


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


@pytest.mark.feature("E15")
@pytest.mark.parametrize("said", [{"weekly_minutes": 1_050, "weekdays": []}, {"weekdays": ["mon"]}, {}])
def test_a_period_whose_hours_or_days_are_to_be_said_counts_as_the_normal_week(said):
    plain = schedule(files.file(convention=files.convention_fields()))
    first = plain.months[1].month
    line = {"starts_on": date.fromisoformat(f"{first}-08"), "ends_on": date.fromisoformat(f"{first}-14"), **said}
    found = schedule(files.file(convention=files.convention_fields(weeks=[line])))
    assert found.minutes == plain.minutes
    none = schedule(
        files.file(convention=files.convention_fields(weeks=[{**line, "weekly_minutes": 0, "weekdays": []}]))
    )
    assert none.minutes < plain.minutes


@pytest.mark.feature("E15")
def test_a_normal_week_of_no_hour_has_no_presence():
    assert schedule(files.file(convention=files.convention_fields(weekly_minutes=0))).minutes == 0


@pytest.mark.feature("E15")
def test_a_public_holiday_is_worked_when_the_convention_says_so():
    easter_monday = files.request_fields(starts_on=date(2027, 3, 29), ends_on=date(2027, 3, 30))
    for works, hours in ((False, 7), (True, 14), (None, 7)):
        fields = files.convention_fields(works_on_holidays=works)
        assert schedule(files.file(request=easter_monday, convention=fields)).minutes == hours * 60


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("country", "french"),
    [
        *((code, True) for code in ("FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM", "")),
        *((code, False) for code in ("BE", "MC", "NC", "PF", "WF", "TF")),
    ],
)
def test_french_law_holds_overseas_where_its_labour_code_does(country, french):
    plain = files.file()
    plain.host["country"] = country
    assert under_french_law(plain) is french


@pytest.mark.feature("E15")
def test_presence_ends_with_the_convention_even_where_a_later_end_was_planned_before_it_was_shortened():
    plain = files.file()
    plain.ended_on = plain.request["ends_on"] + timedelta(days=10)
    assert last_day(plain) == plain.request["ends_on"]
    plain.ended_on = plain.request["ends_on"] - timedelta(days=10)
    assert last_day(plain) == plain.ended_on


@pytest.mark.feature("E11", "E15")
def test_the_least_monthly_stipend_of_an_odd_week_loses_its_part_of_a_cent():
    plain = files.file(convention=files.convention_fields(weekly_minutes=1999))
    assert schedule(plain).least_cents(435) == 63_768
