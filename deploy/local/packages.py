"""Debian packages that IPRO needs on a machine, installed with apt where this is allowed. Standard library only.

python -m deploy.local.packages rabbitmq postgresql chromium poppler fonts
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
    files: tuple[str, ...] = ()  # what it installs beside programs, absolute
    without: str = ""  # IPRO works without it: what is then missing

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
        absent = (name for name in self.files if not Path(name).exists())
        return next(absent, None) is not None or any(self.find(program) is None for program in self.programs)


def _version(path: Path) -> list[int]:
    return [int(part) for part in path.parts if part.isdigit()]


NEEDS = {
    "rabbitmq": Need("rabbitmq-server", ("rabbitmq-server", "rabbitmqctl"), ("rabbitmq/bin",)),
    "postgresql": Need("postgresql", ("postgres", "initdb"), ("postgresql/*/bin",)),
    "chromium": Need("chromium", ("chromium",)),
    "poppler": Need("poppler-utils", ("pdftotext", "pdftoppm")),
}
BOXES = "in PDFs, letters of {} are drawn as boxes and the document is not declared PDF/A"
NOTO = Path("/usr/share/fonts")
FONTS = {
    "fonts": Need("fonts-noto-core", (), files=(f"{NOTO}/truetype/noto/NotoNaskhArabic-Regular.ttf",),
                  without=BOXES.format("Arabic and many other alphabets")),
    "fonts-cjk": Need("fonts-noto-cjk", (), files=(f"{NOTO}/opentype/noto/NotoSerifCJK-Regular.ttc",),
                      without=BOXES.format("Chinese, Japanese and Korean")),
    "fonts-emoji": Need("fonts-noto-color-emoji", (), files=(f"{NOTO}/truetype/noto/NotoColorEmoji.ttf",),
                        without=BOXES.format("emoji")),
}  # fmt: skip
NEEDS |= FONTS


def ensure(names: Iterable[str], steps: Steps) -> None:
    """Installs what is missing, or says which package is missing and what else can be done."""
    absent = [NEEDS[name] for name in names if NEEDS[name].missing]
    optional = [need for need in absent if need.without]
    wanted = [need.package for need in absent if not need.without]
    if wanted:
        _require(wanted, steps)
    still = [need.package for need in absent if need.missing and not need.without]
    if still:
        raise Failed(f"apt-get installed {' '.join(still)}, but its programs are not found on this machine.")
    if optional:
        _try(optional, steps)


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _require(wanted: list[str], steps: Steps) -> None:
    if not _may_install():
        raise Failed(
            f"These Debian packages are missing: {' '.join(wanted)}.\n"
            f"  Install them:            sudo apt-get install {' '.join(wanted)}\n"
            "  or give a broker and a database of your own: AMQP_URL and DATABASE_URL (docs/operations.md)\n"
            f"  or use Docker Compose:   {ELSEWHERE}"
        )
    _install(wanted, steps)


def _try(needs: list[Need], steps: Steps) -> None:
    """Says what is missing where it cannot be installed, and goes on."""
    try:
        if _may_install():
            _install([need.package for need in needs], steps)
    except Failed as failure:
        steps.say(f"  {failure}")
    for need in needs:
        if need.missing:
            steps.say(f"  Without the package {need.package}: {need.without}.")


def _install(wanted: list[str], steps: Steps) -> None:
    with steps.step(f"apt-get install {' '.join(wanted)}", announce=True), _no_service_started():
        _apt("update", "-q")
        _apt("install", "-y", "-q", "--no-install-recommends", *wanted)


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
