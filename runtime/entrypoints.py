"""nameko's entrypoints, mended where they were measured to lose, double or wait for ever."""

import contextlib
import json
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import amqp
import eventlet
from kombu import Exchange, Queue
from nameko.exceptions import ContainerBeingKilled, MalformedRequest, serialize
from nameko.extensions import DependencyProvider, SharedExtension
from nameko.messaging import Consumer as NamekoConsumer
from nameko.messaging import QueueConsumer as NamekoQueueConsumer
from nameko.rpc import Rpc as NamekoRpc
from nameko.rpc import RpcConsumer as NamekoRpcConsumer

from contracts.errors import Internal, Refusal
from runtime import broker, topology
from runtime.logs import log


class QueueConsumer(NamekoQueueConsumer):
    """Stops only when its workers are done, so that none is acknowledged too late and run again after a restart."""

    last_seen = 0.0

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        self.last_seen = eventlet.hubs.get_hub().clock()
        if not self._consumers and not self.container._worker_threads:
            self.should_stop = True

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """kombu acknowledges what it cannot decode; here it goes to the dead queue and is parked."""
        log.error("undecodable_message", error=str(exc))
        message.reject(requeue=False)

    def acknowledge(self, message: Any) -> None:
        self.ack_message(message)


class Publishing(SharedExtension):
    """One connection a service for replies and for messages to try later, reopened when it was lost.

    Replies are best effort: a lost one ends in the caller's deadline, never in this service's death.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: amqp.Connection | None = None
        self._plain: amqp.Channel | None = None
        self._confirmed: amqp.Channel | None = None

    def stop(self) -> None:
        self._forget()

    def reply(self, reply_to: str, correlation_id: str, payload: bytes) -> None:
        message = amqp.Message(
            payload,
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=correlation_id,
            delivery_mode=1,
        )
        try:
            self._with_channel(lambda: self._plain.basic_publish(message, topology.RPC_EXCHANGE, reply_to))  # type: ignore[union-attr]
        except broker.ERRORS as error:
            log.warning("reply_lost", error=str(error))

    def publish(self, exchange: str, routing_key: str, body: bytes, headers: dict[str, Any]) -> None:
        """Returns once the broker has the message; raises `broker.ERRORS` when it does not."""
        message = amqp.Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            application_headers=headers,
        )
        self._with_channel(
            lambda: self._confirmed.basic_publish_confirm(  # type: ignore[union-attr]
                message, exchange, routing_key, confirm_timeout=5
            )
        )

    def _with_channel(self, send: Callable[[], Any]) -> None:
        with self._lock:
            for last_try in (False, True):
                try:
                    if self._connection is None:
                        self._open()
                    send()
                    return
                except broker.ERRORS:
                    self._forget()
                    if last_try:
                        raise

    def _open(self) -> None:
        # no heartbeat: nobody reads here between messages; TCP_USER_TIMEOUT and the retry find a dead link
        self._connection = broker.connect(self.container.config["AMQP_URI"], heartbeat=0, name="replies")
        self._plain = self._connection.channel()
        self._confirmed = self._connection.channel()

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*broker.ERRORS):
                connection.collect()


class RpcConsumer(NamekoRpcConsumer):
    queue_consumer = QueueConsumer()
    publishing = Publishing()

    def setup(self) -> None:
        """The exchange is there already; a service has no right to declare it."""
        super().setup()
        exchange = Exchange(topology.RPC_EXCHANGE, type="topic", no_declare=True)
        self.queue.exchange = exchange
        for binding in self.queue.bindings:
            binding.exchange = exchange

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Reply, then acknowledge. Only the refusals of `contracts.errors` are told as they are."""
        error = None
        if exc_info is not None:
            raised = exc_info[1]
            if not isinstance(raised, Refusal | MalformedRequest) and type(raised).__name__ != "MethodNotFound":
                raised = Internal("internal")
            error = serialize(raised)
            error.pop("exc_path", None)
        try:
            payload = json.dumps({"result": result, "error": error}, separators=(",", ":")).encode()
        except (TypeError, ValueError):
            log.exception("answer_is_not_json")
            payload = json.dumps({"result": None, "error": serialize(Internal("internal"))}).encode()
        properties = message.properties
        if properties.get("reply_to"):
            self.publishing.reply(properties["reply_to"], properties.get("correlation_id") or "", payload)
        self.queue_consumer.acknowledge(message)
        return result, exc_info


class Rpc(NamekoRpc):
    rpc_consumer = RpcConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        if not isinstance(body, dict) or not isinstance(body.get("kwargs"), dict):
            raise MalformedRequest("Message missing `args` or `kwargs`")
        kwargs = {str(name): value for name, value in body["kwargs"].items()}
        try:
            self.container.spawn_worker(
                self,
                [],
                {"raw": kwargs},
                context_data=self.unpack_message_headers(message),
                handle_result=partial(self.handle_result, message),
            )
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)


rpc = Rpc.decorator


class Consumer(NamekoConsumer):
    """Hears one event on a quorum queue of its own. What its method raises (it should not) gives the message back."""

    queue_consumer = QueueConsumer()
    publishing = Publishing()

    def __init__(self, event: Any, **kwargs: Any) -> None:
        self.event = event
        super().__init__(queue=None, requeue_on_error=True, **kwargs)

    def setup(self) -> None:
        service = self.container.service_name
        exchange = Exchange(topology.internal_exchange(self.event.producer), type="topic", no_declare=True)
        self.queue = Queue(
            topology.consumer_queue(service, self.method_name),
            exchange=exchange,
            routing_key=self.event.routing_key,
            durable=True,
            queue_arguments=topology.quorum_arguments(service),
        )
        super().setup()

    def handle_message_processed(self, message: Any, result: Any = None, exc_info: Any = None) -> None:
        if exc_info is not None:
            eventlet.sleep(1)  # neither handled nor handed over: not in a hot loop
            self.queue_consumer.requeue_message(message)
        else:
            self.queue_consumer.acknowledge(message)


hear = Consumer.decorator


class Context(DependencyProvider):
    """Gives the worker its message's context and the means to publish."""

    publishing = Publishing()

    def get_dependency(self, worker_ctx: Any) -> dict[str, Any]:
        return {"data": worker_ctx.data, "publishing": self.publishing}
