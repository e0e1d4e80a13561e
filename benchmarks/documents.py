"""Conventions as PDFs: a hundred different ones drawn one after another, in French and English, with their QR codes."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.figures import Goal, Line, Measured, percentile
from benchmarks.rig import Rig

NAME, TITLE = "documents", "Conventions drawn as PDFs"
GOAL = Goal(60, False, "ms")


def run(rig: Rig, quick: bool) -> Measured:
    rounds, count = (1, 30) if quick else (3, 100)
    found = [_round(count) for _ in range(rounds)]
    lines = [
        Line("the first one of a process, fonts read", [one["first"] for one in found], "ms"),
        Line("Latin names, median", [percentile(one["latin"], 0.5) for one in found], "ms", goal=GOAL),
        Line("eight alphabets and emoji, median", [percentile(one["every"], 0.5) for one in found], "ms", goal=GOAL),
        Line("eight alphabets and emoji, p95", [percentile(one["every"], 0.95) for one in found], "ms"),
    ]
    memory, grown = (max(one[name] for one in found) / 1024 for name in ("kilobytes", "grown"))
    note = f"{count} documents a line and round. Memory of the two processes {memory:.0f} MB, {grown:.0f} MB more"
    return Measured(NAME, TITLE, lines, [f"{note} after {3 * count} further documents."])


def _round(count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.peers.drawer", str(count)],
        stdout=subprocess.PIPE,
        timeout=300,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)
