"""Facts in the document's language: dates, money, hours, people, places; and people's text made safe to draw."""

import re
import unicodedata
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from services.agreements.documents.graphemes import bounded, pieces
from services.agreements.documents.wording import Wording, fill, locale_of

LONGEST_RUN, PIECE = 40, 10  # letters without a place to break a line; where they are then broken
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
BREAK_HERE = "\u200b"
# What would turn our own words around, or is no letter at all. Line breaks and tabs stay.
UNWANTED = dict.fromkeys(
    [
        *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFEFF,
        *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
        *(code for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\n\t"),
    ]
)  # fmt: skip
BLANK = re.compile(r"\n(?:[^\S\n]*\n){3,}")  # thousands of empty lines are hundreds of pages, in seconds
LINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer lines break without spaces
BREAKING = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
RUN = re.compile(rf"[^\s{BREAK_HERE}{BREAKING}]+")
RIGHT_TO_LEFT = ("R", "AL")


class Speaker:
    """Dates, money and words of one wording."""

    def __init__(self, wording: Wording) -> None:
        self.words = wording.words
        self.language = wording.language
        self.locale = locale_of(wording.language)

    def say(self, name: str, **values: Any) -> str:
        """A word with its blanks filled in, each value kept apart from the direction of its neighbours."""
        return fill(self.words[name], **{key: isolated(str(value)) for key, value in values.items()})

    def day(self, value: date | None) -> str:
        if value is None:
            return ""
        if self.language == "en":
            return format_date(value, "d MMMM y", self.locale)
        written = format_date(value, "long", self.locale)
        return re.sub(r"^1 ", "1er ", written) if self.language == "fr" else written

    def days(self, start: date | None, end: date | None) -> str:
        return self.say("week", start=self.day(start), end=self.day(end)) if start and end else ""

    def month(self, value: str) -> str:
        """From YYYY-MM."""
        return format_date(date.fromisoformat(f"{value}-01"), "LLLL y", self.locale)

    def money(self, cents: int | None) -> str:
        return format_currency((cents or 0) / 100, "EUR", locale=self.locale)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def hours(self, minutes: int | None) -> str:
        return f"{self.number(round((minutes or 0) / 60, 2))} {self.words['hours_unit']}"

    def weekdays(self, days: list[str]) -> str:
        return ", ".join(self.words["days_of_week"][day] for day in days)

    def country(self, code: str) -> str:
        return self.locale.territories.get(code, code)

    def address(self, where: dict[str, Any]) -> str:
        """On one line; France is not said."""
        town = joined(" ", where.get("postal_code"), where.get("city"))
        country = self.country(where.get("country") or "") if where.get("country") != "FR" else ""
        return joined(", ", where.get("address1"), where.get("address2"), town, country)

    def signatory(self, someone: dict[str, Any]) -> str:
        civility = self.words["civility"].get(someone.get("civility"))
        name = joined(" ", civility, someone.get("first_name"), someone.get("last_name"))
        return joined(", ", name, someone.get("role"))


def named(someone: dict[str, Any] | None) -> str:
    """{first_name, last_name, role} or {name, role} on one line."""
    one = someone or {}
    name = one.get("name") or joined(" ", one.get("first_name"), one.get("last_name"))
    return joined(", ", name, one.get("role"))


def joined(separator: str, *parts: str | None) -> str:
    return separator.join(isolated(part) for part in parts if part)


def isolated(text: str) -> str:
    """Among our words, a name written from right to left takes no comma or neighbour with it."""
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return f"{ISOLATE}{text}{END_ISOLATE}"
    return text


def clean(value: Any) -> Any:
    """People's text, wherever it is nested: one kind of line break, no control or reversing character.

    No more empty lines, nor signs on a letter, than anybody writes.
    """
    if isinstance(value, str):
        return bounded(BLANK.sub("\n\n\n", LINES.sub("\n", value).translate(UNWANTED)))
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    return value


def breakable(text: str, longest: int = LONGEST_RUN) -> str:
    """A line always finds a place to break; words of ordinary length are left as they are."""
    return RUN.sub(lambda run: BREAK_HERE.join(pieces(run[0], PIECE)) if len(run[0]) > longest else run[0], text)


def is_right_to_left(text: str) -> bool:
    """By its first letter that has a direction."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", *RIGHT_TO_LEFT):
            return direction != "L"
    return False
