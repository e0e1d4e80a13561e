"""From a page's contents to a PDF: one typst template for every document, tagged, declared PDF/A-2a and PDF/UA-1.

They are drawn by one child process (see `drawer.py`), one at a time, asked from one native thread beside the green ones: its
compiler reads the list of fonts once, its memory is kept once, and a text that takes it too long costs that document alone.
"""

import hashlib
import io
import json
import threading
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from eventlet import patcher, tpool

from contracts.errors import MoveRefused, Unavailable
from runtime.logs import log
from services.agreements.documents.speaking import LONGEST_RUN, Speaker, breakable, is_right_to_left
from services.agreements.documents.workshop import AwayError, TooComplexError, Workshop

MOST_BOXES = 7
TOO_COMPLEX = "too_complex_to_draw"
KNOWN_SLOW, KNOWN_FOR = 200, 60.0  # documents; seconds, after which one is tried again
ADDRESS = "\0"  # where the address stands in its note
NARROW = 24  # letters of a word in a table's column


class Pdf(bytes):
    """`plain`: a letter that no font has kept the document from being declared PDF/A and PDF/UA."""

    plain: bool = False

    @classmethod
    def of(cls, data: bytes, *, plain: bool) -> "Pdf":
        made = cls(data)
        made.plain = plain
        return made


@dataclass(frozen=True)
class Check:
    """Where anybody with the document can learn whether it is true."""

    url: str


@dataclass
class Page:
    """What a document shows, already in words, cleaned of what people's text may not hold."""

    title: str
    subtitle: str
    blocks: list[dict[str, Any]]
    boxes: list[dict[str, str]]
    signatures: dict[str, str]
    university: str
    reference: str


def section(title: str, *facts: tuple[str, Any], paragraphs: tuple[str, ...] = ()) -> dict[str, Any]:
    """Facts that are empty are left out."""
    kept = [{"label": label, "value": text(value)} for label, value in facts if value]
    return {"is": "section", "title": title, "facts": kept, "paragraphs": [text(one) for one in paragraphs]}


def table(title: str, columns: list[str], rows: list[list[str]], *, figures: bool = False) -> dict[str, Any]:
    """`figures`: every column but the first holds numbers. Without rows there is no table."""
    cells = [[text(cell, NARROW) for cell in row] for row in rows]
    return {"is": "table", "title": title, "columns": columns, "rows": cells, "figures": figures}


def clauses(title: str, speak: Speaker, articles: list[dict[str, str]]) -> dict[str, Any]:
    numbered = [
        {"title": f"{speak.say('article', number=number)}. {one['title']}", "text": text(one["text"])}
        for number, one in enumerate(articles, 1)
    ]
    return {"is": "clauses", "title": title, "articles": numbered}


def text(value: Any, longest: int = LONGEST_RUN) -> dict[str, Any]:
    """A value of the page, with the direction in which it reads; `cut`: a word too long for a line was.

    Choosing the best of all lines, as for other texts, takes seconds when signs on both sides of each cut are joined.
    """
    said = str(value)
    broken = breakable(said, longest)
    return {"text": broken, "rtl": is_right_to_left(said), "cut": broken != said}


def draw(page: Page, speak: Speaker, today: date, *, draft: bool, check: Check | None = None) -> Pdf:
    """Well below 60 ms after the first. See `Pdf.plain` for letters that no font has.

    Raises `MoveRefused` (too_complex_to_draw) when it takes seconds.
    """
    question = Question(json.dumps(contents(page, speak, today, draft=draft, check=check), ensure_ascii=False))
    if _slow.get(question.digest, 0.0) > time.monotonic():
        raise MoveRefused(TOO_COMPLEX)
    try:
        with _one_at_a_time:
            drawn = tpool.execute(_by_the_drawer, question)
    finally:
        question.over = True
        while workshop.ended:
            pid, why = workshop.ended.pop()
            log.warning("drawer_ended", pid=pid, why=why)
    return _pdf_of(drawn)


def _pdf_of(answer: tuple[dict[str, str], bytes] | BaseException) -> Pdf:
    if isinstance(answer, TooComplexError):
        raise MoveRefused(TOO_COMPLEX)
    if isinstance(answer, AwayError):
        raise Unavailable
    if isinstance(answer, BaseException):
        raise answer
    said, drawn = answer
    if said["error"]:
        raise RuntimeError(said["error"])
    if said["plain"]:
        log.warning("pdf_without_standard", why=said["plain"])
    return Pdf.of(drawn, plain=bool(said["plain"]))


class Question:
    """`over`: nobody waits for its answer any more."""

    def __init__(self, data: str) -> None:
        self.data = data
        self.digest = hashlib.sha256(data.encode(errors="replace")).digest()
        self.answer = _native_queue()  # of this question alone: one given up leaves nothing for the next
        self.over = False


def contents(page: Page, speak: Speaker, today: date, *, draft: bool, check: Check | None) -> dict[str, Any]:
    words = speak.words
    language, _line, region = speak.language.partition("_")
    return {
        "language": language,
        "region": region,
        "draft": words["draft"] if draft else "",
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "title": breakable(page.title),
        "subtitle": text(page.subtitle),
        "university": page.university,
        "reference": f"{words['reference']} {page.reference}",
        "made_on": speak.say("made_on", date=speak.day(today)),
        "blocks": [block for block in page.blocks if _says_something(block)],
        "signatures": page.signatures,
        "boxes": [{**box, "name": text(box["name"])} for box in page.boxes[:MOST_BOXES]],
        "check": _check(check, speak) if check else None,
    }


def _says_something(block: dict[str, Any]) -> bool:
    return any(block.get(name) for name in ("facts", "paragraphs", "rows", "articles"))


def _check(check: Check, speak: Speaker) -> dict[str, Any]:
    """The address stays whole: it is a link, and what breaks a line without being seen would be copied with it."""
    drawn = io.BytesIO()
    segno.make(check.url, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=0)
    return {
        "title": speak.words["check"],
        "note": [breakable(part) for part in speak.say("check_note", url=ADDRESS).split(ADDRESS)],
        "url": check.url,
        "alt": speak.words["check_alt"],
        "svg": drawn.getvalue().decode(),
    }


workshop = Workshop()
_one_at_a_time = threading.Lock()
_native_queue = patcher.original("queue").SimpleQueue
_asked: Any = _native_queue()
_thread: list[Any] = []
_slow: dict[bytes, float] = {}
"""What was too slow a moment ago, until when it is not tried again: the same document asked all the time would hold others."""


def _by_the_drawer(question: Question) -> tuple[dict[str, str], bytes] | BaseException:
    if not _thread:
        _thread.append(patcher.original("threading").Thread(target=_draw_forever, daemon=True))
        _thread[0].start()
    _asked.put(question)
    return question.answer.get()


def _draw_forever() -> None:
    while True:
        question = _asked.get()
        try:
            question.answer.put(None if question.over else workshop.draw(question.data))
        except BaseException as error:
            if isinstance(error, TooComplexError):
                _remember(question)
            question.answer.put(error)


def _remember(question: Question) -> None:
    while len(_slow) >= KNOWN_SLOW:
        del _slow[next(iter(_slow))]
    _slow[question.digest] = time.monotonic() + KNOWN_FOR
