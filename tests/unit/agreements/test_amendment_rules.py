"""What an amendment may change, and until when: its own conditions, each on both of its sides."""

from datetime import date, timedelta

import pytest

from contracts.vocabulary import State
from services.agreements.rules import amendments
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
