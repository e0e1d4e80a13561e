"""A queue of 100 000 conventions as CSV and as XLSX through the real gateway, and somebody else's page meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import desk, students
from benchmarks.figures import Goal, Line, Measured, number, paired_ratio
from benchmarks.rig import Peer, Rig, resident_bytes

NAME, TITLE = "exports", "An export of a long queue, and the others meanwhile"
MANY, QUICK = 100_000, 10_000
KINDS = ("csv", "xlsx")
PAGE = "/bureau"
CALM_SECONDS, LONGEST = 8.0, 300
FLAT = Goal(32, False, "MB")


def run(rig: Rig, quick: bool) -> Measured:
    rounds, many = (1, QUICK) if quick else (3, MANY)
    rig.platform.start()
    engine = desk.furnish(rig)
    desk.await_manager(engine, many)
    officer, student = (students.sign_on(rig, name) for name in (desk.OFFICER, students.STUDENTS[0]))
    gateway = {"host": "127.0.0.1", "port": rig.platform.layout.port("gateway")}
    with (
        Peer("benchmarks.peers.downloader", **gateway, cookie=officer) as downloader,
        Peer("benchmarks.peers.browser", **gateway) as browser,
    ):

        def page(seconds: float) -> dict[str, float]:
            return browser.ask(seconds + 60, path=PAGE, users=1, seconds=seconds, cookies=[student])

        page(2.0)
        usual, costs = {}, {}
        for kind in KINDS:
            before = rig.processor_seconds()
            usual[kind] = _download(downloader, kind, many)["seconds"]
            after = rig.processor_seconds()
            costs[kind] = {name: (after[name] - before.get(name, 0)) / many * 1e6 for name in after}
        calm, busy = [], {kind: [] for kind in KINDS}  # type: ignore[var-annotated]
        for _ in range(rounds):
            calm.append(page(CALM_SECONDS)["p95"])
            for kind, seconds in usual.items():
                busy[kind].append(_both(rig, downloader, kind, many, page, 0.7 * seconds))
    desk.clear(engine)
    rig.halt(*rig.platform.processes)
    lines = [Line("somebody else's board before, one user, p95", calm, "ms")]
    for kind in KINDS:
        lines += _lines(kind.upper(), many, busy[kind], calm)
    notes = [
        "The others' page is `/bureau`. An export of each kind goes before, alone; its processor time of 1 000 lines:"
    ]
    for kind, used in costs.items():
        shown = ", ".join(f"{name} {cost:.0f}" for name, cost in used.items() if cost >= 1)
        notes.append(f"{kind.upper()}, in ms: {sum(used.values()):.0f} in all; {shown}.")
    return Measured(NAME, TITLE, lines, notes)


def _lines(kind: str, many: int, found: list[dict[str, Any]], calm: list[float]) -> list[Line]:
    def of(name: str) -> list[float]:
        return [one[name] for one in found]

    others = of("others")
    return [
        Line(f"{kind} of {number(many)} lines, first byte", of("first"), "ms"),
        Line(f"{kind}, lines a second", [many / one["seconds"] for one in found], "/s"),
        Line(f"{kind}, whole", of("seconds"), "s"),
        Line(f"{kind}, the gateway's memory, at most beyond that before", of("grown"), "MB", goal=FLAT),
        Line(f"{kind}, somebody else's board meanwhile, p95", others, "ms", paired_ratio(others, calm), "before"),
    ]


def _download(downloader: Peer, kind: str, many: int) -> dict[str, float]:
    found = downloader.ask(LONGEST, path=f"/conventions/export.{kind}")
    if found["lines"] != many + 1:
        raise RuntimeError(f"{found['lines']} lines of {kind}, not {many + 1}")
    return found


def _both(rig: Rig, downloader: Peer, kind: str, many: int, page: Any, seconds: float) -> dict[str, float]:
    """One export; meanwhile the other's page, and the gateway's memory twenty times a second."""
    pid = rig.platform.supervisor.children["gateway"].pid
    before = most = resident_bytes(pid)
    with ThreadPoolExecutor(2) as pool:
        export, others = pool.submit(_download, downloader, kind, many), pool.submit(page, seconds)
        while not export.done():
            most = max(most, resident_bytes(pid))
            time.sleep(0.05)
        return {**export.result(), "others": others.result()["p95"], "grown": (most - before) / 2**20}
