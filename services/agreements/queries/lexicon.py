"""What the tables of moves say of each state."""

from collections.abc import Iterable
from typing import Any

from contracts.vocabulary import AmendmentState, Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements.rules.amendments import AMENDMENT_HOLDER, AMENDMENT_MOVES
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.moves import Move

NEVER_SHOWN = {State.REQUEST_DELETED}


def list_states(work: UnitOfWork) -> list[dict[str, Any]]:
    return [
        {"state": state, "holder": HOLDER.get(state, ""), "moves": moves_of(MOVES, state)}
        for state in State
        if state not in NEVER_SHOWN
    ]


def list_amendment_states(work: UnitOfWork) -> list[dict[str, Any]]:
    return [
        {"state": state, "holder": AMENDMENT_HOLDER.get(state, ""), "moves": moves_of(AMENDMENT_MOVES, state)}
        for state in AmendmentState
    ]


def moves_of(table: Iterable[Move], state: Any) -> dict[str, list[str]]:
    """What people may do there; what the platform does by itself is no move of theirs."""
    return {
        line.name: sorted(line.by) for line in table if state in line.origins and line.by != frozenset({Party.PLATFORM})
    }
