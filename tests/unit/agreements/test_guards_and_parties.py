"""Guards say what is missing or unlawful; parties say who is what to one file."""

from datetime import date, timedelta

import pytest

from contracts.vocabulary import Party, State
from services.agreements.rules import guards, required
from services.agreements.rules.file import Obstacle
from services.agreements.rules.parties import parties
from tests.builders import files
from tests.builders.files import GROUP_ID, OFFICER_ID, STRANGER_ID, STUDENT_ID, SUPERVISOR_ID, TODAY


@pytest.mark.feature("E2")
@pytest.mark.parametrize("name", [*required.REQUEST, "duration_months"])
def test_a_request_lacks_each_required_field_by_its_name(name):
    plain = files.file(request=files.request_fields(**{name: None}))
    assert guards.request_complete(plain, TODAY) == Obstacle.of("request_incomplete", fields=[name])


@pytest.mark.feature("E2")
def test_a_complete_request_has_no_obstacle():
    plain = files.file()
    assert guards.request_complete(plain, TODAY) is None
    assert guards.dates_in_order(plain, TODAY) is None
    assert guards.within_the_law(plain, TODAY) is None


@pytest.mark.feature("E2")
def test_another_place_of_work_must_be_said_whole():
    plain = files.file(request=files.request_fields(at_host_address=False, place=None))
    assert required.missing_in_request(plain) == ["place.address1", "place.city", "place.country"]
    plain.request["place"] = {"address1": "3 rue", "city": "Toulon", "country": "FR"}
    assert required.missing_in_request(plain) == []


@pytest.mark.feature("E6")
def test_a_request_from_a_candidacy_gives_its_dates_instead_of_a_duration():
    plain = files.file(request=files.request_fields(duration_months=None))
    plain.candidacy_id = files.HOST_ID
    assert guards.request_complete(plain, TODAY) is None


def test_an_internship_that_is_over_is_not_asked_for():
    plain = files.file(request=files.request_fields(starts_on=date(2020, 3, 1), ends_on=date(2020, 6, 30)))
    assert guards.not_over(plain, TODAY) == Obstacle.of("already_over")
    assert guards.not_over(files.file(), TODAY) is None


@pytest.mark.feature("E2")
def test_on_its_last_day_an_internship_may_still_be_asked_for():
    last = files.request_fields(starts_on=TODAY - timedelta(days=9), ends_on=TODAY)
    assert guards.not_over(files.file(request=last), TODAY) is None
    assert guards.not_over(files.file(request=last), TODAY + timedelta(days=1)) == Obstacle.of("already_over")


@pytest.mark.feature("E13")
def test_an_early_end_has_passed_the_day_after_its_last_day():
    plain = files.file(ended_on=TODAY)
    assert guards.early_end_passed(plain, TODAY) == Obstacle.of("not_over")
    assert guards.early_end_passed(plain, TODAY + timedelta(days=1)) is None
    assert guards.early_end_passed(files.file(), TODAY) == Obstacle.of("not_over")


@pytest.mark.feature("E13")
@pytest.mark.parametrize(("day", "suspended"), [(4, False), (5, True), (10, True), (16, True), (17, False)])
def test_an_interruption_holds_on_its_first_day_on_its_last_and_between(day, suspended):
    pause = {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 16), "reason": "Travaux"}
    plain, today = files.file(convention=files.convention_fields(interruptions=[pause])), date(2027, 4, day)
    assert guards.suspended_today(plain, today) == (None if suspended else Obstacle.of("not_suspended"))
    assert guards.not_suspended_today(plain, today) == (Obstacle.of("suspended") if suspended else None)


@pytest.mark.parametrize("name", required.CONVENTION)
def test_a_convention_lacks_each_required_field_by_its_name(name):
    plain = files.file(convention=files.convention_fields(**{name: None}))
    assert guards.convention_complete(plain, TODAY) == Obstacle.of("convention_incomplete", fields=[name])


@pytest.mark.feature("E6")
def test_a_convention_needs_its_signatory_and_the_payment_of_a_stipend_that_is_not_nil():
    plain = files.file(convention=files.convention_fields(signatory=None, stipend_payment=""))
    assert required.missing_in_convention(plain, TODAY) == [
        *(f"signatory.{name}" for name in required.SIGNATORY),
        "stipend_payment",
    ]
    free = files.file(convention=files.convention_fields(stipend_cents=0, stipend_payment=""))
    assert required.missing_in_convention(free, TODAY) == []
    unsaid = files.file(convention=files.convention_fields(stipend_cents=None, stipend_payment=""))
    assert required.missing_in_convention(unsaid, TODAY) == ["stipend_cents"]


@pytest.mark.feature("E2")
def test_an_end_before_the_start_is_an_obstacle_and_one_day_is_not():
    first = date(2027, 3, 1)
    assert guards.dates_in_order(files.file(request=files.request_fields(ends_on=date(2027, 2, 28))), TODAY)
    assert not guards.dates_in_order(files.file(request=files.request_fields(starts_on=first, ends_on=first)), TODAY)


@pytest.mark.feature("E11")
def test_the_law_stops_what_lasts_too_long_and_says_which_control_refuses():
    plain = files.file(request=files.request_fields(ends_on=date(2027, 12, 31)))
    assert guards.within_the_law(plain, TODAY) == Obstacle.of("against_the_law", controls=["duration"])


@pytest.mark.feature("E6")
@pytest.mark.parametrize(
    ("born", "first_day", "minor"),
    [
        (date(2009, 3, 1), date(2027, 3, 1), False),
        (date(2009, 3, 2), date(2027, 3, 1), True),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (None, date(2027, 3, 1), False),
    ],
)
def test_a_minor_is_one_on_the_first_day_and_needs_his_legal_representative(born, first_day, minor):
    plain = files.file(request=files.request_fields(starts_on=first_day), convention=files.convention_fields())
    plain.student["born_on"] = born
    assert required.is_minor(plain) is minor
    assert ("legal_representative.name" in required.missing_in_convention(plain, TODAY)) is minor
    plain.convention["legal_representative"] = {"name": "Paul Martin"}
    assert required.missing_in_convention(plain, TODAY) == []


@pytest.mark.feature("E4")
@pytest.mark.feature("E18")
@pytest.mark.parametrize(
    ("person", "groups", "expected"),
    [
        (STUDENT_ID, (), {Party.STUDENT}),
        (STUDENT_ID, (GROUP_ID,), {Party.STUDENT}),
        (SUPERVISOR_ID, (), {Party.SUPERVISOR}),
        (SUPERVISOR_ID, (GROUP_ID,), {Party.SUPERVISOR, Party.OFFICER}),
        (OFFICER_ID, (GROUP_ID,), {Party.OFFICER}),
        (OFFICER_ID, (), set()),
        (STRANGER_ID, (), set()),
        (None, (GROUP_ID,), set()),
    ],
)
def test_who_somebody_is_to_a_file(person, groups, expected):
    assert parties(files.file(), person, groups) == expected


@pytest.mark.feature("E18")
def test_a_student_named_as_his_own_supervisor_is_only_the_student():
    plain = files.file(supervisor_id=STUDENT_ID, state=State.AWAITING_SUPERVISOR)
    assert parties(plain, STUDENT_ID, (GROUP_ID,)) == {Party.STUDENT}


def test_a_file_without_supervisor_or_group_has_neither_party():
    plain = files.file(supervisor_id=None, officer_group_id=None)
    assert parties(plain, OFFICER_ID, (GROUP_ID,)) == set()
    assert parties(plain, None, ()) == set()


@pytest.mark.feature("E12")
def test_an_internship_is_called_off_before_its_first_day_and_then_only_while_nothing_of_it_took_place():
    starts = date(2027, 3, 1)
    for lived in ("visit_was_held", "already_evaluated"):
        plain = files.file(request=files.request_fields(starts_on=starts), lived=lived)
        assert guards.nothing_of_it_took_place(plain, starts - timedelta(days=1)) is None
        assert guards.nothing_of_it_took_place(plain, starts) == Obstacle.of(lived)
    plain = files.file(request=files.request_fields(starts_on=starts))
    for days, refused in ((-300, False), (0, False), (14, False), (15, True)):
        found = guards.nothing_of_it_took_place(plain, starts + timedelta(days=days))
        assert found == (Obstacle.of("begun_long_ago", days=14) if refused else None), days


@pytest.mark.feature("E10", "E17")
def test_while_the_managers_are_not_known_no_signature_and_no_page_of_the_host_is_sent():
    plain = files.file(managers=None, convention=files.convention_fields())
    unknown = Obstacle.of("managers_unknown")
    asked = (guards.signatories_reachable, guards.signatories_named, guards.host_is_no_manager)
    assert [guard(plain, TODAY) for guard in asked] == [unknown] * 3
    plain.managers = frozenset({"h@host.example"})
    assert [guard(plain, TODAY).as_dict()["slots"] for guard in asked] == [["tutor"]] * 3
    plain.managers = frozenset({"nadia@univ.example"})
    assert [guard(plain, TODAY) for guard in asked] == [None] * 3
