"""Hearing an event: read it, have its one effect, or try later, or park it where staff can see and replay it."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from contracts.errors import Refusal, Unavailable
from contracts.message import Event, Received, UnreadableMessage
from runtime import topology
from runtime.actor import Actor
from runtime.database import make_base
from runtime.logs import log
from runtime.unit_of_work import House, UnitOfWork

PARKED = make_base().metadata.tables["parked"]
OUTAGE_DELAY = 5  # seconds between tries while our own database or broker is away: never counted


class TryLater(Exception):
    """Raised by a reaction that lacks something which is on its way, for example the address of a new person."""


class Hearing:
    """One consumer's way with one message. Subclassed by the tests' known-bad builds."""

    def __init__(self, house: House, event: type[Event], consumer: str, publishing: Any) -> None:
        self.house = house
        self.event = event
        self.consumer = consumer
        self.publishing = publishing

    def handle(self, body: Any, attempt: int, react: Callable[[UnitOfWork, Received], None]) -> None:
        """Returns when the message is done with: its effect committed, or itself handed over to a later try or parked."""
        try:
            event = self.event.read(body)
        except UnreadableMessage as error:
            self.park(body, attempt, f"unreadable: {error}")
            return
        try:
            self.effect(event, react)
        except (OperationalError, InterfaceError) as error:
            log.warning("database_away", consumer=self.consumer, error=str(error.orig))
            self.later(body, attempt, OUTAGE_DELAY)
        except (TryLater, Refusal, DBAPIError, Exception) as error:
            self.failed(body, attempt, error)

    def effect(self, event: Received, react: Callable[[UnitOfWork, Received], None]) -> None:
        actor = Actor.service(self.house.service)
        with UnitOfWork(self.house, actor, correlation_id=event.correlation_id) as work:
            if self.house.inbox.first_time(work.session, self.consumer, event.id):
                react(work, event)
                work.commit()
                log.info("heard", event_type=event.type, event_id=event.id)

    def failed(self, body: Any, attempt: int, error: Exception) -> None:
        if isinstance(error, Unavailable | TryLater):
            log.info("event_put_off", consumer=self.consumer, attempt=attempt, why=str(error) or type(error).__name__)
        else:
            log.exception("reaction_failed", consumer=self.consumer, attempt=attempt)
        if attempt >= len(topology.DELAYS):
            self.park(body, attempt, f"{type(error).__name__}: {error}")
        else:
            self.later(body, attempt + 1, topology.DELAYS[attempt])

    def later(self, body: Any, attempt: int, delay: int) -> None:
        queue = topology.consumer_queue(self.house.service, self.consumer)
        raw = json.dumps(body, ensure_ascii=False).encode()
        self.publishing.publish(topology.retry_exchange(delay), queue, raw, {"nameko.attempt": attempt})

    def park(self, body: Any, attempt: int, reason: str) -> None:
        log.error("message_parked", consumer=self.consumer, reason=reason)
        with self.house.engine.begin() as connection:
            connection.execute(
                insert(PARKED).values(
                    queue=topology.consumer_queue(self.house.service, self.consumer),
                    routing_key=self.event.routing_key,
                    reason=reason[:2000],
                    attempts=attempt,
                    body=json.dumps(body, ensure_ascii=False),
                )
            )
