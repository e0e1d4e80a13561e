"""What people do most, in a base of a thousand files and in one of a million, by two copies of agreements side by side."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from hashlib import md5
from typing import Any

from sqlalchemy import Engine, text

from benchmarks import files
from benchmarks.figures import Goal, Line, Measured, number, paired_ratio, percentile
from benchmarks.rig import Rig
from contracts.calls import agreements
from contracts.vocabulary import Role, State
from runtime.actor import Actor, Signer
from runtime.client import Client
from runtime.clock import today

NAME, TITLE = "scale", "A thousand files and a million"
SMALL, LARGE, LARGE_QUICK = 1_000, 1_000_000, 50_000
SIDES = {"small": "scalesmall", "large": "scalelarge"}  # letters alone: it names the objects that a copy keeps
OWN, MOVED = 100, 60
STEP = 50_000
COMPLETE = {**files.CONVENTION, "interruption": "Validé sur le temps fait.", "certificate": "Remise le dernier jour."}
PAST = [*[State.FINISHED] * 16, State.BROKEN_OFF, State.REQUEST_REFUSED, State.CONVENTION_REFUSED, State.DROPPED]
OWN_STATES = [*[State.AWAITING_OFFICER] * 3, State.VALIDATED, State.CONVENTION_TO_CLARIFY]

# Twenty years of files in both bases, so that the large one has a thousand times the people, not their files: students
# have two or three, hosts twenty, tutors ten. A group's share alone grows. What `OWN` says is the same in both.
INSERT = """
INSERT INTO internship (id, version, state, since, student_id, student, supervisor_id, supervisor, officer_group_id,
                        host, tutor, offer_id, request, convention, title, host_name, city, starts_on, ends_on,
                        pdf_object_id, end_ground, host_id, host_key, tutor_id, referent_id, post_key, minutes, overrides,
                        papers, created_at, updated_at)
SELECT id, 3, state, moment, student_id,
       jsonb_build_object('id', student_id, 'name', 'Étudiante ' || student_no, 'email', student_no || '@etu.example',
                          'student_number', student_no, 'programme_name', 'Master Banque et finance ' || n % 40,
                          'component_name', 'Faculté de sciences économiques', 'component_code', 'FSEG'),
       supervisor_id,
       jsonb_build_object('id', supervisor_id, 'name', 'Responsable ' || n % 997, 'email', n % 997 || '@univ.example'),
       CASE WHEN with_convention THEN group_id END,
       CAST(:host AS jsonb) || jsonb_build_object('id', host_id, 'name', host_name),
       jsonb_build_object('id', tutor_id, 'host_id', host_id, 'first_name', 'Hakim', 'last_name', 'Belaïd',
                          'email', 'h@hote.example'),
       offer_id,
       CAST(:request AS jsonb) || jsonb_build_object('title', title, 'supervisor_id', supervisor_id, 'host_id', host_id,
            'tutor_id', tutor_id, 'starts_on', starts_on, 'ends_on', ends_on),
       CASE WHEN with_convention THEN CAST(:convention AS jsonb)
            || jsonb_build_object('officer_group_id', group_id, 'referent_id', referent_id) END,
       title, host_name, 'Marseille', starts_on, ends_on, '', '', host_id,
       'fr/marseille/' || lower(host_name), tutor_id,
       CASE WHEN with_convention THEN referent_id END, '', 33600, '{{}}'::jsonb,
       CASE WHEN NOT with_convention THEN '{{}}'::jsonb
            ELSE jsonb_build_object('liability', CASE WHEN n % 29 = 0 THEN 'deposited' ELSE 'accepted' END) END,
       moment, moment
  FROM (SELECT *, state = ANY(:conventions) AS with_convention, starts_on - interval '60 days' AS moment,
               'Analyse de risque ' || n AS title
          FROM (SELECT *, starts_on + 60 + k % 120 AS ends_on,
                       CASE WHEN {own} THEN (CAST(:own_states AS text[]))[1 + n % :own_kinds]
                            WHEN starts_on + 180 < current_date THEN (CAST(:past AS text[]))[1 + k % :past_kinds]
                            ELSE (CAST(:states AS text[]))[1 + k % :kinds] END AS state
                  FROM (SELECT n, k, md5('{name}' || n)::uuid AS id,
                               CASE WHEN {own} THEN current_date + 90 ELSE current_date + 120 - k % 7300 END AS starts_on,
                               {student_no} AS student_no, md5({student_no})::uuid AS student_id,
                               md5('supervisor' || k % (:size / 500 + 1))::uuid AS supervisor_id,
                               {group} AS group_id,
                               md5('host' || n::bigint * 31 % (:size / 20))::uuid AS host_id,
                               'Maison ' || n::bigint * 31 % (:size / 20) AS host_name,
                               md5('tutor' || n::bigint * 31 % (:size / 20) || k % 2)::uuid AS tutor_id,
                               md5('referent' || k % (:size / 100))::uuid AS referent_id,
                               CASE WHEN n % 3 = 0 THEN md5('offer' || k % (:size / 100))::uuid END AS offer_id
                          FROM (SELECT n, abs(hashint4(n)) / 2 AS k FROM generate_series(:first, :last) AS n) AS numbers
                       ) AS people
               ) AS dated
       ) AS stated
"""
OTHERS = {"own": "false", "name": "file", "student_no": "('s' || n::bigint * 7919 % (:size * 2 / 5))",
          "group": f"md5('group' || k % {files.GROUPS})::uuid"}  # fmt: skip
OURS = {"own": "true", "name": "own", "student_no": "('own' || n)", "group": f"'{files.GROUP}'::uuid"}
JOURNAL = """
INSERT INTO journal SELECT id, 1, created_at, 'create', '', state, student_id, 'student', replace(id::text, '-', ''),
                           'Étudiante', '', md5(id::text), '', '', '' FROM internship
"""
INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
 WHERE indrelid = 'internship'::regclass AND NOT indisunique
"""


def run(rig: Rig, quick: bool) -> Measured:
    rounds, asked, large = (3, 60, LARGE_QUICK) if quick else (5, 120, LARGE)
    sizes = {"small": SMALL, "large": large}
    rig.declare(*SIDES.values())
    notes = []
    for side, name in SIDES.items():
        url = rig.database_of(name, template="agreements")
        engine = rig.engine(
            rig.platform.database.owner_url("agreements").rsplit("/", 1)[0] + "/" + url.rpartition("/")[2]
        )
        began = time.perf_counter()
        fill(engine, sizes[side])
        notes.append(
            f"{number(sizes[side])} files, {_bytes(engine) / 2**20:.0f} MB, made in {time.perf_counter() - began:.0f} s"
        )
        rig.launch(name, ["benchmarks.peers.agreements_copy", name], url, rig.keys_of(name))
    client = Client(rig.platform.amqp_url, Signer.from_folder(rig.gateway_keys, "gateway"))
    lines: list[Line] = []
    try:
        for what, asking in questions(client, sizes).items():
            lines += _compare(what, asking, sizes, rounds, asked)
    finally:
        client.close()
        rig.halt(*SIDES.values())
        rig.forget(*SIDES.values())
    notes = [
        f"{rounds} rounds of {asked} calls a side, one here, one there, each about another file or person; "
        + "; ".join(notes)
    ]
    return Measured(NAME, TITLE, lines, [notes[0] + "."])


def fill(owner: Engine, size: int) -> None:
    """As the tables' owner. Indexes are dropped and built again: a few minutes instead of many."""
    given = {
        "request": json.dumps(files.REQUEST), "convention": json.dumps(COMPLETE), "host": json.dumps(files.HOST),
        "conventions": [str(state) for state in (*files.WITH_CONVENTION, *PAST) if state != State.REQUEST_REFUSED],
        "past": [str(state) for state in PAST], "past_kinds": len(PAST),
        "states": [str(state) for state in files.STATES], "kinds": len(files.STATES),
        "own_states": [str(state) for state in OWN_STATES], "own_kinds": len(OWN_STATES), "size": size,
    }  # fmt: skip
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("statement_timeout = '600s'", "synchronous_commit = off", "maintenance_work_mem = '1GB'"):
            connection.execute(text(f"SET {setting}"))
        for statement in files.GROUPS_AND_MEMBERS:
            connection.execute(text(statement))
        indexes = connection.execute(text(INDEXES)).all()
        for index in indexes:
            connection.execute(text(f"DROP INDEX {index.name}"))
        for first in range(0, size - OWN, STEP):
            last = min(first + STEP, size - OWN) - 1
            connection.execute(text(INSERT.format(**OTHERS)), given | {"first": first, "last": last})
        connection.execute(text(INSERT.format(**OURS)), given | {"first": 0, "last": OWN - 1})
        for index in indexes:
            connection.exec_driver_sql(index.definition)
        connection.execute(text(JOURNAL))
        connection.execute(text("VACUUM ANALYZE"))


def id_of(name: str, n: int) -> uuid.UUID:
    """As the server's own md5(name || n)::uuid."""
    return uuid.UUID(md5(f"{name}{n}".encode()).hexdigest())


Asking = Callable[[str, int], float]


def questions(client: Client, sizes: dict[str, int]) -> dict[str, Asking]:
    """Each asks the n-th of its kind of one side, and answers the milliseconds it took."""

    def ask(side: str, call: Any, person: uuid.UUID, rows: int | None = None, **question: Any) -> tuple[float, Any]:
        copy = type(call.__name__, (call,), {"service": SIDES[side]})
        actor = Actor(person, frozenset({Role.STUDENT, Role.TEACHER, Role.OFFICER}), "fr", "cas", "Quelqu’un")
        began = time.perf_counter()
        answer = client.ask(copy, actor, deadline=20, **question)
        took = (time.perf_counter() - began) * 1000
        if rows is not None and len(answer["rows"]) < rows:
            raise RuntimeError(f"{side} answers {len(answer['rows'])} lines of {call.__name__}, not {rows}")
        return took, answer

    def student(side: str, n: int) -> float:
        return ask(side, agreements.ListConventions, id_of("s", n * 37 % (sizes[side] * 2 // 5)))[0]

    words: dict[str, Any] = {"states": ["awaiting_officer"], "programme": "banque", "words": "maison"}
    rare = {**words, "programme": "finance 7"}
    soon = today() + timedelta(days=60)
    dates: dict[str, Any] = {
        "states": ["awaiting_officer"], "supervisor": "responsable", "starts_from": soon,
        "starts_to": soon + timedelta(days=60), "sort": "starts",
    }  # fmt: skip

    papers: dict[str, Any] = {"states": [str(state) for state in files.WITH_CONVENTION], "papers": "to_review"}

    def queue(person: uuid.UUID, filters: dict[str, Any], rows: int | None = None) -> Asking:
        return lambda side, n: ask(side, agreements.ListQueue, person, rows, **filters)[0]

    def record(side: str, n: int) -> float:
        n = n * 7_907 % (sizes[side] - OWN)
        reader = id_of("s", n * 7_919 % (sizes[side] * 2 // 5))
        return ask(side, agreements.GetInternship, reader, id=id_of("file", n))[0]

    def follow(side: str, n: int) -> float:
        n = n * 7_907 % (sizes[side] - OWN)
        reader = id_of("s", n * 7_919 % (sizes[side] * 2 // 5))
        return ask(side, agreements.GetFollowUp, reader, id=id_of("file", n))[0]

    def interns(side: str, n: int) -> float:
        return ask(side, agreements.ListMyInterns, id_of("supervisor", n % (sizes[side] // 500 + 1)), phase="coming")[0]

    known: dict[tuple[str, int], Any] = {}

    def move(side: str, n: int) -> float:
        """A manager sends a convention back, its student submits it again, law and all."""
        n %= MOVED
        student = id = id_of("own", n // 3 * 5 + n % 3)  # three of five await a manager
        if (side, n) not in known:
            known[side, n] = ask(side, agreements.GetInternship, student, id=id)[1]
        file = known[side, n]
        back = file["state"] == State.AWAITING_OFFICER
        asked: dict[str, Any] = (
            {"move": "ask_precisions_convention", "comment": "Quelle équipe ?"}
            if back
            else {"move": "submit_convention"}
        )
        person = files.OFFICER if back else student
        took, known[side, n] = ask(side, agreements.Perform, person, id=id, version=file["version"], **asked)
        return took

    share = files.OFFICER_OF_A_LARGE_GROUP
    return {
        "student's list": student,
        f"queue ({OWN} files) by state, programme, words": queue(files.OFFICER, words, 20),
        f"queue ({OWN} files) by state, supervisor, first days": queue(files.OFFICER, dates, 20),
        "queue (a sixtieth of all) by state, programme, words": queue(share, words),
        "queue (a sixtieth of all) by state, supervisor, first days": queue(share, dates),
        "queue (a sixtieth of all) by state, a rare programme, words": queue(share, rare),
        "queue (a sixtieth of all) of papers to check": queue(share, papers),
        "one record": record,
        "one record's follow-up": follow,
        "supervisor's interns": interns,
        "one move": move,
    }


def _compare(what: str, asking: Asking, sizes: dict[str, int], rounds: int, asked: int) -> list[Line]:
    for n in range(30):
        for side in SIDES:
            asking(side, n)
    found: dict[str, list[list[float]]] = {side: [] for side in SIDES}
    turn = 30
    for _ in range(rounds):
        for times in found.values():
            times.append([])
        for _ in range(asked):
            turn += 1
            for side in SIDES:
                found[side][-1].append(asking(side, turn))
    halves, most = (
        {side: [percentile(times, share) for times in found[side]] for side in SIDES} for share in (0.5, 0.95)
    )
    goal = Goal(1.5, False, of="small")
    small, large = (number(sizes[side]) for side in SIDES)
    return [
        Line(f"{what}, {small} files, p50", halves["small"], "ms"),
        Line(f"{what}, {large} files, p50", halves["large"], "ms", paired_ratio(halves["large"], halves["small"]), "small"),
        Line(f"{what}, {small} files, p95", most["small"], "ms"),
        Line(f"{what}, {large} files, p95", most["large"], "ms", paired_ratio(most["large"], most["small"]), "small", goal),
    ]  # fmt: skip


def _bytes(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_total_relation_size('internship')")) or 0
