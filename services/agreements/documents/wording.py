"""A wording: all the words of one kind of document in one language, its articles, and the blanks that they may have.

Staff edit wordings as flat texts under dotted names (« days_of_week.mon », « schedule_columns.1 »). A blank is {name};
it is filled in by `fill` alone, which knows no formatting: what people type is never code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from services.agreements.documents.words import ARTICLES, WORDS

BLANK = re.compile(r"\{([^{}]*)\}")
ARTICLE_BLANKS = (
    "university", "host", "student", "referent", "tutor", "subject", "starts_on", "ends_on", "reference",
)  # fmt: skip
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
MOST_ARTICLES, LONGEST_WORD, LONGEST_TITLE, LONGEST_ARTICLE = 60, 2_000, 200, 10_000


@dataclass(frozen=True)
class Wording:
    """`words` is nested as in the code; `articles` are {title, text}."""

    kind: str
    language: str
    words: dict[str, Any]
    articles: list[dict[str, str]]

    def over(self, other: "Wording") -> "Wording":
        """These words, and for those it has not, the other's: an amendment's over its convention's."""
        return Wording(self.kind, self.language, {**other.words, **self.words}, self.articles)


def built_in(kind: str, language: str) -> Wording:
    """Version 0. A language that the code has not is drawn in French."""
    known = language if language in WORDS[kind] else "fr"
    return Wording(kind, known, WORDS[kind][known], ARTICLES[kind][known])


def from_flat(kind: str, language: str, flat: Mapping[str, str], articles: list[dict[str, str]]) -> Wording:
    """As staff saved it. A word that the code has had since then is the code's, in French or in English."""
    reserve = built_in(kind, language if language == "fr" else "en")
    return Wording(kind, language, _nested(reserve.words, flat, ""), articles)


def flat(words: Mapping[str, Any]) -> dict[str, str]:
    """Dotted name → text, in the order of the document."""
    return dict(_flat(words, ""))


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
        return
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in pairs:
        yield from _flat(item, f"{name}.{key}" if name else str(key))


def _nested(like: Any, given: Mapping[str, str], name: str) -> Any:
    if isinstance(like, str):
        return given.get(name) or like
    if isinstance(like, Mapping):
        return {key: _nested(item, given, f"{name}.{key}" if name else key) for key, item in like.items()}
    return [_nested(item, given, f"{name}.{index}") for index, item in enumerate(like)]


def blanks(text: str) -> set[str]:
    return set(BLANK.findall(text))


def fill(text: str, **values: Any) -> str:
    """Put values into the blanks; a blank without a value stays as it is written."""
    return BLANK.sub(lambda found: str(values.get(found.group(1), found.group(0))), text)


def problems(kind: str, words: Mapping[str, str], articles: list[dict[str, str]]) -> dict[str, list[str]]:
    """Codes under « words.<name> » and « articles.<position>.title|text »: what keeps a wording from being saved."""
    found: dict[str, list[str]] = {}
    reserve = flat(WORDS[kind]["fr"])
    for name, text in words.items():
        codes = ["unknown_choice"] if name not in reserve else _word_codes(text, blanks(reserve[name]))
        if codes:
            found[f"words.{name}"] = codes
    for position, article in enumerate(articles):
        if not article["title"].strip():
            found[f"articles.{position}.title"] = ["required"]
        if not blanks(article["text"]) <= set(ARTICLE_BLANKS):
            found[f"articles.{position}.text"] = ["unknown_placeholder"]
        elif not article["text"].strip():
            found[f"articles.{position}.text"] = ["required"]
    return found


def _word_codes(text: str, allowed: set[str]) -> list[str]:
    if not text.strip():
        return ["required"]
    if not blanks(text) <= allowed:
        return ["unknown_placeholder"]
    return ["missing_placeholder"] if allowed - blanks(text) else []


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Of dates, money and numbers; English is Great Britain's."""
    try:
        return Locale.parse({"en": "en_GB", "fr": "fr_FR"}.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("fr_FR")


def page_language(code: str) -> str:
    """Of pages and mails beside a document: French, or English for all others; empty for none."""
    return code if code in ("", "fr") else "en"


def is_language(code: str) -> bool:
    """Whether dates and money can be written in it."""
    if not LANGUAGE_CODE.fullmatch(code):
        return False
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True
