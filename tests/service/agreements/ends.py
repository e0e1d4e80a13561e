"""Not tests: internships brought to their end by moving their dates, since a test cannot wait two months."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from contracts.calls import agreements
from contracts.vocabulary import State
from runtime.actor import Actor, Signer
from runtime.clock import today
from runtime.files import FileStore
from runtime.unit_of_work import House, UnitOfWork
from services.agreements.commands import calendar
from tests.service.agreements.test_signing import opened, sign_all

DATED = text(
    "UPDATE internship SET starts_on = :s, ends_on = :e,"
    " request = request || jsonb_build_object('starts_on', cast(:s AS text), 'ends_on', cast(:e AS text)) WHERE id = :id"
)
ENDED = text("UPDATE internship SET ended_on = :e WHERE id = :id")
PAUSED = text(
    "UPDATE internship SET convention = jsonb_set(convention, '{interruptions}', cast(:p AS jsonb)) WHERE id = :id"
)


def dated(
    base: Any,
    file: dict[str, Any],
    starts: int,
    ends: int,
    ended: int | None = None,
    pauses: list[dict[str, Any]] | None = None,
) -> None:
    """Days from today, which is the one of France as in the services."""
    with base.begin() as connection:
        connection.execute(DATED, {"s": str(in_days(starts)), "e": str(in_days(ends)), "id": file["id"]})
        if ended is not None:
            connection.execute(ENDED, {"e": in_days(ended), "id": file["id"]})
        if pauses is not None:
            connection.execute(PAUSED, {"p": json.dumps(pauses), "id": file["id"]})


def long_ago(base: Any, file: dict[str, Any]) -> None:
    """Out of the days around today, where a référent of the tests follows 24 interns at most."""
    dated(base, file, -800, -760, ended=-770)


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def early_end(world: Any, file: dict[str, Any], last: date) -> dict[str, Any]:
    """As managers record it."""
    version = world.ask(agreements.GetInternship, "officer", id=file["id"])["version"]
    said = {"ground": "host_breach", "comment": "Le tuteur est parti."}
    return world.ask(agreements.BreakOff, "officer", id=file["id"], version=version, ended_on=last, **said)


def house_of(platform: Any, base: Any) -> House:
    """Agreements' own, with its store and its key, but no broker."""
    environ = platform.catalogue.env_of("agreements")
    files = FileStore(environ["IPRO_FILES_URL"], "agreements")
    signer = Signer.from_folder(Path(environ["IPRO_KEYS"]), "agreements")
    return House(service="agreements", engine=base, files=files, client=None, signer=signer)  # type: ignore[arg-type]


def advance(platform: Any, base: Any) -> None:
    """As the timer does, which the running service may have done before us."""
    with UnitOfWork(house_of(platform, base), Actor.service("agreements")) as w:
        calendar.advance(w)
        w.commit()


def running(world: Any, base: Any, platform: Any, starts: int = -30, ends: int = 30, **changes: Any) -> dict[str, Any]:
    file = sign_all(world, base, opened(world, **changes))
    dated(base, file, starts, ends)
    advance(platform, base)
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert file["state"] == State.RUNNING
    return file


def finished(world: Any, base: Any, platform: Any, **changes: Any) -> dict[str, Any]:
    file = running(world, base, platform, **changes)
    dated(base, file, -60, -1)
    advance(platform, base)
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert file["state"] == State.FINISHED
    return file
