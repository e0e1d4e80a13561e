"""The figure of amendments that wait: as far as the list goes, group by group, on a database without a broker."""

import uuid
from datetime import UTC, datetime

import pytest

from contracts.calls.agreements.amendments import AmendmentFields
from contracts.vocabulary import AmendmentState, Role, State
from services.agreements.model import Amendment, Membership, OfficerGroup
from services.agreements.queries.amendments import _waiting, number_to_decide
from tests.builders import stored
from tests.builders.works import person, rig

pytestmark = [pytest.mark.service, pytest.mark.feature("E12", "E8")]
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def house(service_db, tmp_path):
    return rig("agreements", service_db("agreements"), tmp_path)


def amended(house, many, state=AmendmentState.AWAITING_OFFICER):
    """A group with its manager, and a file of it that has so many amendments."""
    manager = person(Role.OFFICER)
    with house.work(manager) as work:
        group = OfficerGroup(id=uuid.uuid4(), name=f"Groupe {uuid.uuid4().hex[:6]}")
        file = stored.internship(State.SIGNED, officer_group_id=group.id)
        work.session.add(group)
        work.session.flush()
        work.session.add_all([Membership(group_id=group.id, person_id=manager.id), file])
        work.session.flush()
        for number in range(1, many + 1):
            work.session.add(
                Amendment(
                    file=file,
                    number=number,
                    state=state,
                    since=NOW,
                    kinds=["other"],
                    fields=AmendmentFields().load({}),
                    made_at=NOW,
                )
            )
    return manager


def test_each_manager_reads_the_figure_of_his_groups(house):
    two, none = amended(house, 2), amended(house, 3, AmendmentState.SIGNED)
    assert (house.do(two, number_to_decide), house.do(none, number_to_decide)) == (2, 0)
    assert house.do(person(Role.OFFICER), number_to_decide) == 0


def test_the_figure_goes_as_far_as_the_list(house):
    manager = amended(house, 101)
    assert house.do(manager, number_to_decide) == len(house.do(manager, _waiting, person=manager.id)) == 100
