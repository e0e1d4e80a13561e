"""One transaction: the state, its journal line, its events and its inbox line are committed together or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from contracts.errors import StaleVersion
from contracts.message import Call, Event
from runtime.actor import Actor, Signer
from runtime.clock import day_of
from runtime.files import FileStore
from runtime.inbox import Inbox
from runtime.outbox import Outbox

if TYPE_CHECKING:
    from runtime.client import Client


@dataclass
class House:
    """What a service's units of work share. `wake` tells the relay that something waits; `signer` is the service's own."""

    service: str
    engine: Engine
    files: FileStore
    client: Client
    wake: Callable[[], None] = lambda: None
    outbox: Outbox = field(default_factory=Outbox)
    inbox: Inbox = field(default_factory=Inbox)
    signer: Signer | None = None


class UnitOfWork:
    """Opened by the chassis around a command, question, reaction or timer; functions of a service never commit."""

    def __init__(
        self,
        house: House,
        actor: Actor,
        *,
        correlation_id: str = "",
        remaining: Callable[[], float] = lambda: 5.0,
    ) -> None:
        self.house = house
        self.actor = actor
        self.correlation_id = correlation_id or uuid.uuid4().hex
        self.now = datetime.now(UTC)
        self._remaining = remaining
        self._session: Session | None = None
        self._announced = False
        self._after: list[Callable[[], None]] = []

    @property
    def today(self) -> date:
        """The university's own, of `now`."""
        return day_of(self.now)

    @property
    def session(self) -> Session:
        """Opened on first use: a question that needs no table takes no connection."""
        if self._session is None:
            self._session = Session(self.house.engine, expire_on_commit=False)
        return self._session

    @property
    def files(self) -> FileStore:
        return self.house.files

    def announce(
        self,
        event: type[Event],
        *,
        subject: str,
        aggregate_version: int,
        confidential: bool = False,
        **data: Any,
    ) -> None:
        """Say that it happened; nobody hears it unless this transaction commits. Events of one subject go in order."""
        self.house.outbox.add(
            self.session,
            event,
            data,
            subject=subject,
            aggregate_version=aggregate_version,
            correlation_id=self.correlation_id,
            confidential=confidential,
        )
        self._announced = True

    def ask(self, call: type[Call], **question: Any) -> Any:
        """Ask another service, as this service, within what is left of the caller's deadline. Raises its refusals."""
        return self.house.client.ask(
            call,
            Actor.service(self.house.service),
            deadline=max(0.05, self._remaining() - 0.05),
            correlation_id=self.correlation_id,
            **question,
        )

    def after_commit(self, then: Callable[[], None]) -> None:
        """For what may be lost: waking somebody. Never for an effect that must happen."""
        self._after.append(then)

    def commit(self) -> None:
        """Raises `StaleVersion` when somebody changed the same record meanwhile."""
        if self._session is None:
            return
        try:
            self._session.commit()
        except StaleDataError:
            raise StaleVersion() from None
        if self._announced:
            self.house.wake()
        for then in self._after:
            then()

    def __enter__(self) -> UnitOfWork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            self._session.close()  # rolls back what was not committed
        if isinstance(error, StaleDataError):
            raise StaleVersion() from None
