"""Visits and difficulties as one reader may see them."""

from typing import Any

from contracts.vocabulary import Party
from services.agreements.model import Difficulty, Visit

FOLLOWS = frozenset({Party.SUPERVISOR, Party.REFERENT})


def visit_view(visit: Visit, mine: frozenset[Party]) -> dict[str, Any]:
    """Day, form and place are for all; what was noted and reported for who follows the intern, and managers."""
    names = ("id", "internship_id", "version", "on", "at", "form", "state", "place", "by_name", "reported_at")
    shown = {name: getattr(visit, name) for name in names}
    if mine & {*FOLLOWS, Party.OFFICER}:
        shown |= {"note": visit.note, "report": visit.report}
    return shown


def difficulty_view(one: Difficulty, mine: frozenset[Party]) -> dict[str, Any]:
    names = (
        "id",
        "words",
        "with_managers",
        "signalled_at",
        "answer",
        "answered_at",
        "answered_by",
        "closed_at",
    )
    return {**{name: getattr(one, name) for name in names}, "mine": bool(mine & FOLLOWS) and one.closed_at is None}
