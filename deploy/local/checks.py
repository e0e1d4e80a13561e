"""What `make check`, `make test` and `make full` run, one after the other, each with its time; all are run even when
one fails, and the exit code says whether one did.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local.settings import ROOT
from deploy.local.steps import paint

TYPED = ("contracts", "runtime", "services", "gateway")
NO_TESTS = 5  # pytest's exit code when it found none


@dataclass(frozen=True)
class Check:
    title: str
    command: tuple[str, ...]
    seconds: int
    folders: tuple[str, ...] = ()  # without any of them there is nothing to check

    @property
    def applies(self) -> bool:
        return not self.folders or any((ROOT / folder).exists() for folder in self.folders)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


def pytest(title: str, *folders: str, options: tuple[str, ...] = (), seconds: int = 600) -> Check:
    present = [folder for folder in folders if (ROOT / folder).exists()]
    return Check(title, python("pytest", "-q", *options, *present), seconds, folders)


QUICK = [
    Check("format", python("ruff", "format", "--check", "-q", "."), 60),
    Check("lint", python("ruff", "check", "-q", "."), 60),
    Check("types", python("mypy", *(f for f in TYPED if (ROOT / f).exists())), 300),
    Check("floors", (str(Path(sys.executable).with_name("lint-imports")),), 120),
    pytest("unit tests", "tests/unit", "tests/architecture", options=("-n", "2", "-m", "not full"), seconds=300),
]
THOROUGH = [
    pytest("tests with a real database", "tests/service", "tests/contract", options=("-m", "not full"), seconds=900),
    pytest("journeys in a browser", "tests/journeys", options=("-m", "not full"), seconds=1200),
    pytest("faults", "tests/faults", options=("-m", "not full"), seconds=900),
]
SLOW = [pytest("slow proofs", "tests", options=("-m", "full", "--timeout", "7200"), seconds=6 * 3600)]
TIERS = {"check": QUICK, "test": QUICK + THOROUGH, "full": QUICK + THOROUGH + SLOW}


def run(check: Check) -> bool | None:
    """None: nothing to check."""
    if not check.applies:
        return None
    print(paint(f"\n== {check.title}: {' '.join(Path(word).name if '/bin/' in word else word for word in check.command)}", "cyan"),
          flush=True)  # fmt: skip
    try:
        code = subprocess.run(
            check.command, cwd=ROOT, env=dict(os.environ), timeout=check.seconds, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"cut after {check.seconds} s")
        return False
    return None if code == NO_TESTS and "pytest" in check.command else code == 0


def main(tier: str) -> int:
    rows = []
    for check in TIERS[tier]:
        began = time.monotonic()
        rows.append((check.title, run(check), time.monotonic() - began))
    print()
    for title, fine, seconds in rows:
        word = {True: paint("passed", "green"), False: paint("FAILED", "red"), None: paint("none yet", "yellow")}[fine]
        print(f"  {title:<32} {seconds:7.1f} s  {word}")
    return 1 if any(fine is False for _, fine, _ in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
