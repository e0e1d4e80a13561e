"""Messages: strict when told, tolerant when read, reduced for outsiders."""

import base64
import contextlib
import json
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from contracts import cursors
from contracts import fields as f
from contracts.errors import BY_NAME, Internal, InvalidInput, MoveRefused, StaleVersion, Unavailable, from_wire
from contracts.message import Call, Event, Received, UnreadableMessage, snake
from contracts.vocabulary import Service, State

pytestmark = pytest.mark.feature("H1")


class BoatLaunched(Event):
    """Only of these tests."""

    producer = Service.OFFERS
    public = ("boat_id", "harbour")
    discreet = ("boat_id",)

    class Data(Schema):
        boat_id = f.identifier(required=True)
        harbour = f.text()
        owner = f.text()
        state = f.one_of(State, required=True)


class BoatSunkV2(Event):
    """An event of the house alone, in its second version."""

    producer = Service.OFFERS
    version = 2

    class Data(Schema):
        depth = f.number(required=True)


BOAT = "00000000-0000-4000-8000-000000000001"
DATA = {"boat_id": BOAT, "harbour": "Marseille", "owner": "Inès", "state": State.REQUEST_DRAFT}


def tell(**changes):
    data = {name: value for name, value in {**DATA, **changes}.items() if value is not ...}
    return BoatLaunched.tell(data, subject=BOAT, aggregate_version=3, correlation_id="abc")


def test_names_and_keys_follow_from_the_class():
    assert (BoatLaunched.name, BoatLaunched.routing_key) == ("boat_launched", "boat_launched.v1")
    assert (BoatSunkV2.name, BoatSunkV2.routing_key) == ("boat_sunk", "boat_sunk.v2")
    assert BoatSunkV2.type() == "ipro.offers.boat_sunk.v2"
    assert snake("ListMyOffers") == "list_my_offers"


def test_the_envelope_is_a_cloud_event_and_plain_json():
    envelope = tell()
    assert json.loads(json.dumps(envelope)) == envelope
    assert {"specversion", "id", "source", "type", "time", "subject", "datacontenttype", "data"} <= set(envelope)
    assert (envelope["specversion"], envelope["source"]) == ("1.0", "/ipro/offers")
    assert (envelope["dataversion"], envelope["aggregateversion"], envelope["correlationid"]) == (1, 3, "abc")


@pytest.mark.parametrize(
    "changes",
    [{"colour": "blue"}, {"state": "afloat"}, {"state": ...}, {"boat_id": ...}, {"harbour": "x" * 201}],
    ids=["undeclared", "unknown choice", "missing", "missing id", "too long"],
)
def test_told_strictly(changes):
    with pytest.raises(ValidationError):
        tell(**changes)


def test_read_tolerantly_of_what_is_added_later():
    envelope = tell()
    envelope["data"]["mast"] = 2
    envelope["traceparent"] = "00-…"
    read = BoatLaunched.read(envelope)
    assert (read.subject, read.aggregate_version, read.correlation_id) == (BOAT, 3, "abc")
    assert "mast" not in read.data
    assert str(read.data["boat_id"]) == BOAT


@pytest.mark.parametrize("name", ["id", "type", "subject", "aggregateversion", "time", "data"])
def test_an_envelope_without_what_it_needs_is_unreadable(name):
    envelope = tell()
    del envelope[name]
    with pytest.raises(UnreadableMessage):
        BoatLaunched.read(envelope)


@pytest.mark.parametrize("name", ["boat_id", "state"])
def test_data_without_what_is_declared_is_unreadable(name):
    envelope = tell()
    del envelope["data"][name]
    with pytest.raises(UnreadableMessage):
        BoatLaunched.read(envelope)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["id", "subject", "aggregateversion", "time", "correlationid", "data", "whole"]), json_values)
def test_whatever_arrives_is_read_or_unreadable_so_that_it_can_be_parked(name, value):
    envelope = value if name == "whole" else {**tell(), name: value}
    with contextlib.suppress(UnreadableMessage):
        assert isinstance(BoatLaunched.read(envelope), Received)


@pytest.mark.feature("E16")
def test_outsiders_hear_the_public_part_and_of_a_confidential_record_the_discreet_one():
    envelope = tell()
    assert set(BoatLaunched.for_outside(envelope, confidential=False)["data"]) == {"boat_id", "harbour"}
    assert set(BoatLaunched.for_outside(envelope, confidential=True)["data"]) == {"boat_id"}
    assert set(envelope["data"]) == set(DATA), "our own services still hear all of it"
    sunk = BoatSunkV2.tell({"depth": 3}, subject="1", aggregate_version=1, correlation_id="")
    assert BoatSunkV2.for_outside(sunk, confidential=False) is None


class FindBoat(Call):
    """Only of these tests."""

    service = Service.OFFERS

    class Question(Schema):
        id = f.identifier(required=True)
        name = f.text(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        name = f.text()


def test_a_question_is_read_strictly_and_an_answer_tolerantly():
    with pytest.raises(InvalidInput) as refused:
        FindBoat.read_question({"id": "x", "colour": "blue"})
    assert refused.value.params["fields"] == {"id": ["invalid"], "name": ["required"], "colour": ["unknown"]}
    assert FindBoat.read_answer({"name": "Nef", "added_later": 1}) == {"name": "Nef"}
    assert FindBoat.read_answer(None) is None


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "\udfff fin"])
def test_text_that_no_database_takes_is_refused_on_its_field(value):
    with pytest.raises(InvalidInput) as refused:
        FindBoat.read_question({"id": BOAT, "name": value})
    assert refused.value.params["fields"] == {"name": ["invalid"]}


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_gives_back_what_it_was_made_of(at, id):
    assert cursors.read(cursors.write(at, id), datetime.fromisoformat, uuid.UUID) == [at, id]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40)
    | st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    | json_values.map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode())
)
def test_a_cursor_of_somebody_s_own_making_is_refused_never_a_fault(cursor):
    try:
        assert len(cursors.read(cursor, datetime.fromisoformat, uuid.UUID)) == 2
    except InvalidInput as refused:
        assert refused.params["fields"] == {"cursor": ["invalid"]}


def test_a_cursor_of_numbers_is_refused():
    made = base64.urlsafe_b64encode(b'["2026-01-01", 5]').decode()
    with pytest.raises(InvalidInput):
        cursors.read(made, str, uuid.UUID)


@pytest.mark.parametrize("refusal", [MoveRefused("request_incomplete", fields=["title"]), StaleVersion(version=3)])
def test_a_refusal_crosses_as_its_code_and_parameters(refusal):
    wire = {"exc_type": type(refusal).__name__, "exc_args": list(refusal.args), "value": "…"}
    again = from_wire(json.loads(json.dumps(wire)))
    assert (type(again), again.code, again.params) == (type(refusal), refusal.code, refusal.params)


def test_what_is_not_a_refusal_of_ours_tells_nothing():
    fault = from_wire({"exc_type": "ProgrammingError", "exc_args": ["SELECT secret", "/srv/x"], "value": "SELECT"})
    assert isinstance(fault, Internal)
    assert "secret" not in repr(fault)
    assert isinstance(from_wire({"exc_type": "MethodNotFound"}), Unavailable)
    assert set(BY_NAME) == {
        "NotFound", "NotAllowed", "MoveRefused", "InvalidInput", "StaleVersion", "Unavailable", "Internal"
    }  # fmt: skip
