"""What an amendment may change, and until when: its own conditions, each on both of its sides."""

from datetime import date, timedelta

import pytest

from contracts.vocabulary import State
from services.agreements import amendment_view
from services.agreements.rules import amendments, required
from services.agreements.rules.amendments import AsAmended, K
from services.agreements.rules.file import Obstacle
from tests.builders import files
from tests.builders.files import TODAY

pytestmark = pytest.mark.feature("E13")

FIRST = date(2027, 3, 1)
PAST = Obstacle.of("first_day_is_past")


def signed(**fields):
    return files.file(state=State.SIGNED, convention=files.convention_fields(**fields))


@pytest.mark.parametrize(("before_it", "expected"), [(1, None), (0, PAST), (-1, PAST)])
def test_the_first_day_moves_until_the_day_before_it(before_it, expected):
    later = files.amendment([K.DATES], signed(), starts_on=FIRST + timedelta(days=30))
    assert amendments.first_day_ahead(later, FIRST - timedelta(days=before_it)) == expected


@pytest.mark.parametrize(("ahead", "expected"), [(1, None), (0, PAST), (-1, PAST)])
def test_the_first_day_moves_to_tomorrow_at_the_earliest(ahead, expected):
    sooner = files.amendment([K.DATES], signed(), starts_on=TODAY + timedelta(days=ahead))
    assert amendments.first_day_ahead(sooner, TODAY) == expected


def test_a_first_day_that_stays_is_in_nobody_s_way_and_one_that_came_does_not_move():
    plain = signed()
    plain.state = State.RUNNING
    assert amendments.first_day_ahead(files.amendment([K.DATES], plain), FIRST + timedelta(days=9)) is None
    moved = files.amendment([K.DATES], plain, starts_on=FIRST + timedelta(days=30))
    assert amendments.first_day_ahead(moved, TODAY) == PAST


def test_an_interruption_by_amendment_is_one_more():
    first = {"starts_on": date(2027, 3, 15), "ends_on": date(2027, 3, 19), "reason": "Travaux"}
    plain = signed(interruptions=[first])
    found = AsAmended(plain, files.amendment([K.INTERRUPTION], plain)).convention["interruptions"]
    assert found[0] == first
    assert [(one["starts_on"], one["ends_on"]) for one in found[1:]] == [(date(2027, 4, 5), date(2027, 4, 16))]
    assert plain.convention["interruptions"] == [first], "the file itself changes once all have signed"


@pytest.mark.parametrize("reason", ["", " \n"])
def test_an_amendment_gives_its_reason(reason):
    found = files.amendment([K.OTHER], signed())
    assert amendments.complete(found, TODAY) is None
    found.reason = reason
    assert amendments.complete(found, TODAY) == Obstacle.of("amendment_incomplete", fields=["reason"])


@pytest.mark.parametrize("place", [None, {}, {"city": "Toulon"}, {"address1": "2 rue Neuve", "city": "Toulon"}])
def test_an_amendment_says_its_place_as_whole_as_a_request_does(place):
    found = files.amendment([K.PLACE], signed(), at_host_address=False, place=place)
    missing = [f"place.{name}" for name in required.PLACE if not (place or {}).get(name)]
    assert amendments.complete(found, TODAY) == Obstacle.of("amendment_incomplete", fields=missing)
    found.fields["at_host_address"] = True
    assert amendments.complete(found, TODAY) is None


QUAY = {"address1": "1 quai du Port", "postal_code": "13002", "city": "Marseille", "country": "FR"}
STREET = {"address1": "12 rue Neuve", "postal_code": "13001", "city": "Marseille", "country": "FR"}


def placed(now, then):
    """What an amendment of the place tells, from one place to another; None is the host's own address."""
    plain = signed()
    plain.host = {**plain.host, "address2": "", **QUAY}
    plain.request = {**plain.request, "at_host_address": now is None, "place": now}
    found = files.amendment([K.PLACE], plain, at_host_address=then is None, place=then)
    return amendments.changes(found)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (None, STREET, [("request.place", QUAY, STREET)]),
        (STREET, None, [("request.place", STREET, QUAY)]),
        (STREET, {**STREET, "address1": "14 rue Neuve"}, [("request.place", STREET, {**STREET, "address1": "14 rue Neuve"})]),
        (None, {**QUAY, "address2": ""}, []),
    ],
)  # fmt: skip
def test_a_place_that_changes_is_one_change_from_an_address_to_another(now, then, said):
    assert placed(now, then) == said


def test_a_host_without_an_address_is_told_by_its_name():
    assert amendments.where({"at_host_address": True}, {"name": "Banque maritime", "city": ""}) == {
        "address1": "Banque maritime"
    }
    assert amendments.where({"at_host_address": False}, {"name": "Banque maritime"}) == {}


@pytest.mark.parametrize(("was", "now"), [(True, False), (False, True)])
def test_what_was_validated_when_two_facts_told_a_place_tells_the_place_itself(was, now):
    plain = signed()
    plain.host, plain.request = {**plain.host, "address2": "", **QUAY}, {**plain.request, "place": STREET}
    old = files.amendment([K.PLACE], plain)
    old.before, old.after = {"request.at_host_address": was}, {"request.at_host_address": now}
    if not now:
        old.before["request.place"], old.after["request.place"] = None, STREET
    told = amendment_view.changes(old)
    address = {True: QUAY, False: STREET}
    assert told == [{"name": "request.place", "before": address[was], "after": address[now]}]


def test_what_was_validated_is_told_in_the_order_in_which_it_was_asked():
    """The database keeps the facts of an amendment in an order of its own."""
    found = files.amendment(list(K))
    found.before = found.after = None
    asked = amendment_view.changes(found)
    amendment_view.freeze(found)
    for facts in ("before", "after"):
        kept = getattr(found, facts)
        setattr(found, facts, {name: kept[name] for name in sorted(kept, key=lambda name: (len(name), name))})
    assert len(asked) > 10
    assert amendment_view.changes(found) == asked


def test_an_amendment_of_the_stipend_says_the_amount():
    found = files.amendment([K.STIPEND], stipend_cents=None)
    assert amendments.complete(found, TODAY) == Obstacle.of("amendment_incomplete", fields=["stipend_cents"])


def test_an_amendment_is_judged_over_the_days_that_a_planned_end_leaves():
    plain = signed()
    plain.ended_on = plain.request["starts_on"] + timedelta(days=20)
    of_the_subject = files.amendment([K.SUBJECT], plain)
    assert amendments.AsAmended(plain, of_the_subject).ended_on == plain.ended_on
