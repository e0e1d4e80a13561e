"""`python -m services.agreements.verify_journal`, or `./ipro verify-journal` beside a running platform.

Reads the whole journal, its heads and the files' states, and tells what does not fit; exit code 1 when something does
not, 2 when database, store or keys cannot be read, 3 when all fits but lines wait and no head is being taken. Needs
DATABASE_URL (reading is enough), IPRO_FILES_URL and IPRO_KEYS (public keys are enough).
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2
from cryptography.exceptions import UnsupportedAlgorithm
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from contracts.errors import NotFound, Unavailable
from runtime.files import FileStore
from runtime.settings import MissingSetting, Settings, from_environment
from services.agreements import heads, verifying
from services.agreements.verifying import Finding

CHANGED, UNREADABLE, UNHEADED = 1, 2, 3
"""Exit codes. A journal that is whole and gets under no head is not well: what is cut at its end would not be found."""
SHOWN = 50
PARTS = ("", "8", verifying.AFTER_ALL)
"""Halves of the files, by their ids, each for a process."""
FEW = 20_000
"""So few lines are verified faster than a second process starts."""
AT_ONCE = 5_000
TOLD_EVERY = 20_000
LOCK_SECONDS = 60
SERVER_OPTIONS = f"-c statement_timeout=0 -c lock_timeout={LOCK_SECONDS * 1000} -c work_mem=128MB"
LINES = """
SELECT internship_id::text, seq, extract(epoch FROM at)::float8, move, before, after, by_id::text, party,
       correlation_id, by_name, comment, salt, words_hash, previous_hash, hash
  FROM journal WHERE {part} ORDER BY internship_id, seq
"""
WAITING = "SELECT internship_id::text, seq, hash, seal FROM journal_pending WHERE {part} ORDER BY internship_id, seq"
SINCE = "SELECT min(at) FROM journal JOIN journal_pending USING (internship_id, seq)"
ERASED = "SELECT internship_id::text, count(*) FROM journal WHERE salt IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"
STATES = "SELECT id::text, state FROM internship WHERE {part} ORDER BY id"


@dataclass
class Report:
    """`kept` are the first findings, `codes` count all of them.

    `waiting` lines are under no head yet; the oldest is dated `since`, which a demonstration writes in the past. `last_at`
    is the last head's moment, None when there is none to read. `erased`: lines without their words, by file, most first.
    """

    lines: int
    waiting: int
    since: datetime | None
    heads: int
    last: str
    codes: Counter[str]
    kept: list[Finding]
    seconds: float
    last_at: datetime | None = None
    erased: dict[str, int] = field(default_factory=dict)

    @property
    def late(self) -> bool:
        """A line is dated long ago, and so is the last head; before the first, it is its absence that is told."""
        limit = datetime.now(UTC) - verifying.LATE
        old_line = self.since is not None and self.since < limit
        return bool(self.heads) and old_line and (self.last_at is None or self.last_at < limit)

    @property
    def whole(self) -> bool:
        return not self.codes

    @property
    def exit_code(self) -> int:
        return CHANGED if not self.whole else UNHEADED if self.late else 0


def verify(settings: Settings, *, told: Any = None, processes: int | None = None) -> Report:
    """`told(done, total)` hears how far it is. One process or two; by default as many as the journal is worth."""
    began = time.monotonic()
    with _snapshot(settings) as (connection, name, last):
        total = _one(connection, "SELECT count(*) FROM journal")
        waiting = _one(connection, "SELECT count(*) FROM journal_pending")
        since, erased = _one(connection, SINCE), _pairs(connection, ERASED)
        two = processes == 2 or (processes is None and total >= FEW)
        parts = list(pairwise(PARTS)) if two else [(PARTS[0], PARTS[-1])]
        found = _all(settings, name, last, parts, told and (lambda done: told(done, total)))
    codes: Counter[str] = sum((one[0] for one in found), Counter())
    outside = codes.keys() & {code for code in verifying.SAID if code.startswith("head_") and code != "head_differs"}
    for code in outside:  # each part has read all heads
        codes[code] //= len(parts)
    kept = list(dict.fromkeys(finding for one in found for finding in one[1]))[:SHOWN]
    last_at = _taken_at(settings, last) if last else None
    return Report(total, waiting, since, last, found[0][2], codes, kept, time.monotonic() - began, last_at, erased)


def _taken_at(settings: Settings, number: int) -> datetime | None:
    try:
        return heads.decode(_log(settings).read(number), heads.public_keys(settings.keys)).taken_at
    except (NotFound, heads.BrokenHead):
        return None


@contextmanager
def _snapshot(settings: Settings) -> Iterator[tuple[Any, str, int]]:
    """(connection, name of its snapshot, number of the last head): no head is taken between the two."""
    connection = _connect(settings)
    guard = _connect(settings)
    try:
        _one(guard, "SELECT pg_advisory_xact_lock(%s)", heads.LOCK)
        last = _log(settings).last()
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        name = _one(connection, "SELECT pg_export_snapshot()")
        guard.rollback()
        yield connection, name, last
    finally:
        connection.close()
        guard.close()


def _all(settings: Settings, snapshot: str, last: int, parts: list[tuple[str, str]], told: Any) -> list[Any]:
    if len(parts) == 1:
        return [_part(settings.environ, snapshot, last, *parts[0], told)]
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(len(parts), context) as pool:
        queue: Queue[int] = manager.Queue()  # type: ignore[assignment]
        work = [pool.submit(_part_elsewhere, settings.environ, snapshot, last, *part, queue) for part in parts]
        done = 0
        while not all(one.done() for one in work):
            time.sleep(0.1)
            while not queue.empty():
                done += queue.get()
            if told:
                told(done)
        return [one.result() for one in work]


def _part_elsewhere(
    environ: dict[str, str], snapshot: str, last: int, first: str, beyond: str, queue: "Queue[int]"
) -> Any:
    before = 0

    def told(done: int) -> None:
        nonlocal before
        queue.put(done - before)
        before = done

    return _part(environ, snapshot, last, first, beyond, told)


def _part(
    environ: dict[str, str], snapshot: str, last: int, first: str, beyond: str, told: Any
) -> tuple[Counter[str], list[Finding], str]:
    """(findings by code, the first of them, the last head's hash) of the files from `first` to before `beyond`."""
    settings = Settings(environ)
    log = _log(settings)
    outside = verifying.read_heads(heads.stored(log, last), heads.public_keys(settings.keys), first, beyond)
    codes: Counter[str] = Counter()
    kept: list[Finding] = []
    connection = _connect(settings)
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        lines, waiting = (
            _rows(connection, name, query, "internship_id", first, beyond)
            for name, query in (("lines", LINES), ("waiting", WAITING))
        )
        states = _rows(connection, "states", STATES, "id", first, beyond)
        for finding in (*outside.findings, *verifying.verify(_counted(lines, told), states, waiting, outside)):
            codes[finding.code] += 1
            if len(kept) < SHOWN:
                kept.append(finding)
    finally:
        connection.close()
    return codes, kept, outside.last_hash


def _counted(rows: Iterator[Any], told: Any) -> Iterator[Any]:
    if not told:
        yield from rows
        return
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % TOLD_EVERY == 0:
            told(done)
        yield row
    told(done)


def _rows(connection: Any, name: str, query: str, column: str, first: str, beyond: str) -> Iterator[Any]:
    """By a cursor of the server's: a journal of any length in the same memory."""
    bounds = [f"{column} {sign} '{id:0<8}-0000-0000-0000-000000000000'" for sign, id in ((">=", first), ("<", beyond))
              if id not in ("", verifying.AFTER_ALL)]  # fmt: skip
    with connection.cursor(name) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query.format(part=" AND ".join(bounds) or "true"))
        yield from cursor


def _connect(settings: Settings) -> Any:
    url = settings.database_url.replace("postgresql+psycopg2://", "postgresql://", 1)
    return psycopg2.connect(url, options=SERVER_OPTIONS, connect_timeout=10)


def _one(connection: Any, statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _pairs(connection: Any, statement: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return dict(cursor.fetchall())


def _log(settings: Settings) -> Any:
    return FileStore(settings.files_url, "agreements").log(heads.LOG)


def show(report: Report, console: Console) -> None:
    console.print(
        f"lines: {report.lines:,}; waiting for the next head: {report.waiting:,}; heads: {report.heads:,};"
        f" read in {report.seconds:.1f} s",
        highlight=False,
    )
    if report.late:
        console.print(
            f"Lines wait for a head, the oldest dated {report.since:%Y-%m-%d %H:%M} UTC, and the last head {_said(report)}:"
            " none is being taken.",
            style="yellow",
        )
    if report.erased:
        total, files = sum(report.erased.values()), [f"{file} ({count})" for file, count in report.erased.items()]
        console.print(
            f"Words are erased in {total:,} lines of {len(files):,} files, as a person may ask: see that somebody did.",
            style="yellow",
            highlight=False,
        )
        rest = ["…"] if len(files) > SHOWN else []
        console.print("  " + ", ".join([*files[:SHOWN], *rest]), highlight=False, soft_wrap=True)
    if report.heads:
        console.print(f"last head: number {report.heads}, SHA-256 {report.last}", highlight=False, soft_wrap=True)
    else:
        console.print("No head has been taken yet: a chain cut at its end would not be found.", style="yellow")
    if report.whole:
        console.print("The journal is whole.", style="green")
        return
    console.print(f"THE JOURNAL IS NOT WHOLE: {report.codes.total():,} findings.", style="bold red", highlight=False)
    for code, count in report.codes.most_common():
        console.print(f"  {count:>8,}  {verifying.SAID[code]}", highlight=False, soft_wrap=True)
    for finding in report.kept:
        console.print(f"- {finding}", highlight=False, soft_wrap=True)
    if report.codes.total() > len(report.kept):
        console.print(f"The first {len(report.kept)} are listed. See docs/operations.md.", highlight=False)


def _said(report: Report) -> str:
    return f"is of {report.last_at:%Y-%m-%d %H:%M} UTC" if report.last_at else "cannot be read"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="ipro verify-journal", description=__doc__)
    parser.add_argument("--one-process", action="store_true", help="slower, and leaves the other processor alone")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        settings = from_environment()
        _check_means(settings)
        report = _watched(settings, console, 1 if options.one_process else None)
    except (psycopg2.Error, Unavailable, OSError, MissingSetting, BrokenExecutor) as error:
        console.print(f"The journal could not be read: {error}", style="bold red", highlight=False, soft_wrap=True)
        return UNREADABLE
    show(report, console)
    return report.exit_code


def _check_means(settings: Settings) -> None:
    """Raises `OSError` without keys or store, or with a key that is none: what cannot be read is no tampering."""
    try:
        keys = heads.public_keys(settings.keys)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise OSError(f"a public key of agreements in {settings.keys / 'public'} cannot be read: {error}") from None
    if not keys:
        raise FileNotFoundError(f"no public key of agreements in {settings.keys / 'public'}")
    store = urlsplit(settings.files_url)
    if store.scheme == "file" and not Path(unquote(store.path)).is_dir():
        raise FileNotFoundError(f"no store at {settings.files_url}")


def _watched(settings: Settings, console: Console, processes: int | None) -> Report:
    if not console.is_terminal:
        return verify(settings, processes=processes)
    columns = ("lines", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)
        return verify(
            settings,
            told=lambda done, total: progress.update(task, completed=done, total=total),
            processes=processes,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
