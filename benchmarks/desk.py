"""A manager of the demonstration with as many conventions to decide on as wanted, signed on as a browser does it."""

import json
from datetime import timedelta

from sqlalchemy import Engine, text

from benchmarks import files, students
from benchmarks.rig import Rig
from contracts.vocabulary import State
from runtime.clock import today

OFFICER = "nadia.haddad"
COMPLETE = {
    **files.CONVENTION,
    "interruption": "Validé sur le temps fait.",
    "certificate": "Remise le dernier jour.",
}
READABLE = """
UPDATE internship SET tutor = tutor || jsonb_build_object('host_id', host ->> 'id'),
                      convention = convention || jsonb_build_object('referent_id', referent_id),
                      starts_on = (request ->> 'starts_on')::date, ends_on = (request ->> 'ends_on')::date
 WHERE officer_group_id = :group
"""
OWNERS = {**files.OTHERS, "group": f"'{files.GROUP}'::uuid"}


MADE = (
    "INSERT INTO officer_group VALUES (:group, 'Convention des mesures', 'mesures@univ.example', '', 'FSEG')"
    " ON CONFLICT DO NOTHING",
    "INSERT INTO officer_membership VALUES (:group, :person) ON CONFLICT DO NOTHING",
)


def furnish(rig: Rig) -> Engine:
    """The demonstration, and a group of which the manager is the only member; agreements' own database."""
    people = students.furnish(rig)
    engine = rig.engine(rig.platform.database_url("agreements"))
    with engine.begin() as connection:
        for statement in MADE:
            connection.execute(text(statement), {"group": files.GROUP, "person": str(people[OFFICER])})
    return engine


def await_manager(engine: Engine, many: int) -> None:
    """The group's files are from now on so many complete conventions, each with a student, a tutor and a host of its own."""
    first_day = today() + timedelta(days=90)
    days = {"starts_on": first_day.isoformat(), "ends_on": (first_day + timedelta(days=100)).isoformat()}
    common = {
        "request": json.dumps(files.REQUEST | days), "convention": json.dumps(COMPLETE), "host": json.dumps(files.HOST),
        "conventions": [str(State.AWAITING_OFFICER)],
    }  # fmt: skip
    clear(engine)
    for first in range(0, many, files.STEP):
        files._insert(engine, OWNERS, common, [State.AWAITING_OFFICER], first, min(first + files.STEP, many) - 1)
    _at_leisure(engine, READABLE, "VACUUM ANALYZE")


def clear(engine: Engine) -> None:
    """The next measure of the run finds the base as it was."""
    _at_leisure(engine, "DELETE FROM internship WHERE officer_group_id = :group", "VACUUM ANALYZE internship")


def _at_leisure(engine: Engine, *statements: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '300s'"))
        for statement in statements:
            connection.execute(text(statement), {"group": files.GROUP} if ":group" in statement else {})
