"""The queue's filters as an address: shared, kept as a view, each of them taken away by a click."""

import uuid
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from contracts.calls.agreements.work import MOST_TAGS, QUEUE_STATES, TAG
from contracts.vocabulary import State
from gateway.areas.office.labels import ASSIGNED, FILTERS, PAPERS, PROBLEMS, SORTS
from gateway.i18n import day, labelled
from gateway.labels import chip

LONGEST = 200
ALL = "tous"
FIRST = State.AWAITING_OFFICER
TEXTS = {"mots": "words", "responsable": "supervisor", "formation": "programme"}
DAYS = {"du": "starts_from", "au": "starts_to"}
NAMES = {
    "groupe": "group_id",
    "suivi": "assigned",
    "problemes": "problems",
    "pieces": "papers",
    "tri": "sort",
    **TEXTS,
    **DAYS,
}


class Removable(NamedTuple):
    label: str
    address: str


class Filters:
    """What the address says; what it says wrongly is left out rather than refused."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.values: dict[str, list[str]] = {}
        self._keep("groupe", [v for v in args.getlist("groupe")[:1] if _is_id(v)])
        states = set(QUEUE_STATES)
        self._keep("etat", [v for v in args.getlist("etat") if v in states or v == ALL][: len(states)])
        for name in TEXTS:
            self._keep(name, [text for v in args.getlist(name)[:1] if (text := v.strip()[:LONGEST])])
        for name in DAYS:
            self._keep(name, [v for v in args.getlist(name)[:1] if _is_day(v)])
        self._keep("suivi", [v for v in args.getlist("suivi")[:1] if v in ASSIGNED or _is_id(v)])
        tags = [" ".join(v.split()).lower()[:TAG] for v in args.getlist("etiquette")]
        self._keep("etiquette", [tag for tag in tags if tag][:MOST_TAGS])
        self._keep("problemes", [v for v in args.getlist("problemes")[:1] if v in PROBLEMS])
        self._keep("pieces", [v for v in args.getlist("pieces")[:1] if v in PAPERS])
        self._keep("tri", [v for v in args.getlist("tri")[:1] if v in SORTS])
        self.view = next((v for v in args.getlist("vue") if _is_id(v)), "")
        self.cursor = args.get("suite", "")[:2_000]

    @classmethod
    def of_query(cls, text: str) -> "Filters":
        return cls(MultiDict(parse_qsl(text[:4_000], max_num_fields=100)))

    @classmethod
    def of_view(cls, view: dict[str, Any]) -> "Filters":
        kept = view["filters"]
        pairs = [(name, str(kept[field])) for name, field in NAMES.items() if kept.get(field)]
        pairs += [("etat", state) for state in kept["states"]] + [("etiquette", tag) for tag in kept["tags"]]
        return cls(MultiDict([*pairs, ("vue", str(view["id"]))]))

    def _keep(self, name: str, found: list[str]) -> None:
        if found:
            self.values[name] = list(dict.fromkeys(found))

    def one(self, name: str) -> str:
        return (self.values.get(name) or [""])[0]

    def has(self, name: str, value: str) -> bool:
        return value in self.values.get(name, [])

    @property
    def states(self) -> list[str]:
        chosen = self.values.get("etat", [])
        return [str(state) for state in QUEUE_STATES] if ALL in chosen else chosen or [str(FIRST)]

    @property
    def sort(self) -> str:
        return self.one("tri") or "waiting"

    def question(self) -> dict[str, Any]:
        """As `QueueFilters` asks."""
        return {
            **{field: self.one(name) for name, field in TEXTS.items()},
            **{field: self.one(name) or None for name, field in DAYS.items()},
            "group_id": self.one("groupe") or None,
            "states": self.states,
            "assigned": self.one("suivi"),
            "tags": self.values.get("etiquette", []),
            "problems": self.one("problemes"),
            "papers": self.one("pieces"),
            "sort": self.one("tri"),
        }

    def pairs(self, without: tuple[str, str] | None = None, **changed: str) -> list[tuple[str, str]]:
        kept = [(n, v) for n, found in self.values.items() for v in found if (n, v) != without and n not in changed]
        return kept + [(name, value) for name, value in changed.items() if value]

    def query(self, without: tuple[str, str] | None = None, **changed: str) -> str:
        return urlencode(self.pairs(without, **changed))

    def address(self, without: tuple[str, str] | None = None, **changed: str) -> str:
        """The queue with one value taken away, or others; its first page unless `suite` is given."""
        text = self.query(without, **changed) or urlencode({"etat": FIRST})
        return f"{url_for('office.queue')}?{text}"

    def chips(self, colleagues: dict[str, str], groups: dict[str, str]) -> list[Removable]:
        """One for each value but the states, which are tabs, and the order; several states are chips too."""
        tabbed = len(self.values.get("etat", [])) < 2
        return [
            Removable(self._said(name, value, colleagues, groups), self.address(without=(name, value)))
            for name, found in self.values.items()
            for value in found
            if name in FILTERS and not (name == "etat" and tabbed)
        ]

    def _said(self, name: str, value: str, colleagues: dict[str, str], groups: dict[str, str]) -> str:
        words = {
            "groupe": lambda: groups.get(value, "…"),
            "etat": lambda: chip("internship", value).word,
            "suivi": lambda: ASSIGNED.get(value) or colleagues.get(value, "…"),
            "problemes": lambda: PROBLEMS[value],
            "pieces": lambda: PAPERS[value],
            "du": lambda: day(date.fromisoformat(value)),
            "au": lambda: day(date.fromisoformat(value)),
        }
        return labelled(FILTERS[name], words.get(name, lambda: value)())


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
