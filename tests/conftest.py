"""What every tier shares: engines of the tests' own, an empty database for a service, the whole platform."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from contracts.vocabulary import Service
from deploy.local.platform import Platform
from runtime.database import make_engine

BASE = Path(os.environ.get("IPRO_TEST_BASE", ".ipro/test"))


@pytest.fixture(scope="session")
def engines() -> Iterator[Platform]:
    """Broker and database server, prepared: migrated databases that nobody uses yet. Never the running platform's."""
    found = Platform(env="test", base=BASE, fresh=True)
    found.start_engines()
    try:
        found.prepare()
        for service in Service:
            found.database.run([f'DROP DATABASE IF EXISTS "{pristine(found, service)}" WITH (FORCE)'])
            found.database.run(
                [f'CREATE DATABASE "{pristine(found, service)}" TEMPLATE "{found.database.name(service)}"']
            )
        yield found
    finally:
        found.stop()


def pristine(platform: Platform, service: str) -> str:
    return f"{platform.database.name(service)}_pristine"


@pytest.fixture
def service_db(engines: Platform) -> Iterator[Callable[[str], Engine]]:
    """`service_db("offers")`: an engine on an empty migrated database, dropped after the test."""
    made: list[tuple[str, Engine]] = []

    def make(service: str) -> Engine:
        name = f"t_{uuid.uuid4().hex[:12]}"
        owner = engines.database.name(service)
        engines.database.run(
            [
                f'CREATE DATABASE "{name}" TEMPLATE "{pristine(engines, service)}" OWNER "{owner}"',
            ]
        )
        url = engines.database_url(service).rsplit("/", 1)[0] + f"/{name}"
        engine = make_engine(url.replace("postgresql://", "postgresql+psycopg2://", 1), pool_size=5)
        made.append((name, engine))
        return engine

    yield make
    for name, engine in made:
        engine.dispose()
        engines.database.run([f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'])


@pytest.fixture(scope="session")
def platform(engines: Platform) -> Platform:
    """Everything running, with the demonstration data; stopped with the engines."""
    engines.start()
    engines.run_module(["deploy.demo"], engines.env_of("demo"))
    return engines


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("IPRO_UNIVERSITY", "Université de la Méditerranée")
