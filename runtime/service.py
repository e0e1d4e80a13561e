"""What a service declares: commands and questions it answers, events it hears, timers. All else is done here."""

import functools
import time
import uuid
from collections.abc import Callable
from typing import Any, ClassVar

import eventlet
from nameko.timer import Timer
from prometheus_client import Counter, Histogram
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from structlog.contextvars import bound_contextvars

from contracts.errors import Internal, InvalidInput, NotAllowed, Refusal, Unavailable
from contracts.message import Call, Command, Event
from runtime import idempotency
from runtime.actor import Actor, Verifier
from runtime.consumer import Hearing
from runtime.entrypoints import Context, hear, rpc
from runtime.logs import log
from runtime.settings import DEFAULT_DEADLINE, MAX_DEADLINE
from runtime.unit_of_work import House, UnitOfWork

ANSWERED = Histogram("ipro_rpc_seconds", "Time to answer a call", ["method"])
REFUSED = Counter("ipro_rpc_refusals", "Calls refused, by code", ["method", "code"])
HEARD = Counter("ipro_events_heard", "Events handled", ["consumer"])


class Service:
    """Base of the four services. `house` and `verifier` are set once by the launcher, before the first message."""

    name: ClassVar[str]
    house: ClassVar[House]
    verifier: ClassVar[Verifier]
    unit_of_work: ClassVar[type[UnitOfWork]] = UnitOfWork
    hearing: ClassVar[type[Hearing]] = Hearing

    context = Context()

    @classmethod
    def check_settings(cls) -> None:
        """Asked once at the start: what this service needs beside its house. Raises `SystemExit` with what is wrong."""


class _Deadline(eventlet.Timeout):
    """A BaseException, so that SQLAlchemy throws the half-used connection away."""


def query(call: type[Call]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A question: nothing it does is committed."""
    return _entrypoint(call, writes=False)


def command(call: type[Call]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A call that writes: one transaction, run once for each idempotency key."""
    return _entrypoint(call, writes=True)


def _entrypoint(call: type[Call], *, writes: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        if function.__name__ != call.method:
            raise TypeError(f"{call.__name__} is answered by a method named {call.method}, not {function.__name__}")

        @rpc
        @functools.wraps(function)
        def answer(self: Service, raw: dict[str, Any]) -> Any:
            data = self.context["data"]
            began = time.perf_counter()
            with bound_contextvars(correlation_id=data.get("correlation_id", ""), call=call.method):
                try:
                    return _within_deadline(self, call, function, raw, data, writes=writes)
                except Refusal as refusal:
                    REFUSED.labels(call.method, refusal.code).inc()
                    log.info("refused", code=refusal.code)
                    raise
                finally:
                    ANSWERED.labels(call.method).observe(time.perf_counter() - began)

        return answer

    return decorate


def _within_deadline(
    service: Service, call: type[Call], function: Callable[..., Any], raw: dict, data: dict, *, writes: bool
) -> Any:
    remaining = _remaining(data)
    if remaining() <= 0:
        raise Unavailable("too_late")
    limit = _Deadline(remaining())
    try:
        actor = service.verifier.verify(data.get("actor"))
        return _answer(service, call, function, raw, data, actor, remaining, writes=writes)
    except _Deadline as over:
        if over is not limit:
            raise
        raise Unavailable("no_answer_in_time") from None
    except Refusal:
        raise
    except (OperationalError, InterfaceError, TimeoutError) as error:
        log.error("database_away", error=str(getattr(error, "orig", error)))
        raise Unavailable("database_away") from None
    except DBAPIError as error:
        raise _fault(type(error.orig).__name__) from None
    except Exception as error:
        raise _fault(type(error).__name__) from None
    finally:
        limit.cancel()


def _fault(kind: str) -> Internal:
    """The caller gets a reference; the log has what happened."""
    reference = uuid.uuid4().hex[:8]
    log.exception("internal_fault", reference=reference, kind=kind)
    return Internal(reference=reference)


def _remaining(data: dict[str, Any]) -> Callable[[], float]:
    try:
        deadline = float(data["deadline"])
    except (KeyError, TypeError, ValueError):
        deadline = time.time() + DEFAULT_DEADLINE
    deadline = min(deadline, time.time() + MAX_DEADLINE)
    return lambda: deadline - time.time()


def _answer(
    service: Service,
    call: type[Call],
    function: Callable[..., Any],
    raw: dict,
    data: dict,
    actor: Actor,
    remaining: Callable[[], float],
    *,
    writes: bool,
) -> Any:
    question = call.read_question(raw)
    correlation = str(data.get("correlation_id") or "")[:64]
    with service.unit_of_work(service.house, actor, correlation_id=correlation, remaining=remaining) as work:
        if not writes:
            return call.dump_answer(function(service, work, question))
        key = data.get("key")
        if key and issubclass(call, Command):
            if not isinstance(key, str):
                raise InvalidInput("key_invalid")
            scope = f"{actor.id or actor.issuer}:{call.method}"
            done, earlier = idempotency.earlier_answer(work.session, scope, key, fingerprint(call, raw))
            if done:
                return earlier
        result = call.dump_answer(function(service, work, question))
        if key and issubclass(call, Command):
            idempotency.remember(work.session, scope, key, result)
        work.commit()
        log.info("done")
        return result


def fingerprint(call: type[Command], raw: dict[str, Any]) -> str:
    return idempotency.fingerprint({name: value for name, value in raw.items() if name not in call.not_the_same})


def reaction(event: type[Event]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hear one event of another service, on a queue named after this method. Has one effect per event."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @hear(event)
        @functools.wraps(function)
        def on_message(self: Service, body: Any) -> None:
            data = self.context["data"]
            try:
                attempt = int(data.get("attempt", 0))
            except (TypeError, ValueError):
                attempt = 0
            correlation = body.get("correlationid", "") if isinstance(body, dict) else ""
            with bound_contextvars(correlation_id=correlation, consumer=function.__name__):
                hearing = self.hearing(self.house, event, function.__name__, self.context["publishing"])
                hearing.handle(body, attempt, functools.partial(function, self))
                HEARD.labels(function.__name__).inc()

        return on_message

    return decorate


def every(*, seconds: float, soon: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run in each copy of the service, never twice at once in one copy; copies share work by row locks.

    `soon` also runs it when the service starts: what waits long must not wait anew at each restart.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def tick(self: Service) -> None:
            try:
                with self.unit_of_work(self.house, Actor.service(self.name)) as work:
                    function(self, work)
                    work.commit()
            except Exception:
                log.exception("timer_failed", timer=function.__name__)

        return Timer.decorator(seconds, eager=soon)(tick)

    return decorate


def only(*allowed: str, work: UnitOfWork) -> None:
    """Refuse the call unless one of these processes asks for itself."""
    if not work.actor.is_service(*allowed):
        raise NotAllowed()
