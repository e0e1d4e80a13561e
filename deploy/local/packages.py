"""Debian packages that IPRO needs on a machine, installed with apt where this is allowed. Standard library only.

python -m deploy.local.packages rabbitmq postgresql chromium poppler
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.steps import Failed, Steps

APT_SECONDS = 600
POLICY = Path("/usr/sbin/policy-rc.d")
ELSEWHERE = "deploy/compose/docker-compose.yml (docker compose -f deploy/compose/docker-compose.yml up)"


@dataclass(frozen=True)
class Need:
    package: str
    programs: tuple[str, ...]
    folders: tuple[str, ...] = ()  # globs under /usr/lib

    def find(self, program: str) -> Path | None:
        """The newest version where Debian installs several side by side, else what PATH has."""
        for pattern in self.folders:
            found = sorted(Path("/usr/lib").glob(f"{pattern}/{program}"), key=_version, reverse=True)
            if found:
                return found[0]
        path = shutil.which(program)
        return Path(path) if path else None

    @property
    def missing(self) -> bool:
        return any(self.find(program) is None for program in self.programs)


def _version(path: Path) -> list[int]:
    return [int(part) for part in path.parts if part.isdigit()]


NEEDS = {
    "rabbitmq": Need("rabbitmq-server", ("rabbitmq-server", "rabbitmqctl"), ("rabbitmq/bin",)),
    "postgresql": Need("postgresql", ("postgres", "initdb"), ("postgresql/*/bin",)),
    "chromium": Need("chromium", ("chromium",)),
    "poppler": Need("poppler-utils", ("pdftotext", "pdftoppm")),
}


def ensure(names: Iterable[str], steps: Steps) -> None:
    """Installs what is missing, or says which package is missing and what else can be done."""
    wanted = [NEEDS[name].package for name in names if NEEDS[name].missing]
    if not wanted:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Failed(
            f"These Debian packages are missing: {' '.join(wanted)}.\n"
            f"  Install them:            sudo apt-get install {' '.join(wanted)}\n"
            "  or give a broker and a database of your own: AMQP_URL and DATABASE_URL (docs/operations.md)\n"
            f"  or use Docker Compose:   {ELSEWHERE}"
        )
    with steps.step(f"apt-get install {' '.join(wanted)}", announce=True), _no_service_started():
        _apt("update", "-q")
        _apt("install", "-y", "-q", "--no-install-recommends", *wanted)
    still = [NEEDS[name].package for name in names if NEEDS[name].missing]
    if still:
        raise Failed(f"apt-get installed {' '.join(still)}, but its programs are not found on this machine.")


def _apt(*arguments: str) -> None:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3", *arguments]
    done = subprocess.run(
        command,
        env=environ,
        timeout=APT_SECONDS,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\nDocker Compose is another way: {ELSEWHERE}")


@contextmanager
def _no_service_started():
    """The packages would start a broker and a database of the whole machine; IPRO wants its own only."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


if __name__ == "__main__":
    began = time.monotonic()
    try:
        ensure(sys.argv[1:], Steps())
    except Failed as failure:
        sys.exit(f"IPRO: {failure}")
