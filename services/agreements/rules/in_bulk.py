"""Which moves may be made on many files at once: those that need nothing but a comment, until the internship is signed."""

from collections.abc import Iterable

from contracts.vocabulary import Party, State
from services.agreements.rules.lifecycle import UNDER_WAY
from services.agreements.rules.moves import MOVE, Move


def plain_moves(table: Iterable[Move], party: Party, states: Iterable[State]) -> list[Move]:
    """A line a name, in the table's order, of what this party may do from one of these states.

    What becomes of an internship under way is decided on it alone: all its people are told.
    """
    found: dict[str, Move] = {}
    wanted = set(states)
    for line in table:
        if line.kind != MOVE or line.origins <= UNDER_WAY:
            continue
        if party in line.by and not wanted.isdisjoint(line.origins):
            found.setdefault(line.name, line)
    return list(found.values())
