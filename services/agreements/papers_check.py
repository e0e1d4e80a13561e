"""Is this upload a PDF that may be kept? Read in a child process with limits: people's files are not trusted."""

import base64
import io
from contextlib import suppress

from contracts.errors import InvalidInput, NotFound
from runtime import children
from runtime.unit_of_work import UnitOfWork

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 200
FORBIDDEN = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/RichMedia")


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
        if any(mark in data for mark in FORBIDDEN):
            return "unsafe"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return "not_a_pdf"
    return ""
