"""Days and minutes of presence: each line's figures were counted beside the code, from lists of public holidays."""

# ruff: noqa: E501 - a table is read by its lines

from datetime import date

import pytest

from services.agreements.rules.calendar import WEEKDAYS, Period, Presence, unfinished, wrong

LETTERS = dict(zip("mtwhfsu", WEEKDAYS, strict=True))
# fmt: off
CASES = [
    # what, first day, last day, what differs from 35 hours from Monday to Friday in France, days, minutes
    ('a Monday', '2027-03-01', '2027-03-01', {}, 1, 420),
    ('a Saturday is not worked', '2027-03-06', '2027-03-06', {}, 0, 0),
    ('a Saturday that is worked', '2027-03-06', '2027-03-06', {"hours": 6, "days": 's'}, 1, 360),
    ('a public holiday alone', '2026-07-14', '2026-07-14', {}, 0, 0),
    ('a public holiday that is worked', '2026-07-14', '2026-07-14', {"hol": True}, 1, 420),
    ('one week', '2027-03-01', '2027-03-07', {}, 5, 2100),
    ('a week with a holiday in it', '2027-07-12', '2027-07-18', {}, 4, 1680),
    ('a week with a holiday, worked', '2027-07-12', '2027-07-18', {"hol": True}, 5, 2100),
    ('the week of a holiday on a Sunday', '2027-08-09', '2027-08-15', {}, 5, 2100),
    ('May 2026 has four holidays on weekdays', '2026-05-01', '2026-05-31', {}, 17, 7140),
    ('Easter Monday 2026', '2026-04-06', '2026-04-10', {}, 4, 1680),
    ('Ascension and its bridge 2027', '2027-05-03', '2027-05-07', {}, 4, 1680),
    ('Whit Monday 2028', '2028-06-05', '2028-06-09', {}, 4, 1680),
    ('the end of the year', '2026-12-21', '2027-01-01', {}, 8, 3360),
    ('over New Year', '2026-12-28', '2027-01-08', {}, 9, 3780),
    ('over New Year of a leap year', '2027-12-27', '2028-01-07', {}, 10, 4200),
    ('the leap day', '2028-02-29', '2028-02-29', {}, 1, 420),
    ('around the leap day', '2028-02-28', '2028-03-01', {}, 3, 1260),
    ('the same days of a common year', '2027-02-26', '2027-03-01', {}, 2, 840),
    ('February of a leap year', '2028-02-01', '2028-02-29', {}, 21, 8820),
    ('February of a common year', '2027-02-01', '2027-02-28', {}, 20, 8400),
    ('the leap day of a part-time week', '2028-02-28', '2028-03-05', {"hours": 14, "days": 'tw'}, 2, 840),
    ('clocks go forward on a Sunday of work', '2027-03-27', '2027-03-28', {"hours": 14, "days": 'su'}, 2, 840),
    ('clocks go back on a Sunday of work', '2027-10-30', '2027-10-31', {"hours": 14, "days": 'su'}, 2, 840),
    ('a seven-day week over the spring change', '2027-03-22', '2027-03-28', {"hours": 35, "days": 'mtwhfsu'}, 7, 2100),
    ('a seven-day week over the autumn change', '2027-10-25', '2027-10-31', {"hours": 35, "days": 'mtwhfsu'}, 7, 2100),
    ('night hours do not matter either way', '2026-03-28', '2026-03-29', {"hours": 20, "days": 'su'}, 2, 1200),
    ('two months to the day', '2027-03-01', '2027-04-30', {}, 44, 18480),
    ('four months', '2027-03-01', '2027-06-30', {}, 85, 35700),
    ('six months from January', '2027-01-04', '2027-07-03', {}, 127, 53340),
    ('six months over a summer', '2026-03-02', '2026-08-31', {}, 125, 52500),
    ('six months from September', '2026-09-01', '2027-02-28', {}, 126, 52920),
    ('a whole academic year', '2026-09-01', '2027-08-31', {}, 254, 106680),
    ('one day a week', '2027-01-04', '2027-06-30', {"hours": 7, "days": 'w'}, 26, 10920),
    ('two days a week', '2027-03-01', '2027-03-26', {"hours": 14, "days": 'mt'}, 8, 3360),
    ('two and a half days', '2027-03-01', '2027-03-28', {"hours": 17.5, "days": 'mtw'}, 12, 4200),
    ('half days every morning', '2027-03-01', '2027-03-26', {"hours": 17.5}, 20, 4200),
    ('four days of eight hours', '2027-03-01', '2027-03-26', {"hours": 32, "days": 'mtwh'}, 16, 7680),
    ('39 hours', '2027-03-01', '2027-03-26', {"hours": 39}, 20, 9360),
    ('a share that is no whole minute', '2027-03-01', '2027-03-05', {"hours": 100 / 60, "days": 'mtw'}, 3, 100),
    ('a share that is no whole minute, twice', '2027-03-01', '2027-03-02', {"hours": 100 / 60, "days": 'mtw'}, 2, 66),
    ('a week of one minute', '2027-03-01', '2027-03-19', {"hours": 1 / 60, "days": 'mtw'}, 9, 3),
    ('six days a week', '2027-03-01', '2027-03-28', {"hours": 36, "days": 'mtwhfs'}, 24, 8640),
    ('weekends only', '2027-03-01', '2027-03-31', {"hours": 14, "days": 'su'}, 8, 3360),
    ('Sundays and Easter Sunday', '2027-03-21', '2027-04-04', {"hours": 7, "days": 'u'}, 3, 1260),
    ('Belgium in July', '2027-07-01', '2027-07-31', {"place": 'BE'}, 21, 8820),
    ('Belgium keeps the 14th of July', '2027-07-14', '2027-07-14', {"place": 'BE'}, 1, 420),
    ("Belgium's own day", '2027-07-21', '2027-07-21', {"place": 'BE'}, 0, 0),
    ('Germany on Good Friday', '2027-03-22', '2027-03-31', {"place": 'DE'}, 6, 2520),
    ('Germany in May', '2027-05-01', '2027-05-31', {"place": 'DE'}, 19, 7980),
    ('Italy in January', '2027-01-01', '2027-01-31', {"place": 'IT'}, 19, 7980),
    ('Italy in June', '2027-06-01', '2027-06-30', {"place": 'IT'}, 21, 8820),
    ('the United States in July', '2027-07-01', '2027-07-31', {"place": 'US'}, 21, 8820),
    ('the United States at Thanksgiving', '2027-11-22', '2027-11-26', {"place": 'US'}, 4, 1680),
    ('a country that is not known', '2027-05-01', '2027-05-31', {"place": 'XX'}, 21, 8820),
    ('Alsace on Good Friday', '2027-03-22', '2027-03-28', {"place": 'FR-6AE'}, 4, 1680),
    ('the rest of France on Good Friday', '2027-03-22', '2027-03-28', {}, 5, 2100),
    ('Réunion remembers the 20th of December', '2027-12-20', '2027-12-24', {"place": 'RE'}, 4, 1680),
    ('the same week elsewhere', '2027-12-20', '2027-12-24', {}, 5, 2100),
    ('no presence for a week', '2027-03-01', '2027-03-31', {"cut": [('2027-03-08','2027-03-14')]}, 17, 7140),
    ('an interruption of one day', '2027-03-01', '2027-03-05', {"cut": [('2027-03-03','2027-03-03')]}, 4, 1680),
    ('an interruption on a weekend costs nothing', '2027-03-01', '2027-03-14', {"cut": [('2027-03-06','2027-03-07')]}, 10, 4200),
    ('an interruption over a holiday', '2027-07-12', '2027-07-23', {"cut": [('2027-07-13','2027-07-15')]}, 7, 2940),
    ('two interruptions', '2027-03-01', '2027-04-30', {"cut": [('2027-03-08','2027-03-12'),('2027-04-05','2027-04-16')]}, 29, 12180),
    ('interrupted for a whole month', '2027-03-01', '2027-05-31', {"cut": [('2027-04-01','2027-04-30')]}, 41, 17220),
    ('interrupted from end to end', '2027-03-01', '2027-03-31', {"cut": [('2027-03-01','2027-03-31')]}, 0, 0),
    ('an interruption that begins before', '2027-03-08', '2027-03-12', {"cut": [('2027-03-01','2027-03-09')]}, 3, 1260),
    ('an interruption that ends after', '2027-03-08', '2027-03-12', {"cut": [('2027-03-11','2027-03-31')]}, 3, 1260),
    ('an interruption elsewhere in the year', '2027-03-08', '2027-03-12', {"cut": [('2027-05-01','2027-05-31')]}, 5, 2100),
    ('an exam week', '2027-03-01', '2027-03-26', {"weeks": [('2027-03-08','2027-03-12',7,'w')]}, 16, 6720),
    ('a week without presence, written as such', '2027-03-01', '2027-03-26', {"weeks": [('2027-03-08','2027-03-14',0,'')]}, 15, 6300),
    ('a heavier fortnight', '2027-03-01', '2027-03-26', {"weeks": [('2027-03-08','2027-03-21',39,'mtwhf')]}, 20, 8880),
    ('Saturdays in June', '2027-06-01', '2027-06-30', {"weeks": [('2027-06-07','2027-06-20',36,'mtwhfs')]}, 24, 9360),
    ('part-time, then full-time', '2027-03-01', '2027-06-30', {"hours": 14, "days": 'mt', "weeks": [('2027-05-01','2027-06-30',35,'mtwhf')]}, 58, 24360),
    ('alternate weeks', '2027-03-01', '2027-03-28', {"hours": 35, "weeks": [('2027-03-08','2027-03-14',0,''),('2027-03-22','2027-03-28',0,'')]}, 10, 4200),
    ('an irregular week with a holiday', '2027-05-03', '2027-05-09', {"weeks": [('2027-05-03','2027-05-09',20,'mtwh')]}, 3, 900),
    ('an irregular week, its holiday worked', '2027-05-03', '2027-05-09', {"weeks": [('2027-05-03','2027-05-09',20,'mtwh')], "hol": True}, 4, 1200),
    ('an irregular week partly interrupted', '2027-03-08', '2027-03-12', {"weeks": [('2027-03-08','2027-03-12',20,'mtwh')], "cut": [('2027-03-09','2027-03-10')]}, 2, 600),
    ('an irregular week that overflows the end', '2027-03-22', '2027-03-24', {"weeks": [('2027-03-22','2027-03-28',28,'mtwh')]}, 3, 1260),
    ('of two that overlap the first holds', '2027-03-08', '2027-03-12', {"weeks": [('2027-03-08','2027-03-10',10,'mt'),('2027-03-10','2027-03-12',30,'whf')]}, 4, 1800),
    ('irregular over the spring change', '2027-03-22', '2027-04-04', {"weeks": [('2027-03-27','2027-03-28',12,'su')]}, 11, 4500),
    ("irregular over the year's end", '2026-12-14', '2027-01-15', {"weeks": [('2026-12-21','2027-01-03',14,'mt')]}, 19, 7980),
    ('every weekday of 2028', '2028-01-01', '2028-12-31', {}, 251, 105420),
]
WEEKDAYS_OF_MONTHS = {  # in France, from January to December
    2025: [22, 20, 21, 21, 19, 20, 22, 20, 22, 23, 19, 22],
    2026: [21, 20, 22, 21, 17, 22, 22, 21, 22, 22, 20, 22],
    2027: [20, 20, 22, 22, 19, 22, 21, 22, 22, 21, 20, 23],
    2028: [21, 21, 23, 19, 20, 21, 20, 22, 21, 22, 21, 20],
}
# fmt: on


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(first: str, last: str, hours: float = 0, days: str = "") -> Period:
    return Period(day(first), day(last), round(hours * 60), frozenset(LETTERS[letter] for letter in days))


def presence(first, last, hours=35, days="mtwhf", place="FR", weeks=(), cut=(), hol=False) -> Presence:
    normal = period(first, last, hours, days)
    return Presence(normal, place, [period(*week) for week in weeks], [period(*gap) for gap in cut], hol)


@pytest.mark.feature("E15")
@pytest.mark.parametrize(
    ("first", "last", "changes", "days", "minutes"), [pytest.param(*c[1:], id=c[0]) for c in CASES]
)
def test_presence(first, last, changes, days, minutes):
    months = presence(first, last, **changes).months()
    assert (sum(month.days for month in months), sum(month.minutes for month in months)) == (days, minutes)


@pytest.mark.feature("E15")
@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(year, number, days) for year, counts in WEEKDAYS_OF_MONTHS.items() for number, days in enumerate(counts, 1)],
)
def test_days_of_presence_of_each_month_in_france(year, month, days):
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    found = presence(f"{year}-{month:02}-01", date.fromordinal(last).isoformat()).months()
    assert [(one.month, one.days, one.minutes) for one in found] == [(f"{year}-{month:02}", days, days * 420)]


@pytest.mark.feature("E15")
def test_a_month_without_presence_has_no_line():
    found = presence("2027-03-01", "2027-05-31", cut=[("2027-04-01", "2027-04-30")]).months()
    assert [(month.month, month.days) for month in found] == [("2027-03", 22), ("2027-05", 19)]


MARCH = (date(2027, 3, 1), date(2027, 3, 31))
LINES = [
    ("nothing written", [], {}),
    ("within", [("2027-03-08", "2027-03-12")], {}),
    ("from the first to the last day", [("2027-03-01", "2027-03-31")], {}),
    ("one day", [("2027-03-08", "2027-03-08")], {}),
    ("end before start", [("2027-03-12", "2027-03-08")], {"0.ends_on": "before_start"}),
    ("begins before the internship", [("2027-02-28", "2027-03-02")], {"0.starts_on": "outside_internship"}),
    ("ends after it", [("2027-03-30", "2027-04-01")], {"0.ends_on": "outside_internship"}),
    (
        "all of it elsewhere",
        [("2027-05-03", "2027-05-04")],
        {"0.starts_on": "outside_internship", "0.ends_on": "outside_internship"},
    ),
    ("one after the other", [("2027-03-01", "2027-03-07"), ("2027-03-08", "2027-03-14")], {}),
    ("sharing a day", [("2027-03-01", "2027-03-08"), ("2027-03-08", "2027-03-14")], {"1.starts_on": "overlapping"}),
    ("one in the other", [("2027-03-01", "2027-03-31"), ("2027-03-09", "2027-03-09")], {"1.starts_on": "overlapping"}),
    ("a line being typed", [("2027-03-08", None)], {}),
    ("an empty line", [(None, None)], {}),
]


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("lines", "codes"), [pytest.param(*case[1:], id=case[0]) for case in LINES])
def test_bad_dates_of_periods_are_named_in_their_place(lines, codes):
    given = [{"starts_on": first and day(first), "ends_on": last and day(last)} for first, last in lines]
    assert wrong(given, *MARCH) == codes


@pytest.mark.feature("E15")
@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ({"starts_on": MARCH[0], "ends_on": MARCH[1], "weekly_minutes": 420, "weekdays": ["mon"]}, False),
        ({"starts_on": MARCH[0], "ends_on": MARCH[1], "weekly_minutes": 0, "weekdays": []}, False),
        ({"starts_on": MARCH[0], "ends_on": MARCH[1], "weekly_minutes": 420, "weekdays": []}, True),
        ({"starts_on": MARCH[0], "ends_on": MARCH[1], "weekly_minutes": 0, "weekdays": ["mon"]}, True),
        ({"starts_on": MARCH[0], "ends_on": MARCH[1], "weekly_minutes": None, "weekdays": ["mon"]}, True),
        ({"starts_on": MARCH[0], "ends_on": None, "weekly_minutes": 420, "weekdays": ["mon"]}, True),
        ({"starts_on": None, "ends_on": MARCH[1], "weekly_minutes": 420, "weekdays": ["mon"]}, True),
    ],
)
def test_a_week_without_its_dates_hours_or_days_is_unfinished(line, lacks):
    assert unfinished([line], week=True) is lacks
