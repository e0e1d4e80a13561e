"""Not tests: a manager's files on a running platform, and waiting for what is done in the background."""

import itertools
import time
import uuid
from datetime import timedelta
from typing import Any

from contracts.calls import agreements, offers, profiles
from contracts.vocabulary import Role, State
from runtime.actor import Actor
from runtime.clock import today
from tests.builders.world import COMPONENT, OPERATOR, PROGRAMME

YEARS_AHEAD = timedelta(days=20 * 364)  # whole weeks: the same weekday as today
WEEKS = itertools.count()


def own_place(world: Any, who: str) -> dict[str, Any]:
    """A host and a tutor of the file's own, and a week of its own, in years that no other test's file reaches.

    So no quota of the law stands in the way of many files, however many the others make.
    """
    host = world.ask(
        offers.CreateHost, who, name=f"Maison {uuid.uuid4().hex[:8]}", country="BE", address1="1 quai", city="Anvers"
    )
    tutor = world.ask(
        offers.AddContact, who, host_id=host["id"], first_name="Ada", last_name="Tuteur", email="ada@maison.example"
    )
    starts = today() + YEARS_AHEAD + timedelta(days=7 * next(WEEKS))
    return {"host_id": host["id"], "tutor_id": tutor["id"], "starts_on": starts}


def requested(world: Any, who: str = "student0", **changes: Any) -> dict[str, Any]:
    """A request of a week that awaits its supervisor."""
    given = {**own_place(world, who), **changes}
    given.setdefault("ends_on", given["starts_on"] + timedelta(days=6))
    return world.move(world.new_request(who, **given), "submit", who)


def submitted(world: Any, who: str = "student0", **changes: Any) -> dict[str, Any]:
    """A convention that awaits its managers; `changes` of the request."""
    file = world.move(requested(world, who, **changes), "validate", "supervisor")
    file = world.ask(
        agreements.SaveConvention, who, id=file["id"], version=file["version"], fields=world.convention_fields()
    )
    file = world.move(file, "submit_convention", who)
    assert file["state"] == State.AWAITING_OFFICER
    return file


def queue(world: Any, who: str = "officer", **ask: Any) -> dict[str, Any]:
    return world.ask(agreements.ListQueue, who, deadline=10, **{"limit": 100, **ask})


def ids(answer: dict[str, Any]) -> list[uuid.UUID]:
    return [row["id"] for row in answer["rows"]]


def finished(world: Any, job: dict[str, Any], who: str = "officer", within: float = 60.0) -> dict[str, Any]:
    """The job with its lines, once it is over."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = world.ask(agreements.GetJob, who, id=job["id"], limit=1_000)
        if found["state"] == "done":
            return found
        time.sleep(0.1)
    raise AssertionError(f"the job is still {found['state']}: {found['counts']}")


def person(world: Any, name: str, roles: list[Role], component: str = COMPONENT, number: str = "") -> str:
    """Somebody new; answers the name by which he asks."""
    own = f"{name}{uuid.uuid4().hex[:6]}"
    one = {
        "issuer": "test", "subject": own, "first_name": "Ana", "last_name": "Essai", "roles": [str(role) for role in roles],
        "email": f"{own}@univ.example", "student_number": number, "component_code": component, "programme_code": PROGRAMME,
    }  # fmt: skip
    answer = world.operator.ask(
        profiles.ImportDirectory, OPERATOR, components=[{"code": component, "name": component, "circuit": "ipro"}], people=[one]
    )  # fmt: skip
    world.people[own] = Actor(uuid.UUID(str(answer["people"][own])), frozenset(one["roles"]), "fr", "cas", "Ana Essai")
    return own
