"""docs/asyncapi.yaml: the public events, for machines (AsyncAPI 3)."""

from typing import Any

import yaml

from contracts.message import Event
from contracts.vocabulary import Service
from deploy.docs.catalogue import events, meaning, sample
from deploy.docs.schemas import schema_of
from runtime.topology import events_exchange

VERSION = "1.0.0"
ABOUT = (
    "What the services of IPRO announce to other systems, on RabbitMQ. Each service has one durable topic exchange; the "
    "routing key is the event's name and version. Bodies are CloudEvents 1.0 in structured JSON. An event may arrive "
    "twice, with the same id. A confidential internship is announced by its ids alone: only the fields that are "
    "required are always there. Written by `make docs`."
)
ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": [
        "specversion", "id", "source", "type", "time", "subject", "datacontenttype",
        "dataversion", "aggregateversion", "correlationid", "data",
    ],
    "properties": {
        "specversion": {"type": "string", "const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "Of this event: hear it once."},
        "source": {"type": "string", "description": "The service that announces."},
        "type": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "subject": {"type": "string", "description": "The record that changed."},
        "datacontenttype": {"type": "string", "const": "application/json"},
        "dataversion": {"type": "integer", "description": "Of the event's data."},
        "aggregateversion": {"type": "integer", "description": "Of the record, after the event."},
        "correlationid": {"type": "string", "description": "One for all that a request caused."},
        "data": {"type": "object"},
    },
}  # fmt: skip


def asyncapi() -> str:
    return yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=110)


def document() -> dict[str, Any]:
    public = [event for event in events() if event.public]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "IPRO events", "version": VERSION, "description": ABOUT},
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "{host}",
                "protocol": "amqps",
                "protocolVersion": "0.9.1",
                "description": "The university's RabbitMQ.",
                "variables": {"host": {"description": "Host and port.", "default": "rabbitmq.example:5671"}},
            }
        },
        "channels": {event.name: channel(event) for event in public},
        "operations": {
            f"tell_{event.name}": {
                "action": "send",
                "summary": meaning(event),
                "channel": {"$ref": f"#/channels/{event.name}"},
                "messages": [{"$ref": f"#/channels/{event.name}/messages/{event.name}"}],
            }
            for event in public
        },
        "components": {
            "messages": {event.name: message(event) for event in public},
            "schemas": {"Envelope": ENVELOPE},
        },
    }


def channel(event: type[Event]) -> dict[str, Any]:
    exchange = events_exchange(Service(event.producer))
    return {
        "address": event.routing_key,
        "description": f"Exchange {exchange}, routing key {event.routing_key}.",
        "servers": [{"$ref": "#/servers/broker"}],
        "messages": {event.name: {"$ref": f"#/components/messages/{event.name}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": exchange, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"},
            }
        },
    }


def message(event: type[Event]) -> dict[str, Any]:
    data = schema_of(event.Data, only=event.public)
    data["required"] = [name for name in data.get("required", []) if name in event.discreet]
    own = {
        "properties": {"type": {"const": event.type()}, "source": {"const": f"/ipro/{event.producer}"}, "data": data}
    }
    return {
        "name": event.type(),
        "title": event.name.replace("_", " ").capitalize(),
        "summary": meaning(event),
        "contentType": "application/json",
        "payload": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, own]},
        "examples": [
            {"name": "open", "payload": event.for_outside(sample(event), confidential=False)},
            {"name": "confidential", "payload": event.for_outside(sample(event), confidential=True)},
        ],
    }
