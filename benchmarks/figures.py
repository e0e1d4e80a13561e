"""The arithmetic of the measures: percentiles, rounds taken in turn, ratios, and what a line of the table says."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

THIN = "\u202f"  # between a figure and its unit


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of all are not above (nearest rank): a time that was really taken."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def in_turn(sides: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[Any]]:
    """A, B, C, A, B, C…: what else the machine does meets every side alike."""
    found: dict[str, list[Any]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, take in sides.items():
            found[name].append(take())
    return found


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' own ratios: a slow minute weighs on both sides of its round."""
    if len(ours) != len(theirs) or not ours:
        raise ValueError("each round needs both sides")
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


@dataclass(frozen=True)
class Goal:
    """A bound on a figure or on a ratio; `of` names what the ratio is to."""

    bound: float
    at_least: bool
    unit: str = ""
    of: str = ""

    def reached(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {number(self.bound)}" + (f" × {self.of}" if self.of else f"{THIN}{self.unit}")


@dataclass(frozen=True)
class Line:
    """A line of the table: one side's figure, its rounds, what it is to another side, and its goal."""

    what: str
    values: Sequence[float]
    unit: str
    ratio: float | None = None
    of: str = ""
    goal: Goal | None = None

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return self.goal.reached(self.ratio if self.ratio is not None else self.value)

    def cells(self) -> tuple[str, str, str, str, str, str]:
        low, high = number(min(self.values)), number(max(self.values))
        return (
            self.what,
            f"{number(self.value)}{THIN}{self.unit}",
            f"{low} to {high}" if len(self.values) > 1 else "",
            f"{self.ratio:.2f} × {self.of}" if self.ratio is not None else "",
            str(self.goal) if self.goal else "",
            {None: "", True: "yes", False: "NO"}[self.reached],
        )


@dataclass
class Measured:
    """The outcome of one measure."""

    name: str
    title: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)


def number(value: float) -> str:
    """Three significant figures, thousands apart."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}".replace(",", THIN)
    return text.rstrip("0").rstrip(".") if "." in text else text
