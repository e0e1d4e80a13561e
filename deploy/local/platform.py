"""A whole IPRO on this machine, as an object: `make run` has one, and every test run has one of its own.

platform = Platform(env="test", base=Path(".ipro/test"))
platform.start_engines()      # broker and database server
platform.prepare()            # databases, roles, extensions, keys, migrations, exchanges
platform.start()              # the processes; returns when each is ready
platform.url, platform.mail_api, platform.env_of("offers"), platform.kill("offers", signal.SIGKILL)
platform.stop()
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local import packages
from deploy.local.postgres import GivenDatabase, PrivateDatabase
from deploy.local.processes import Catalogue
from deploy.local.rabbitmq import GivenBroker, PrivateBroker
from deploy.local.settings import ROOT, SERVICES, Layout
from deploy.local.steps import Failed, Steps
from deploy.local.supervisor import Supervisor, clean_stale

COMMAND_SECONDS = 180
START_SECONDS = 90


class Platform:
    """`broker` and `database`: the address of an existing server, "private" for one of our own; by default what
    AMQP_URL and DATABASE_URL say, else private. `fresh` starts from empty databases and broker (tests do)."""

    def __init__(
        self,
        env: str = "run",
        base: Path | None = None,
        *,
        broker: str | None = None,
        database: str | None = None,
        first_port: int | None = None,
        root: Path = ROOT,
        fresh: bool | None = None,
        extra_env: dict[str, str] | None = None,
        steps: Steps | None = None,
        tell: Callable[[str, str], None] | None = None,
    ) -> None:
        self.env = env
        self.fresh = env != "run" if fresh is None else fresh
        self.steps = steps or Steps(quiet=True)
        self.layout = Layout(base or ROOT / ".ipro" / env, env, root, first_port)
        self.supervisor = Supervisor(self.layout.base, tell or self.steps.note)
        amqp_url = broker or os.environ.get("AMQP_URL") or "private"
        database_url = database or os.environ.get("DATABASE_URL") or "private"
        self.broker: PrivateBroker | GivenBroker
        self.database: PrivateDatabase | GivenDatabase
        if amqp_url == "private":
            self.broker = PrivateBroker(self.layout, self.supervisor)
        else:
            self.broker = GivenBroker(self.layout, amqp_url)
        if database_url == "private":
            self.database = PrivateDatabase(self.layout, self.supervisor, durable=env == "run")
        else:
            self.database = GivenDatabase(self.layout, database_url)
        self.extra_env = extra_env or {}
        self._held = False

    # Addresses

    @property
    def url(self) -> str:
        return self.layout.base_url

    @property
    def cas_url(self) -> str:
        return self.layout.cas_url

    @property
    def mail_url(self) -> str:
        return self.layout.mailbox_url

    @property
    def mail_api(self) -> str:
        return f"{self.layout.mailbox_url}/api/mails"

    @property
    def amqp_url(self) -> str:
        return self.broker.url

    def database_url(self, service: str) -> str:
        return self.database.url(service)

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.layout, self.broker.url_of, self.database.url, self.extra_env)

    @property
    def processes(self) -> tuple[str, ...]:
        return self.catalogue.names

    def env_of(self, process: str) -> dict[str, str]:
        """The environment of a process; "demo" for the operator's commands."""
        return self.catalogue.env_of(process)

    # Life

    def hold(self) -> None:
        """Takes the folder, ends what an interrupted run left there, chooses ports."""
        if self._held:
            return
        self.layout.hold()
        self._held = True
        for name in clean_stale(self.layout.base):
            self.steps.say(f"  ended {name}, left by a run that was interrupted")
        self.layout.settle()

    def install_packages(self) -> None:
        wanted = ["rabbitmq"] if self.broker.private else []
        wanted += ["postgresql"] if self.database.private else []
        packages.ensure([*wanted, *packages.FONTS], self.steps)

    def start_engines(self) -> None:
        """Broker and database server, at the same time."""
        self.hold()
        self.install_packages()
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(self._start_broker), pool.submit(self._start_database)]
            for one in both:
                one.result()

    def _start_broker(self) -> None:
        if self.fresh and self.broker.private:
            shutil.rmtree(self.layout.base / "broker" / "mnesia", ignore_errors=True)
        with self.steps.step("RabbitMQ, " + ("a node of our own" if self.broker.private else "from AMQP_URL")):
            self.broker.start()

    def _start_database(self) -> None:
        with self.steps.step(
            "PostgreSQL, " + ("a server of our own" if self.database.private else "from DATABASE_URL")
        ):
            self.database.start()

    def prepare(self) -> None:
        """Everything that processes find ready: databases, keys, tables, exchanges. Engines must be up."""
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(self._prepare_broker), pool.submit(self._prepare_databases)]
            for one in both:
                one.result()

    def _prepare_broker(self) -> None:
        """Keys too: they are made in a moment, and the database side is the longer one."""
        with self.steps.step("Signing keys, exchanges and queues"):
            keys = self.layout.folder("keys", "all")
            self.run_module(["runtime.keys", str(keys)], {})
            self.catalogue.share_keys()
            university = {"IPRO_UNIVERSITY": self.catalogue.env_of("agreements")["IPRO_UNIVERSITY"]}
            self.run_module(["services.agreements.sealing.authority", str(self.catalogue.sealing_folder)], university)
            self.run_module(["runtime.topology"], {"AMQP_URL": self.broker.url})

    def _prepare_databases(self) -> None:
        with self.steps.step("One database and one role per service"):
            if self.fresh:
                shutil.rmtree(self.layout.base / "files", ignore_errors=True)
            self.database.provision(self.fresh)
        services = [s for s in self.catalogue.services if (self.layout.root / "services" / s / "migrations").exists()]
        with self.steps.step(f"Migrations of {', '.join(services) or 'no service'}"):
            environments = {
                service: self.catalogue.env_of(service) | {"DATABASE_URL": self.database.owner_url(service)}
                for service in services
            }
            self.run_module(["deploy.local.migrations"], {}, json.dumps(environments))

    def start(self, *names: str) -> None:
        """All processes, or those named; returns when they answer. A fast way in: engines and preparation first."""
        names = names or self.processes
        catalogue = self.catalogue
        for name in names:
            self.supervisor.add(catalogue.spec(name))
        self.supervisor.start(*names)
        self.supervisor.wait_ready(names, START_SECONDS, self.steps.done)

    def start_all(self) -> None:
        """From nothing to ready, as much as possible at the same time."""
        self.hold()
        self.install_packages()
        for service in SERVICES:
            if service not in self.catalogue.services:
                self.steps.say(f"  {service}: no code in services/{service} yet, not started")
        with ThreadPoolExecutor(3) as pool:
            broker = pool.submit(_one_after_the_other, self._start_broker, self._prepare_broker)
            database = pool.submit(_one_after_the_other, self._start_database, self._prepare_databases)
            pool.submit(self.start, "mail", "cas").result()
            broker.result()
            database.result()
        self.start(*(name for name in self.processes if name not in ("mail", "cas")))

    def run_module(
        self, arguments: list[str], environ: dict[str, str], stdin: str = "", seconds: int = COMMAND_SECONDS
    ) -> str:
        """One of the project's commands, from its root, to its end. Its output when it fails is the message."""
        base = {
            name: value for name, value in os.environ.items() if not name.startswith(("IPRO_", "AMQP_", "DATABASE_"))
        }
        path = os.pathsep.join([str(self.layout.root), str(ROOT)])
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=self.layout.root, env=base | {"PYTHONPATH": path} | environ, input=stdin,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"python -m {' '.join(arguments)} failed:\n{done.stdout[-4000:]}")
        return done.stdout

    # Faults

    def kill(self, process: str, number: int = signal.SIGKILL) -> None:
        """The supervisor starts a killed process again; `halt` and `resume` keep it down."""
        self.supervisor.child(process).kill(number)

    def halt(self, *processes: str) -> None:
        self.supervisor.stop(*processes)

    def resume(self, *processes: str) -> None:
        self.supervisor.start(*processes)
        self.supervisor.wait_ready(processes, START_SECONDS)

    def restart_broker(self, kill: bool = True) -> None:
        self.broker.restart(kill)

    # The end

    def stop(self) -> None:
        """First those who ask, then those who answer, the engines last."""
        self.supervisor.closing.set()
        running = [name for name in self.supervisor.children if self.supervisor.children[name].state != "stopped"]
        engines = ("broker", "broker-names", "database")
        ranks = [["gateway"], [name for name in running if name not in ("gateway", *engines)]]
        for rank in ranks:
            self.supervisor.stop(*(name for name in rank if name in running))
        with ThreadPoolExecutor(2) as pool:
            for one in [pool.submit(self.broker.stop), pool.submit(self.database.stop)]:
                one.result()
        self.supervisor.closing.clear()
        if self._held:
            self._held = False
            self.layout.release()

    def wipe(self) -> None:
        """Forgets everything of this platform. The databases of a given server are dropped, if we made them."""
        clean_stale(self.layout.base)
        if self.layout.recall("databases") or self.database.private:
            self.database.wipe()
        shutil.rmtree(self.layout.base, ignore_errors=True)

    def __enter__(self) -> "Platform":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _one_after_the_other(*tasks: Callable[[], None]) -> None:
    for task in tasks:
        task()
