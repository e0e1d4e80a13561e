"""The pool of connections of a service."""

from contextlib import ExitStack

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool


def test_after_the_database_closed_every_connection_the_first_call_is_answered(service_db):
    engine = service_db("notifications")
    with ExitStack() as held:
        for _n in range(3):
            held.enter_context(engine.connect()).execute(text("SELECT 1"))
    with create_engine(engine.url, poolclass=NullPool).connect() as other:
        closed = (
            other.execute(
                text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            .scalars()
            .all()
        )
    assert closed == [True] * 3
    for _n in range(3):
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
