"""What the other files say of one file: the law's quotas and sums, as far as the platform knows."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from contracts.vocabulary import CONVENTION_STATES, State

NOT_COUNTING = {
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.CONVENTION_TO_CLARIFY,
    State.CONVENTION_REFUSED,
}
COUNTING = tuple(state for state in CONVENTION_STATES if state not in NOT_COUNTING)
"""Files whose hours and persons count: from the day a convention is in the managers' hands, unless given up or refused."""


@dataclass(frozen=True)
class Previous:
    """The internship before this one on the same post. Both days are included; one that was broken off ends that day."""

    starts_on: date
    ends_on: date
    broken_off_by_intern: bool = False

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True)
class Around:
    """Never counts the file itself.

    `other_minutes`: this student's presence in this host by files of the same academic year (that of their first day).
    `tutor_interns`, `referent_interns`: the most on one day of this internship. `host_interns`: the most in one civil
    week of it.
    """

    other_minutes: int = 0
    tutor_interns: int = 0
    referent_interns: int = 0
    host_interns: int = 0
    previous: Previous | None = None


def post_key(post: str | None) -> str:
    """Two ways to write one post are one key: case, accents, punctuation and spaces do not count."""
    bare = unicodedata.normalize("NFKD", post or "").casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter))
    return " ".join(kept.split())[:200]


def most_on_a_day(spans: list[tuple[date, date]], starts: date, ends: date) -> int:
    """The most of these spans, ends included, that hold on one day from `starts` to `ends`."""
    marks = [max(first, starts) for first, last in spans if first <= ends and last >= starts]
    return max((sum(first <= day <= last for first, last in spans) for day in set(marks)), default=0)


def most_in_a_week(weeks: list[tuple[date, date, int]], starts: date, ends: date) -> int:
    """Of (Monday of the first week, Monday of the last week, how many), the most in one civil week of the internship."""
    clipped = [(first, last, count) for first, last, count in weeks if first <= ends and last >= monday(starts)]
    marks = {max(first, monday(starts)) for first, _last, _count in clipped}
    return max((sum(n for first, last, n in clipped if first <= day <= last) for day in marks), default=0)


def monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday()) if day.toordinal() > 7 else day
