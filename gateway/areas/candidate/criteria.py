"""A search as an address: it can be shared, kept, and each of its criteria taken away."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from contracts.vocabulary import JobFunction, Level, OfferKind
from gateway import labels
from gateway.areas.candidate.labels import CRITERIA, GROUPS, SORTS
from gateway.i18n import day, labelled

SEVERAL = {"type": OfferKind, "niveau": Level, "fonction": JobFunction}
TEXTS = ("q", "entreprise", "secteur", "ville")
LONGEST = 200
GROUP_COUNTRIES = {"francophones": labels.FRANCOPHONE, "anglophones": labels.ANGLOPHONE}


class Removable(NamedTuple):
    label: str
    address: str


class Criteria:
    """What the address says; what it says wrongly is left out rather than refused."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.values: dict[str, list[str]] = {}
        for name in TEXTS:
            text = args.get(name, "").strip()[:LONGEST]
            if text:
                self.values[name] = [text]
        for name, enum in SEVERAL.items():
            self._several(name, [v for v in args.getlist(name) if v in set(enum)])
        known = labels.countries("fr")
        self._several("pays", [v for v in args.getlist("pays") if v in known or v in GROUPS])
        if valid_day(args.get("depuis", "")):
            self.values["depuis"] = [args["depuis"]]
        if args.get("archives") == "1":
            self.values["archives"] = ["1"]
        self.cursor = args.get("suite", "")[:LONGEST]
        asked = args.get("tri", "")
        self.sort = asked if asked in SORTS else ("relevance" if self.values.get("q") else "newest")
        self.chosen_sort = asked if asked in SORTS else ""

    def _several(self, name: str, found: list[str]) -> None:
        if found:
            self.values[name] = list(dict.fromkeys(found))

    def has(self, name: str, value: str) -> bool:
        return value in self.values.get(name, [])

    def one(self, name: str) -> str:
        return (self.values.get(name) or [""])[0]

    def question(self, limit: int) -> dict[str, Any]:
        """As `SearchOffers` asks. A group of countries is its countries."""
        countries: list[str] = []
        for value in self.values.get("pays", []):
            countries += GROUP_COUNTRIES.get(value, (value,))
        return {
            "words": self.one("q"),
            "kinds": self.values.get("type", []),
            "levels": self.values.get("niveau", []),
            "functions": self.values.get("fonction", []),
            "countries": list(dict.fromkeys(countries)),
            "host": self.one("entreprise"),
            "sector": self.one("secteur"),
            "city": self.one("ville"),
            "since": self.one("depuis") or None,
            "archived": bool(self.values.get("archives")),
            "sort": self.sort,
            "cursor": self.cursor,
            "limit": limit,
        }

    def address(self, without: tuple[str, str] | None = None, **changed: str) -> str:
        """The results' address with one value taken away, or other parameters. The page starts again unless `suite` is given."""
        pairs = [(n, v) for n, found in self.values.items() for v in found if (n, v) != without and n not in changed]
        if self.chosen_sort and "tri" not in changed:
            pairs.append(("tri", self.chosen_sort))
        pairs += [(name, value) for name, value in changed.items() if value]
        return url_for("candidate.results") + ("?" + urlencode(pairs) if pairs else "")

    def form_address(self) -> str:
        return url_for("candidate.search") + self.address()[len(url_for("candidate.results")) :]

    def chips(self) -> list[Removable]:
        return [
            Removable(self.said(name, value), self.address(without=(name, value)))
            for name, found in self.values.items()
            for value in found
        ]

    def said(self, name: str, value: str) -> str:
        if name == "archives":
            return str(CRITERIA[name])
        words = {
            "type": lambda: labels.word("kind", value),
            "niveau": lambda: labels.word("level", value),
            "fonction": lambda: labels.word("function", value),
            "pays": lambda: GROUPS.get(value) or labels.country(value),
            "depuis": lambda: day(date.fromisoformat(value)),
        }
        return labelled(CRITERIA[name], words.get(name, lambda: value)())


def valid_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
