"""What the table of moves says of each state."""

from typing import Any

from contracts.vocabulary import Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements.rules.lifecycle import HOLDER, MOVES

NEVER_SHOWN = {State.REQUEST_DELETED}


def list_states(work: UnitOfWork) -> list[dict[str, Any]]:
    return [
        {"state": state, "holder": HOLDER.get(state, ""), "moves": moves_of(state)}
        for state in State
        if state not in NEVER_SHOWN
    ]


def moves_of(state: State) -> dict[str, list[str]]:
    """What people may do there; what the platform does by itself is no move of theirs."""
    return {
        line.name: sorted(line.by) for line in MOVES if state in line.origins and line.by != frozenset({Party.PLATFORM})
    }
