"""What the contracts hold: every event and every call, with the golden sample of each event."""

import importlib
import inspect
import json
import pkgutil
from pathlib import Path
from typing import Any

import contracts.calls
import contracts.events
from contracts.message import Call, Event
from deploy.local.settings import ROOT

SAMPLES = ROOT / "contracts/samples"


def events() -> list[type[Event]]:
    """Of all services, in the order of their modules; a class that others derive from is a family, not an event."""
    found = _declared(contracts.events, Event)
    return [event for event in found if not event.__subclasses__()]


def calls() -> list[type[Call]]:
    """Of all services; a module's own base classes only say whose calls they are."""
    return [call for call in _declared(contracts.calls, Call) if not call.__subclasses__()]


def _declared(package: Any, base: type) -> list[Any]:
    found = []
    for module_info in sorted(pkgutil.walk_packages(package.__path__, f"{package.__name__}."), key=lambda m: m.name):
        module = importlib.import_module(module_info.name)
        found += [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, base) and thing.__module__ == module.__name__
        ]
    return found


def sample_path(event: type[Event]) -> Path:
    return SAMPLES / event.producer / f"{event.routing_key}.json"


def sample(event: type[Event]) -> dict[str, Any]:
    return json.loads(sample_path(event).read_text())


def meaning(thing: type) -> str:
    """Its docstring in one line."""
    return " ".join((inspect.getdoc(thing) or "").split())
