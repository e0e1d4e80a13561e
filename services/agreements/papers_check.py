"""Is this upload a PDF that may be kept? Read in a child process with limits: people's files are not trusted.

A paper is to be read and nothing else: no script, no program, no attachment, nothing sent or fetched by itself, no other
format in the same bytes. A link that its reader clicks is ordinary.
"""

import base64
import io
import re
import zipfile
from contextlib import suppress
from typing import Any

from contracts.errors import InvalidInput, NotFound
from runtime import children
from runtime.unit_of_work import UnitOfWork
from services.agreements.sealing.limits import FROM_ELSEWHERE

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 200
MOST_OBJECTS = 50_000
FORBIDDEN = {
    "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMedia", "/XFA", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment",
}  # fmt: skip
WRITTEN = re.compile(  # a reader who mends a broken table finds what ours does not lead to
    rb"/S\s*/(JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition)\b"
    rb"|/Subtype\s*/(FileAttachment|RichMedia)\b|/Type\s*/EmbeddedFile\b"
)
ACTIONS = {"/GoTo", "/URI", "/Named", "/Thread", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView"}
PADDING = b" \t\r\n\f\0\x1a"


def take(work: UnitOfWork, upload_id: str, field: str) -> bytes:
    """The bytes of a sound PDF. Raises `InvalidInput` on the field: empty, too_big, not_a_pdf, encrypted, unsafe,
    too_many_pages, too_many_signatures.
    """
    try:
        data = work.files.open_upload(upload_id)
    except NotFound:
        raise InvalidInput(fields={field: ["required"]}) from None
    problem = "too_big" if len(data) > LARGEST else "" if data else "empty"
    problem = problem or children.run(
        "services.agreements.papers_check:examine", base64.b64encode(data).decode(), seconds=5, megabytes=512
    )
    if problem:
        raise InvalidInput(fields={field: [problem]})
    work.after_commit(lambda: _forget(work, upload_id))
    return data


def _forget(work: UnitOfWork, upload_id: str) -> None:
    with suppress(NotFound, FileNotFoundError):
        work.files.discard(upload_id)


def examine(content: str) -> str:
    """The code of the problem, or nothing. Runs in the child."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = base64.b64decode(content)
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        return "not_a_pdf"
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return "encrypted"
        if len(reader.pages) > MOST_PAGES:
            return "too_many_pages"
        if not reader.pages:
            return "not_a_pdf"
        found = objects(reader)
        if found is None or more_than_a_pdf(data) or any(does_something(one) for one in [reader.trailer, *found]):
            return "unsafe"
        if sum(is_signature_field(one) for one in found) > FROM_ELSEWHERE:
            return "too_many_signatures"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return "not_a_pdf"
    return ""


def more_than_a_pdf(data: bytes) -> bool:
    """Bytes after its end, an archive around it, or an action in plain sight, even where no table leads."""
    if data[data.rfind(b"%%EOF") + 5 :].strip(PADDING) or WRITTEN.search(data):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def objects(reader: Any) -> list[Any] | None:
    """Every object of every generation, also those in streams, as parsed: no way of writing a name hides it. None: too many."""
    from pypdf.generic import IndirectObject

    places = {(number, generation) for generation, table in reader.xref.items() for number in table}
    places |= {(number, 0) for number in reader.xref_objStm}
    if len(places) > MOST_OBJECTS:
        return None
    return [reader.get_object(IndirectObject(*place, reader)) for place in sorted(places) if place[0]]


def does_something(one: Any, depth: int = 0) -> bool:
    """Objects written inside others are looked into; those referred to are looked at by themselves."""
    if depth > 20:
        return True
    if isinstance(one, dict):
        return any(line_does_something(str(key), raw(one, key), depth) for key in one)
    if isinstance(one, list):
        return any(does_something(list.__getitem__(one, n), depth + 1) for n in range(len(one)))
    return depth == 0 and isinstance(one, str) and str(one) in FORBIDDEN


def line_does_something(name: str, value: Any, depth: int) -> bool:
    if name in FORBIDDEN or (isinstance(value, str) and str(value) in FORBIDDEN):
        return True
    if name == "/OpenAction" and not opens_on_a_page(followed(value)):
        return True
    return (name == "/AA" and runs_by_itself(followed(value))) or does_something(value, depth + 1)


def opens_on_a_page(action: Any) -> bool:
    """What happens when the document is opened: a place to go to, or nothing."""
    return not isinstance(action, dict) or goes_to_a_page(action)


def runs_by_itself(actions: Any) -> bool:
    """What happens when a page is shown or the mouse passes."""
    found = [followed(raw(actions, key)) for key in actions] if isinstance(actions, dict) else []
    return any(isinstance(one, dict) and kind(one) in ACTIONS and not goes_to_a_page(one) for one in found)


def goes_to_a_page(action: dict[str, Any]) -> bool:
    return kind(action) == "/GoTo" and "/Next" not in action


def is_signature_field(one: Any) -> bool:
    return isinstance(one, dict) and "/FT" in one and str(followed(raw(one, "/FT"))) == "/Sig"


def kind(action: dict[str, Any]) -> str:
    return str(followed(raw(action, "/S"))) if "/S" in action else ""


def raw(one: Any, key: Any) -> Any:
    """The value as written: a reference stays one."""
    return getattr(one, "raw_get", one.get)(key)


def followed(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
