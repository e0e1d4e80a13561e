"""Plain py-amqp connections, with the heartbeats and time-outs that nameko's publishers lack."""

import socket
from urllib.parse import unquote, urlsplit

import amqp

HEARTBEAT = 10  # seconds
ERRORS: tuple[type[Exception], ...] = (OSError, amqp.AMQPError)
"""What a lost or refusing broker raises; amqp's time-outs are OSError."""


class Connection(amqp.Connection):
    """Without connection.blocked: with it, py-amqp reads from the socket at each publish, which a reading thread forbids.

    A broker that blocks its publishers is noticed by the missing confirm or answer instead.
    """

    negotiate_capabilities = {"consumer_cancel_notify": True, "authentication_failure_close": True}


def connect(amqp_url: str, *, heartbeat: int = HEARTBEAT, timeout: float = 5.0, name: str = "ipro") -> amqp.Connection:
    """An open connection. Unacknowledged data on a silent network breaks it after ten seconds."""
    parts = urlsplit(amqp_url)
    connection = Connection(
        host=f"{parts.hostname}:{parts.port or 5672}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        connect_timeout=timeout,
        heartbeat=heartbeat,
        ssl=parts.scheme == "amqps",
        socket_settings={socket.TCP_USER_TIMEOUT: 10_000},
        client_properties={"connection_name": name},
    )
    connection.connect()
    return connection
