"""Lists of files out of a small base and out of a large one, by two copies of agreements that run side by side."""

import time
import uuid
from typing import Any, NamedTuple

from sqlalchemy import Engine, text

from benchmarks import files
from benchmarks.figures import Goal, Line, Measured, number, paired_ratio, percentile
from benchmarks.rig import Rig
from contracts.calls import agreements
from contracts.vocabulary import Role
from runtime.actor import Actor, Signer
from runtime.client import Client

NAME, TITLE = "lists", "Lists of files in a small and in a large base"
SMALL, LARGE, LARGE_QUICK = 100, 130_000, 20_000
SIDES = {"small": "agreements_small", "large": "agreements_large"}


def run(rig: Rig, quick: bool) -> Measured:
    rounds, asked, large = (3, 60, LARGE_QUICK) if quick else (3, 300, LARGE)
    rig.declare(*SIDES.values())
    filled = {}
    for side, name in SIDES.items():
        url = rig.database_of(name, template="agreements")
        engine = rig.engine(url)
        began = time.perf_counter()
        files.fill(engine, (large if side == "large" else SMALL) - SMALL)
        filled[side] = (engine, time.perf_counter() - began)
        rig.launch(name, ["benchmarks.peers.agreements_copy", name], url, rig.keys_of(name))
    client = Client(rig.platform.amqp_url, Signer.from_folder(rig.gateway_keys, "gateway"))
    lines: list[Line] = []
    try:
        for what, question in questions().items():
            found = _compare(client, question, rounds, asked)
            small, big = ([percentile(times, 0.95) for times in found[side]] for side in SIDES)
            ratio = paired_ratio(big, small)
            lines += [
                Line(f"{what}, {SMALL} files, p95", small, "ms"),
                Line(f"{what}, {number(large)} files, p95", big, "ms", ratio, "small",
                     Goal(1.5, False, of="small")),
            ]  # fmt: skip
        group = _ask(
            client, SIDES["large"], Question(agreements.ListQueue, files.OFFICER_OF_A_LARGE_GROUP, None), asked
        )
    finally:
        client.close()
    rig.halt(*SIDES.values())
    engine, seconds = filled["large"]
    share = f"{_bytes(engine) / 2**20:.0f} MB in the table of files, filled and analysed in {seconds:.0f} s"
    lines.append(Line("officer of a group with its share of all, p95", [percentile(group, 0.95)], "ms"))
    return Measured(NAME, TITLE, lines, [f"{asked} calls a round on each side, one here, one there; {share}."])


class Question(NamedTuple):
    """Who asks what, and how many lines he must see."""

    call: Any
    person: uuid.UUID
    expected: int | None
    asked: dict[str, Any] = {}


THREE_FILTERS = {
    "states": ["awaiting_officer", "validated"], "words": "analyse", "supervisor": "responsable",
    "starts_from": "2026-01-01",
}  # fmt: skip


def questions() -> dict[str, Question]:
    return {
        "ListAuthorizations, student with 6 files": Question(agreements.ListAuthorizations, files.STUDENT, 3),
        "ListToDecide, supervisor with 100": Question(agreements.ListToDecide, files.SUPERVISOR, 20),
        "ListQueue, officer with 100": Question(agreements.ListQueue, files.OFFICER, 20),
        "ListQueue with three filters": Question(agreements.ListQueue, files.OFFICER, 20, THREE_FILTERS),
    }


def _compare(client: Client, question: Question, rounds: int, asked: int) -> dict[str, list]:
    """For each side, its rounds' times in milliseconds; the sides are asked in turn, call by call."""
    for side in SIDES.values():
        _ask(client, side, question, 30)
    found: dict[str, list[list[float]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for times in found.values():
            times.append([])
        for _ in range(asked):
            for side, name in SIDES.items():
                found[side][-1] += _ask(client, name, question, 1)
    return found


def _ask(client: Client, name: str, question: Question, times: int) -> list[float]:
    copy = type(question.call.__name__, (question.call,), {"service": name})
    actor = Actor(question.person, frozenset({Role.STUDENT, Role.TEACHER, Role.OFFICER}), "fr", "cas", "Quelqu’un")
    took = []
    for _ in range(times):
        began = time.perf_counter()
        answer = client.ask(copy, actor, deadline=10, **question.asked)
        took.append((time.perf_counter() - began) * 1000)
        if question.expected is not None and len(answer["rows"]) != question.expected:
            raise RuntimeError(
                f"{name} answers {len(answer['rows'])} lines of {copy.__name__}, not {question.expected}"
            )
    return took


def _bytes(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_total_relation_size('internship')")) or 0
