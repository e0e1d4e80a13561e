"""Where one platform of this machine lives: its folder, ports, passwords and addresses, chosen once and remembered."""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from deploy.local.steps import Failed

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("profiles", "offers", "agreements", "notifications")
WORKING = (*SERVICES, *(f"{service}-relay" for service in SERVICES))

# Offsets from the first port of the platform. All stay below 32768, where outgoing connections take theirs.
OFFSETS = {"gateway": 0, "cas": 1, "mailbox": 2, "live": 3, "smtp": 25, "database": 32}
OFFSETS |= {"epmd": 69, "broker": 72, "broker-dist": 73}
OFFSETS |= {name: 100 + number for number, name in enumerate(WORKING)}
FIRST_PORT = {"run": 8000, "test": 18000}
OTHER_FIRST_PORT = 21000
PORT_TRIES = 200
PORT_STEP = 7


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted: int, taken: set[int]) -> int:
    for number in range(PORT_TRIES):
        port = wanted + number * PORT_STEP
        if port not in taken and is_free(port):
            return port
    raise Failed(f"No free port found near {wanted} on 127.0.0.1.")


@dataclass
class Layout:
    """`settle()` chooses; everything else only reads what was chosen, so that another process can read it too."""

    base: Path
    env: str = "run"
    root: Path = ROOT
    first_port: int | None = None
    _lock: TextIO | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.base = self.base.absolute()
        self._state: dict[str, Any] = json.loads(self._file.read_text()) if self._file.exists() else {}

    @property
    def _file(self) -> Path:
        return self.base / "state.json"

    def folder(self, *names: str) -> Path:
        """For the owner alone: CVs, mails, logs and keys lie in them."""
        path = self.base.joinpath(*names)
        path.mkdir(parents=True, exist_ok=True)
        self.base.joinpath(names[0]).chmod(0o700)
        return path

    def hold(self) -> None:
        """One platform per folder: two would share data. Freed by the system when the process ends, however it ends."""
        self.base.mkdir(parents=True, exist_ok=True)
        lock = (self.base / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise Failed(f"The platform of {self.base.name} is already running (`make status`, `make stop`).") from None
        self._lock = lock

    def release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    @property
    def is_held(self) -> bool:
        if not (self.base / "lock").exists():
            return False
        with (self.base / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def settle(self) -> None:
        """Ports: those of last time where they are still free, so that addresses and bookmarks stay."""
        first = self.first_port or (int(os.environ.get("IPRO_PORT", "0")) if self.env == "run" else 0)
        first = first or FIRST_PORT.get(self.env, OTHER_FIRST_PORT)
        before = self._state.get("ports", {}) if self._state.get("first") == first else {}
        ports: dict[str, int] = {}
        for name, offset in OFFSETS.items():
            remembered = int(before.get(name, 0))
            reuse = remembered > 0 and is_free(remembered) and remembered not in ports.values()
            ports[name] = remembered if reuse else choose_port(first + offset, set(ports.values()))
        self._state |= {"ports": ports, "first": first}
        self.save()

    def save(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{threading.get_ident()}")  # broker and database may save at the same time
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(self._state, indent=1))
        draft.replace(self._file)

    def port(self, name: str) -> int:
        try:
            return int(self._state["ports"][name])
        except KeyError:
            raise Failed(f"The platform of {self.base.name} was never started.") from None

    def secret(self, name: str) -> str:
        kept = self._state.setdefault("secrets", {})
        if name not in kept:
            kept[name] = secrets.token_urlsafe(24)
            self.save()
        return str(kept[name])

    def recall(self, name: str, default: Any = None) -> Any:
        return self._state.get(name, default)

    def remember(self, name: str, value: Any) -> None:
        self._state[name] = value
        self.save()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port('gateway')}"

    @property
    def cas_url(self) -> str:
        return f"http://127.0.0.1:{self.port('cas')}/cas"

    @property
    def mailbox_url(self) -> str:
        return f"http://127.0.0.1:{self.port('mailbox')}"

    def private_amqp_url(self) -> str:
        vhost = quote("/ipro" if self.env == "run" else f"/ipro-{self.env}", safe="")
        return f"amqp://ipro:{self.secret('broker')}@127.0.0.1:{self.port('broker')}/{vhost}"


def reachable_by(user: str | None, folder: Path) -> bool:
    """Whether that user may go through every parent of the folder (a checkout under /root says no to postgres)."""
    if user is None:
        return True
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    done = subprocess.run(["test", "-x", str(existing)], check=False, **as_user(user))
    return done.returncode == 0


def as_user(name: str | None) -> dict[str, Any]:
    """For subprocess: drop to that user and his own group, with no other."""
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []} if name else {}


def stable_name(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]
