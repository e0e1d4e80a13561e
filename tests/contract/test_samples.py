"""Golden messages: the producer still tells exactly them, the hearers still read them, outsiders hear no more than is said."""

import pytest

from contracts.events.agreements import AmendmentEvent
from contracts.message import UnreadableMessage
from contracts.vocabulary import Service
from deploy.docs.catalogue import SAMPLES, events, sample
from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.lifecycle import MOVES

pytestmark = pytest.mark.feature("H1")

EVENTS = events()
PUBLIC = [event for event in EVENTS if event.public]
IDS_ALONE = {"reference", "kind", "state", "state_before", "move", "at", "academic_year"}
IDS_ALONE |= {"amendment_number", "amendment_state", "amendment_state_before"}
IDS_ALONE |= {"number", "hash"}  # of a head of the journal, which says nothing of anybody
IDS_ALONE |= {"evaluation_by", "certificate_number", "replaces"}

each = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key)
each_public = pytest.mark.parametrize("event", PUBLIC, ids=lambda event: event.routing_key)


def test_every_event_has_its_sample_and_every_sample_its_event():
    files = {(path.parent.name, path.stem) for path in SAMPLES.glob("*/*.json")}
    assert files == {(str(event.producer), event.routing_key) for event in EVENTS}
    assert {event.producer for event in EVENTS} == {Service.PROFILES, Service.OFFERS, Service.AGREEMENTS}


def test_an_event_s_name_is_one_service_s_alone():
    keys = [event.routing_key for event in EVENTS]
    assert len(keys) == len(set(keys))


@each
def test_what_is_told_today_is_the_sample(event):
    golden = sample(event)
    told = event.tell(
        event.Data().load(golden["data"]),
        subject=golden["subject"],
        aggregate_version=golden["aggregateversion"],
        correlation_id=golden["correlationid"],
        event_id=golden["id"],
    )
    assert {**told, "time": golden["time"]} == golden
    assert set(golden["data"]) == set(event.Data().fields), "the sample shows every field"


@each
def test_the_sample_is_read_and_later_fields_are_passed_over(event):
    golden = sample(event)
    golden["data"]["added_later"] = golden["added_later"] = 1
    read = event.read(golden)
    assert read.id == golden["id"]
    assert "added_later" not in read.data


@each
def test_a_sample_without_what_is_required_is_unreadable(event):
    required = [name for name, field in event.Data().fields.items() if field.required]
    for name in required:
        golden = sample(event)
        del golden["data"][name]
        with pytest.raises(UnreadableMessage):
            event.read(golden)


@each
def test_a_sample_is_unreadable_as_another_event(event):
    other = EVENTS[EVENTS.index(event) - 1]
    with pytest.raises(UnreadableMessage):
        other.read(sample(event))


@each_public
def test_outsiders_hear_the_public_part_and_nothing_beyond(event):
    golden = sample(event)
    outside = event.for_outside(golden, confidential=False)
    assert set(outside["data"]) == set(event.public)
    assert {name: value for name, value in outside.items() if name != "data"} == {
        name: value for name, value in golden.items() if name != "data"
    }


@each_public
@pytest.mark.feature("E16")
def test_of_a_confidential_record_outsiders_hear_ids_alone(event):
    outside = event.for_outside(sample(event), confidential=True)
    assert set(outside["data"]) == set(event.discreet)
    assert set(event.discreet) < set(event.public)
    assert {name for name in event.discreet if not name.endswith("_id")} <= IDS_ALONE


def test_no_name_address_or_word_of_a_person_leaves_the_house():
    for event in EVENTS:
        outside = event.for_outside(sample(event), confidential=False)
        names = set(outside["data"]) if outside else set()
        personal = {n for n in names if "email" in n or n.endswith("_name") or n.startswith("by_")} - {"host_name"}
        assert not personal
        assert not names & {"name", "comment", "reason", "message", "recruiter_id", "pdf_object_id"}


def test_what_profiles_says_of_people_stays_in_the_house():
    assert not [event for event in PUBLIC if event.producer == Service.PROFILES]


TOLD = {line.announces for line in (*MOVES, *AMENDMENT_MOVES) if line.announces}
WITH_DOCUMENT = {"validated", "signing", "signed", "running", "interrupted", "finished", "broken_off"}


@pytest.mark.parametrize("event", sorted(TOLD, key=lambda event: event.name), ids=lambda event: event.name)
def test_a_sample_of_agreements_tells_a_move_that_its_table_has(event):
    data = sample(event)["data"]
    amends = issubclass(event, AmendmentEvent)
    before, after = ("amendment_state_before", "amendment_state") if amends else ("state_before", "state")
    lines = [line for line in (AMENDMENT_MOVES if amends else MOVES) if line.announces is event]
    line = next(line for line in lines if line.name == data["move"] and data[before] in line.origins)
    assert data[after] == (line.to or data[before])
    assert data["by_party"] in line.by
    if not amends and data["state"] in WITH_DOCUMENT:
        assert data["pdf_object_id"]
