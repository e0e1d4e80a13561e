"""How an internship goes, for who follows it: the phase where it stands, and a light with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contracts.vocabulary import Light, State

SIGNED_BEFORE = timedelta(days=14)
CERTIFICATE_WITHIN = timedelta(days=30)
ENDED_SHOWN = timedelta(days=90)
VISITS_AROUND = timedelta(days=31)
COMING = (
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.CONVENTION_TO_CLARIFY,
    State.AWAITING_OFFICER,
    State.VALIDATED,
    State.SIGNING,
    State.SIGNED,
)
UNSIGNED = frozenset(COMING) - {State.SIGNED}
RUNNING = (State.RUNNING, State.INTERRUPTED)
ENDED = (State.FINISHED, State.BROKEN_OFF)
PHASES = {"running": RUNNING, "coming": COMING, "ended": ENDED}
SEVERITY = (Light.GREEN, Light.AMBER, Light.RED)


@dataclass(frozen=True)
class Followed:
    """What the light looks at. `papers_due`: how many papers are missing where the file stands.

    `visited`: a visit was held. `next_visit_on`: the first that is planned. `unanswered`: a difficulty waits.
    """

    state: State
    starts_on: date | None
    ends_on: date | None
    papers_due: int = 0
    visited: bool = False
    next_visit_on: date | None = None
    unanswered: bool = False
    certified: bool = False


@dataclass(frozen=True)
class Reason:
    code: str
    light: Light
    params: tuple[tuple[str, Any], ...] = ()

    def as_answer(self) -> dict[str, Any]:
        return {"code": self.code, "light": self.light, "params": dict(self.params)}


def phase_of(state: State) -> str:
    """Empty for what nobody follows: an authorisation, a refused or dropped file."""
    return next((name for name, states in PHASES.items() if state in states), "")


def reasons(one: Followed, today: date) -> list[Reason]:
    """The worst first."""
    found = [reason for rule in RULES if (reason := rule(one, today))]
    return sorted(found, key=lambda reason: -SEVERITY.index(reason.light))


def light(found: Iterable[Reason]) -> Light:
    return max((reason.light for reason in found), key=SEVERITY.index, default=Light.GREEN)


def _difficulty(one: Followed, today: date) -> Reason | None:
    return Reason("difficulty", Light.RED) if one.unanswered else None


def _signature(one: Followed, today: date) -> Reason | None:
    """Red once the first day has come without every signature, amber in the two weeks before it."""
    if one.state not in UNSIGNED or one.starts_on is None:
        return None
    if one.starts_on <= today:
        return Reason("started_unsigned", Light.RED)
    left = (one.starts_on - today).days
    return Reason("unsigned_soon", Light.AMBER, (("days", left),)) if one.starts_on - today <= SIGNED_BEFORE else None


def _papers(one: Followed, today: date) -> Reason | None:
    return Reason("papers", Light.AMBER, (("count", one.papers_due),)) if one.papers_due else None


def _visit(one: Followed, today: date) -> Reason | None:
    """By half-time a visit is held, or at least planned; one whose day has passed wants its report."""
    if one.next_visit_on is not None and one.next_visit_on < today:
        return Reason("visit_to_report", Light.AMBER)
    if one.state not in RUNNING or one.visited or one.next_visit_on or not (one.starts_on and one.ends_on):
        return None
    half = one.starts_on + (one.ends_on - one.starts_on) / 2
    return Reason("no_visit", Light.AMBER) if today >= half else None


def _certificate(one: Followed, today: date) -> Reason | None:
    late = one.state in ENDED and not one.certified and one.ends_on and today - one.ends_on > CERTIFICATE_WITHIN
    return Reason("no_certificate", Light.AMBER) if late else None


RULES = (_difficulty, _signature, _papers, _visit, _certificate)
