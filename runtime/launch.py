"""`python -m runtime.launch SERVICE`: one service process, until SIGTERM lets its workers finish."""

import eventlet

eventlet.monkey_patch()

import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
from typing import Any  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402
from sqlalchemy import text  # noqa: E402
from sqlalchemy.engine import Engine  # noqa: E402

from contracts.vocabulary import Service as ServiceName  # noqa: E402
from runtime import broker, health, logs, topology  # noqa: E402
from runtime.actor import Signer, Verifier  # noqa: E402
from runtime.client import Client  # noqa: E402
from runtime.database import make_engine  # noqa: E402
from runtime.entrypoints import QueueConsumer  # noqa: E402
from runtime.files import FileStore  # noqa: E402
from runtime.logs import log  # noqa: E402
from runtime.relay import WAKE_CHANNEL  # noqa: E402
from runtime.service import Service  # noqa: E402
from runtime.settings import Settings, from_environment  # noqa: E402
from runtime.unit_of_work import House  # noqa: E402

STOP_WITHIN = 20  # seconds from SIGTERM to the end, whatever the workers do


class Waker:
    """Tells the relay that something waits: after the commit, on a connection of its own, many wishes in one.

    A NOTIFY inside the transaction would make all commits wait for one another.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._wanted = threading.Event()
        threading.Thread(target=self._run, name="waker", daemon=True).start()

    def __call__(self) -> None:
        self._wanted.set()

    def _run(self) -> None:
        while True:  # for the life of the process
            self._wanted.wait()
            self._wanted.clear()
            try:
                with self._engine.connect() as connection:
                    connection.execute(text(f"NOTIFY {WAKE_CHANNEL}"))
            except Exception as error:  # the relay's own timer is the safety net
                log.warning("relay_not_woken", error=type(error).__name__)
                eventlet.sleep(0.2)


def build_house(name: str, settings: Settings, **parts: Any) -> House:
    engine = make_engine(settings.database_url, pool_size=settings.workers)
    signer = Signer.from_folder(settings.keys, name)
    return House(
        service=name,
        engine=engine,
        files=FileStore(settings.files_url, name),
        client=Client(settings.amqp_url, signer),
        wake=Waker(engine),
        signer=signer,
        **parts,
    )


def service_class(name: str) -> type[Service]:
    module = importlib.import_module(f"services.{name}.service")
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Service) and value is not Service and value.name == name
    )


def wait_for_broker(amqp_url: str, service: str) -> None:
    """A service may start before its broker, or before what it stands on is declared there; it waits, and says so."""
    pause = 0.2
    while True:  # until the supervisor gives up on us
        try:
            topology.check(amqp_url, service)
            return
        except broker.ERRORS as error:
            log.warning("waiting_for_broker", error=str(error))
            eventlet.sleep(pause)
            pause = min(pause * 2, 3.0)


def run(cls: type[Service], settings: Settings, **parts: Any) -> None:
    """Start, serve, and stop on SIGTERM or SIGINT. `parts` replace the house's outbox or inbox."""
    logs.configure(settings.log_style, cls.name)
    cls.check_settings()
    wait_for_broker(settings.amqp_url, cls.name)
    cls.house = build_house(cls.name, settings, **parts)
    cls.verifier = Verifier.from_folder(settings.keys, cls.name)
    runner = ServiceRunner({"AMQP_URI": settings.amqp_url, "max_workers": settings.workers, "HEARTBEAT": 10})
    runner.add_service(cls)
    container = next(iter(runner.containers))
    _serve_health(settings, cls.house, container)
    stopping = threading.Event()

    def stop(*_: object) -> None:
        if not stopping.is_set():
            stopping.set()
            log.info("stopping")
            eventlet.spawn_after(STOP_WITHIN, os._exit, 1)
            eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    runner.start()
    log.info("started", service=cls.name, pid=os.getpid())
    runner.wait()
    cls.house.client.close()
    log.info("stopped", service=cls.name)


def _serve_health(settings: Settings, house: House, container: Any) -> None:
    if settings.health_port is None:
        return
    consumers = [e for e in container.subextensions if isinstance(e, QueueConsumer)]
    clock = eventlet.hubs.get_hub().clock

    def consuming() -> bool:
        return all(clock() - consumer.last_seen < 10 for consumer in consumers)

    def database() -> bool:
        with house.engine.connect() as connection:
            return connection.execute(text("SELECT 1 FROM outbox LIMIT 1")) is not None

    health.serve(
        settings.health_port,
        alive={"process": lambda: True},
        ready={
            "consumers": consuming,
            "database": database,
            "broker": lambda: house.client.connected,
            "files": house.files.there,
        },
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in set(ServiceName):
        raise SystemExit(f"usage: python -m runtime.launch {'|'.join(ServiceName)}")
    run(service_class(sys.argv[1]), from_environment())
