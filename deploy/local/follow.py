"""Shows on the terminal what goes wrong in the processes' logs: the whole logs stay in their files."""

import re
import shutil
import threading

from deploy.local.steps import Steps
from deploy.local.supervisor import Supervisor

WORRYING = re.compile(rb"\b(warning|error|critical|traceback|exception)\b", re.IGNORECASE)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
PERIOD = 0.5
READ_LIMIT = 65536
LINES_A_TURN = 5


class Follower:
    def __init__(self, supervisor: Supervisor, steps: Steps) -> None:
        self.supervisor, self.steps = supervisor, steps
        self._ended = threading.Event()
        self._read = {name: self._size(name) for name in supervisor.children}
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def _size(self, name: str) -> int:
        log = self.supervisor.children[name].log
        return log.stat().st_size if log.exists() else 0

    def _run(self) -> None:
        while not self._ended.wait(PERIOD):
            for name in list(self.supervisor.children):
                self._look(name)

    def _look(self, name: str) -> None:
        size, position = self._size(name), self._read.get(name, 0)
        self._read[name] = size
        if size <= position:
            return
        with self.supervisor.children[name].log.open("rb") as log:
            log.seek(max(position, size - READ_LIMIT))
            lines = [line for line in log.read().splitlines() if WORRYING.search(line)]
        width = max(40, shutil.get_terminal_size().columns - 24)
        for line in lines[:LINES_A_TURN]:
            self.steps.note(name, ESCAPES.sub("", line.decode("utf-8", "replace"))[:width])
        if len(lines) > LINES_A_TURN:
            self.steps.note(name, f"… and {len(lines) - LINES_A_TURN} more such lines in its log")

    def __enter__(self) -> "Follower":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(5)
