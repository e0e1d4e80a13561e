"""What a run tells: a table on the screen, and its figures kept in `results.md` beside those of the measures not run."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.figures import Measured

RESULTS = Path(__file__).with_name("results.md")
HEADINGS = ("Measure", "Median", "Rounds", "Ratio", "Goal", "Reached")
TOP = """# Figures

Written by `make bench` (`python -m benchmarks`); what is measured and how: [README.md](README.md). Each section is its
measure's last run. Figures move with the machine and with what else it does; ratios of one run do much less.
"""
SECTION = re.compile(r"^## (\w+): .*?(?=^## \w+: |\Z)", re.M | re.S)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = os.cpu_count()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{cores} cores ({_processor()}), {memory:.0f} GB, {system}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def sections(text: str) -> dict[str, str]:
    return {found.group(1): found.group(0).strip() for found in SECTION.finditer(text)}


def figures(section: str) -> dict[str, str]:
    """What the medians of a kept section were, by the measure's words."""
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in section.splitlines() if "|" in line]
    return {row[0]: row[1] for row in rows[2:] if len(row) > 1}


def section(measured: Measured, command: str, circumstances: str) -> str:
    lines = [
        f"## {measured.name}: {measured.title}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, `{command}`, {circumstances}.",
        "",
        f"| {' | '.join(HEADINGS)} |",
        "| " + " | ".join(["---", "--:", "--:", "--:", "--:", "---"]) + " |",
        *(f"| {' | '.join(line.cells())} |" for line in measured.lines),
    ]
    if measured.notes:
        lines += ["", *measured.notes]
    return "\n".join(lines)


def keep(found: dict[str, str], order: list[str], path: Path = RESULTS) -> None:
    """Replaces the sections that were measured again and leaves the others as they are."""
    kept = sections(path.read_text()) if path.exists() else {}
    kept |= found
    ranked = sorted(kept, key=lambda name: order.index(name) if name in order else len(order))
    text = "\n\n".join([TOP + f"\nMachine of the last run: {machine()}.", *(kept[name] for name in ranked)])
    path.write_text(text + "\n")


def table(measured: list[Measured], before: dict[str, str]) -> Table:
    """`before`: the last run's sections, for the column that compares with them."""
    drawn = Table(*HEADINGS, "Last time", box=box.SIMPLE_HEAD, title="IPRO, measured")
    for column in drawn.columns[1:4]:
        column.justify = "right"
    for one in measured:
        earlier = figures(before.get(one.name, ""))
        drawn.add_section()
        drawn.add_row(f"[bold]{one.title}[/bold]")
        for line in one.lines:
            *cells, reached = line.cells()
            colour = {True: "green", False: "red", None: ""}[line.reached]
            drawn.add_row(*cells, f"[{colour}]{reached}[/{colour}]" if colour else reached, earlier.get(line.what, ""))
    return drawn


def show(measured: list[Measured], before: dict[str, str]) -> None:
    console = Console()
    if console.width < 150:  # a pipe has no width: its readers want whole lines
        console = Console(width=150)
    console.print(table(measured, before))
    for one in measured:
        for note in one.notes:
            console.print(f"{one.name}: {note}", markup=False, highlight=False)
