"""The engine of the tables of moves: what is offered to whom, and nothing else succeeds.

A table is of files (`lifecycle.py`) or of amendments (`amendments.py`); a record is whatever has a `state`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.message import Event
from contracts.vocabulary import Party
from services.agreements.rules.file import Obstacle

Guard = Callable[[Any, date], Obstacle | None]
Effect = Callable[[Any, date], None]

NONE, OPTIONAL, REQUIRED = "none", "optional", "required"
MOVE, EDIT_REQUEST, EDIT_CONVENTION = "move", "edit_request", "edit_convention"
EDIT_HOST, INVITE_HOST = "edit_host", "invite_host"
SIGN, REFUSE_TO_SIGN, RECORD_PAPER, BREAK_OFF = "sign", "refuse_to_sign", "record_paper", "break_off"
AUTOMATIC = "automatic"
OPENING = "opening"
OVERRIDE, PLAN_END = "override_control", "plan_end"


@dataclass(frozen=True)
class Move:
    """One line of the table. `to` None keeps the state; `kind` tells edits, which carry fields, from plain moves."""

    name: str
    origins: frozenset[Any]
    to: Any
    by: frozenset[Party]
    provided: tuple[Guard, ...] = ()
    then: Effect | None = None
    announces: type[Event] | None = None
    comment: str = NONE
    kind: str = MOVE
    produces: str = ""


def move(
    name: str,
    origins: Iterable[Any],
    to: Any,
    by: Iterable[Party],
    *provided: Guard,
    then: Effect | None = None,
    announces: type[Event] | None = None,
    comment: str = NONE,
    kind: str = MOVE,
    produces: str = "",
) -> Move:
    return Move(name, frozenset(origins), to, frozenset(by), provided, then, announces, comment, kind, produces)


@dataclass(frozen=True)
class Offer:
    """A move that somebody may make now, or the obstacle in its way."""

    move: Move
    obstacle: Obstacle | None

    @property
    def allowed(self) -> bool:
        return self.obstacle is None


def offered(table: Iterable[Move], file: Any, parties: frozenset[Party], today: date) -> list[Offer]:
    """The moves of this state that these parties may make, each with its first obstacle, in the table's order."""
    return [
        Offer(line, obstacle(line, file, today))
        for line in table
        if file.state in line.origins and not line.by.isdisjoint(parties)
    ]


def obstacle(line: Move, file: Any, today: date) -> Obstacle | None:
    return next((found for guard in line.provided if (found := guard(file, today))), None)


def find(table: Iterable[Move], name: str, state: Any) -> Move | None:
    return next((line for line in table if line.name == name and state in line.origins), None)


def check(
    table: Iterable[Move], name: str, file: Any, parties: frozenset[Party], today: date, comment: str
) -> Move | Obstacle:
    """The move to make, or why not. A party without the right is told what a wrong state is told."""
    line = find(table, name, file.state)
    if line is None or line.by.isdisjoint(parties):
        return Obstacle.of("move_not_offered", move=name, state=str(file.state))
    if line.comment == REQUIRED and not comment.strip():
        return Obstacle.of("comment_required")
    return obstacle(line, file, today) or line


def apply(line: Move, file: Any, today: date) -> Any:
    """Make it; returns the state before. The only place that assigns a state."""
    before = file.state
    if line.to is not None:
        file.state = line.to
    if line.then is not None:
        line.then(file, today)
    return before
