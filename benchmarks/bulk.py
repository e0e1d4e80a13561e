"""Five hundred conventions validated at once, PDF and all, while somebody else works on the same service."""

import json
import threading
import time
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine, text

from benchmarks import files
from benchmarks.figures import Goal, Line, Measured, percentile
from benchmarks.rig import Rig, until
from contracts.calls import agreements
from contracts.vocabulary import Role, State
from runtime.actor import Actor, Signer
from runtime.client import Client
from runtime.clock import today

NAME, TITLE = "bulk", "Decisions in bulk, and the others meanwhile"
SIDE = "agreementsbulk"  # letters alone: it names the objects that this copy keeps
RELAY = f"{SIDE}-relay"
AT_ONCE, QUICK = 500, 100
READABLE = """
UPDATE internship SET tutor = tutor || jsonb_build_object('host_id', host ->> 'id'),
                      convention = convention || jsonb_build_object('referent_id', referent_id),
                      starts_on = (request ->> 'starts_on')::date, ends_on = (request ->> 'ends_on')::date
"""
BEFORE_SECONDS, PAUSE = 8.0, 0.03
COMPLETE = {
    **files.CONVENTION,
    "interruption": "Validé sur le temps fait.",
    "certificate": "Remise le dernier jour.",
}


def run(rig: Rig, quick: bool) -> Measured:
    rounds, many = (1, QUICK) if quick else (3, AT_ONCE)
    rig.declare(SIDE)
    url = rig.database_of(SIDE, template="agreements")
    engine = rig.engine(url)
    files.fill(engine, 0)
    keys = rig.keys_of(SIDE)
    rig.launch(SIDE, ["benchmarks.peers.agreements_copy", SIDE], url, keys)
    rig.launch(RELAY, ["runtime.relay", SIDE], url, keys)
    client = Client(rig.platform.amqp_url, Signer.from_folder(rig.gateway_keys, "gateway"))
    took, calm, busy = [], [], []
    try:
        for number in range(rounds):
            _await_manager(engine, 1_000 * (number + 1), many)
            end = time.monotonic() + BEFORE_SECONDS
            calm.append(_others(client, partial(_before, end)))
            seconds, others = _bulk(client, many)
            took.append(seconds)
            busy.append(others)
    finally:
        client.close()
    rig.halt(SIDE, RELAY)
    before = [percentile(times, 0.95) for times in calm]
    during = [percentile(times, 0.95) for times in busy]
    slower = [max(mine) - percentile(earlier, 0.5) for mine, earlier in zip(busy, calm, strict=True)]
    lines = [
        Line(f"{many} validations with their PDF", took, "s", goal=Goal(30.0 * many / AT_ONCE, False, "s")),
        Line("another manager's call before, p95", before, "ms"),
        Line("another manager's call meanwhile, p95", during, "ms"),
        Line("the slowest of them, over a median call before", slower, "ms", goal=Goal(1_000, False, "ms")),
    ]
    note = f"Another manager asks for his queue and for a file in turn, every {PAUSE * 1000:.0f} ms."
    return Measured(NAME, TITLE, lines, [note])


def _before(end: float) -> bool:
    return time.monotonic() < end


def _await_manager(engine: Engine, first: int, many: int) -> None:
    """So many complete conventions more, each with a student, a tutor and a host of its own."""
    first_day = today() + timedelta(days=90)
    days = {"starts_on": first_day.isoformat(), "ends_on": (first_day + timedelta(days=100)).isoformat()}
    common = {
        "request": json.dumps(files.REQUEST | days), "convention": json.dumps(COMPLETE), "host": json.dumps(files.HOST),
        "conventions": [str(state) for state in files.WITH_CONVENTION],
    }  # fmt: skip
    files._insert(engine, files.OWNERS, common, [State.AWAITING_OFFICER], first, first + many - 1)
    with engine.begin() as connection:
        connection.execute(text(READABLE))


def _bulk(client: Client, many: int) -> tuple[float, list[float]]:
    """(seconds from the click to the last line, the others' times meanwhile in milliseconds)."""
    targets: list[dict[str, Any]] = []
    cursor = ""
    while len(targets) < many:
        page = _ask(client, agreements.ListQueue, files.OFFICER, sort="newest", limit=100, cursor=cursor)
        targets += [{"id": row["id"], "version": row["version"]} for row in page["rows"]]
        cursor = page["next"]
    over = threading.Event()
    others: list[float] = []
    other = threading.Thread(target=lambda: others.extend(_others(client, lambda: not over.is_set())))
    began = time.perf_counter()
    job = _ask(
        client, agreements.StartBulk, files.OFFICER, by="officer", move="validate_convention", files=targets[:many]
    )
    other.start()
    try:
        done = until(lambda: _finished(client, job["id"]), 180, pause=0.2)
    finally:
        over.set()
        other.join(30)
    if done["counts"] != {"done": many}:
        raise RuntimeError(f"not all were validated: {done['counts']}, {_ask_line(client, job['id'])}")
    return time.perf_counter() - began, others


def _finished(client: Client, id: uuid.UUID) -> Any:
    found = _ask(client, agreements.GetJob, files.OFFICER, id=id, limit=0)
    return found if found["state"] == "done" else None


def _ask_line(client: Client, id: uuid.UUID) -> Any:
    lines = _ask(client, agreements.GetJob, files.OFFICER, id=id, limit=1_000)["lines"]
    return next((line for line in lines if line["outcome"] != "done"), None)


def _others(client: Client, going_on: Any) -> list[float]:
    """Milliseconds of a colleague's calls, one after the other, while it goes on."""
    page = _ask(client, agreements.ListQueue, files.OFFICER, limit=20)
    took = []
    while going_on():
        for call, question in (
            (agreements.ListQueue, {"limit": 20}),
            (agreements.GetInternship, {"id": page["rows"][0]["id"]}),
        ):
            began = time.perf_counter()
            _ask(client, call, files.OFFICER, **question)
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(PAUSE)
    return took


def _ask(client: Client, call: Any, person: uuid.UUID, **question: Any) -> Any:
    copy = type(call.__name__, (call,), {"service": SIDE})
    actor = Actor(person, frozenset({Role.OFFICER}), "fr", "cas", "Quelqu’un")
    return client.ask(copy, actor, deadline=20, **question)
