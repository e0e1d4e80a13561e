"""The broker: a private RabbitMQ node on loopback, or the one that AMQP_URL names.

The node is started by Debian's own script, past the wrapper that insists on the system's user and folder, and with a
name server (epmd) of its own, so that it meets no other Erlang on the machine.
"""

import base64
import http.client
import json
import os
import signal
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from deploy.local import packages, probes
from deploy.local.settings import Layout
from deploy.local.steps import Failed
from deploy.local.supervisor import Spec, Supervisor
from deploy.rabbitmq import rights

START_SECONDS = 60


class PrivateBroker:
    private = True

    def __init__(self, layout: Layout, supervisor: Supervisor) -> None:
        self.layout, self.supervisor = layout, supervisor

    @property
    def url(self) -> str:
        return self.layout.private_amqp_url()

    @property
    def vhost(self) -> str:
        return unquote(urlsplit(self.url).path[1:])

    def _environ(self, base: Path) -> dict[str, str]:
        layout = self.layout
        home = layout.folder("broker", "home")
        cookie = home / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(layout.secret("erlang"))
            cookie.chmod(0o400)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
        quiet = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
        return kept | {
            "HOME": str(home),
            "ERL_EPMD_PORT": str(layout.port("epmd")),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"ipro-{layout.env}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(layout.port("broker")),
            "RABBITMQ_DIST_PORT": str(layout.port("broker-dist")),
            "RABBITMQ_BASE": str(base),
            "RABBITMQ_MNESIA_BASE": str(base / "mnesia"),
            "RABBITMQ_LOG_BASE": str(base / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(base / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(base / "rabbitmq"),
            "RABBITMQ_CONF_ENV_FILE": str(base / "none.conf"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(base / "gen"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(base / "feature_flags"),
            "RABBITMQ_PID_FILE": str(base / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": quiet,
            "RUNNING_UNDER_SYSTEMD": "1",  # the script then becomes the node, so that signals reach it
        }

    def _specs(self) -> tuple[Spec, Spec]:
        need = packages.NEEDS["rabbitmq"]
        server, epmd = need.find("rabbitmq-server"), _find_epmd()
        if not server or not epmd:
            raise Failed("RabbitMQ is not installed (Debian package rabbitmq-server).")
        base = self.layout.folder("broker")
        (base / "enabled_plugins").write_text("[].\n")
        (base / "rabbitmq.conf").touch(mode=0o600)
        (base / "rabbitmq.conf").write_text(
            "# Made by deploy/local/rabbitmq.py.\n"
            f"default_vhost = {self.vhost}\n"
            f"load_definitions = {self._definitions(base)}\n"
            "loopback_users.ipro = true\n"
            "log.console.level = warning\n"
            "vm_memory_high_watermark.relative = 0.4\n"
            "disk_free_limit.absolute = 100MB\n"
        )
        environ = self._environ(base)
        names = ["-port", str(self.layout.port("epmd")), "-address", "127.0.0.1"]
        return (
            Spec(
                "broker-names", [str(epmd), *names], environ, base, probes.tcp(self.layout.port("epmd")), stop_seconds=3
            ),
            Spec("broker", [str(server)], environ, base, probes.amqp(self.url), stop_seconds=30),
        )

    def _definitions(self, base: Path) -> Path:
        """Accounts and their rights, loaded at each start of the node."""
        passwords = {rights.ADMIN: self.layout.secret("broker")}
        passwords |= {name: self.layout.secret(f"broker {name}") for name in rights.ACCOUNTS}
        path = base / "definitions.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(rights.definitions(self.vhost, passwords)))
        return path

    def url_of(self, account: str) -> str:
        """The address with that account's own name and password."""
        parts = urlsplit(self.url)
        word = quote(self.layout.secret(f"broker {account}"), safe="")
        return urlunsplit(parts._replace(netloc=f"{account}:{word}@{parts.hostname}:{parts.port}"))

    def start(self) -> None:
        names, broker = self._specs()
        self.supervisor.add(names)
        self.supervisor.start(names.name)
        self.supervisor.wait_ready([names.name], 10)
        self.supervisor.add(broker)
        self.supervisor.start(broker.name)
        self.supervisor.wait_ready([broker.name], START_SECONDS)

    def restart(self, kill: bool) -> None:
        child = self.supervisor.child("broker")
        if kill:
            child.kill(signal.SIGKILL)
        self.supervisor.restart("broker")
        self.supervisor.wait_ready(["broker"], START_SECONDS)

    def stop(self) -> None:
        for name in ("broker", "broker-names"):
            if name in self.supervisor.children:
                self.supervisor.stop(name)

    def control(self) -> tuple[list[str], dict[str, str]]:
        """The start of a rabbitmqctl command for this node, and its environment."""
        program = packages.NEEDS["rabbitmq"].find("rabbitmqctl")
        return [str(program), "-n", f"ipro-{self.layout.env}@localhost"], self._environ(self.layout.folder("broker"))


class GivenBroker:
    """AMQP_URL's. The running platform takes its vhost as it is; tests want one of their own next to it."""

    private = False

    def __init__(self, layout: Layout, url: str) -> None:
        self.layout, self.given = layout, url

    @property
    def url(self) -> str:
        if self.layout.env == "run":
            return self.given
        parts = urlsplit(self.given)
        vhost = (unquote(parts.path[1:]).strip("/") or "ipro") + f"-{self.layout.env}"
        return urlunsplit(parts._replace(path="/" + quote(vhost, safe="")))

    def url_of(self, account: str) -> str:
        """AMQP_URL_<ACCOUNT> where it is set (deploy/rabbitmq/rights.py prints what it may do), else everybody's."""
        return os.environ.get(f"AMQP_URL_{account.upper()}", self.url)

    @property
    def vhost(self) -> str:
        return unquote(urlsplit(self.url).path[1:])

    def start(self) -> None:
        if self.layout.env != "run":
            renewed = self._renew_vhost()
            if not renewed and self._answers():
                print(
                    f"AMQP_URL: the vhost {self.vhost} cannot be emptied without the management API.", file=sys.stderr
                )
        if not self._answers():
            raise Failed(
                f"The broker of AMQP_URL does not let us into the vhost {self.vhost}. Create it and give the user all "
                "rights there, or unset AMQP_URL: IPRO then starts a private broker."
            )

    def _answers(self) -> bool:
        try:
            return probes.amqp(self.url)()
        except Exception:  # refused, closed, no such vhost: all mean no
            return False

    def _renew_vhost(self) -> bool:
        parts = urlsplit(self.url)
        user = unquote(parts.username or "guest")
        login = base64.b64encode(f"{user}:{unquote(parts.password or 'guest')}".encode()).decode()
        name = quote(self.vhost, safe="")
        rights = json.dumps({"configure": ".*", "write": ".*", "read": ".*"})
        asked = [
            ("DELETE", f"/api/vhosts/{name}", None),
            ("PUT", f"/api/vhosts/{name}", None),
            ("PUT", f"/api/permissions/{name}/{quote(user, safe='')}", rights),
        ]
        try:
            for method, path, body in asked:
                api = http.client.HTTPConnection(parts.hostname or "127.0.0.1", 15672, timeout=5)
                api.request(method, path, body, {"Authorization": f"Basic {login}", "Content-Type": "application/json"})
                if api.getresponse().status not in (201, 204, 404):
                    return False
        except OSError:
            return False
        return True

    def restart(self, kill: bool) -> None:
        raise Failed("The broker is AMQP_URL's own: IPRO does not restart it.")

    def stop(self) -> None:
        """Not ours to stop."""


def _find_epmd() -> Path | None:
    return packages.Need("erlang-base", ("epmd",), ("erlang/erts-*/bin",)).find("epmd")
