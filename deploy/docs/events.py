"""docs/events.md: what each event means, what outsiders hear of it, and an example."""

import json
from typing import Any

from contracts.message import Event
from contracts.vocabulary import Service, State
from deploy.docs.catalogue import events as all_events
from deploy.docs.catalogue import meaning, sample
from deploy.docs.markdown import GENERATED, table
from deploy.docs.schemas import schema_of
from runtime.topology import events_exchange

HEAD = f"""# Events

{GENERATED}

A service announces what happened to its records on its topic exchange, `<service>.events`, with the event's name and
version as routing key. Bind a queue of your own to that exchange and you hear it; nothing is to be asked of the
platform but a RabbitMQ account. `examples/subscriber.py` is a complete subscriber; [asyncapi.yaml](asyncapi.yaml) says
the same as this page to machines.

- The body is JSON: a [CloudEvents 1.0](https://cloudevents.io) envelope, structured. `id` is the event's own: the same
  event may arrive twice, so remember the ids that you have handled. `subject` is the record, `aggregateversion` its
  version after the event: events of one record are published in order. `correlationid` follows one request through
  all the events that it caused.
- Adding a field keeps the version, so ignore fields that you do not know. Anything else is a new event, `….v2`, told
  beside the old one until the last hearer has moved.
- A confidential internship is announced by the fields marked « always » alone.
- Events told before your queue was bound cannot be read again yet.
"""
INSIDE = """## Inside the house

Only our own services hear these, on `<service>.internal`; they may change without notice.
"""


def events() -> str:
    found = all_events()
    public = [event for event in found if event.public]
    parts = [HEAD]
    for service in Service:
        mine = [event for event in public if event.producer == service]
        if mine:
            parts.append(f"## {service}: exchange `{events_exchange(service)}`\n")
            parts += [one(event) for event in mine]
    parts.append(INSIDE)
    rows = [[f"`{event.type()}`", meaning(event)] for event in found if not event.public]
    return "\n".join([*parts, table(["event", "meaning"], rows), ""])


def one(event: type[Event]) -> str:
    schema = schema_of(event.Data)["properties"]
    rows = [[f"`{name}`", kind(schema[name]), "always" if name in event.discreet else ""] for name in event.public]
    example = json.dumps(event.for_outside(sample(event), confidential=False), ensure_ascii=False, indent=2)
    return "\n".join(
        [
            f"### {event.name}\n",
            f"Routing key `{event.routing_key}`. {meaning(event)}\n",
            table(["field", "kind", "confidential"], rows),
            "\n<details><summary>Example</summary>\n",
            f"```json\n{example}\n```\n",
            "</details>\n",
        ]
    )


def kind(schema: dict[str, Any]) -> str:
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    base = schema.get("format") or next((name for name in types if name != "null"), "any")
    said = {"date-time": "instant", "integer": "number", "string": "text", "uuid": "id"}.get(base, base)
    if "enum" in schema:
        said = choice([value for value in schema["enum"] if value])
    return f"{said} or null" if "null" in types else said


def choice(values: list[str]) -> str:
    if values == list(State):
        return "a [state](lifecycle.md#states)"
    return "one of " + ", ".join(f"`{value}`" for value in values)
