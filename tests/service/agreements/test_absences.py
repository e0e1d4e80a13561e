"""Who acts in an absent colleague's place: on which days, and in what not."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contracts.calls import agreements
from contracts.errors import NotFound
from runtime.clock import today
from services.agreements import store
from services.agreements.model import Delegation
from tests.service.agreements.desk import ids, queue, submitted

pytestmark = [pytest.mark.service, pytest.mark.feature("E18")]


@pytest.mark.parametrize(
    ("first", "last", "deputy"), [(-3, 0, True), (0, 0, True), (0, 5, True), (-3, -1, False), (1, 5, False)]
)
def test_a_deputy_is_one_from_the_first_day_of_the_absence_to_its_last(service_db, first, last, deputy):
    absent, present, now = uuid.uuid4(), uuid.uuid4(), datetime.now(UTC)
    days = {"starts_on": today() + timedelta(days=first), "ends_on": today() + timedelta(days=last)}
    with Session(service_db("agreements")) as session:
        session.add(
            Delegation(id=uuid.uuid4(), from_id=absent, from_name="A", to_id=present, to_name="P", made_at=now, **days)
        )
        session.flush()
        assert store.deputy_of(session, present) == ([absent] if deputy else [])


def test_a_deputy_decides_in_a_group_and_does_not_manage_its_settings(world):
    file = submitted(world)
    given = {"to_id": world.people["supervisor"].id, "starts_on": today(), "ends_on": today() + timedelta(days=2)}
    one = world.ask(agreements.Delegate, "officer", **given)
    try:
        assert ids(queue(world, "supervisor", words=str(file["reference"]))) == [file["id"]]
        with pytest.raises(NotFound):
            world.ask(agreements.GetGroup, "supervisor", id=world.group_id)
    finally:
        world.ask(agreements.RevokeDelegation, "officer", id=one["id"])
