"""Where the mail of those who lead a file goes: heard from profiles, asked for when it was never heard."""

import importlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update

from contracts.calls import agreements, profiles
from contracts.errors import Unavailable
from contracts.events.profiles import PersonRecorded
from contracts.vocabulary import Role, State
from runtime.actor import Actor
from runtime.clock import today
from services.agreements import commands, managers, reactions
from services.agreements.model import Delegation, Internship, Membership, OfficerGroup, StaffMailbox
from services.agreements.service import AgreementsService
from tests.builders import stored
from tests.builders.works import OPERATOR, person, rig

pytestmark = [pytest.mark.service, pytest.mark.feature("E10", "E18")]
NOW = datetime(2026, 3, 2, tzinfo=UTC)
SELF = Actor.service("agreements")
MANAGER, COLLEAGUE, STUDENT = (uuid.uuid4() for _ in range(3))


@pytest.fixture
def house(service_db, tmp_path):
    return rig("agreements", service_db("agreements"), tmp_path, {profiles.GetPeople: lambda ids: []})


@pytest.fixture
def file_id(house):
    """A file of a group that has one manager, whose mailbox is known."""
    with house.work(SELF) as work:
        group = OfficerGroup(id=uuid.uuid4(), name="Conventions")
        file = stored.internship(State.VALIDATED, officer_group_id=group.id, student_id=STUDENT)
        work.session.add(group)
        work.session.flush()
        work.session.add_all([Membership(group_id=group.id, person_id=MANAGER), file])
    recorded(house, MANAGER, "nadia@univ.example", 3)
    return file.id


def recorded(house, id, email, version, role=Role.OFFICER):
    data = {"id": id, "name": "N", "first_name": "N", "email": email, "language": "fr", "roles": [role]}
    told = PersonRecorded.tell(data, subject=str(id), aggregate_version=version, correlation_id="c", event_id=None)
    with house.work(SELF) as work:
        reactions.on_person_recorded(work, PersonRecorded.read(told))


def joins(house, id):
    with house.work(SELF) as work:
        work.session.add(Membership(group_id=work.session.scalar(select(OfficerGroup.id)), person_id=id))


def led_by(house, file_id):
    with house.work(SELF) as work:
        return work.session.get_one(Internship, file_id).managers


def test_the_last_address_that_was_told_is_the_mailbox_whatever_the_order_of_hearing(house, file_id):
    assert led_by(house, file_id) == {"nadia@univ.example"}
    recorded(house, MANAGER, "Nadia.Benali+rh@univ.example", 5)
    recorded(house, MANAGER, "late@univ.example", 4)
    assert led_by(house, file_id) == {"nadia.benali@univ.example"}
    recorded(house, MANAGER, "", 6)
    assert led_by(house, file_id) == frozenset(), "an address given to somebody else is no manager's any more"


def test_of_those_who_are_not_of_the_staff_nothing_is_kept_unless_they_lead(house, file_id):
    recorded(house, COLLEAGUE, "etudiant@univ.example", 1, Role.STUDENT)
    recorded(house, MANAGER, "ancienne@univ.example", 4, Role.GRADUATE)
    recorded(house, MANAGER, "plus.ancienne@univ.example", 2, Role.GRADUATE)
    with house.work(SELF) as work:
        assert work.session.scalars(select(StaffMailbox.mailbox)).all() == ["ancienne@univ.example"]


def test_who_leads_and_was_never_heard_of_makes_the_answer_unknown_until_profiles_is_asked(house, file_id):
    joins(house, COLLEAGUE)
    assert led_by(house, file_id) is None
    house.client.answers[profiles.GetPeople] = lambda ids: [{"id": id, "email": "Paul@univ.example"} for id in ids]
    house.do(SELF, managers.learn_missing)
    assert led_by(house, file_id) == {"nadia@univ.example", "paul@univ.example"}
    recorded(house, COLLEAGUE, "p.roux@univ.example", 1)
    house.do(SELF, managers.learn_missing)
    assert led_by(house, file_id) == {"nadia@univ.example", "p.roux@univ.example"}


def test_a_member_who_is_not_of_the_staff_is_heard_like_the_others(house, file_id):
    joins(house, COLLEAGUE)
    recorded(house, COLLEAGUE, "vacataire@univ.example", 1, Role.GRADUATE)
    assert led_by(house, file_id) == {"nadia@univ.example", "vacataire@univ.example"}


def test_who_is_nobody_in_profiles_has_no_mailbox_and_is_not_asked_for_again(house, file_id):
    asked = []
    house.client.answers[profiles.GetPeople] = lambda ids: asked.extend(ids) or []
    joins(house, COLLEAGUE)
    for _tick in range(2):
        house.do(SELF, managers.learn_missing)
    assert (asked, led_by(house, file_id)) == ([COLLEAGUE], {"nadia@univ.example"})


def test_an_answer_of_profiles_never_replaces_what_was_heard_meanwhile(house, file_id):
    def answered_late(ids):
        recorded(house, COLLEAGUE, "nouvelle@univ.example", 2)
        return [{"id": id, "email": "vieille@univ.example"} for id in ids]

    house.client.answers[profiles.GetPeople] = answered_late
    house.do(SELF, managers.learn, ids=[COLLEAGUE])
    with house.work(SELF) as work:
        assert work.session.get_one(StaffMailbox, COLLEAGUE).mailbox == "nouvelle@univ.example"


def test_who_acts_in_a_manager_s_place_leads_on_those_days_and_its_student_never_does(house, file_id):
    recorded(house, COLLEAGUE, "paul@univ.example", 1)
    recorded(house, STUDENT, "lea@univ.example", 1)
    with house.work(SELF) as work:
        for to in (COLLEAGUE, STUDENT):
            work.session.add(
                Delegation(id=uuid.uuid4(), from_id=MANAGER, from_name="N", to_id=to, to_name="P", made_at=NOW,
                           starts_on=today(), ends_on=today() + timedelta(days=1))
            )  # fmt: skip
    assert led_by(house, file_id) == {"nadia@univ.example", "paul@univ.example"}
    with house.work(SELF) as work:
        work.session.execute(update(Delegation).values(revoked_at=NOW))
    assert led_by(house, file_id) == {"nadia@univ.example"}


def test_who_opened_a_file_for_a_group_leads_it_though_he_left_the_group(house, file_id):
    recorded(house, COLLEAGUE, "paul@univ.example", 1)
    with house.work(SELF) as work:
        work.session.execute(update(Internship).values(opened_by=COLLEAGUE))
    assert led_by(house, file_id) == {"nadia@univ.example", "paul@univ.example"}


def test_groups_are_imported_while_profiles_is_away_and_their_members_are_asked_for_later(house):
    def away(ids):
        raise Unavailable()

    house.client.answers[profiles.GetPeople] = away
    given = {"groups": [{"name": "Conventions", "member_ids": [str(MANAGER)]}]}
    house.call(OPERATOR, agreements.ImportOfficerGroups, commands.groups.import_officer_groups, **given)
    house.client.answers[profiles.GetPeople] = lambda ids: [{"id": id, "email": "nadia@univ.example"} for id in ids]
    house.do(SELF, managers.learn_missing)
    with house.work(SELF) as work:
        assert work.session.get_one(StaffMailbox, MANAGER).mailbox == "nadia@univ.example"


def test_a_deputy_is_known_from_the_moment_he_is_named(house, file_id):
    found = {
        "id": COLLEAGUE,
        "email": "paul@univ.example",
        "roles": [Role.TEACHER],
        "first_name": "P",
        "last_name": "R",
    }
    house.client.answers[profiles.GetPeople] = lambda ids: [found]
    days = {"starts_on": today(), "ends_on": today()}
    house.do(person(Role.OFFICER, id=MANAGER), commands.delegation.delegate, to_id=COLLEAGUE, **days)
    assert led_by(house, file_id) == {"nadia@univ.example", "paul@univ.example"}


def test_an_upgrade_asks_for_all_who_lead_already(house, file_id):
    step = importlib.import_module("services.agreements.migrations.versions.0016_staff_mailboxes")
    with house.work(SELF) as work:
        work.session.execute(update(Internship).values(opened_by=COLLEAGUE))
        work.session.execute(delete(StaffMailbox))
        work.session.execute(text(step.LEADING))
    assert led_by(house, file_id) is None
    house.client.answers[profiles.GetPeople] = lambda ids: [{"id": id, "email": f"{id}@univ.example"} for id in ids]
    house.do(SELF, managers.learn_missing)
    assert led_by(house, file_id) == {f"{id}@univ.example" for id in (MANAGER, COLLEAGUE)}


def test_mailboxes_are_learned_as_the_service_starts_and_not_twenty_seconds_later():
    (timer,) = AgreementsService.learn_mailboxes.nameko_entrypoints
    assert timer.eager
