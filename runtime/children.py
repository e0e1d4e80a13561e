"""Work that would stop the green threads, or must not be trusted, in a child process with bounds.

Arguments and result are JSON over pipes. The child may not use more memory nor time than it is given.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contracts.errors import Refusal, Unavailable, from_wire
from runtime.logs import log

ROOT = Path(__file__).resolve().parent.parent
LARGEST_INPUT = 16 * 1024 * 1024


class Places:
    """Children of one process at once, each of which may take its whole share of memory, and how many may wait for one.

    `niceness` lets the processor go to others first.
    """

    def __init__(self, most: int, waiting: int = 1_000, niceness: int = 0) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._door = threading.BoundedSemaphore(most + waiting)
        self.niceness = niceness

    @contextmanager
    def one(self, seconds: float) -> Iterator[None]:
        """Raises `Unavailable` (crowded) at once when too many wait already, and when no place is left in time."""
        if not self._door.acquire(blocking=False):
            raise Unavailable("crowded")
        try:
            if not self._places.acquire(timeout=seconds):
                raise Unavailable("crowded")
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._door.release()


PLACES = Places(4)
VISITORS = Places(1, waiting=2, niceness=10)  # whoever has no account: he never takes a place of those who have one


def run(target: str, *arguments: Any, seconds: float = 5.0, megabytes: int = 512, places: Places = PLACES) -> Any:
    """The result of `module:function` called with these arguments in a fresh process.

    Raises the function's own refusals, and `Unavailable` (crowded, too_slow, child_failed) when there was no place, or it
    overran or died.
    """
    with places.one(seconds):
        return _run(target, json.dumps(arguments), seconds, megabytes, places.niceness)


def _run(target: str, text: str, seconds: float, megabytes: int, niceness: int) -> Any:
    if len(text) > LARGEST_INPUT:
        raise Unavailable("child_input_too_big")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "runtime.children", target, str(megabytes), str(int(seconds) + 1), str(niceness)],
            input=text,
            capture_output=True,
            text=True,
            timeout=seconds,
            cwd=ROOT,
            check=False,
        )
    except Exception as error:
        # under green threads the time-out is a class of eventlet's own copy of subprocess
        if type(error).__name__ != "TimeoutExpired":
            raise
        raise Unavailable("too_slow") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        log.warning("child_failed", target=target, code=done.returncode, said=done.stderr[-500:])
        raise Unavailable("child_failed") from None
    if "error" in answer:
        raise from_wire(answer["error"])
    return answer["result"]


def _main(target: str, megabytes: str, seconds: str, niceness: str) -> None:
    os.nice(int(niceness))
    limit = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, function = target.split(":")
    arguments = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr  # a library's chatter must not be taken for the answer
    try:
        answer = {"result": getattr(importlib.import_module(module), function)(*arguments)}
    except Refusal as refusal:
        answer = {"error": {"exc_type": type(refusal).__name__, "exc_args": list(refusal.args)}}
    json.dump(answer, out)


if __name__ == "__main__":
    _main(*sys.argv[1:5])
