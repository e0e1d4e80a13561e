"""Keeps processes alive: starts, waits until they answer, restarts those that die, stops them in order.

Every child leads a process group of its own: Ctrl-C reaches only the supervisor, and stopping a child takes its own
children along. Its process id is kept in a file together with its birth, so that the next start can end what a killed
supervisor left behind, and nothing else.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.settings import as_user
from deploy.local.steps import Failed

TICK = 0.05
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONG_LIFE = 30.0  # after this many seconds a death is a new story: the pause starts small again
DEATHS_BEFORE_READY = 3
LOG_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Spec:
    name: str
    command: list[str]
    environ: dict[str, str] = field(default_factory=dict)
    folder: Path = Path(".")
    ready: Callable[[], bool] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15
    user: str | None = None


class Child:
    """One process and the thread that looks after it."""

    def __init__(self, spec: Spec, home: Path, tell: Callable[[str, str], None]) -> None:
        self.spec, self.tell = spec, tell
        self.log = home / "log" / f"{spec.name}.log"
        self.pid_file = home / "pids" / spec.name
        self.state = "stopped"
        self.restarts = 0
        self.problem = ""
        self.deaths_before_ready = 0
        self.since = time.time()
        self.popen: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        return self.popen.pid if self.popen and self.popen.poll() is None else None

    def start(self) -> None:
        if self._thread and self._thread.is_alive():
            return
        self._stop.clear()
        self.state, self.restarts, self.deaths_before_ready = "starting", 0, 0
        self._thread = threading.Thread(target=self._look_after, name=self.spec.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(self.spec.stop_seconds + 10)

    def kill(self, number: int) -> None:
        if self.pid:
            os.killpg(self.pid, number)

    def tail(self, lines: int = 15) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 16384))
            return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-lines:])

    def _become(self, state: str) -> None:
        self.state, self.since = state, time.time()

    def _spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        spec = self.spec
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                spec.command, cwd=spec.folder, env=spec.environ, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, **as_user(spec.user),
            )  # fmt: skip
        self.pid_file.write_text(f"{self.popen.pid} {birth(self.popen.pid)} {int(spec.stop_signal)}")

    def _look_after(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            self._become("starting")
            began = time.monotonic()
            try:
                self._spawn()
            except OSError as problem:
                self.tell(self.spec.name, f"cannot start: {problem}")
                self._become("failed")
                return
            self._watch()
            if self._stop.is_set():
                break
            if self.state != "ready":
                self.deaths_before_ready += 1
            code = self.popen.returncode if self.popen else None
            pause = FIRST_PAUSE if time.monotonic() - began > LONG_LIFE else pause
            self._become("waiting")
            self.restarts += 1
            self.tell(self.spec.name, f"died ({_cause(code)}), again in {pause:.1f} s; log: {self.log}")
            self._stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._end()
        self.pid_file.unlink(missing_ok=True)
        self._become("stopped")

    def _watch(self) -> None:
        """Until the process ends or is to end."""
        assert self.popen
        while not self._stop.is_set() and self.popen.poll() is None:
            if self.state == "starting":
                self.problem = _complaint(self.spec.ready) if self.spec.ready else ""
                if not self.problem:
                    self._become("ready")
                    self.deaths_before_ready = 0
            self._stop.wait(TICK)

    def _end(self) -> None:
        if not self.popen:
            return
        if self.popen.poll() is None:
            self._become("stopping")
            _signal_group(self.popen.pid, self.spec.stop_signal)
            _signal_group(self.popen.pid, signal.SIGCONT)
            try:
                self.popen.wait(self.spec.stop_seconds)
            except subprocess.TimeoutExpired:
                self.tell(self.spec.name, f"did not stop in {self.spec.stop_seconds:.0f} s: killed")
        _signal_group(self.popen.pid, signal.SIGKILL)  # and what it left of its group
        self.popen.wait(10)


class Supervisor:
    def __init__(self, home: Path, tell: Callable[[str, str], None] = lambda name, text: None) -> None:
        self.home, self.tell = home, tell
        self.children: dict[str, Child] = {}
        self.closing = threading.Event()

    def add(self, spec: Spec) -> Child:
        known = self.children.get(spec.name)
        if known and known.state not in ("stopped", "failed"):
            return known
        child = self.children[spec.name] = Child(spec, self.home, self.tell)
        return child

    def child(self, name: str) -> Child:
        try:
            return self.children[name]
        except KeyError:
            raise Failed(f"No process is called {name}. There are: {', '.join(self.children)}.") from None

    def start(self, *names: str) -> None:
        for name in names:
            self._go_on()
            self.child(name).start()

    def _go_on(self) -> None:
        if self.closing.is_set():
            raise Failed("The start was interrupted.")

    def stop(self, *names: str) -> None:
        """Those named, all at once."""
        threads = [threading.Thread(target=self.child(name).stop) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

    def restart(self, name: str) -> None:
        self.stop(name)
        self.start(name)

    def wait_ready(
        self, names: Iterable[str], seconds: float = 60, told: Callable[[str, float], None] = lambda name, seconds: None
    ) -> None:
        """All of them, in whatever order; `told` hears of each with its time."""
        began = time.monotonic()
        waiting = [self.child(name) for name in names]
        while waiting:
            self._go_on()
            for child in [child for child in waiting if child.state == "ready"]:
                told(child.spec.name, time.monotonic() - began)
                waiting.remove(child)
            for child in waiting:
                if child.state == "failed" or child.deaths_before_ready >= DEATHS_BEFORE_READY:
                    raise Failed(f"{child.spec.name} does not start. The end of {child.log}:\n{child.tail()}")
                if time.monotonic() - began > seconds:
                    reason = f"{child.spec.name} is not ready after {seconds:.0f} s ({child.problem})."
                    raise Failed(f"{reason} The end of {child.log}:\n{child.tail()}")
            time.sleep(TICK)

    def status(self) -> list[dict[str, object]]:
        return [
            {"name": name, "state": child.state, "pid": child.pid, "restarts": child.restarts, "since": child.since,
             "healthy": child.state == "ready" and (child.spec.ready is None or not _complaint(child.spec.ready))}
            for name, child in self.children.items()
        ]  # fmt: skip


def clean_stale(home: Path) -> list[str]:
    """Ends what an earlier supervisor started and could not stop; a number used again by somebody else is left alone."""
    ended = []
    for file in sorted((home / "pids").glob("*")):
        words = file.read_text().split()
        if len(words) == 3 and birth(int(words[0])) == words[1]:
            pid = int(words[0])
            _signal_group(pid, int(words[2]))
            end = time.monotonic() + 10
            while birth(pid) == words[1] and time.monotonic() < end:
                time.sleep(TICK)
            _signal_group(pid, signal.SIGKILL)
            ended.append(file.name)
        file.unlink(missing_ok=True)
    return ended


def birth(pid: int) -> str:
    """The start of a process in ticks since boot: with the number, it names one process for good. Empty for a dead one."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if words[0] in "ZX" else words[19]


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _complaint(ready: Callable[[], bool]) -> str:
    """What a probe found wrong; empty when nothing. Any failure of a probe means: not yet."""
    try:
        return "" if ready() else "it does not answer as it should"
    except Exception as problem:
        return f"{problem}"[:600] or type(problem).__name__


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
