"""Golden messages: the producer still tells exactly them, the hearers still read them."""

import json
from pathlib import Path

import pytest

from contracts.events import offers, profiles
from contracts.message import Event, UnreadableMessage

pytestmark = pytest.mark.feature("H1")

SAMPLES = Path("contracts/samples")
EVENTS = [
    event
    for module in (profiles, offers)
    for event in vars(module).values()
    if isinstance(event, type) and issubclass(event, Event) and event is not Event
]


def sample(event: type[Event]) -> dict:
    return json.loads((SAMPLES / event.producer / f"{event.name}.v{event.version}.json").read_text())


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key)
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


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key)
def test_the_sample_is_read_and_later_fields_are_passed_over(event):
    golden = sample(event)
    golden["data"]["added_later"] = golden["added_later"] = 1
    read = event.read(golden)
    assert read.id == golden["id"]
    assert "added_later" not in read.data


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key)
def test_a_sample_without_what_is_required_is_unreadable(event):
    required = [name for name, field in event.Data().fields.items() if field.required]
    for name in required:
        golden = sample(event)
        del golden["data"][name]
        with pytest.raises(UnreadableMessage):
            event.read(golden)


def test_no_person_leaves_the_house():
    for event in EVENTS:
        outside = event.for_outside(sample(event), confidential=False)
        names = set(outside["data"]) if outside else set()
        assert not {name for name in names if "student" in name or "email" in name or "recruiter" in name or name == "name"}


def test_every_sample_file_has_its_event():
    files = {path.stem for service in ("profiles", "offers") for path in (SAMPLES / service).glob("*.json")}
    assert files == {event.routing_key for event in EVENTS}
