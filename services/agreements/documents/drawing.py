"""From a page's contents to a PDF: one typst template for every document, tagged, declared PDF/A-2a and PDF/UA-1.

One compiler is made at the first document and used for all: making it reads the list of fonts. It works in one native
thread beside the green ones, one document at a time: in several, its memory would be kept once in each.
"""

import io
import json
import os
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from eventlet import patcher, tpool

from runtime.logs import log
from services.agreements.documents.speaking import LONGEST_RUN, Speaker, breakable, is_right_to_left

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = "/usr/share/fonts/truetype/noto:/usr/share/fonts/opentype/noto"  # Debian's fonts-noto-*
STANDARDS: Any = ["a-2a", "ua-1"]
MOST_BOXES = 7
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
    """A value of the page, with the direction in which it reads."""
    said = str(value)
    return {"text": breakable(said, longest), "rtl": is_right_to_left(said)}


def draw(page: Page, speak: Speaker, today: date, *, draft: bool, check: Check | None = None) -> Pdf:
    """Well below 60 ms after the first. Under PDF/A a letter that no font has stops the compilation: see `Pdf.plain`."""
    data = json.dumps(contents(page, speak, today, draft=draft, check=check), ensure_ascii=False)
    with _one_at_a_time:
        drawn = tpool.execute(_by_the_drawer, data)
    if isinstance(drawn, BaseException):
        raise drawn
    return drawn


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


def compiled(data: str) -> Pdf:
    try:
        return Pdf.of(_compile(data, STANDARDS), plain=False)
    except typst.TypstError as error:
        log.warning("pdf_without_standard", why=str(error)[:300])
        return Pdf.of(_compile(data, []), plain=True)


_one_at_a_time = threading.Lock()
_native_queue = patcher.original("queue").SimpleQueue
_asked: Any = _native_queue()
_drawer: list[Any] = []


def _by_the_drawer(data: str) -> Pdf | BaseException:
    if not _drawer:
        _drawer.append(patcher.original("threading").Thread(target=_draw_forever, daemon=True))
        _drawer[0].start()
    answer = _native_queue()  # of this call alone: a caller whose deadline is over leaves nothing for the next
    _asked.put((data, answer))
    return answer.get()


def _draw_forever() -> None:
    while True:
        data, answer = _asked.get()
        try:
            answer.put(compiled(data))
        except BaseException as error:
            answer.put(error)


_made: list[typst.Compiler] = []


def _compile(data: str, standards: Any) -> bytes:
    if not _made:
        _made.append(
            typst.Compiler(
                str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=font_folders(), ignore_system_fonts=True
            )
        )
    drawn: Any = _made[0].compile(format="pdf", sys_inputs={"data": data}, pdf_standards=standards)
    return drawn


def font_folders() -> list[str]:
    """IPRO_FONTS, folders apart by « : », else Debian's; those that are there."""
    chosen = os.environ.get("IPRO_FONTS") or FONTS
    return [folder for folder in chosen.split(":") if folder and Path(folder).is_dir()]
