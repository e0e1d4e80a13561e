"""The engine of both tables of this service: one line is one legal move, and nothing else changes a state.

The same lines perform a move, refuse it with its reason, and tell which actions to show.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from contracts.errors import InvalidInput, MoveRefused

Guard = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Move:
    """`guards` answer None or an obstacle's code. `shown` is false for what no button does."""

    name: str
    sources: frozenset[str]
    target: str
    by: frozenset[str]
    guards: tuple[Guard, ...] = ()
    announces: str = ""
    comment: bool = False
    shown: bool = True


def move(name: str, sources: Iterable[str], target: str, by: Iterable[str], *guards: Guard, **options: Any) -> Move:
    return Move(name, frozenset(sources), target, frozenset(by), guards, **options)


def actions(table: Iterable[Move], state: str, parties: frozenset[str], facts: Any) -> list[str]:
    """Names of the moves that these parties may make now, in the table's order."""
    return [line.name for line in table if line.shown and _fits(line, state, parties) and not obstacle(line, facts)]


def find(table: Iterable[Move], name: str, state: str, parties: frozenset[str], facts: Any, comment: str = "") -> Move:
    """The line to follow. Raises `MoveRefused` no_such_move_here or a guard's code, `InvalidInput` without its reason."""
    line = next((line for line in table if line.name == name and _fits(line, state, parties)), None)
    if line is None:
        raise MoveRefused("no_such_move_here", move=name, state=str(state))
    found = obstacle(line, facts)
    if found:
        raise MoveRefused(found, move=name)
    if line.comment and not comment.strip():
        raise InvalidInput(fields={"reason": ["required"]})
    return line


def obstacle(line: Move, facts: Any) -> str | None:
    return next((code for code in (guard(facts) for guard in line.guards) if code), None)


def _fits(line: Move, state: str, parties: frozenset[str]) -> bool:
    return state in line.sources and bool(line.by & parties)
