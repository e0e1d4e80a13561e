"""The virtual environment `.venv`, made from the hashed locks and made again only when a lock changed.

Run by the machine's own Python before anything is installed: standard library only.

    python3 -m deploy.local.venv --for run|check|test
"""

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local import packages
from deploy.local.steps import Failed, Steps

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
PIP_SECONDS = 900


def stamp(which: str) -> Path:
    return FOLDER / f".ipro-{which}"


def fingerprint(which: str) -> str:
    """Of the lock and of the Python that reads it."""
    return hashlib.sha256(LOCKS[which].read_bytes() + sys.version.encode()).hexdigest()


def is_fresh(which: str) -> bool:
    return stamp(which).exists() and stamp(which).read_text() == fingerprint(which)


def run(*command: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, timeout=PIP_SECONDS, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise Failed(f"{' '.join(command[:6])} … failed:\n{done.stdout[-3000:]}")


def make_folder() -> None:
    """Debian keeps ensurepip in a package of its own: without it, the machine's pip fills the folder from outside."""
    if importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", "--clear", str(FOLDER))
    elif importlib.util.find_spec("pip"):
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(FOLDER))
    else:
        raise Failed("Python has neither ensurepip nor pip. Install them: apt-get install python3-venv python3-pip")


def pip_install(which: str) -> None:
    python = str(FOLDER / "bin" / "python")
    inside = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False, timeout=60)
    pip = [python, "-m", "pip"] if inside.returncode == 0 else [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "-q", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", str(LOCKS[which]))
    stamp(which).write_text(fingerprint(which))


def ensure(kinds: list[str], steps: Steps) -> None:
    if not all(map(is_fresh, kinds)):
        begun_from = [kind for kind in LOCKS if stamp(kind).exists() and not is_fresh(kind)]
        if begun_from or not is_fresh("run"):
            with steps.step(".venv, the virtual environment"):
                make_folder()
        for kind in kinds:
            if not is_fresh(kind):
                with steps.step(f"pip install --require-hashes -r {LOCKS[kind].name}", announce=True):
                    pip_install(kind)


def packages_for(purpose: str) -> list[str]:
    """A server given by its address needs no package."""
    wanted = []
    if purpose in ("run", "test"):
        wanted += [] if os.environ.get("AMQP_URL") else ["rabbitmq"]
        wanted += [] if os.environ.get("DATABASE_URL") else ["postgresql"]
        wanted += packages.FONTS
    return wanted + (["chromium", "poppler"] if purpose == "test" else [])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--for", dest="purpose", choices=("run", "check", "test"), default="run")
    purpose = parser.parse_args().purpose
    steps = Steps()
    try:
        with ThreadPoolExecutor(1) as beside:
            installing = beside.submit(packages.ensure, packages_for(purpose), steps)
            ensure(["run"] if purpose == "run" else ["run", "dev"], steps)
            installing.result()
    except Failed as failure:
        sys.exit(f"IPRO: {failure}")


if __name__ == "__main__":
    main()
