"""The processes of IPRO: their commands, their environments, how each says that it is ready."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.local import probes
from deploy.local.settings import SERVICES, Layout
from deploy.local.supervisor import Spec

UNIVERSITY = "Université de la Méditerranée"
ISSUERS = ("gateway", "operator", *SERVICES)
# What a process may inherit. Anything else, passwords of the person who starts IPRO included, stays outside.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "SSL_CERT_FILE", "SSL_CERT_DIR", "VIRTUAL_ENV")
HELPERS = ("mail", "cas")
SWITCHES = (
    "IPRO_WORKERS",
    "IPRO_WEB_WORKERS",
    "IPRO_WEB_THREADS",
    "IPRO_MAIL_FROM",
    "IPRO_CONTACT_EMAIL",
    "IPRO_BOARD_DEADLINE",
    "IPRO_HEAD_SECONDS",
)


def service_of(process: str) -> str:
    return process.removesuffix("-relay")


class Catalogue:
    """`amqp_url` answers the broker's address with an account's own password, `database_url` a service's own database."""

    def __init__(
        self,
        layout: Layout,
        amqp_url: Callable[[str], str],
        database_url: Callable[[str], str],
        extra: dict[str, str] | None = None,
    ) -> None:
        self.layout, self.amqp_url, self.database_url, self.extra = layout, amqp_url, database_url, extra or {}

    @property
    def services(self) -> tuple[str, ...]:
        """Those whose code is there: the others are told, not started."""
        return tuple(s for s in SERVICES if (self.layout.root / "services" / s / "service.py").exists())

    @property
    def names(self) -> tuple[str, ...]:
        return (*HELPERS, *self.services, *(f"{service}-relay" for service in self.services), "gateway")

    def keys_folder(self, issuer: str) -> Path:
        return self.layout.base / "keys" / issuer

    @property
    def sealing_folder(self) -> Path:
        return self.layout.base / "keys" / "sealing"

    def share_keys(self) -> None:
        """Everybody's public keys and one's own private key, in a folder for each."""
        source = self.layout.base / "keys" / "all"
        for issuer in ISSUERS:
            folder = self.keys_folder(issuer)
            shutil.copytree(source / "public", folder / "public", dirs_exist_ok=True)
            shutil.copy2(source / f"{issuer}.private.pem", folder)

    def _common(self, issuer: str) -> dict[str, str]:
        layout = self.layout
        environ = {name: os.environ[name] for name in INHERITED if name in os.environ}
        files = layout.folder("files")
        given = {name: os.environ[name] for name in SWITCHES if name in os.environ}
        return environ | given | {
            "PYTHONUNBUFFERED": "1",
            "AMQP_URL": self.amqp_url(issuer),
            "IPRO_KEYS": str(self.keys_folder(issuer)),
            "IPRO_FILES_URL": files.as_uri(),
            "IPRO_BASE_URL": layout.base_url,
            "IPRO_LOG": os.environ.get("IPRO_LOG", "console"),
            "IPRO_UNIVERSITY": os.environ.get("IPRO_UNIVERSITY", UNIVERSITY),
        }  # fmt: skip

    def env_of(self, process: str) -> dict[str, str]:
        """Only what this process needs: a service knows neither another's database nor another's key."""
        layout = self.layout
        if process in HELPERS:
            environ = {k: v for k, v in self._common("gateway").items() if not k.startswith(("AMQP", "IPRO_"))}
        elif process == "gateway":
            environ = self._common("gateway") | {
                "IPRO_BIND": f"127.0.0.1:{layout.port('gateway')}",
                "IPRO_SECRET_FILE": str(layout.base / "session.secret"),
                "IPRO_SESSIONS_FOLDER": str(layout.folder("sessions")),
                "IPRO_CAS_URL": layout.cas_url,
            }
        elif process == "demo":
            environ = self._common("operator")
        else:
            service = service_of(process)
            environ = self._common(service) | {"DATABASE_URL": self.database_url(service)}
            environ["IPRO_HEALTH_PORT"] = str(layout.port(process))
            if process == "agreements":
                environ["IPRO_SEALING"] = str(self.sealing_folder)
            if service == "notifications":
                environ["IPRO_SMTP_URL"] = f"smtp://127.0.0.1:{layout.port('smtp')}"
        return environ | self.extra

    def spec(self, process: str) -> Spec:
        layout, python = self.layout, sys.executable
        module = [python, "-m"]
        port = layout.port({"mail": "mailbox"}.get(process, process))
        ready = probes.http_ok(port, "/readyz")
        if process == "mail":
            where = [
                "--smtp-port",
                str(layout.port("smtp")),
                "--port",
                str(port),
                "--folder",
                str(layout.folder("mail")),
            ]
            command = [*module, "deploy.local.mail", *where]
        elif process == "cas":
            command = [*module, "deploy.local.cas", "--port", str(port), "--service", layout.base_url]
        elif process == "gateway":
            command = [
                *module,
                "gunicorn",
                "--no-control-socket",
                "-c",
                "gateway/gunicorn_conf.py",
                "gateway.app:create_app()",
            ]
        elif process.endswith("-relay"):
            command = [*module, "runtime.relay", service_of(process)]
        else:
            command = [*module, "runtime.launch", process]
        return Spec(process, command, self.env_of(process), layout.root, ready, stop_seconds=25)
