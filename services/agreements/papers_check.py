"""Is this upload a PDF that may be kept? Read in a child process with limits: people's files are not trusted."""

import base64
import io
from contextlib import suppress
from typing import Any

from contracts.errors import InvalidInput, NotFound
from runtime import children
from runtime.unit_of_work import UnitOfWork

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 200
FORBIDDEN = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia"}
MOST_OBJECTS = 50_000


def take(work: UnitOfWork, upload_id: str, field: str) -> bytes:
    """The bytes of a sound PDF. Raises `InvalidInput` on the field: empty, too_big, not_a_pdf, encrypted, unsafe."""
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
        if not 0 < len(reader.pages) <= MOST_PAGES:
            return "not_a_pdf"
        if does_something(reader):
            return "unsafe"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return "not_a_pdf"
    return ""


def does_something(reader: Any) -> bool:
    """Whether any object names a script, a launch or an attachment: as parsed, so that no way of writing a name hides it."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        return True
    found = [reader.get_object(number) for number in sorted(numbers) if number]
    return any(named(one) for one in [reader.trailer, *found])


def named(one: Any, depth: int = 0) -> bool:
    """Objects written inside others are looked into; those referred to are looked at by themselves."""
    if depth > 20:
        return True
    if isinstance(one, dict):
        return any(
            str(key) in FORBIDDEN or (isinstance(value, str) and str(value) in FORBIDDEN) or named(value, depth + 1)
            for key, value in ((key, getattr(one, "raw_get", one.get)(key)) for key in one)
        )
    return isinstance(one, list) and any(named(list.__getitem__(one, n), depth + 1) for n in range(len(one)))
