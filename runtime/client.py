"""Asking services: thread-safe, many questions at once over one connection, each with a deadline.

Speaks nameko's own wire protocol to real `@rpc` methods. nameko's standalone proxy is not thread-safe, waits for ever
by default and leaves a queue behind; this client keeps one exclusive reply queue, gives each request an expiration so
that the broker drops it once its caller has given up, and survives a broker restart.
"""

import contextlib
import json
import threading
import time
import uuid
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

import amqp

from contracts.errors import Refusal, Unavailable, from_wire
from contracts.message import Call, Command
from runtime import broker
from runtime.actor import Actor, Signer
from runtime.logs import log
from runtime.settings import DEFAULT_DEADLINE, Settings, from_environment
from runtime.topology import RPC_EXCHANGE

TICK = 1.0
LOST: tuple[type[Exception], ...] = (*broker.ERRORS, AssertionError, AttributeError, ValueError, IndexError)
"""What a connection closed under its user shows itself as."""


class Pending:
    """An answer to come. `result()` waits until the question's own deadline and raises the refusal, if it is one."""

    def __init__(self, call: type[Call], deadline_at: float, client: "Client", correlation: str) -> None:
        self.call = call
        self.deadline_at = deadline_at
        self.future: Future[Any] = Future()
        self._client = client
        self._correlation = correlation

    def result(self) -> Any:
        try:
            body = self.future.result(timeout=max(0.0, self.deadline_at - time.monotonic()))
        except FutureTimeout:
            self._client.forget(self._correlation)
            raise Unavailable("no_answer_in_time", service=str(self.call.service)) from None
        if body.get("error"):
            raise from_wire(body["error"])
        return self.call.read_answer(body["result"])


class Client:
    """One per process. `issuer` is who signs: gateway, operator or a service's name."""

    def __init__(self, amqp_url: str, signer: Signer, *, name: str = "") -> None:
        self._url = amqp_url
        self._signer = signer
        self._name = name or f"{signer.issuer} client"
        self._reply_key = str(uuid.uuid4())
        self._lock = threading.Lock()
        self._pending: dict[str, Pending] = {}
        self._connection: amqp.Connection | None = None
        self._channel: amqp.Channel | None = None
        self._ready = threading.Event()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._listen, name="rpc-replies", daemon=True),
            threading.Thread(target=self._tick, name="rpc-heartbeat", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @classmethod
    def from_environment(cls, issuer: str, settings: Settings | None = None) -> "Client":
        settings = settings or from_environment()
        return cls(settings.amqp_url, Signer.from_folder(settings.keys, issuer))

    @property
    def connected(self) -> bool:
        return self._ready.is_set()

    def ask(
        self,
        call: type[Call],
        actor: Actor,
        *,
        deadline: float = DEFAULT_DEADLINE,
        correlation_id: str = "",
        key: str | None = None,
        **question: Any,
    ) -> Any:
        """The answer, or its refusal raised; `Unavailable` when none came within `deadline` seconds."""
        return self.start(call, actor, deadline=deadline, correlation_id=correlation_id, key=key, **question).result()

    def start(
        self,
        call: type[Call],
        actor: Actor,
        *,
        deadline: float = DEFAULT_DEADLINE,
        correlation_id: str = "",
        key: str | None = None,
        **question: Any,
    ) -> Pending:
        """Send the question and return at once; several started together are answered together."""
        correlation = uuid.uuid4().hex
        pending = Pending(call, time.monotonic() + deadline, self, correlation)
        headers = {
            "nameko.actor": self._signer.sign(actor, call.service),
            "nameko.deadline": str(time.time() + deadline),
            "nameko.correlation_id": correlation_id or correlation,
        }
        if key and issubclass(call, Command):
            headers["nameko.key"] = key
        message = amqp.Message(
            json.dumps({"args": [], "kwargs": question}, default=_plain),
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=self._reply_key,
            correlation_id=correlation,
            expiration=str(max(1, int(deadline * 1000))),
            delivery_mode=1,
            application_headers=headers,
        )
        if not self._ready.wait(timeout=deadline):
            pending.future.set_result({"error": _as_wire(Unavailable("broker_lost"))})
            return pending
        self._pending[correlation] = pending
        try:
            with self._lock:
                assert self._channel is not None
                self._channel.basic_publish(message, RPC_EXCHANGE, f"{call.service}.{call.method}", mandatory=True)
        except LOST:
            self.forget(correlation)
            pending.future.set_result({"error": _as_wire(Unavailable("broker_lost"))})
        return pending

    def forget(self, correlation: str) -> None:
        self._pending.pop(correlation, None)

    def close(self) -> None:
        self._closed.set()
        self._drop()

    def _listen(self) -> None:
        wait = 0.1
        while not self._closed.is_set():
            try:
                self._open()
                wait = 0.1
                connection = self._connection
                while not self._closed.is_set() and connection is not None:
                    connection.drain_events()
            except LOST as error:
                if not self._closed.is_set():
                    log.warning("broker_lost", client=self._name, error=str(error))
            self._drop()
            self._closed.wait(wait)
            wait = min(wait * 2, 2.0)

    def _open(self) -> None:
        connection = broker.connect(self._url, name=self._name)
        channel = connection.channel()
        channel.exchange_declare(RPC_EXCHANGE, "topic", passive=True)
        queue = f"rpc.reply-{self._signer.issuer}-{uuid.uuid4()}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, RPC_EXCHANGE, routing_key=self._reply_key)
        channel.basic_consume(queue, no_ack=True, callback=self._on_reply)
        channel.events["basic_return"].add(self._on_return)
        with self._lock:
            self._connection, self._channel = connection, channel
        self._ready.set()

    def _drop(self) -> None:
        """Everybody who waits is told at once: the answers would have come to a queue that is gone."""
        self._ready.clear()
        with self._lock:
            connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(*broker.ERRORS):
                connection.collect()
        for correlation in list(self._pending):
            pending = self._pending.pop(correlation, None)
            if pending is not None and not pending.future.done():
                pending.future.set_result({"error": _as_wire(Unavailable("broker_lost"))})

    def _tick(self) -> None:
        """Heartbeats, which also notice a broker that has gone silent."""
        while not self._closed.wait(TICK):
            with self._lock:
                connection = self._connection
                if connection is None:
                    continue
                try:
                    connection.heartbeat_tick(rate=2)
                except broker.ERRORS:
                    pass
                else:
                    continue
            self._drop()

    def _on_reply(self, message: amqp.Message) -> None:
        pending = self._pending.pop(message.properties.get("correlation_id", ""), None)
        if pending is None or pending.future.done():
            return
        try:
            pending.future.set_result(json.loads(message.body))
        except (TypeError, ValueError):
            pending.future.set_result({"error": _as_wire(Unavailable("unreadable_answer"))})

    def _on_return(self, error: Exception, exchange: str, routing_key: str, message: amqp.Message) -> None:
        """No such queue: the service has never run here."""
        pending = self._pending.pop(message.properties.get("correlation_id", ""), None)
        if pending is not None and not pending.future.done():
            refusal = Unavailable("no_such_service", service=routing_key.split(".", maxsplit=1)[0])
            pending.future.set_result({"error": _as_wire(refusal)})


def _plain(value: Any) -> Any:
    """Dates and UUIDs as text; sets as lists."""
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _as_wire(refusal: Refusal) -> dict[str, Any]:
    return {"exc_type": type(refusal).__name__, "exc_args": list(refusal.args), "value": refusal.code}
