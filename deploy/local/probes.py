"""How to know that a process answers. Each probe takes at most a second or two."""

import http.client
import socket
from collections.abc import Callable
from urllib.parse import unquote, urlsplit


class NotYet(Exception):
    """It answers, but not well; the text is what it said."""


def http_ok(port: int, path: str) -> Callable[[], bool]:
    def ask() -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            if answer.status != 200:
                raise NotYet(f"{path} answers {answer.status}: {answer.read(500).decode('utf-8', 'replace').strip()}")
            return True
        finally:
            connection.close()

    return ask


def tcp(port: int) -> Callable[[], bool]:
    def ask() -> bool:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True

    return ask


def amqp(url: str) -> Callable[[], bool]:
    """A broker answers the protocol header before its users exist: only a connection with the password is a yes."""

    def ask() -> bool:
        import amqp as library

        parts = urlsplit(url)
        connection = library.Connection(
            host=f"{parts.hostname}:{parts.port or 5672}",
            userid=unquote(parts.username or "guest"),
            password=unquote(parts.password or "guest"),
            virtual_host=unquote(parts.path[1:]) or "/",
            connect_timeout=2,
            read_timeout=2,
            ssl=parts.scheme == "amqps",
        )
        connection.connect()
        connection.close()
        return True

    return ask
