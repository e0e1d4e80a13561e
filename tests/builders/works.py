"""Units of work without a broker: the service's own functions, on a real database or none."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.engine import Engine

from contracts.vocabulary import Role
from runtime.actor import Actor, Signer
from runtime.files import FileStore
from runtime.outbox import OUTBOX
from runtime.unit_of_work import House, UnitOfWork
from tests.builders.stores import marked


class Answers:
    """Stands for the client: `answers` maps a call to a function of its question."""

    def __init__(self, answers: dict[type, Callable[..., Any]] | None = None) -> None:
        self.answers = answers or {}

    def ask(self, call: type, actor: Actor, *, deadline: float = 5.0, correlation_id: str = "", **question: Any) -> Any:
        return self.answers[call](**question)


@dataclass
class Rig:
    """One service's house and ways to act in it."""

    house: House
    client: Answers = field(default_factory=Answers)

    @contextmanager
    def work(self, actor: Actor) -> Iterator[UnitOfWork]:
        with UnitOfWork(self.house, actor) as work:
            yield work
            work.commit()

    def do(self, actor: Actor, function: Callable[..., Any], /, **question: Any) -> Any:
        with self.work(actor) as work:
            return function(work, **question)

    def call(self, actor: Actor, call: type, function: Callable[..., Any], /, **question: Any) -> Any:
        """As the chassis does: the question is read by its schema, and the answer travels through its own."""
        with self.work(actor) as work:
            answer = call.dump_answer(function(work, **call.read_question(question)))
            work.session.flush()
        return call.read_answer(answer)

    def announced(self) -> list[str]:
        with self.house.engine.connect() as connection:
            rows = connection.execute(
                select(OUTBOX.c.routing_key).where(OUTBOX.c.exchange.like("%.internal")).order_by(OUTBOX.c.id)
            )
            return [row.routing_key for row in rows]


def rig(service: str, engine: Engine, folder: Path, answers: dict[type, Callable[..., Any]] | None = None) -> Rig:
    client = Answers(answers)
    files, signer = FileStore(marked(folder), service), Signer(service, Ed25519PrivateKey.generate())
    house = House(service=service, engine=engine, files=files, client=client, signer=signer)  # type: ignore[arg-type]
    return Rig(house, client)


def person(*roles: Role, id: uuid.UUID | None = None, language: str = "fr") -> Actor:
    return Actor(id=id or uuid.uuid4(), roles=frozenset(roles), language=language, strength="cas")


GATEWAY, OPERATOR = Actor.service("gateway"), Actor.service("operator")
