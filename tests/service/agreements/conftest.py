from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from runtime.database import make_engine
from tests.builders.world import World


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
