"""`python -m deploy.local`: what `make run`, `start`, `stop`, `reset` and `status` call."""

import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click

from deploy.local import control
from deploy.local.follow import Follower
from deploy.local.platform import Platform
from deploy.local.settings import ROOT, Layout
from deploy.local.steps import Failed, Steps, paint
from deploy.local.supervisor import clean_stale
from deploy.local.welcome import welcome

BASE = ROOT / ".ipro" / "run"
BACKGROUND_SECONDS = 600
STOP_SECONDS = 90
DEMO_SECONDS = 600


class Group(click.Group):
    """A `Failed` is for people: its text, no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Failed as failure:
            click.echo(f"\n{paint('IPRO:', 'red')} {failure}", err=True)
            ctx.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """IPRO on this machine."""


@main.command()
@click.option("--no-demo", is_flag=True, help="Without demonstration data.")
def run(no_demo: bool) -> None:
    """Start everything, stay, and stop everything on Ctrl-C."""
    steps = Steps()
    platform = Platform("run", BASE, steps=steps)
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()
        platform.supervisor.closing.set()  # whoever waits for a process to be ready waits no longer

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    platform.hold()
    listener = control.serve(BASE, lambda verb, process: _obey(platform, verb, process))
    try:
        platform.start_all()
        if not no_demo:
            _fill(platform)
        (BASE / "ready").write_text(platform.url)
        steps.say("\n" + welcome(platform, steps.elapsed()))
        with Follower(platform.supervisor, steps):
            ended.wait()
    except Failed:
        if not ended.is_set():
            raise
    finally:
        (BASE / "ready").unlink(missing_ok=True)
        with steps.step("Stop all processes"):
            platform.stop()
        listener.close()


def _fill(platform: Platform) -> None:
    if importlib.util.find_spec("deploy.demo"):
        with platform.steps.step("Demonstration data", announce=True):
            platform.run_module(["deploy.demo"], platform.env_of("demo"), seconds=DEMO_SECONDS)
            platform.run_module(["deploy.demo.internships"], platform.env_of("agreements"), seconds=DEMO_SECONDS)


def _obey(platform: Platform, verb: str, process: str) -> Any:
    if verb == "status":
        return {"ready": (BASE / "ready").exists(), "url": platform.url, "processes": platform.supervisor.status()}
    if verb == "stop" and not process:
        os.kill(os.getpid(), signal.SIGTERM)
        return "stopping"
    if verb == "stop":
        platform.halt(process)
    elif verb == "start":
        platform.resume(process)
    elif verb == "restart":
        platform.halt(process)
        platform.resume(process)
    else:
        raise Failed(f"unknown: {verb}")
    return platform.supervisor.child(process).state


@main.command()
@click.argument("process", required=False)
def start(process: str | None) -> None:
    """Start everything in the background, or one PROCESS of the running platform."""
    if process:
        click.echo(f"{process}: {control.ask(BASE, 'start', process)}")
        return
    BASE.mkdir(parents=True, exist_ok=True)
    if Layout(BASE).is_held:
        raise Failed("The platform is already running (`make status`, `make stop`).")
    output = BASE / "run.log"
    with output.open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "run"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    _follow_start(child, output)


def _follow_start(child: "subprocess.Popen[bytes]", output: Path) -> None:
    """Shows what the background platform says until it is ready."""
    end = time.monotonic() + BACKGROUND_SECONDS
    with output.open() as log:
        while time.monotonic() < end:
            ready, dead = (BASE / "ready").exists(), child.poll() is not None
            time.sleep(0.2)
            sys.stdout.write(log.read())
            sys.stdout.flush()
            if dead:
                raise Failed(f"The platform ended (exit code {child.returncode}).")
            if ready:
                return
    raise Failed(f"Not ready after {BACKGROUND_SECONDS} s; see {output}.")


@main.command()
@click.argument("process", required=False)
def stop(process: str | None) -> None:
    """Stop everything, or one PROCESS of the running platform."""
    if process:
        click.echo(f"{process}: {control.ask(BASE, 'stop', process)}")
        return
    layout = Layout(BASE)
    if not layout.is_held:
        left = clean_stale(BASE)
        click.echo(
            f"Ended what an interrupted run left: {', '.join(left)}." if left else "The platform is not running."
        )
        return
    control.ask(BASE, "stop")
    end = time.monotonic() + STOP_SECONDS
    while layout.is_held:
        if time.monotonic() > end:
            raise Failed(f"The platform did not stop in {STOP_SECONDS} s; see `make status`.")
        time.sleep(0.1)
    click.echo("Stopped.")


@main.command()
@click.argument("process")
def restart(process: str) -> None:
    """Restart one PROCESS of the running platform."""
    click.echo(f"{process}: {control.ask(BASE, 'restart', process)}")


@main.command()
def status() -> None:
    """List the processes with their health; exit code 1 when one is not well."""
    found = control.ask(BASE, "status")
    for row in found["processes"]:
        colour = "green" if row["healthy"] else "yellow" if row["state"] in ("starting", "stopped") else "red"
        since = time.strftime("%H:%M:%S", time.localtime(row["since"]))
        word = row["state"] if row["healthy"] or row["state"] != "ready" else "not answering"
        click.echo(f"{row['name']:<22}{paint(f'{word:<14}', colour)} pid {row['pid'] or '-':<8} since {since}"
                   f"   restarts {row['restarts']}")  # fmt: skip
    click.echo(f"\n{found['url']}" + ("" if found["ready"] else " (still starting)"))
    sys.exit(0 if all(row["healthy"] for row in found["processes"]) else 1)


@main.command()
@click.option("--no-start", is_flag=True, help="Only empty; do not start again.")
@click.pass_context
def reset(ctx: click.Context, no_start: bool) -> None:
    """Stop, forget all data of this platform, and start again from empty."""
    ctx.invoke(stop)
    platform = Platform("run", BASE)
    platform.hold()
    if not platform.database.private:
        platform.database.start()
    platform.layout.release()
    platform.wipe()
    click.echo("Everything of the platform is forgotten.")
    if not no_start:
        ctx.invoke(run)


@main.command("exec", context_settings={"ignore_unknown_options": True})
@click.argument("process")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def execute(process: str, command: tuple[str, ...]) -> None:
    """Run COMMAND with the environment of PROCESS, for example: exec agreements python -m runtime.parked agreements list."""
    platform = Platform("run", BASE)
    if not platform.layout.is_held:
        click.echo("The platform is not running (`make run`).", err=True)
        sys.exit(2)  # 1 would be taken for the command's own answer
    program = sys.executable if command[0] in ("python", "python3") else command[0]
    sys.exit(subprocess.run([program, *command[1:]], cwd=ROOT, env=platform.env_of(process), check=False).returncode)


@main.command()
@click.argument("account", default="subscriber")
def address(account: str) -> None:
    """The broker's address for an ACCOUNT; by default the one that other systems hear events with."""
    platform = Platform("run", BASE)
    if not platform.layout.is_held:
        raise Failed("The platform is not running (`make run`).")
    click.echo(platform.broker.url_of(account))


if __name__ == "__main__":
    main(prog_name="python -m deploy.local")
