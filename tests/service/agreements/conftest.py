from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from contracts.calls import agreements
from contracts.vocabulary import Role
from runtime.database import make_engine
from tests.builders.world import COMPONENT, OPERATOR, World
from tests.service.agreements.desk import person


@pytest.fixture(scope="session")
def world(platform) -> Iterator[World]:
    """Two students, a supervisor, an officer… on the running platform, with their host."""
    found = World.build(platform, students=2)
    yield found
    found.close()


@pytest.fixture(scope="session")
def base(platform) -> Iterator[Engine]:
    """agreements' own database, looked at from outside."""
    engine = make_engine(platform.database_url("agreements").replace("postgresql://", "postgresql+psycopg2://", 1))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def owner(platform) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
    """The same database as who migrates it, rounds unguarded: what no process of the platform can do."""
    engine = create_engine(platform.database.owner_url("agreements"))

    @contextmanager
    def unguarded() -> Iterator[Connection]:
        with engine.begin() as connection:
            for turn in ("DISABLE", "ENABLE"):
                for table in ("signatory", "signing_round"):
                    connection.execute(text(f"ALTER TABLE {table} {turn} TRIGGER USER"))
                if turn == "DISABLE":
                    yield connection

    yield unguarded
    engine.dispose()


@pytest.fixture
def elsewhere(world: World) -> tuple[str, Any]:
    """Another group of the component, and its manager."""
    manager = person(world, "away", [Role.OFFICER])
    world.operator.ask(
        agreements.ImportOfficerGroups,
        OPERATOR,
        groups=[
            {"name": f"Ailleurs {manager}", "component_code": COMPONENT, "member_ids": [str(world.people[manager].id)]}
        ],
    )
    return manager, next(one["id"] for one in world.ask(agreements.ListMyGroups, manager))
