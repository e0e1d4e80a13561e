"""The journal in the database and its heads outside: written together, taken once, verified by the command."""

import os
import random
import subprocess
import threading
import uuid
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from alembic import command
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contracts.vocabulary import State
from deploy.local.settings import ROOT
from runtime.actor import Actor, Signer
from runtime.files import FileStore
from runtime.migrate import config_for
from runtime.settings import Settings
from runtime.unit_of_work import House, UnitOfWork
from services.agreements import heads, journal, store, verify_journal, verifying
from services.agreements.commands.heads import take_heads
from services.agreements.model import Internship, JournalLine
from tests.builders import stored
from tests.builders.stores import marked
from tests.service.agreements.test_files import completed

pytestmark = [pytest.mark.service, pytest.mark.feature("E14")]

WRITERS = 20
PATIENCE = 30
STATES = (State.REQUEST_DRAFT, State.AWAITING_SUPERVISOR, State.CONVENTION_TO_COMPLETE, State.CONVENTION_DRAFT)


class Own:
    """The service's own signer, of the base under test."""

    signer: Signer


@pytest.fixture
def base(engines, service_db, tmp_path):
    """An empty database of agreements with a store and keys: `engine` as the service, `owner` as whoever migrates it."""
    engine = service_db("agreements")
    database = engine.url.database
    owner = create_engine(engines.database.owner_url("agreements").rsplit("/", 1)[0] + f"/{database}")
    environ = engines.env_of("agreements")
    environ |= {
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "IPRO_FILES_URL": marked(tmp_path / "files"),
    }
    settings = Settings(environ)
    signer = Own.signer = Signer.from_folder(settings.keys, "agreements")
    files = FileStore(settings.files_url, "agreements")
    house = House(service="agreements", engine=engine, files=files, client=None, signer=signer)  # type: ignore[arg-type]
    yield SimpleNamespace(engine=engine, owner=owner, settings=settings, house=house, log=files.log(heads.LOG))
    owner.dispose()


def new_file(session: Session) -> uuid.UUID:
    file = stored.internship(State.REQUEST_DRAFT)
    session.add(file)
    write(session, file.id, "")
    session.flush()
    return file.id


def write(session: Session, file: uuid.UUID, before: str, after: str = str(State.REQUEST_DRAFT)) -> None:
    journal.write(
        session, Own.signer, file, at=datetime.now(UTC), move="move", before=str(before), after=str(after), by_id=uuid.uuid4(),
        by_name="Zoé", party="student", comment="Un « mot »\n\t\\", correlation_id="c" * 32,
    )  # fmt: skip


def filled(base, files: int, lines: int) -> list[uuid.UUID]:
    """So many files of one to so many lines, each in the state where its journal ends, under two heads or waiting."""
    chance, ids = random.Random(5), []
    with Session(base.engine) as session:
        for _ in range(files):
            id = new_file(session)
            ids.append(id)
            state = State.REQUEST_DRAFT
            for _ in range(chance.randrange(lines)):
                before, state = state, chance.choice(STATES)
                write(session, id, before, state)
                session.flush()
            session.execute(text("UPDATE internship SET state = :state WHERE id = :id"), {"state": state, "id": id})
        session.commit()
    return ids


def take(base, **options) -> int:
    with UnitOfWork(base.house, Actor.service("agreements")) as work:
        taken = take_heads(work, **options)
        work.commit()
        return taken


def waiting(base) -> int:
    with base.engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM journal_pending"))


def codes(base, **options) -> dict[str, int]:
    return dict(verify_journal.verify(base.settings, **options).codes)


def test_heads_take_in_what_is_committed_bounded_chained_and_told(base):
    filled(base, 30, 6)
    lines = waiting(base)
    assert take(base, lines=25) == -(-lines // 25)
    assert waiting(base) == 0
    assert take(base) == 0, "nothing waits, so no head says nothing"
    assert base.log.numbers() == list(range(1, base.log.last() + 1))
    report = verify_journal.verify(base.settings)
    assert report.whole
    assert (report.lines, report.heads) == (lines, base.log.last())
    with base.engine.connect() as connection:
        told = connection.execute(
            text("SELECT body::json -> 'data' ->> 'hash' AS hash FROM outbox WHERE exchange = 'agreements.events'"
                 " ORDER BY aggregate_version")
        ).scalars().all()  # fmt: skip
    assert told[-1] == report.last == heads.hash_of(base.log.read(base.log.last()))
    assert len(told) == base.log.last()


def test_a_crash_between_the_object_and_the_commit_loses_and_doubles_nothing(base):
    filled(base, 5, 5)
    before = waiting(base)
    with UnitOfWork(base.house, Actor.service("agreements")) as work:
        assert take_heads(work) == 1  # and the process dies: nothing is committed
    assert (waiting(base), base.log.last()) == (before, 1)
    assert codes(base) == {}
    assert take(base) == 1
    assert (waiting(base), base.log.numbers()) == (0, [1, 2])
    assert codes(base) == {}


def test_two_copies_never_take_the_same_number(base):
    filled(base, 5, 5)
    with UnitOfWork(base.house, Actor.service("agreements")) as first:
        assert take_heads(first) == 1
        with UnitOfWork(base.house, Actor.service("agreements")) as second:
            assert take_heads(second) == 0
        first.commit()
    assert base.log.numbers() == [1]
    with pytest.raises(FileExistsError):
        base.log.append(1, b"another")


def test_twenty_writers_on_twenty_files_wait_for_nobody_and_one_more_on_one_of_them_does(base):
    with Session(base.engine) as session:
        ids = [new_file(session) for _ in range(WRITERS)]
        session.commit()
    take(base)
    url = base.engine.url
    engine = create_engine(url, pool_size=WRITERS + 1, connect_args={"options": "-c lock_timeout=5s"})
    all_written, may_commit = threading.Barrier(WRITERS + 1), threading.Event()
    failures: list[BaseException] = []

    def add(session: Session, id: uuid.UUID) -> None:
        file = session.get(Internship, id)
        assert file is not None
        store.lock(session, id, file.student_id, file.version)
        write(session, id, State.REQUEST_DRAFT)
        session.flush()

    def writer(id: uuid.UUID) -> None:
        try:
            with Session(engine) as session:
                add(session, id)
                all_written.wait(PATIENCE)  # none gets here unless all have written, their transactions open
                assert may_commit.wait(PATIENCE)
                session.commit()
        except BaseException as failure:
            all_written.abort()
            failures.append(failure)

    threads = [threading.Thread(target=writer, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    try:
        with suppress(threading.BrokenBarrierError):
            all_written.wait(PATIENCE)
        assert failures == []
        with Session(engine) as session, pytest.raises(OperationalError, match="lock timeout"):
            session.execute(text("SET lock_timeout = '100ms'"))
            add(session, ids[7])
        assert take(base) == 0, "what is not committed is under no head yet"
    finally:
        may_commit.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert failures == []
    with Session(engine) as session:
        add(session, ids[7])
        session.commit()
    engine.dispose()
    assert take(base) == 1
    assert codes(base) == {}


def test_a_line_that_commits_after_a_head_that_began_later_is_in_the_next_one(base):
    with Session(base.engine) as late:
        new_file(late)
        filled(base, 3, 3)
        assert take(base) == 1
        late.commit()
    assert waiting(base) == 1
    assert take(base) == 1
    assert codes(base) == {}


@contextmanager
def unguarded(base):
    """As the tables' owner, with the guards off: what no process of the platform can do."""
    with base.owner.begin() as connection:
        connection.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL" if superuser(connection) else
                                "ALTER TABLE journal DISABLE TRIGGER USER"))  # fmt: skip
        yield connection
        connection.execute(text("ALTER TABLE journal ENABLE TRIGGER USER"))


def superuser(connection) -> bool:
    return bool(connection.scalar(text("SELECT usesuper FROM pg_user WHERE usename = current_user")))


FLIPS = [column.name for column in JournalLine.__table__.columns]
FILE = (
    "(SELECT internship_id FROM journal GROUP BY internship_id HAVING count(*) > 2"
    " ORDER BY md5(internship_id::text || :n) LIMIT 1)"
)
WAITS = (
    "(internship_id, seq) IN (SELECT internship_id, seq FROM journal_pending"
    " ORDER BY md5(internship_id::text || :n) LIMIT 1)"
)
LAST = f"(SELECT max(seq) FROM journal WHERE internship_id = {FILE})"
TAMPERINGS = {
    **{
        f"flip {name}": f"UPDATE journal SET {name} = {{}} WHERE (internship_id, seq) = ({FILE}, 2)".format(
            {"internship_id": "gen_random_uuid()", "seq": "seq + 100", "at": "at + interval '1 microsecond'",
             "by_id": "gen_random_uuid()"}.get(name, f"left(reverse({name}), 30) || 'x'")
        )
        for name in FLIPS
    },
    "remove a line": f"DELETE FROM journal WHERE (internship_id, seq) = ({FILE}, 2)",
    "cut the tail": f"DELETE FROM journal WHERE (internship_id, seq) = ({FILE}, {LAST})",
    "remove all lines": f"DELETE FROM journal WHERE internship_id = {FILE}",
    "swap two": f"UPDATE journal SET seq = CASE seq WHEN 1 THEN -2 ELSE -1 END WHERE internship_id = {FILE} AND seq < 3;"
                " UPDATE journal SET seq = -seq WHERE seq < 0",
    "insert one": f"INSERT INTO journal SELECT internship_id, seq + 1, at, move, before, after, by_id, party, correlation_id,"
                  f" by_name, comment, salt, words_hash, hash, hash FROM journal WHERE (internship_id, seq) = ({FILE}, {LAST})",
    "words put back": f"UPDATE journal SET salt = NULL, comment = 'Jamais dit' WHERE (internship_id, seq) = ({FILE}, 1)",
    "words half erased": f"UPDATE journal SET by_name = NULL WHERE (internship_id, seq) = ({FILE}, 1)",
    "a state": f"UPDATE internship SET state = 'signed' WHERE id = {FILE}",
    "a row gone": f"DELETE FROM internship WHERE id = {FILE}",
    "a whole file gone": f"DELETE FROM internship WHERE id = {FILE}; DELETE FROM journal WHERE internship_id = {FILE}",
    "a file without journal": f"UPDATE internship SET id = gen_random_uuid() WHERE id = {FILE}",
    "a file's journal under another's name": f"UPDATE journal SET internship_id = gen_random_uuid() WHERE internship_id = {FILE}",
    "what waits forgotten": f"DELETE FROM journal_pending WHERE {WAITS}",
    "what waits changed": f"UPDATE journal_pending SET hash = left('x' || hash, 64) WHERE {WAITS}",
}  # fmt: skip


def test_a_hundred_tamperings_by_the_tables_owner_are_all_found_in_the_database(base):
    ids = filled(base, 30, 8)
    take(base, lines=40)
    with Session(base.engine) as session:
        for id in ids[:10]:
            state = session.scalar(select(Internship.state).where(Internship.id == id))
            write(session, id, str(state), str(state))
        session.commit()
    assert codes(base) == {}
    with base.owner.begin() as connection:
        for table in ("journal", "journal_pending", "internship"):
            connection.execute(text(f"CREATE TABLE kept_{table} AS TABLE {table}"))
        columns = connection.scalar(
            text("SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'internship'::regclass"
                 " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
        )  # fmt: skip
    missed = []
    rounds = -(-100 // len(TAMPERINGS))
    for number in range(rounds):
        for name, statements in TAMPERINGS.items():
            with unguarded(base) as connection:
                touched = 0
                for statement in statements.split("; "):
                    touched += connection.execute(
                        text(statement), {"n": str(number)} if ":n" in statement else {}
                    ).rowcount
            assert touched, name
            if not codes(base):
                missed.append((name, number))
            with unguarded(base) as connection:
                connection.execute(text("DELETE FROM journal; DELETE FROM journal_pending; DELETE FROM internship"))
                connection.execute(text(f"INSERT INTO internship ({columns}) SELECT {columns} FROM kept_internship"))
                connection.execute(text("INSERT INTO journal SELECT * FROM kept_journal"))
                connection.execute(text("INSERT INTO journal_pending SELECT * FROM kept_journal_pending"))
    assert missed == []
    assert rounds * len(TAMPERINGS) >= 100
    assert codes(base) == {}


def test_a_line_that_the_tables_owner_invents_with_right_hashes_is_found_before_the_next_head_and_after(base):
    ids = filled(base, 6, 5)
    take(base)
    assert codes(base) == {}
    own, Own.signer = Own.signer, Signer("agreements", Ed25519PrivateKey.generate())
    try:
        with Session(base.engine) as session:
            state = str(session.scalar(select(Internship.state).where(Internship.id == ids[0])))
            write(session, ids[0], state, "validated")
            session.execute(text("UPDATE internship SET state = 'validated' WHERE id = :id"), {"id": ids[0]})
            new_file(session)
            session.commit()
    finally:
        Own.signer = own
    assert codes(base) == {"not_ours": 2}
    assert take(base) == 0
    assert waiting(base) == 0
    assert codes(base) == {"not_under_head": 2}
    with Session(base.engine) as session:
        write(session, ids[1], str(session.scalar(select(Internship.state).where(Internship.id == ids[1]))), "signed")
        session.execute(text("UPDATE internship SET state = 'signed' WHERE id = :id"), {"id": ids[1]})
        session.commit()
    assert take(base) == 1
    assert codes(base) == {"not_under_head": 2}, "the service's own lines go on"


def test_a_line_without_a_seal_is_the_service_s_before_the_first_head_alone(base):
    ids = filled(base, 2, 1)

    def unsealed():
        with base.engine.begin() as connection:
            connection.execute(text("UPDATE journal_pending SET seal = ''"))

    unsealed()
    assert take(base) == 1, "written before lines were sealed"
    with Session(base.engine) as session:
        write(session, ids[0], str(session.scalar(select(Internship.state).where(Internship.id == ids[0]))), "signed")
        session.commit()
    unsealed()
    assert take(base) == 0


def test_a_line_sealed_by_a_former_key_is_the_service_s(base):
    filled(base, 3, 3)
    own = base.house.signer
    base.house.signer = Signer("agreements", Ed25519PrivateKey.generate())
    assert take(base, former=[own.public]) == 1
    assert waiting(base) == 0


def test_erasing_words_as_the_law_asks_leaves_the_journal_whole_in_one_process_or_two(base):
    filled(base, 20, 5)
    take(base)
    with base.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET by_name = NULL, comment = NULL, salt = NULL"))
    heard = []
    assert codes(base, processes=1, told=lambda done, total: heard.append((done, total))) == {}
    assert heard[-1] == (heard[-1][1], heard[-1][1])
    report = verify_journal.verify(base.settings, processes=2)
    assert report.whole
    assert report.lines == heard[-1][1] == sum(report.erased.values())
    assert len(report.erased) == 20


def test_two_processes_find_what_one_finds(base):
    for id in filled(base, 12, 5)[::2]:
        with unguarded(base) as connection:
            connection.execute(text("UPDATE journal SET move = 'x' WHERE internship_id = :id AND seq = 1"), {"id": id})
    take(base)
    first = base.log.read(1)
    FileStore(base.settings.files_url, "agreements").log(heads.LOG).append(2, first)
    assert codes(base, processes=2) == codes(base, processes=1) == {"line_changed": 6, "head_out_of_place": 1}


def test_the_command_says_whole_and_says_what_is_not(base):
    filled(base, 3, 4)
    take(base)
    environ = {**base.settings.environ, "PATH": os.environ["PATH"], "COLUMNS": "200"}

    def run() -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "ipro"), "verify-journal"]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The journal is whole." in done.stdout
    with unguarded(base) as connection:
        id = connection.scalar(text("UPDATE journal SET party = 'officer' WHERE seq = 1 RETURNING internship_id"))
    done = run()
    assert done.returncode == 1
    assert f"{id} line 1: the line is not what was written" in done.stdout


def test_a_whole_journal_whose_lines_get_under_no_head_any_more_has_an_exit_code_of_its_own(base, monkeypatch, capsys):
    for name, value in base.settings.environ.items():
        monkeypatch.setenv(name, value)
    filled(base, 3, 4)
    take(base)
    filled(base, 1, 2)
    assert verify_journal.main([]) == 0, "what waits has not waited for long"
    monkeypatch.setattr(verifying, "LATE", timedelta())
    assert verify_journal.main([]) == 3
    told = capsys.readouterr().out
    assert "none is being taken" in told
    assert told.count("The journal is whole.") == 2


@pytest.mark.parametrize(
    "away",
    [
        {"IPRO_KEYS": "{folder}/none"},
        {"IPRO_KEYS": "{folder}/junk"},
        {"IPRO_FILES_URL": "file://{folder}/none"},
        {"IPRO_FILES_URL": "s3://bucket?endpoint=http://127.0.0.1:9&allow_http=true&region=x"},
        {"DATABASE_URL": "postgresql://nobody:x@127.0.0.1:9/none"},
    ],
)
def test_a_journal_that_cannot_be_read_is_not_said_to_be_changed(base, tmp_path, monkeypatch, capsys, away):
    """A nightly task tells a network fault from a forger by the exit code; and looking creates nothing."""
    filled(base, 1, 2)
    (tmp_path / "junk" / "public").mkdir(parents=True)
    (tmp_path / "junk" / "public" / "agreements.pem").write_text("no key")
    for name, value in {**base.settings.environ, **{n: v.format(folder=tmp_path) for n, v in away.items()}}.items():
        monkeypatch.setenv(name, value)
    assert verify_journal.main([]) == 2
    assert "could not be read" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_what_people_do_on_the_running_platform_is_whole(world, platform, monkeypatch):
    """The demonstration's own past, told by another test after a head, is rightly said to be older than that head."""
    monkeypatch.setattr(verify_journal, "SHOWN", 1_000_000)
    file = world.move(completed(world), "submit_convention", "student0")
    file = world.move(file, "ask_precisions_convention", "officer", "Quelle équipe ?")
    settings = Settings(platform.env_of("agreements"))
    report = verify_journal.verify(settings, processes=1)
    mine = [finding for finding in report.kept if finding.where in (str(file["id"]), "heads")]
    assert mine == []
    assert set(report.codes) <= {"back_dated"}
    assert report.lines >= 6


def test_lines_written_before_there_were_heads_wait_for_the_first_one(base, monkeypatch):
    ids = filled(base, 3, 3)
    with base.engine.begin() as connection:
        lines = connection.scalar(text("SELECT count(*) FROM journal"))
    monkeypatch.setenv("DATABASE_URL", base.owner.url.render_as_string(hide_password=False))
    command.downgrade(config_for("agreements"), "0004")
    with base.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(id) FROM journal")) == lines
    command.upgrade(config_for("agreements"), "head")
    assert waiting(base) == lines
    assert take(base) == 1
    assert codes(base) == {}
    with unguarded(base) as connection:
        connection.execute(text("DELETE FROM journal WHERE internship_id = :id"), {"id": ids[0]})
    assert codes(base)["cut"] >= 1
