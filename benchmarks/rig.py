"""A platform of the measures' own, and the processes they add to it; all on the loopback, all stopped at the end."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from deploy.local import probes
from deploy.local.platform import Platform
from deploy.local.settings import ROOT, choose_port
from deploy.local.supervisor import Spec
from runtime import topology
from runtime.database import make_engine

BASE = ROOT / ".ipro" / "bench"
FIRST_PORT = 23_000


class Peer:
    """A process that takes one JSON line and answers one JSON line: it measures without our own threads beside it."""

    def __init__(self, module: str, **configuration: Any) -> None:
        self.module = module
        log = BASE / "log" / f"{module.rpartition('.')[2]}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        self._log = log
        self.ask(60, **configuration)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, within: float, /, **question: Any) -> Any:
        """Its answer within so many seconds, or an error that names the process and its log."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        readable, _, _ = select.select([self._process.stdout], [], [], within)
        line = self._process.stdout.readline() if readable else b""
        if not line:
            raise RuntimeError(f"{self.module} does not answer; its log is {self._log}")
        return json.loads(line)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Rig:
    """Engines and databases are ready; processes are started by the measures that need them."""

    def __init__(self) -> None:
        self.platform = Platform(
            env="bench",
            base=BASE,
            broker="private",
            database="private",
            first_port=FIRST_PORT,
            fresh=True,
            extra_env={"IPRO_LOG": "json"},
        )
        self.platform.database.durable = True  # type: ignore[union-attr]  # fsync, as where it counts
        self._ports: set[int] = set()
        self._engines: list[Engine] = []
        self.people: dict[str, Any] = {}  # of the demonstration by login, once it is there

    def __enter__(self) -> "Rig":
        try:
            self.platform.start_engines()
            self._tell_commit_times()
            self.platform.prepare()
        except BaseException:
            self.platform.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._engines:
            engine.dispose()
        self.platform.stop()

    def _tell_commit_times(self) -> None:
        """The database remembers when each transaction was committed; that needs a restart."""
        database = self.platform.database
        database.run(["ALTER SYSTEM SET track_commit_timestamp = on"])
        database.stop()
        database.start()

    def declare(self, *services: str) -> None:
        """The exchanges of services that are not among the four."""
        topology.declare_all(self.platform.amqp_url, *services)

    def database_of(self, name: str, template: str = "") -> str:
        """The address of an empty database of that name; with a template, that service's tables are in it."""
        database = self.platform.database
        whole, owner = f"ipro_bench_{name}", database.name("agreements")
        source = f'TEMPLATE "{database.name(template)}"' if template else "TEMPLATE template0"
        database.run(
            [f'DROP DATABASE IF EXISTS "{whole}" WITH (FORCE)', f'CREATE DATABASE "{whole}" OWNER "{owner}" {source}']
        )
        return self.platform.database_url("agreements").rsplit("/", 1)[0] + f"/{whole}"

    def forget(self, *names: str) -> None:
        """Drop those databases: a large one need not wait on the disk for the next run."""
        self.platform.database.run([f'DROP DATABASE IF EXISTS "ipro_bench_{name}" WITH (FORCE)' for name in names])

    def engine(self, url: str) -> Engine:
        found = make_engine(url, pool_size=2)
        self._engines.append(found)
        return found

    def keys_of(self, issuer: str) -> Path:
        """A key folder for a service that is not one of the four."""
        keys = self.platform.layout.base / "keys"
        folder = keys / issuer
        shutil.copytree(keys / "all" / "public", folder / "public", dirs_exist_ok=True)
        shutil.copy2(keys / "all" / "agreements.private.pem", folder / f"{issuer}.private.pem")
        shutil.copy2(keys / "all" / "public" / "agreements.pem", folder / "public" / f"{issuer}.pem")
        return folder

    @property
    def gateway_keys(self) -> Path:
        return self.platform.catalogue.keys_folder("gateway")

    def launch(self, name: str, command: list[str], url: str = "", keys: Path | None = None) -> None:
        """A process with a health port of its own; returns when it is ready. `command` is a module and its arguments."""
        port = choose_port(FIRST_PORT + 500, self._ports)
        self._ports.add(port)
        environ = self.platform.env_of("agreements") | {"IPRO_HEALTH_PORT": str(port)}
        environ["AMQP_URL"] = self.platform.amqp_url  # the administrator's: the other accounts know the four services
        environ |= {"DATABASE_URL": url} if url else {}
        environ |= {"IPRO_KEYS": str(keys)} if keys else {}
        environ["PYTHONWARNINGS"] = "ignore"
        spec = Spec(name, [sys.executable, "-m", *command], environ, ROOT, probes.http_ok(port, "/readyz"))
        self.platform.supervisor.add(spec)
        self.platform.supervisor.start(name)
        self.platform.supervisor.wait_ready([name], 60)

    def halt(self, *names: str) -> None:
        self.platform.supervisor.stop(*names)

    def probe(self) -> str:
        """The service without business, with its relay; the address of its database."""
        from tests.probe.model import Base

        self.declare("probe")
        url = self.database_of("probe")
        Base.metadata.create_all(self.engine(url))
        keys = self.keys_of("probe")
        self.launch("probe", ["tests.probe.service"], url, keys)
        self.launch("probe-relay", ["runtime.relay", "probe"], url, keys)
        return url

    def processor_seconds(self) -> dict[str, float]:
        """The same for each process of the platform, by name."""
        return {
            name: processor_seconds(child.pid) for name, child in self.platform.supervisor.children.items() if child.pid
        }


def processor_seconds(pid: int | None) -> float:
    """What this process and those it started have used of the processors so far."""
    return sum(_used(one) for one in _family(pid)) if pid else 0.0


def _used(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int | None) -> int:
    """The memory that this process and those it started hold now."""
    return sum(_resident(one) for one in _family(pid)) if pid else 0


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found, waiting = [], [pid]
    while waiting and len(found) < 500:
        one = waiting.pop()
        found.append(one)
        for file in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += [int(word) for word in file.read_text().split()]
            except OSError:
                continue
    return found


def until(what: Any, seconds: float, pause: float = 0.02) -> Any:
    """The first truthy answer, or an error after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(pause)
    raise RuntimeError(f"nothing came within {seconds:.0f} s")
