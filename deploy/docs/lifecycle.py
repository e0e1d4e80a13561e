"""docs/lifecycle.md: the diagram and the table of an internship file, from the table of moves itself."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_babel import Babel

from contracts.vocabulary import State
from deploy.docs.markdown import GENERATED, table
from gateway.areas.agreements.labels import STATES
from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.moves import Move

HEAD = f"""# The life of an internship file

{GENERATED}

An internship file is one record with one life: first the authorisation request, then the convention, then the
internship itself. Every line of the table below is one legal move; nothing else changes a state. The table is
`services/agreements/rules/lifecycle.py`, its engine `moves.py`. The same lines refuse a move, offer it in a page, build
the files of the tests and draw this document.

Who makes a move is a relation to this one file, never a role at the university: the student whose file it is, the
supervisor he chose, an officer who is a member of the group he chose. Nobody has another relation to his own file.
"""
TYPING = """
Typing (`edit_request`, `edit_convention`, `edit_amendment`) is not announced: it happens many times and decides nothing.
`invite_host` is told by the internal event of the link that it gives. Every other line is announced.
"""
AMENDMENTS = """
An amendment has a state of its own. Its steps stand in its file's journal as `amendment.<move>.<number>`; the file's facts
change in the transaction of `complete_signatures`.
"""


def lifecycle() -> str:
    amendments = ["## Amendments", AMENDMENTS, table(HEADER, [row(move) for move in AMENDMENT_MOVES]), ""]
    return "\n".join(
        [HEAD, "## Diagram\n", diagram(), "", "## States\n", states(), "", "## Moves\n", moves(), TYPING, *amendments]
    )


HEADER = ["move", "from", "to", "by", "provided that", "announces", "comment"]


def diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.REQUEST_DRAFT}"]
    for move in MOVES:
        lines += [f"    {state} --> {move.to} : {move.name}" for state in ordered(move.origins) if move.to]
    lines += [f"    {state} --> [*]" for state in reached() if not leaving(state)]
    return "\n".join([*lines, "```"])


def states() -> str:
    rows = [
        [f"`{state}`", label, f"{HOLDER[state]}" if state in HOLDER else "nobody"] for state, label in labels().items()
    ]
    return table(["state", "what users read", "who acts next"], rows)


def labels() -> dict[State, str]:
    """As the gateway words them, in French."""
    app = Flask("docs")
    Babel(app, default_locale="fr")
    with app.test_request_context():
        return {state: str(STATES[state].word) for state in reached()}


def moves() -> str:
    return table(HEADER, [row(move) for move in MOVES])


def row(move: Move) -> list[str]:
    return [
        f"`{move.name}`",
        ", ".join(f"`{state}`" for state in ordered(move.origins)),
        f"`{move.to}`" if move.to else "the same state",
        ", ".join(sorted(move.by)),
        ", ".join(guard.__name__.replace("_", " ") for guard in move.provided),
        f"[`{move.announces.routing_key}`](events.md#{move.announces.name})" if move.announces else "",
        move.comment,
    ]


def ordered(states: Iterable[Any]) -> list[Any]:
    """In the order of the vocabulary, which is the order of a file's life."""
    chosen = list(states)
    return sorted(chosen, key=lambda state: list(type(state)).index(state))


def reached() -> list[State]:
    return ordered({State.REQUEST_DRAFT, *(move.to for move in MOVES if move.to)})


def leaving(state: State) -> list[Move]:
    return [move for move in MOVES if state in move.origins]
