"""Questions to the services, asked as the person signed in, within a deadline.

One client a process, made after the fork. Views call `ask`; a composed page calls `ask_together` and gets, for each
name, the answer or the refusal.
"""

import os
import threading
import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, g, has_request_context, request

from contracts.errors import Internal, Refusal
from contracts.message import Call
from gateway.actor import current_actor
from runtime.client import Client

_lock = threading.Lock()
_clients: dict[int, Any] = {}


def make_client() -> Any:
    return Client.from_environment("gateway")


def client() -> Any:
    """This process's client."""
    factory: Callable[[], Any] = current_app.config.get("CLIENT_FACTORY") or make_client
    pid = os.getpid()
    with _lock:
        if pid not in _clients:
            _clients[pid] = factory()
        return _clients[pid]


def close() -> None:
    with _lock:
        found = _clients.pop(os.getpid(), None)
    if found is not None:
        found.close()


def is_connected() -> bool:
    """Whether this process's client has its broker. No request is needed to ask."""
    found = _clients.get(os.getpid())
    return found is not None and bool(getattr(found, "connected", True))


def correlation_id() -> str:
    """The id that follows this request to the last event it causes; a caller in front of us may give it."""
    if not has_request_context():
        return str(uuid.uuid4())
    if "correlation_id" not in g:
        given = request.headers.get("X-Correlation-Id", "")
        try:
            g.correlation_id = str(uuid.UUID(given))
        except ValueError:
            g.correlation_id = str(uuid.uuid4())
    return g.correlation_id


def ask(
    call: type[Call], /, *, deadline: float | None = None, actor: Any = None, key: str | None = None, **question: Any
) -> Any:
    """The answer, or a refusal raised. `key` is the idempotency key of the form that was shown."""
    seconds = deadline or current_app.config["IPRO"].deadline
    options: dict[str, Any] = {"deadline": seconds, "correlation_id": correlation_id()}
    if key:
        options["key"] = key
    return client().ask(call, actor or current_actor(), **options, **question)


def start(call: type[Call], /, *, deadline: float | None = None, actor: Any = None, **question: Any) -> Any:
    """Ask now, read the answer later with `.result()`."""
    seconds = deadline or current_app.config["IPRO"].deadline
    return client().start(call, actor or current_actor(), deadline=seconds, correlation_id=correlation_id(), **question)


def ask_together(
    questions: dict[str, tuple[type[Call], dict[str, Any]]], deadline: float | None = None
) -> dict[str, Any]:
    """All at once, one deadline for all. A failed one is its `Refusal`: the page shows the rest."""
    seconds = deadline or current_app.config["IPRO"].board_deadline
    started: dict[str, Any] = {}
    for name, (call, question) in questions.items():
        try:
            started[name] = start(call, deadline=seconds, **question)
        except Refusal as refusal:
            started[name] = refusal
    return {name: _outcome(pending) for name, pending in started.items()}


def _outcome(pending: Any) -> Any:
    if isinstance(pending, Refusal):
        return pending
    try:
        return pending.result()
    except Refusal as refusal:
        return refusal
    except Exception:
        current_app.logger.exception("a panel's answer could not be read")
        return Internal()
