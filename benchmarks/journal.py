"""The journal: a million lines verified, heads taken over them, and writers who do not wait for one another."""

import shutil
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from psycopg2.extras import execute_values
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

from benchmarks.figures import Goal, Line, Measured, in_turn, number, paired_ratio
from benchmarks.rig import BASE, Rig
from runtime.actor import Actor, Signer
from runtime.files import FileStore, mark
from runtime.settings import Settings
from runtime.unit_of_work import House, UnitOfWork
from services.agreements import heads, journal, verify_journal
from services.agreements.commands.heads import HEADS, take_heads
from services.agreements.model import Internship, JournalLine

NAME, TITLE = "journal", "The journal verified, and written by many"
LINES, LINES_QUICK = 1_000_000, 100_000
A_FILE = 8
AT_ONCE = 10_000
WRITERS = 20
SECONDS = 5.0

FILES = """
INSERT INTO internship (id, version, state, since, student_id, student, request, title, host_name, city, pdf_object_id,
                        end_ground, post_key, minutes, overrides, created_at, updated_at)
SELECT md5('file' || n)::uuid, 1, 'state' || :lines, now(), md5('student' || n)::uuid,
       jsonb_build_object('id', md5('student' || n), 'name', 'Ada ' || n), '{}', '', '', '', '', '', '', 0, '{}', now(), now()
  FROM generate_series(1, :files) AS n
"""
# One line more for each file, with the hashes that journal.py makes: the same text, put together by the server.
STEP = """
INSERT INTO journal
SELECT internship_id, seq, to_timestamp(at), move, before, after, by_id, party, correlation_id, by_name, comment, salt,
       words_hash, previous_hash,
       encode(sha256(convert_to(format('["%s", "%s", %s, %s.0, "%s", "%s", "%s", "%s", "%s", "%s", "%s"]', previous_hash,
              internship_id, seq, at, move, before, after, by_id, party, correlation_id, words_hash), 'UTF8')), 'hex')
  FROM (SELECT id AS internship_id, :seq AS seq, 1790000000 + (random() * 10)::int + :seq * 3600 AS at,
               'validate' AS move, CASE WHEN :seq = 1 THEN '' ELSE 'state' || (:seq - 1) END AS before,
               'state' || :seq AS after, gen_random_uuid() AS by_id, 'supervisor' AS party,
               replace(id::text, '-', '') AS correlation_id, 'Claire Ferrand' AS by_name, 'Bon pour accord.' AS comment,
               salt, encode(sha256(convert_to(format('["%s", "Claire Ferrand", "Bon pour accord."]', salt), 'UTF8')), 'hex')
               AS words_hash, previous_hash
          FROM (SELECT i.id, md5(random()::text) AS salt, coalesce(j.hash, repeat('0', 64)) AS previous_hash
                  FROM internship i LEFT JOIN journal j ON j.internship_id = i.id AND j.seq = :seq - 1) AS file) AS line
"""
WAITING = "INSERT INTO journal_pending (internship_id, seq, hash, seal) VALUES %s"


def run(rig: Rig, quick: bool) -> Measured:
    lines, rounds = (LINES_QUICK, 1) if quick else (LINES, 3)
    url = rig.database_of("journal", template="agreements")
    engine = rig.engine(url)
    shutil.rmtree(BASE / "journal", ignore_errors=True)
    store = (BASE / "journal").as_uri()
    mark(store, new=True)
    settings = Settings(rig.platform.env_of("agreements") | {"DATABASE_URL": url, "IPRO_FILES_URL": store})
    began = time.perf_counter()
    signer = Signer.from_folder(settings.keys, "agreements")
    fill(engine, signer, lines)
    filled = time.perf_counter() - began
    began = time.perf_counter()
    taken = _heads(engine, settings)
    under = time.perf_counter() - began
    took = [_verified(settings, lines) for _ in range(rounds)]
    writers = _writers(url, engine, signer, rounds, SECONDS / 5 if quick else SECONDS)
    rig.forget("journal")
    shutil.rmtree(BASE / "journal", ignore_errors=True)
    of = "one writer"
    return Measured(
        NAME,
        TITLE,
        [
            Line(f"{number(lines)} lines verified", took, "s", goal=Goal(60.0, False, "s")),
            Line(f"{number(lines)} lines under {taken} heads", [under], "s"),
            Line("one writer, one file", writers["alone"], "/s"),
            Line(f"{WRITERS} writers, {WRITERS} files", writers["apart"], "/s",
                 paired_ratio(writers["apart"], writers["alone"]), of),
            Line(f"{WRITERS} writers, the same file", writers["together"], "/s",
                 paired_ratio(writers["together"], writers["alone"]), of),
        ],
        [f"{A_FILE} lines a file, made in {filled:.0f} s. A write is a file locked, a line and what waits for a head, committed."],
    )  # fmt: skip


def fill(engine: Engine, signer: Signer, lines: int) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '300s'"))
        connection.execute(text(FILES), {"files": lines // A_FILE, "lines": A_FILE})
        connection.execute(text("ANALYZE internship"))
        for seq in range(1, A_FILE + 1):
            connection.execute(text(STEP), {"seq": seq})
    _wait(engine, signer)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '300s'"))
        connection.execute(text("VACUUM ANALYZE"))


def _wait(engine: Engine, signer: Signer) -> None:
    """All of them for a head, each sealed as its writer does it."""
    lines = select(JournalLine.internship_id, JournalLine.seq, JournalLine.hash).order_by(
        JournalLine.internship_id, JournalLine.seq
    )
    with engine.connect() as reader, engine.begin() as writer:
        cursor = writer.connection.cursor()
        for some in reader.execution_options(yield_per=AT_ONCE).execute(lines).partitions():
            rows = [(str(id), seq, hash, heads.seal_of(signer, id, seq, hash)) for id, seq, hash in some]
            execute_values(cursor, WAITING, rows, page_size=1_000)


def _heads(engine: Engine, settings: Settings) -> int:
    signer = Signer.from_folder(settings.keys, "agreements")
    files = FileStore(settings.files_url, "agreements")
    house = House(service="agreements", engine=engine, files=files, client=None, signer=signer)  # type: ignore[arg-type]
    taken, before = 0, -1
    while taken - before >= HEADS or before < 0:
        before = taken
        with UnitOfWork(house, Actor.service("agreements")) as work:
            taken += take_heads(work)
            work.commit()
    return taken


def _verified(settings: Settings, lines: int) -> float:
    began = time.perf_counter()
    report = verify_journal.verify(settings)
    took = time.perf_counter() - began
    if not report.whole or report.lines != lines:
        raise RuntimeError(f"not whole: {report.codes}, {report.lines} lines")
    return took


def _writers(url: str, engine: Engine, signer: Signer, rounds: int, seconds: float) -> dict[str, list[Any]]:
    pool = create_engine(url, pool_size=WRITERS)
    with engine.connect() as connection:
        ids = list(connection.scalars(text("SELECT id FROM internship ORDER BY id LIMIT :n"), {"n": WRITERS}))
    try:
        return in_turn(
            {
                "alone": lambda: _rate(pool, signer, ids[:1], seconds),
                "apart": lambda: _rate(pool, signer, ids, seconds),
                "together": lambda: _rate(pool, signer, ids[:1] * WRITERS, seconds),
            },
            rounds,
        )
    finally:
        pool.dispose()


def _rate(pool: Engine, signer: Signer, ids: list[uuid.UUID], seconds: float) -> float:
    """Lines a second by a writer for each of these ids."""
    end = time.monotonic() + seconds
    written: list[int] = []

    def write(id: uuid.UUID) -> None:
        count = 0
        while time.monotonic() < end:
            with Session(pool) as session:
                session.execute(select(Internship.id).where(Internship.id == id).with_for_update())
                journal.write(
                    session, signer, id, at=datetime.now(UTC), move="move", before="", after="", by_id=None, by_name="Zoé",
                    party="student", comment="", correlation_id="c" * 32,
                )  # fmt: skip
                session.commit()
            count += 1
        written.append(count)

    threads = [threading.Thread(target=write, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 30)
    return sum(written) / seconds
