"""What is done on many files at once is told once to each person, whatever is heard twice or late."""

import uuid
from datetime import UTC, datetime

import pytest

from contracts.events import agreements
from contracts.vocabulary import Party, Role, State
from deploy.docs.catalogue import sample
from runtime.consumer import TryLater
from services.agreements.rules.in_bulk import plain_moves
from services.agreements.rules.lifecycle import MOVES
from services.notifications import reactions
from services.notifications.service import NotificationsService
from tests.contract.test_names_on_the_broker import hearings
from tests.service.notifications.test_telling import deliveries, event, hear, notices, record

pytestmark = [pytest.mark.service, pytest.mark.feature("F1", "E19")]
FEW, ONE, ASKER, COLLEAGUE = (uuid.uuid4() for _ in range(4))
JOB, FILE, GROUP = (uuid.uuid4() for _ in range(3))
LIST = {
    "job_id": JOB, "at": datetime(2026, 11, 23, tzinfo=UTC), "by_id": ASKER, "by_name": "Sophie Lambert",
    "officer_group_id": GROUP, "officer_group_name": "Convention FSEG", "officer_group_email": "fseg@univ.example",
    "officer_ids": [ASKER, COLLEAGUE], "count": 41,
    "supervisors": [{"id": FEW, "count": 40, "internship_id": None}, {"id": ONE, "count": 1, "internship_id": FILE}],
}  # fmt: skip


@pytest.fixture
def known(house):
    record(house, FEW, "Claire Ferrand", Role.TEACHER)
    record(house, ONE, "Paul Roux", Role.TEACHER, language="en")
    record(house, ASKER, "Sophie Lambert", Role.OFFICER)
    record(house, COLLEAGUE, "Nadia Benali", Role.OFFICER)
    return house


def test_each_supervisor_hears_of_his_share_and_each_manager_of_the_whole(known):
    hear(known, reactions.on_list_opened, event(agreements.ListOpened, LIST))
    assert {notice.person_id: (notice.kind, notice.link) for notice in notices(known)} == {
        FEW: ("list_opened", "/a-traiter?etat=convention_to_complete"),
        ONE: ("list_opened", f"/stages/{FILE}"),
        ASKER: ("list_opened_for_managers", f"/lots/{JOB}"),
        COLLEAGUE: ("list_opened_for_managers", f"/conventions?etat=convention_to_complete&groupe={GROUP}"),
    }
    assert {mail.to_address: mail.subject.replace("\u00a0", " ") for mail in deliveries(known)} == {
        "claire@univ.example": "Convention FSEG : 40 conventions de stage ouvertes avec vous comme responsable",
        "paul@univ.example": "Convention FSEG: 1 internship agreement opened with you as supervisor",
        "nadia@univ.example": "Convention FSEG : 41 conventions de stage ouvertes",
    }


def test_a_manager_who_supervises_some_of_them_is_told_once(known):
    shares = [{"id": COLLEAGUE, "count": 41, "internship_id": None}]
    hear(known, reactions.on_list_opened, event(agreements.ListOpened, {**LIST, "supervisors": shares}))
    assert [mail.to_address for mail in deliveries(known)] == ["nadia@univ.example"]
    assert sorted(notice.person_id for notice in notices(known)) == sorted([ASKER, COLLEAGUE])


@pytest.mark.feature("F2")
def test_a_list_heard_twice_is_told_once_and_one_that_comes_before_its_people_waits_whole(house, known):
    stranger = uuid.uuid4()
    shares = [*LIST["supervisors"], {"id": stranger, "count": 2, "internship_id": None}]
    told = event(agreements.ListOpened, {**LIST, "supervisors": shares})
    with pytest.raises(TryLater):
        hear(known, reactions.on_list_opened, told)
    assert (notices(known), deliveries(known)) == ([], [])
    record(known, stranger, "Zoé Tard", Role.TEACHER)
    for _ in range(2):
        hear(known, reactions.on_list_opened, told)
    assert (len(notices(known)), len(deliveries(known))) == (5, 4)


def test_of_a_line_the_student_alone_is_told(known):
    data = event_of(agreements.ConventionOpenedForGroup)
    record(known, data.data["student_id"], "Inès Martin", Role.STUDENT, email="ines@etu.example")
    hearing(agreements.ConventionOpenedForGroup)(known, data)
    assert [mail.to_address for mail in deliveries(known)] == ["ines@etu.example"]
    assert "À vous" in deliveries(known)[0].html


def event_of(cls):
    return cls.read(sample(cls))


def hearing(cls):
    """What the service does of this event, without its broker."""
    name = next(method for method, heard in hearings("notifications").items() if heard is cls)
    react = getattr(NotificationsService, name).__wrapped__

    def on(house, told):
        hear(house, lambda work, heard: react(None, work, heard), told)

    return on


BULK = sorted(
    {
        line.announces
        for party in (Party.OFFICER, Party.SUPERVISOR)
        for name in {one.name for one in plain_moves(MOVES, party, State)}
        for line in MOVES
        if line.name == name and party in line.by and line.announces
    },
    key=lambda cls: cls.name,
)


@pytest.mark.feature("E8")
@pytest.mark.parametrize("cls", BULK, ids=lambda cls: cls.name)
def test_a_move_that_may_be_made_in_bulk_is_told_to_the_student_alone(house, cls):
    """One that tells somebody else too would tell him five hundred times: docs/decisions/0019."""
    told = event_of(cls)
    data = told.data
    for n, id in enumerate({data["student_id"], data["supervisor_id"], *data["officer_ids"]}):
        record(house, id, f"Personne{n} Essai", email=f"{id}@univ.example")
    hearing(cls)(house, told)
    assert {notice.person_id for notice in notices(house)} == {data["student_id"]}
    assert {mail.to_address for mail in deliveries(house)} == {f"{data['student_id']}@univ.example"}
