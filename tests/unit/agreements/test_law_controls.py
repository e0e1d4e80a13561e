"""Quotas, waiting period, teaching, working time, minors, signatures: each limit on both of its sides."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from contracts.vocabulary import State
from services.agreements.rules import controls as c
from services.agreements.rules import guards, law, moves, required
from services.agreements.rules.around import (
    COUNTING,
    Around,
    Previous,
    begins_to_count,
    host_key,
    most_in_a_week,
    most_on_a_day,
    post_key,
)
from services.agreements.rules.controls import LIFTED, OK, REFUSAL, WARNING
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from tests.builders import files
from tests.builders.files import OFFICER_ID, TODAY

WEEK = ["mon", "tue", "wed", "thu", "fri"]


def whole(**changes):
    """A convention against which nothing can be said, with what other files say."""
    given = {"convention": files.convention_fields(teaching_presence_hours=100), "around": Around(), **changes}
    return files.file(**given)


def judged(plain, code, today=TODAY):
    return next((found for found in c.controls(plain, today) if found.code == code), None)


def status(plain, code, today=TODAY):
    found = judged(plain, code, today)
    return found.status if found else None


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("headcount", "most"),
    [
        (None, 3), (0, 3), (1, 3), (3, 3), (19, 3), (20, 3), (21, 4), (26, 4), (27, 5), (33, 5), (34, 6), (40, 6),
        (41, 7), (99, 15), (100, 15), (101, 16), (1_000, 150), (1_001, 151), (5_000_000, 750_000),
    ],
)  # fmt: skip
def test_a_host_takes_15_percent_of_its_people_rounded_up_from_20_on_else_3(headcount, most):
    assert law.host_quota(headcount) == most


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("headcount", "others", "expected"),
    [
        (10, 0, OK), (10, 2, OK), (10, 3, REFUSAL), (20, 2, OK), (20, 3, REFUSAL), (21, 3, OK), (21, 4, REFUSAL),
        (100, 14, OK), (100, 15, REFUSAL), (None, 2, OK), (None, 3, WARNING), (None, 40, WARNING),
    ],
)  # fmt: skip
def test_the_hosts_quota_counts_this_intern_too_and_only_warns_when_no_headcount_is_declared(
    headcount, others, expected
):
    plain = whole(around=Around(host_interns=others))
    plain.convention["headcount"] = headcount
    assert status(plain, "host_quota") == expected


@pytest.mark.feature("E11")
def test_a_headcount_is_the_convention_s_else_the_host_s_own_record_s():
    plain = whole(around=Around(host_interns=10))
    plain.host["headcount"] = 100
    assert status(plain, "host_quota") == OK
    plain.around = Around(host_interns=15)
    assert status(plain, "host_quota") == REFUSAL
    plain.convention["headcount"] = 200
    assert judged(plain, "host_quota").params == {"others": 15, "most": 30, "headcount": 200}


@pytest.mark.feature("E11")
def test_a_quota_that_was_lifted_for_one_headcount_is_asked_again_for_another():
    plain = whole(state=State.AWAITING_OFFICER, around=Around(host_interns=3))
    plain.convention["headcount"] = 10
    at = datetime.combine(TODAY, datetime.min.time(), UTC)
    c.lift(plain, "host_quota", TODAY, by_id=OFFICER_ID, by_name="Nadia Roux", at=at, reason="Accord de l’inspection.")
    assert status(plain, "host_quota") == LIFTED
    plain.convention["headcount"] = 19
    assert status(plain, "host_quota") == REFUSAL, "as many interns, of other people"


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("others", "expected"), [(0, OK), (1, OK), (2, OK), (3, REFUSAL), (4, REFUSAL)])
def test_a_tutor_has_three_interns(others, expected):
    assert status(whole(around=Around(tutor_interns=others)), "tutor_quota") == expected


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("others", "expected"), [(0, OK), (22, OK), (23, OK), (24, REFUSAL), (60, REFUSAL)])
def test_a_referent_has_twenty_four_students(others, expected):
    assert status(whole(around=Around(referent_interns=others)), "referent_quota") == expected


@pytest.mark.feature("E11")
def test_what_was_not_looked_up_is_not_judged():
    codes = {found.code for found in c.controls(whole(around=None), TODAY)}
    assert codes.isdisjoint({"tutor_quota", "referent_quota", "host_quota", "waiting_period"})
    assert "duration" in codes


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("days", "waited", "expected"),
    [
        # a third of the days of the previous internship, rounded up, lies between its last day and the next first day
        (30, 9, REFUSAL), (30, 10, OK), (31, 10, REFUSAL), (31, 11, OK), (90, 29, REFUSAL), (90, 30, OK),
        (1, 0, REFUSAL), (1, 1, OK), (184, 61, REFUSAL), (184, 62, OK), (184, 365, OK),
    ],
)  # fmt: skip
def test_a_post_rests_a_third_of_the_previous_internship(days, waited, expected):
    starts = date(2027, 3, 1)
    ended = starts - timedelta(days=waited + 1)
    previous = Previous(ended - timedelta(days=days - 1), ended)
    plain = whole(around=Around(previous=previous))
    assert status(plain, "waiting_period") == expected
    left = whole(around=Around(previous=Previous(previous.starts_on, ended, broken_off_by_intern=True)))
    assert status(left, "waiting_period") is None
    assert judged(plain, "waiting_period").params["previous_days"] == days


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("hours", "presence", "expected"),
    [
        (200, 50, OK), (199, 50, REFUSAL), (200, 49, REFUSAL), (400, 400, OK), (0, 0, REFUSAL),
        (200, None, WARNING), (199, None, REFUSAL), (None, None, None), (None, 100, None),
    ],
)  # fmt: skip
def test_a_programme_has_200_hours_50_of_them_in_presence(hours, presence, expected):
    fields = files.convention_fields(teaching_hours=hours, teaching_presence_hours=presence)
    assert status(whole(convention=fields), "teaching") == expected


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("left", "expected"), [(60, OK), (14, OK), (13, WARNING), (1, WARNING), (0, REFUSAL), (-1, REFUSAL)]
)
def test_signatures_are_dated_before_the_first_day(left, expected):
    plain = whole(request=files.starting_in(left))
    found = judged(plain, "start")
    assert (found.status, found.params["days_left"]) == (expected, left)
    plain.state = State.RUNNING
    assert judged(plain, "start") is None


@pytest.mark.feature("E11")
@pytest.mark.parametrize("state", sorted(State))
def test_no_first_day_is_judged_where_no_signature_is_waited_for_any_more(state):
    over = {"request_refused", "request_deleted", "convention_refused", "dropped"}
    signed = {"signed", "running", "interrupted", "finished", "broken_off"}
    expected = None if str(state) in over | signed else REFUSAL
    assert status(whole(request=files.starting_in(0), state=state), "start") == expected


@pytest.mark.feature("E11")
def test_an_early_end_is_the_last_day_that_the_law_judges():
    endless = files.request_fields(ends_on=date(2031, 3, 1))
    assert status(whole(request=endless), "duration") == REFUSAL
    assert status(whole(request=endless, ended_on=date(2027, 4, 30)), "duration") == OK


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("hours", "days", "minor", "expected"),
    [
        (35, 5, False, OK), (35.02, 5, False, WARNING), (48, 5, False, WARNING), (48, 6, False, WARNING),
        (48.5, 6, False, REFUSAL), (50, 5, False, REFUSAL), (40, 4, False, WARNING), (41, 4, False, REFUSAL),
        (20, 2, False, OK), (21, 2, False, REFUSAL), (35, 7, False, REFUSAL), (35, 5, True, OK), (36, 5, True, REFUSAL),
        (32, 4, True, OK), (33, 4, True, REFUSAL), (8, 1, True, OK),
        (30, 6, False, OK), (30, 5, True, OK), (30, 6, True, REFUSAL),
    ],
)  # fmt: skip
def test_interns_keep_the_employees_maximum_hours_of_a_week_and_of_a_day(hours, days, minor, expected):
    every = [*WEEK, "sat", "sun"]
    plain = whole()
    plain.convention.update(weekly_minutes=round(hours * 60), weekdays=every[:days], stipend_cents=300_000)
    plain.student["born_on"] = date(2010, 1, 1) if minor else date(2000, 1, 1)
    assert status(plain, "working_time") == expected
    assert ("L3162-1" in judged(plain, "working_time").article) == minor, "a minor has an article of his own"


@pytest.mark.feature("E11")
def test_the_heaviest_of_irregular_weeks_is_the_one_judged():
    plain = whole()
    week = {"starts_on": date(2027, 5, 3), "ends_on": date(2027, 5, 9), "weekly_minutes": 49 * 60, "weekdays": WEEK}
    plain.convention["weeks"] = [week]
    assert judged(plain, "working_time").params["weekly"] == 49
    assert status(plain, "working_time") == REFUSAL


@pytest.mark.feature("E6")
@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("born", "first", "minor"),
    [
        (date(2009, 3, 1), date(2027, 2, 28), True), (date(2009, 3, 1), date(2027, 3, 1), False),
        (date(2009, 3, 2), date(2027, 3, 1), True), (date(2009, 12, 31), date(2027, 12, 31), False),
        (date(2009, 12, 31), date(2027, 12, 30), True), (date(2010, 1, 1), date(2027, 12, 31), True),
        (date(2010, 1, 1), date(2028, 1, 1), False),
        (date(2008, 2, 29), date(2026, 2, 28), True), (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(2010, 2, 28), date(2028, 2, 28), False), (date(2010, 3, 1), date(2028, 2, 29), True),
        (date(2010, 3, 1), date(2028, 3, 1), False),
    ],
)  # fmt: skip
def test_a_minor_on_the_first_day_has_his_legal_representative(born, first, minor):
    plain = whole(request=files.request_fields(starts_on=first, ends_on=first + timedelta(days=20)))
    plain.student["born_on"] = born
    assert status(plain, "minor") == (REFUSAL if minor else None)
    plain.convention["legal_representative"] = {"name": "Paul Martin"}
    assert status(plain, "minor") == (OK if minor else None)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("last", "absences", "expected"),
    [
        (date(2027, 4, 30), "", None),  # 308 hours: two months, not more
        (date(2027, 5, 3), "", WARNING),
        (date(2027, 5, 3), "   ", WARNING),
        (date(2027, 5, 3), "Deux jours par mois.", OK),
    ],
)
def test_beyond_two_months_leave_and_absences_are_foreseen(last, absences, expected):
    plain = whole(request=files.request_fields(ends_on=last))
    plain.convention["absences"] = absences
    assert status(plain, "leave") == expected


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("country", "expected"), [("FR", None), ("RE", None), ("GP", None), ("BE", WARNING), ("CA", WARNING)]
)
def test_abroad_an_information_sheet_is_annexed_and_french_quotas_are_not_judged(country, expected):
    plain = whole(around=Around(host_interns=50, previous=Previous(date(2027, 1, 1), date(2027, 2, 28))))
    plain.host["country"] = country
    assert status(plain, "abroad") == expected
    french = {"stipend", "host_quota", "waiting_period", "working_time", "leave"}
    found = {control.code for control in c.controls(plain, TODAY)}
    assert french <= found if expected is None else french.isdisjoint(found)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("day", "year", "bounds"),
    [
        (date(2026, 8, 31), "2025-2026", (date(2025, 9, 1), date(2026, 8, 31))),
        (date(2026, 9, 1), "2026-2027", (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2026, 12, 31), "2026-2027", (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2027, 1, 1), "2026-2027", (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2028, 2, 29), "2027-2028", (date(2027, 9, 1), date(2028, 8, 31))),
        (date(2027, 8, 31), "2026-2027", (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2027, 9, 1), "2027-2028", (date(2027, 9, 1), date(2028, 8, 31))),
    ],
)
def test_an_academic_year_begins_on_the_first_of_september(day, year, bounds):
    assert law.academic_year(day) == year
    assert law.academic_year_bounds(day) == bounds


MARCH, JUNE = date(2027, 3, 1), date(2027, 6, 30)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("spans", "most"),
    [
        ([], 0),
        ([("2027-03-01", "2027-06-30")], 1),
        ([("2026-09-01", "2027-02-28")], 0),
        ([("2026-09-01", "2027-03-01")], 1),
        ([("2027-06-30", "2027-12-31")], 1),
        ([("2027-07-01", "2027-12-31")], 0),
        ([("2027-03-01", "2027-04-30"), ("2027-05-01", "2027-06-30")], 1),
        ([("2027-03-01", "2027-05-01"), ("2027-05-01", "2027-06-30")], 2),
        ([("2027-01-01", "2027-12-31"), ("2027-04-01", "2027-04-30"), ("2027-04-15", "2027-05-15")], 3),
        ([("2027-03-01", "2027-03-10"), ("2027-03-05", "2027-03-20"), ("2027-03-11", "2027-03-30")], 2),
    ],
)
def test_interns_at_one_time_are_those_of_the_fullest_day(spans, most):
    given = [(n, date.fromisoformat(first), date.fromisoformat(last)) for n, (first, last) in enumerate(spans)]
    assert most_on_a_day(given, MARCH, JUNE) == most


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("weeks", "most"),
    [
        ([], 0),
        ([("2027-03-01", "2027-03-01", 4)], 4),
        ([("2027-02-22", "2027-02-22", 4)], 0),
        ([("2027-02-22", "2027-03-01", 4)], 4),
        ([("2027-06-28", "2027-07-26", 2)], 2),
        ([("2027-07-05", "2027-07-26", 2)], 0),
        ([("2027-03-01", "2027-04-26", 2), ("2027-05-03", "2027-06-28", 3)], 3),
        ([("2027-03-01", "2027-05-03", 2), ("2027-05-03", "2027-06-28", 3)], 5),
    ],
)
def test_interns_of_a_host_are_those_of_the_fullest_civil_week(weeks, most):
    given = [([date.fromisoformat(first)], [date.fromisoformat(last)], count) for first, last, count in weeks]
    assert most_in_a_week(given, MARCH, JUNE) == most


@pytest.mark.feature("E11")
def test_an_intern_of_several_files_in_the_host_is_one_in_a_week_of_two_and_is_away_between_them():
    march, april, may = date(2027, 3, 1), date(2027, 4, 5), date(2027, 5, 3)
    several = ([march, march, may], [march, march, may], 2)
    assert most_in_a_week([several], MARCH, JUNE) == 2
    assert most_in_a_week([several, ([april], [april], 1)], MARCH, JUNE) == 2
    assert most_in_a_week([several, ([april], [may], 1)], MARCH, JUNE) == 3


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Comptable", "comptable", True),
        ("Équipe  réseau", "equipe réseau ", True),
        ("Contrôle de gestion (Lyon)", "Controle de gestion, Lyon", True),
        ("Contrôle de gestion", "Contrôle interne", False),
        ("", None, True),
    ],
)
def test_two_ways_to_write_a_post_are_one_post(one, other, same):
    assert (post_key(one) == post_key(other)) is same


@pytest.mark.feature("E11")
def test_a_file_that_comes_twice_as_it_is_and_as_it_will_be_is_one_intern():
    longer = [("a", MARCH, date(2027, 4, 30)), ("a", MARCH, JUNE), ("b", date(2027, 4, 1), date(2027, 4, 30))]
    assert most_on_a_day(longer, MARCH, JUNE) == 2
    assert most_on_a_day(longer, date(2027, 5, 1), JUNE) == 1


def host(name="Banque", city="Lyon", country="FR", siret=""):
    return {"name": name, "city": city, "country": country, "siret": siret}


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("given", "key"),
    [
        (None, ""),
        ({}, ""),
        (host(name="  -  "), "fr/lyon/-"),
        (host(name="★ ★ ★"), "fr/lyon/★ ★ ★"),
        (host(name="Ban\u200bque"), "fr/lyon/banque"),
        (host(name="Ban\u00adque"), "fr/lyon/banque"),
        (host(), "fr/lyon/banque"),
        (host(name="BANQUE", city="lyon "), "fr/lyon/banque"),
        (host(name="Électricité d’Amiens"), "fr/lyon/electricite d amiens"),
        (host(name="Electricite D'AMIENS"), "fr/lyon/electricite d amiens"),
        (host(name="Le Cœur & Cie"), "fr/lyon/le coeur cie"),
        (host(name="Straße GmbH", country="DE", city="Köln"), "de/koln/strasse gmbh"),
        (host(city="Lyon 3e"), "fr/lyon/banque"),
        (host(city="LYON CEDEX 03"), "fr/lyon/banque"),
        (host(city="Saint-Denis"), "fr/saint denis/banque"),
        (host(city="St. Denis"), "fr/saint denis/banque"),
        (host(city="Ste-Maxime"), "fr/sainte maxime/banque"),
        (host(city="6 October"), "fr/october/banque"),
        (host(city="1930"), "fr/1930/banque"),
        (host(city="", country=""), "//banque"),
        (host(name="三菱", country="JP", city="東京"), "jp/東京/三菱"),
        (host(siret="73282932000074"), "732829320"),
        (host(siret="732 829 320 00009"), "732829320"),
        (host(siret="732829320"), "732829320"),
        (host(siret="73282932000075"), "fr/lyon/banque"),
        (host(siret="0"), "fr/lyon/banque"),
        (host(name="La Poste", siret="35600000049837"), "356000000"),
    ],
)
def test_one_host_has_one_key(given, key):
    assert host_key(given) == key


@pytest.mark.feature("E11")
@pytest.mark.parametrize("letter", ["a", "é", "ß", "北", "\ufdfa", "\U00020000"])
def test_the_longest_key_fits_its_column(letter):
    assert len(host_key(host(letter * 400, letter * 400, letter * 2))) <= 300


@pytest.mark.feature("E11")
def test_a_file_counts_from_the_managers_hands_on_unless_it_is_refused_or_given_up():
    assert set(COUNTING) == {
        State.AWAITING_OFFICER, State.VALIDATED, State.SIGNING, State.SIGNED, State.RUNNING, State.FINISHED,
        State.INTERRUPTED, State.BROKEN_OFF,
    }  # fmt: skip


@pytest.mark.feature("E11")
def test_whatever_makes_a_file_count_is_a_plain_move_which_waits_for_its_turn():
    """`moving.plain` takes the locks: a move of another kind that made a file count would pass beside them."""
    beginning = {line.name: line.kind for line in MOVES for state in line.origins if begins_to_count(line, state)}
    assert beginning == {"submit_convention": moves.MOVE}
    assert all(not begins_to_count(line, state) for line in MOVES for state in COUNTING)


def waiting():
    """In the managers' hands, with a tutor who has three interns already."""
    return whole(state=State.AWAITING_OFFICER, around=Around(tutor_interns=3))


def lifted(plain):
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    said = "L’un des trois part vendredi."
    c.lift(plain, "tutor_quota", at.date(), by_id=OFFICER_ID, by_name="Nadia Roux", at=at, reason=said)
    return plain


@pytest.mark.feature("E11")
def test_a_student_goes_on_with_what_a_manager_may_lift_and_the_manager_may_not():
    plain = waiting()
    assert guards.within_the_law(plain, TODAY) is None
    assert guards.nothing_left_to_lift(plain, TODAY) == Obstacle.of("controls_to_lift", controls=["tutor_quota"])
    assert guards.something_to_lift(plain, TODAY) is None


@pytest.mark.feature("E11")
def test_a_lifted_control_says_by_whom_and_why_and_lets_the_convention_pass():
    plain = lifted(waiting())
    found = judged(plain, "tutor_quota")
    assert found.status == LIFTED
    assert found.override["by_name"] == "Nadia Roux"
    assert found.override["reason"] == "L’un des trois part vendredi."
    assert guards.nothing_left_to_lift(plain, TODAY) is None
    assert guards.something_to_lift(plain, TODAY) == Obstacle.of("nothing_to_lift")


@pytest.mark.feature("E11")
def test_a_decision_holds_for_its_figures_alone():
    plain = lifted(waiting())
    plain.around = Around(tutor_interns=4)
    assert status(plain, "tutor_quota") == REFUSAL
    plain.around = Around(tutor_interns=3, host_interns=9)
    assert status(plain, "tutor_quota") == LIFTED


@pytest.mark.feature("E11")
def test_a_late_start_that_was_lifted_stays_so_the_next_day_and_not_for_another_first_day():
    plain = whole(state=State.AWAITING_OFFICER, request=files.starting_in(0))
    at = datetime.combine(TODAY, datetime.min.time(), UTC)
    c.lift(plain, "start", TODAY, by_id=OFFICER_ID, by_name="Nadia Roux", at=at, reason="Signée sur papier hier.")
    assert status(plain, "start", TODAY + timedelta(days=1)) == LIFTED
    plain.request = files.starting_in(-1)
    assert status(plain, "start", TODAY) == REFUSAL


@pytest.mark.feature("E11")
def test_what_blocks_cannot_be_lifted():
    plain = whole(request=files.request_fields(ends_on=date(2027, 12, 31)))
    assert c.to_lift(plain, TODAY) == []
    assert guards.within_the_law(plain, TODAY) == Obstacle.of("against_the_law", controls=["duration"])
    with pytest.raises(KeyError):
        at = datetime(2026, 11, 23, tzinfo=UTC)
        c.lift(plain, "duration", at.date(), by_id=OFFICER_ID, by_name="", at=at, reason="Non.")


@pytest.mark.feature("E11")
def test_an_internship_without_end_is_refused_even_when_it_has_no_hour():
    plain = whole(request=files.request_fields(ends_on=date(9999, 12, 31)))
    plain.convention["interruptions"] = [{"starts_on": date(2027, 3, 1), "ends_on": date(9999, 12, 31), "reason": ""}]
    assert status(plain, "duration") == REFUSAL


@pytest.mark.feature("E11")
def test_problems_come_first_and_each_control_has_its_article():
    plain = whole(request=files.request_fields(ends_on=date(2028, 6, 30)), around=Around(tutor_interns=3))
    found = c.controls(plain, TODAY)
    ranks = [c.ORDER.index(control.status) for control in found]
    assert ranks == sorted(ranks)
    assert all(control.article for control in found)
    assert c.controls(whole(request=files.request_fields(starts_on=None)), TODAY) == []


@pytest.mark.feature("E11")
def test_each_figure_of_the_law_has_an_article_a_source_and_days():
    for value in law.VALUES:
        assert value.article
        assert value.source
        assert value.yearly or value.valid_from == law.FIRST_DAY
    for name in {value.name for value in law.VALUES}:
        known = sorted((value for value in law.VALUES if value.name == name), key=lambda value: value.valid_from)
        assert known[0].valid_from == law.FIRST_DAY
        assert known[-1].valid_until is None
        for one, following in pairwise(known):
            assert one.valid_until == following.valid_from - timedelta(days=1)


@pytest.mark.feature("E15")
def test_a_convention_waits_for_its_periods_to_be_whole_and_within_its_dates():
    week = {"starts_on": date(2027, 3, 8), "ends_on": date(2027, 3, 14), "weekly_minutes": 600, "weekdays": ["mon"]}
    plain = whole()
    plain.convention["weeks"] = [week]
    assert required.missing_in_convention(plain, TODAY) == []
    plain.convention["weeks"] = [{**week, "ends_on": None}]
    assert required.missing_in_convention(plain, TODAY) == ["weeks"]
    plain.convention["weeks"] = [{**week, "ends_on": date(2027, 7, 2)}]  # the internship was shortened since
    plain.convention["interruptions"] = [{"starts_on": date(2027, 5, 2), "ends_on": date(2027, 5, 1), "reason": ""}]
    assert required.missing_in_convention(plain, TODAY) == ["weeks", "interruptions"]
