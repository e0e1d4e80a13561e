"""PDF, wholly parsed by pypdf."""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from services.profiles.files.problem import MOST_PAGES, MOST_TEXT, Problem

RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}


def read(data: bytes) -> str:
    """The text. Raises `Problem`: encrypted (even with an empty password), has_macros (scripts), unreadable."""
    if b"%PDF-" not in data[:1024]:
        raise Problem("not_what_its_name_says")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Problem("encrypted")
        _refuse_scripts(reader)
        return _text(reader)
    except (Problem, MemoryError):
        raise
    except Exception:  # pypdf raises a dozen kinds on broken files, its own and Python's
        raise Problem("unreadable") from None


def _text(reader: PdfReader) -> str:
    count = len(reader.pages)
    if not 1 <= count <= MOST_PAGES:
        raise Problem("unreadable")
    parts, length = [], 0
    for page in reader.pages:
        _refuse_actions(page)
        for annotation in (page.get("/Annots") or [])[:1_000]:
            _refuse_actions(annotation.get_object())
        part = page.extract_text() if length < MOST_TEXT else ""
        parts.append(part)
        length += len(part)
    return "\n".join(parts)


def _refuse_scripts(reader: PdfReader) -> None:
    root = reader.root_object
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        raise Problem("has_macros")
    _refuse_actions(root)
    form = root.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        raise Problem("has_macros")


def _refuse_actions(holder: Any) -> None:
    """The actions that an object starts by itself or when clicked, and those chained to them (100 at most)."""
    if not isinstance(holder, DictionaryObject):
        return
    waiting = [holder.get("/OpenAction"), holder.get("/A")]
    additional = holder.get("/AA")
    if additional is not None:
        waiting.extend(additional.get_object().values())
    for _ in range(100):
        if not waiting:
            return
        action = waiting.pop()
        action = action.get_object() if action is not None else None
        if isinstance(action, list):
            waiting.extend(item for item in action if isinstance(item.get_object(), DictionaryObject))
        elif isinstance(action, DictionaryObject):
            if action.get("/S") in RUNS or "/JS" in action:
                raise Problem("has_macros")
            waiting.append(action.get("/Next"))
