"""Processes are kept alive, stopped in bounded time, and never confused with somebody else's."""

import os
import signal
import subprocess
import sys
import time

import pytest

from deploy.local.steps import Failed
from deploy.local.supervisor import Spec, Supervisor, birth, clean_stale

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(tmp_path, tell=lambda name, text: told.append(f"{name} {text}"))
    told: list[str] = []
    made.told = told  # type: ignore[attr-defined]
    yield made
    made.stop(*made.children)


def add(supervisor, name, command, **options):
    log = supervisor.home / "log" / f"{name}.log"
    ready = options.pop("ready", lambda: log.read_text().startswith("up"))
    supervisor.add(Spec(name, command, dict(os.environ), supervisor.home, ready, **options))
    supervisor.start(name)
    return supervisor.child(name)


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_killed_process_is_started_again(supervisor):
    child = add(supervisor, "one", SLEEPER)
    supervisor.wait_ready(["one"], 10)
    before = child.pid
    child.kill(signal.SIGKILL)
    assert until(lambda: child.restarts == 1 and child.state == "ready")
    assert child.pid != before
    assert "SIGKILL" in supervisor.told[0]


def test_a_process_that_cannot_live_fails_the_start_with_its_last_words(supervisor):
    add(supervisor, "one", [sys.executable, "-c", "raise SystemExit('no such database')"], ready=lambda: False)
    with pytest.raises(Failed, match="no such database"):
        supervisor.wait_ready(["one"], 20)


def test_a_program_that_is_not_there_fails_the_start(supervisor):
    add(supervisor, "one", ["/nowhere/program"], ready=lambda: False)
    with pytest.raises(Failed, match="does not start"):
        supervisor.wait_ready(["one"], 5)


def test_a_process_deaf_to_sigterm_is_killed_after_its_bound(supervisor):
    child = add(supervisor, "one", STUBBORN, stop_seconds=0.5)
    supervisor.wait_ready(["one"], 10)
    pid, began = child.pid, time.monotonic()
    supervisor.stop("one")
    assert time.monotonic() - began < 5
    assert birth(pid) == "" and child.state == "stopped"


def test_a_paused_process_can_be_stopped(supervisor):
    child = add(supervisor, "one", SLEEPER)
    supervisor.wait_ready(["one"], 10)
    child.kill(signal.SIGSTOP)
    began = time.monotonic()
    supervisor.stop("one")
    assert time.monotonic() - began < 5


def test_a_stopped_process_stays_stopped_until_started(supervisor):
    child = add(supervisor, "one", SLEEPER)
    supervisor.wait_ready(["one"], 10)
    supervisor.stop("one")
    time.sleep(0.3)
    assert child.pid is None
    supervisor.start("one")
    supervisor.wait_ready(["one"], 10)


def test_what_an_interrupted_supervisor_left_is_ended(tmp_path):
    with subprocess.Popen(SLEEPER, start_new_session=True, stdout=subprocess.DEVNULL) as orphan:
        (tmp_path / "pids").mkdir()
        (tmp_path / "pids" / "one").write_text(f"{orphan.pid} {birth(orphan.pid)} {int(signal.SIGTERM)}")
        assert clean_stale(tmp_path) == ["one"]
        assert orphan.wait(5) == -signal.SIGTERM


def test_a_number_used_again_by_another_process_is_left_alone(tmp_path):
    with subprocess.Popen(SLEEPER, start_new_session=True, stdout=subprocess.DEVNULL) as other:
        (tmp_path / "pids").mkdir()
        (tmp_path / "pids" / "one").write_text(f"{other.pid} 12345 {int(signal.SIGTERM)}")
        assert clean_stale(tmp_path) == []
        assert other.poll() is None
        other.kill()


def test_an_interrupted_start_does_not_wait(supervisor):
    add(supervisor, "one", SLEEPER, ready=lambda: False)
    supervisor.closing.set()
    with pytest.raises(Failed, match="interrupted"):
        supervisor.wait_ready(["one"], 30)
    supervisor.closing.clear()
