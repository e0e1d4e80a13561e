"""A step of the story: what somebody does, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any


@dataclass(frozen=True)
class Step:
    name: str
    title: str
    who: str
    act: Callable[[Any], None]


def step(title: str, who: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Marks a method as a step of the story; steps are played in the order they are written in."""

    def mark(act: Callable[[Any], None]) -> Callable[[Any], None]:
        @wraps(act)
        def played(self: Any) -> None:
            act(self)

        played.step = (title, who)  # type: ignore[attr-defined]
        return played

    return mark
