"""What the code writes about itself is up to date, and the AsyncAPI document holds together."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml

from contracts import fields as f
from deploy.docs.__main__ import DOCUMENTS, ROOT, stale
from deploy.docs.catalogue import events, sample
from deploy.docs.schemas import field_of

pytestmark = pytest.mark.feature("H1")


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text())


def test_generated_documents_are_what_the_code_says_today():
    assert sorted(stale()) == [], "run `make docs` and commit what it writes"


def test_every_generated_document_is_there():
    assert all((ROOT / name).exists() for name in DOCUMENTS)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def target(document: dict[str, Any], reference: str) -> Any:
    assert reference.startswith("#/")
    found: Any = document
    for part in reference[2:].split("/"):
        found = found[part]
    return found


def test_it_is_asyncapi_3_with_what_that_requires(described):
    assert described["asyncapi"].startswith("3.")
    assert {"title", "version"} <= set(described["info"])
    for server in described["servers"].values():
        assert {"host", "protocol"} <= set(server)
    for operation in described["operations"].values():
        assert operation["action"] == "send"
        assert target(described, operation["channel"]["$ref"])


def test_every_reference_leads_somewhere(described):
    found = list(references(described))
    assert len(found) > 40
    assert all(target(described, reference) for reference in found)


def test_every_public_event_has_a_channel_an_operation_and_a_message_and_no_other_has(described):
    public = {event.name: event for event in events() if event.public}
    assert set(described["channels"]) == set(public)
    assert set(described["components"]["messages"]) == set(public)
    assert set(described["operations"]) == {f"tell_{name}" for name in public}
    for name, event in public.items():
        channel = described["channels"][name]
        assert channel["address"] == event.routing_key
        assert channel["bindings"]["amqp"]["exchange"]["name"] == f"{event.producer}.events"


@pytest.mark.parametrize("event", [event for event in events() if event.public], ids=lambda event: event.name)
def test_what_is_sent_fits_its_schema_open_or_confidential(described, event):
    described_message = described["components"]["messages"][event.name]
    schema = {**described_message["payload"], "components": described["components"]}
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for confidential in (False, True):
        check.validate(event.for_outside(sample(event), confidential=confidential))
    wrong = event.for_outside(sample(event), confidential=False) | {"type": "something.else"}
    assert not check.is_valid(wrong)
    lacking = event.for_outside(sample(event), confidential=False)
    del lacking["data"][event.discreet[0]]
    assert not check.is_valid(lacking)
    data = described_message["payload"]["allOf"][1]["properties"]["data"]
    assert tuple(sorted(data["properties"])) == tuple(sorted(event.public))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (f.text(40), {"type": "string", "maxLength": 40}),
        (f.text(40, required=True), {"type": "string", "maxLength": 40, "minLength": 1}),
        (f.identifier(), {"type": ["string", "null"], "format": "uuid"}),
        (f.day(required=True), {"type": "string", "format": "date"}),
        (f.instant(), {"type": ["string", "null"], "format": "date-time"}),
        (f.number(1, 9, required=True), {"type": "integer", "minimum": 1, "maximum": 9}),
        (f.flag(), {"type": "boolean"}),
        (f.one_of(["a", "b"], required=True), {"type": "string", "enum": ["a", "b"]}),
        (f.several(f.flag(), longest=3), {"type": "array", "items": {"type": "boolean"}, "maxItems": 3}),
        (f.mapping(), {"type": "object"}),
    ],
)
def test_a_field_of_the_contracts_has_its_json_schema(field, expected):
    assert field_of(field) == expected
