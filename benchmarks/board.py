"""« Mon Bureau » through the real gateway: beside a page with one question, with slow services, with twenty users."""

import dataclasses
import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import students
from benchmarks.figures import Goal, Line, Measured, in_turn, median, paired_ratio
from benchmarks.rig import BASE, Peer, Rig
from deploy.local.settings import SERVICES

NAME, TITLE = "board", "The student's board"
USERS = 20
BOARD, ONE_QUESTION, NO_QUESTION = "/bureau", "/notifications", "/healthz"
PROFILE = BASE / "board.profile.json"
Take = Callable[[str, int, float], dict[str, float]]


def run(rig: Rig, quick: bool) -> Measured:
    rounds, seconds = (3, 2.0) if quick else (3, 6.0)
    rig.platform.start()
    students.furnish(rig)
    cookies = [students.sign_on(rig, name) for name in students.STUDENTS]
    layout = rig.platform.layout
    with Peer("benchmarks.peers.browser", host="127.0.0.1", port=layout.port("gateway")) as browser:

        def take(path: str, users: int, length: float) -> dict[str, float]:
            return browser.ask(length + 60, path=path, users=users, seconds=length, cookies=cookies[:users])

        alone, together, used = _at_full_speed(rig, take, rounds, seconds)
        slow = _with_slow_services(rig, take, rounds, seconds)
        where = _profiled(rig, take, seconds)
    rig.halt(*rig.platform.processes)
    return Measured(NAME, TITLE, _lines(alone, together, slow), [*_notes(used), *where])


def _at_full_speed(rig: Rig, take: Take, rounds: int, seconds: float) -> tuple[dict, dict, list[dict[str, float]]]:
    pages = (BOARD, ONE_QUESTION, NO_QUESTION)
    for page in pages:
        take(page, USERS, 1.0)
    alone = in_turn({page: lambda page=page: take(page, 1, seconds / 2) for page in pages}, rounds)
    used: list[dict[str, float]] = []

    def crowd() -> dict[str, float]:
        before = rig.processor_seconds()
        found = take(BOARD, USERS, seconds)
        after = rig.processor_seconds()
        answered = found["rate"] * seconds
        used.append({name: (after[name] - before.get(name, 0)) / answered * 1000 for name in after})
        return found

    sides = {BOARD: crowd, ONE_QUESTION: lambda: take(ONE_QUESTION, USERS, seconds)}
    return alone, in_turn(sides, rounds), used


def _with_slow_services(rig: Rig, take: Take, rounds: int, seconds: float) -> dict[str, list]:
    """The same two pages when every answer of every service takes 100 ms longer."""
    _replace(rig, {name: [sys.executable, "-m", "benchmarks.peers.slow_service", name] for name in SERVICES})
    take(BOARD, 1, 1.0)
    found = in_turn({page: lambda page=page: take(page, 1, seconds / 2) for page in (BOARD, ONE_QUESTION)}, rounds)
    _replace(rig, {name: rig.platform.catalogue.spec(name).command for name in SERVICES})
    return found


def _profiled(rig: Rig, take: Take, seconds: float) -> list[str]:
    """What the gateway does to draw a board for one user, by its own profile."""
    PROFILE.unlink(missing_ok=True)
    command = rig.platform.catalogue.spec("gateway").command
    settings = command.index("gateway/gunicorn_conf.py")
    profiled = [*command[:settings], "benchmarks/peers/profiled_gateway.py", *command[settings + 1 :]]
    more = {"BENCH_PROFILE": str(PROFILE), "BENCH_PAGE": BOARD, "PYTHONPATH": str(rig.platform.layout.root)}
    _replace(rig, {"gateway": profiled}, more)
    take(BOARD, 1, max(seconds, 4.0))
    rig.halt("gateway")
    found = json.loads(PROFILE.read_text())

    def ranked(kind: str, most: int) -> str:
        best = sorted(found[kind].items(), key=lambda item: -item[1])[:most]
        return ", ".join(f"{name} {milliseconds:.2f}" for name, milliseconds in best)

    return [
        f"The gateway's profile of one board, in ms, by library (itself, waits left out): {ranked('libraries', 12)}.",
        f"Of our functions and templates, each with all that it calls and waits for: {ranked('ours', 24)}.",
    ]


def _replace(rig: Rig, commands: dict[str, list[str]], more: dict[str, str] | None = None) -> None:
    rig.halt(*commands)
    supervisor = rig.platform.supervisor
    for name, command in commands.items():
        spec = rig.platform.catalogue.spec(name)
        supervisor.add(dataclasses.replace(spec, command=command, environ=spec.environ | (more or {})))
    supervisor.start(*commands)
    supervisor.wait_ready(commands, 90)


def _lines(alone: dict[str, list], together: dict[str, list], slow: dict[str, list]) -> list[Line]:
    def of(found: dict[str, list], page: str, figure: str) -> list[float]:
        return [one[figure] for one in found[page]]

    def times(found: dict[str, list], what: str, goal: Goal | None = None) -> list[Line]:
        board, page = of(found, BOARD, "p50"), of(found, ONE_QUESTION, "p50")
        return [
            Line(
                f"{what}, p50", board, "ms", None if goal else paired_ratio(board, page), "a page of one question", goal
            ),
            Line(f"{what}, p95", of(found, BOARD, "p95"), "ms"),
            Line(f"{what}: a page of one question, p50", page, "ms"),
        ]

    rates = of(together, BOARD, "rate"), of(together, ONE_QUESTION, "rate")
    return [
        *times(slow, "each answer 100 ms slower, one user", Goal(150, False, "ms")),
        *times(alone, "one user"),
        Line("one user: a page of no question, p50", of(alone, NO_QUESTION, "p50"), "ms"),
        Line(f"{USERS} users", rates[0], "/s", paired_ratio(*rates), "a page of one question"),
        Line(f"{USERS} users: a page of one question", rates[1], "/s"),
        Line(f"{USERS} users, p95", of(together, BOARD, "p95"), "ms"),
    ]


def _notes(used: list[dict[str, float]]) -> list[str]:
    costs: dict[str, Any] = {name: median([one.get(name, 0.0) for one in used]) for name in used[0]}
    ranked = sorted(costs.items(), key=lambda item: -item[1])
    shown = ", ".join(f"{name} {cost:.1f}" for name, cost in ranked if cost >= 0.05)
    return [
        f"The page of one question is `{ONE_QUESTION}` (and the bell's count, which every page asks); that of none is "
        f"`{NO_QUESTION}`.",
        f"Processor time of one board at {USERS} users, in ms: {sum(costs.values()):.1f} in all; {shown}.",
    ]
