"""What the other files say of one file: the law's quotas and sums, as far as the platform knows."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from contracts.vocabulary import CONVENTION_STATES, State

NOT_COUNTING = {
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.CONVENTION_TO_CLARIFY,
    State.CONVENTION_REFUSED,
}
COUNTING = tuple(state for state in CONVENTION_STATES if state not in NOT_COUNTING)
"""Files whose hours and persons count: from the day a convention is in the managers' hands, unless given up or refused."""


def begins_to_count(line: Any, state: State) -> bool:
    """Whether this line of the table of moves, from this state, makes a file count that did not."""
    return line.to in COUNTING and state not in COUNTING


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
    """Never counts the file itself, nor its student among the interns: who has several files is one intern.

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
    return _bare(post)[:200]


def host_key(host: Mapping[str, Any] | None) -> str:
    """One host, one key, however often it was recorded; empty for none. At most 300 characters.

    The SIREN when a valid SIRET (or SIREN) is given: the law counts in an « organisme d’accueil » that has a legal
    personality and a headcount of its own (R124-10, R124-12), which is the company; by SIRET, an intern would begin
    924 hours anew in each of its shops. Else country, town and name: case, accents, punctuation, « œ », an
    arrondissement, « Cedex » and « St » for « Saint » do not count. Legal forms do: « Martin » and « Martin SARL » may
    be two. A host recorded once with its SIRET and once without stays two, and two of one name in one town without
    SIRET are one: the SIRET settles both.
    """
    given = host or {}
    number = _siren(given.get("siret") or "")
    if number:
        return number
    name = _bare(_joined(given.get("name"))) or _folded(given.get("name"))
    return f"{_bare(given.get('country'))[:8]}/{_town(given.get('city'))[:90]}/{name[:200]}" if name else ""


def _siren(number: str) -> str:
    for kind in (siret, siren):
        try:
            return str(kind.validate(number))[:9]
        except ValidationError:
            continue
    return ""


def _town(town: str | None) -> str:
    words = [SAINT.get(word, word) for word in _bare(_joined(town)).split()]
    return " ".join([word for word in words if word != "cedex" and not word[0].isdigit()] or words)


def _bare(text: str | None) -> str:
    """Letters and digits alone; what is not seen (a soft hyphen, a joiner) is not there."""
    bare = unicodedata.normalize("NFKD", text or "").casefold()
    seen = [letter for letter in bare if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in seen).split())


def _folded(text: str | None) -> str:
    """For a name without a letter, which is a name all the same."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def _joined(text: str | None) -> str:
    """« œ » and « æ » are two letters, which Unicode does not take apart."""
    return (text or "").translate(LIGATURES)


LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
SAINT = {"st": "saint", "ste": "sainte"}


def most_on_a_day(spans: list[tuple[Any, date, date]], starts: date, ends: date) -> int:
    """Of (whose, first day, last day), the most different ones that hold on one day from `starts` to `ends`."""
    marks = {max(first, starts) for _whose, first, last in spans if first <= ends and last >= starts}
    return max((len({whose for whose, first, last in spans if first <= day <= last}) for day in marks), default=0)


def most_in_a_week(weeks: list[tuple[list[date], list[date], int]], starts: date, ends: date) -> int:
    """Of (Mondays of first weeks, of last weeks, how many were there from each of these to its last), the most in one
    civil week of the internship."""
    there = [(list(zip(firsts, lasts, strict=True)), count) for firsts, lasts, count in weeks]
    begun = monday(starts)
    marks = {max(first, begun) for spans, _n in there for first, last in spans if first <= ends and last >= begun}
    return max((sum(n for spans, n in there if _holds(spans, day)) for day in marks), default=0)


def _holds(spans: list[tuple[date, date]], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)


def monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday()) if day.toordinal() > 7 else day
