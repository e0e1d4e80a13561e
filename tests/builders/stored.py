"""Internships as rows of the agreements' base, for tests of what reads or hears them without living them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from contracts.calls.agreements import RequestFields
from contracts.vocabulary import State
from services.agreements.model import Internship


def internship(state: State, **said: Any) -> Internship:
    """A row in this state with what is said of it, of a student of its own; nothing stores it yet."""
    now, student = datetime.now(UTC), said.pop("student_id", None) or uuid.uuid4()
    known = {
        "student": {"id": student, "name": "A"},
        "title": "T",
        "host_name": "H",
        "request": RequestFields().load({}),
    }
    dated = {"since": now, "created_at": now, "updated_at": now}
    said["student"] = known["student"] | said.get("student", {})
    return Internship(**{"id": uuid.uuid4(), "state": state, "student_id": student, **known, **dated, **said})
