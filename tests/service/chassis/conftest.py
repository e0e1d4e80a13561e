"""The probe service and its relay, as real processes on the tests' broker and database."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from contracts.vocabulary import Role
from deploy.local.settings import choose_port
from runtime.actor import Actor, Signer
from runtime.client import Client
from tests.builders.stores import marked
from tests.probe.model import Base

PATIENCE = 20.0


def until(what: Callable[[], object], seconds: float = PATIENCE) -> object:
    """The first truthy answer; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing came within {seconds} s")


@dataclass
class Rig:
    """The probe, its relay, and how to look at them from outside."""

    environ: dict[str, str]
    engine: Engine
    client: Client
    signer: Signer
    actor: Actor
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        self.ports[name] = choose_port(19500, set(self.ports.values()))
        environ = {**os.environ, **self.environ, "IPRO_HEALTH_PORT": str(self.ports[name]), "PYTHONWARNINGS": "ignore"}
        self.processes[name] = subprocess.Popen([sys.executable, "-m", *command], env=environ)
        until(lambda: self.is_ready(name))

    def is_ready(self, name: str, path: str = "readyz") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/{path}", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def service(self) -> None:
        self.start("service", "tests.probe.service")

    def relay(self, name: str = "relay") -> None:
        self.start(name, "runtime.relay", "probe")

    def stop(self, name: str, number: int = signal.SIGTERM) -> int:
        process = self.processes.pop(name)
        process.send_signal(number)
        return process.wait(30)

    def count(self, table: str, like: str) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(text(f"SELECT count(*) FROM {table} WHERE text LIKE :like"), {"like": like}) or 0

    def rows(self, statement: str) -> list:
        with self.engine.connect() as connection:
            return list(connection.execute(text(statement)))


@pytest.fixture(scope="session")
def probe_database(engines) -> Iterator[str]:
    """An address of the probe's own database; its tables are made from the model, for it has no history."""
    name = "ipro_test_probe"
    owner = engines.database.name("agreements")
    engines.database.run(
        [f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" OWNER "{owner}"']
    )
    yield engines.database_url("agreements").rsplit("/", 1)[0] + f"/{name}"
    engines.database.run([f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'])


@pytest.fixture(scope="session")
def rig(engines, probe_database: str, tmp_path_factory) -> Iterator[Rig]:
    from runtime.database import make_engine
    from runtime.keys import make_missing

    keys: Path = tmp_path_factory.mktemp("keys")
    make_missing(keys)
    for name in (f"{keys}/agreements.private.pem",):
        Path(name).rename(keys / "probe.private.pem")
    (keys / "public" / "agreements.pem").rename(keys / "public" / "probe.pem")
    url = probe_database.replace("postgresql://", "postgresql+psycopg2://", 1)
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    signer = Signer.from_folder(keys, "gateway")
    client = Client(engines.amqp_url, signer)
    actor = Actor(uuid.uuid4(), frozenset({Role.STUDENT}), "fr", "cas", "Inès Martin")
    environ = {
        "AMQP_URL": engines.amqp_url,
        "DATABASE_URL": url,
        "IPRO_KEYS": str(keys),
        "IPRO_FILES_URL": marked(tmp_path_factory.mktemp("files")),
        "IPRO_LOG": "console",
    }
    found = Rig(environ, engine, client, signer, actor)
    found.service()
    found.relay()
    yield found
    client.close()
    for name in list(found.processes):
        found.stop(name)
    engine.dispose()
