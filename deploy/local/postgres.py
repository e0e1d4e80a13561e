"""The database server: a private PostgreSQL on loopback, or the one that DATABASE_URL names; in both, one database and
one role per service, and no role may enter another's database.
"""

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from deploy.local import packages
from deploy.local.settings import SERVICES, Layout, as_user, reachable_by, stable_name
from deploy.local.steps import Failed
from deploy.local.supervisor import Spec, Supervisor

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin")
START_SECONDS = 60
ADMIN = "ipro_admin"


class Databases:
    """What both servers share: the databases of the services on a server whose administrator we are."""

    layout: Layout

    @property
    def admin_url(self) -> str:
        raise NotImplementedError

    @property
    def prefix(self) -> str:
        raise NotImplementedError

    def name(self, service: str) -> str:
        return f"{self.prefix}_{service}"

    def owner(self, service: str) -> str:
        """The role that migrates, and so owns the tables. The service's own role reads and writes rows, nothing else."""
        return f"{self.name(service)}_owner"

    def url(self, service: str) -> str:
        """Of the service's own role. The driver is named: SQLAlchemy would take another one."""
        return self._url_of(service, self.name(service), self.layout.secret("database " + service))

    def owner_url(self, service: str) -> str:
        return self._url_of(service, self.owner(service), self.layout.secret("database owner " + service))

    def _url_of(self, service: str, role: str, word: str) -> str:
        parts = urlsplit(self.admin_url)
        login = f"{role}:{quote(word)}"
        return urlunsplit(
            (
                "postgresql+psycopg2",
                f"{login}@{parts.hostname}:{parts.port or 5432}",
                f"/{self.name(service)}",
                parts.query,
                "",
            )
        )

    def connect(self, database: str | None = None):
        """As the administrator, each statement committed by itself."""
        import psycopg2

        connection = psycopg2.connect(_with_database(self.admin_url, database), connect_timeout=5)
        connection.autocommit = True
        return connection

    def run(self, statements: list[str], database: str | None = None) -> None:
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def _known(self, query: str) -> set[str]:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(query)
                return {row[0] for row in cursor.fetchall()}
        finally:
            connection.close()

    def provision(self, fresh: bool = False) -> None:
        """Makes what is missing. `fresh` drops the databases first: only those that this platform created itself."""
        ours = set(self.layout.recall("databases", []))
        if fresh:
            self.run([f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in sorted(ours)])
        roles = self._known("SELECT rolname FROM pg_roles")
        databases = self._known("SELECT datname FROM pg_database")
        for service in SERVICES:
            name, owner = self.name(service), self.owner(service)
            words = {
                name: self.layout.secret("database " + service),
                owner: self.layout.secret("database owner " + service),
            }
            logins = [
                f'{"ALTER" if role in roles else "CREATE"} ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE '
                f"PASSWORD '{word}'"
                for role, word in words.items()
            ]
            if name in databases:
                self.run(logins)
                continue
            self.layout.remember("databases", sorted(ours := ours | {name}))
            self.run([
                *logins,
                f'GRANT "{owner}" TO CURRENT_USER',  # a server's administrator need not be a superuser
                f"CREATE DATABASE \"{name}\" OWNER \"{owner}\" TEMPLATE template0 ENCODING 'UTF8'",
                f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
                f'GRANT CONNECT ON DATABASE "{name}" TO "{name}"',
            ])  # fmt: skip
            self.run([
                *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS),
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                f'GRANT ALL ON SCHEMA public TO "{owner}"',
                f'GRANT USAGE ON SCHEMA public TO "{name}"',
                f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA public'
                f' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{name}"',
                f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA public GRANT USAGE ON SEQUENCES TO "{name}"',
            ], name)  # fmt: skip

    def drop(self) -> None:
        for name in self.layout.recall("databases", []):  # the role of a service has its database's name
            roles = [f'DROP ROLE IF EXISTS "{role}"' for role in (name, f"{name}_owner")]
            self.run([f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', *roles])
        self.layout.remember("databases", [])


class PrivateDatabase(Databases):
    private = True

    def __init__(self, layout: Layout, supervisor: Supervisor, durable: bool = True) -> None:
        self.layout, self.supervisor, self.durable = layout, supervisor, durable

    @property
    def user(self) -> str | None:
        """Asked late: the package that makes the user may just have been installed."""
        return _server_user()

    @property
    def admin_url(self) -> str:
        return (
            f"postgresql://{ADMIN}:{self.layout.secret('database')}@127.0.0.1:{self.layout.port('database')}/postgres"
        )

    @property
    def prefix(self) -> str:
        return "ipro" if self.layout.env == "run" else f"ipro_{self.layout.env}"

    @property
    def folder(self) -> Path:
        """Beside the rest; elsewhere where the server's user cannot reach it. Remembered, since rights may change."""
        kept = self.layout.recall("database_folder")
        if kept:
            return Path(kept)
        near = self.layout.base / "database"
        folder = near if reachable_by(self.user, near) else Path("/var/lib/ipro") / stable_name(self.layout.base)
        self.layout.remember("database_folder", str(folder))
        return folder

    def _command(self, program: str) -> str:
        path = packages.NEEDS["postgresql"].find(program)
        if not path:
            raise Failed("PostgreSQL is not installed (Debian package postgresql).")
        return str(path)

    def _initialise(self) -> None:
        """Into a side folder, then renamed: a first start cut short leaves nothing half made."""
        draft = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=0o700)
        word = draft.with_suffix(".word")  # a pipe would do, but belongs to us and not to the server's user
        word.touch(mode=0o600)
        word.write_text(self.layout.secret("database") + "\n")
        if self.user:
            shutil.chown(draft, self.user)
            shutil.chown(word, self.user)
        command = [self._command("initdb"), "-D", str(draft), "-U", ADMIN, "-A", "scram-sha-256", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync", f"--pwfile={word}"]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, text=True, timeout=120, check=False, cwd="/",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"LC_ALL": "C.UTF-8"}, **as_user(self.user),
        )  # fmt: skip
        word.unlink()
        if done.returncode:
            raise Failed(f"initdb failed:\n{done.stdout[-2000:]}")
        draft.rename(self.folder)

    def provision(self, fresh: bool = False) -> None:
        super().provision(fresh)
        self.run(["REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"])

    def spec(self) -> Spec:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.layout.port("database")),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "log_min_messages": "warning",
            "timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Spec(
            "database", [self._command("postgres"), "-D", str(self.folder), *options], dict(os.environ), Path("/"),
            self._answers, signal.SIGINT, 20, self.user,
        )  # fmt: skip

    def _answers(self) -> bool:
        self.connect().close()
        return True

    def start(self) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self.supervisor.add(self.spec())
        self.supervisor.start("database")
        self.supervisor.wait_ready(["database"], START_SECONDS)

    def stop(self) -> None:
        if "database" in self.supervisor.children:
            self.supervisor.stop("database")

    def wipe(self) -> None:
        """The folder may lie outside .ipro."""
        shutil.rmtree(self.folder, ignore_errors=True)


class GivenDatabase(Databases):
    private = False

    def __init__(self, layout: Layout, url: str) -> None:
        self.layout, self._url = layout, url
        self._entrance: str | None = None  # a database that exists, when the one named does not

    @property
    def admin_url(self) -> str:
        scheme, _, rest = self._url.partition("://")
        return _with_database(f"{scheme.partition('+')[0]}://{rest}", self._entrance)

    @property
    def prefix(self) -> str:
        name = unquote(urlsplit(self._url).path[1:]) or "ipro"
        return name if self.layout.env == "run" else f"{name}_{self.layout.env}"

    def start(self) -> None:
        import psycopg2

        first: Exception | None = None
        for self._entrance in (None, "postgres", "template1"):
            try:
                self.connect().close()
                return
            except psycopg2.OperationalError as problem:
                first = first or problem
        raise Failed(f"The database server of DATABASE_URL does not let us in: {first}")

    def stop(self) -> None:
        """Not ours to stop."""

    def wipe(self) -> None:
        self.drop()


def _with_database(url: str, database: str | None) -> str:
    return url if database is None else urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: it then runs as the user that its package made."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None
