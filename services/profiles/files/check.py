"""The door: one file, all the checks, one report."""

import base64
import binascii
import re
import struct
from collections.abc import Callable

import puremagic

from contracts.vocabulary import DocumentKind
from services.profiles.files import images, odt, ole, ooxml, pdf
from services.profiles.files.problem import MOST_BYTES, Problem, tidy

PAPERS = ("pdf", "doc", "docx", "odt")
PICTURES = ("jpg", "jpeg", "png", "webp")
BY_KIND: dict[str, tuple[str, ...]] = {
    DocumentKind.CV: PAPERS,
    DocumentKind.COVER_LETTER: PAPERS,
    DocumentKind.PHOTO: PICTURES,
}
READERS: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "pdf": ("application/pdf", pdf.read),
    "doc": ("application/msword", ole.read),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ooxml.read),
    "odt": ("application/vnd.oasis.opendocument.text", odt.read),
    "jpg": ("image/jpeg", images.read_jpeg),
    "jpeg": ("image/jpeg", images.read_jpeg),
    "png": ("image/png", images.read_png),
    "webp": ("image/webp", images.read_webp),
}
# What puremagic may call a file that has this extension: containers first, since many files are a zip or an OLE.
SNIFFED = {
    "pdf": {".pdf", ".ai"},
    "doc": {".doc", ".xls", ".ppt", ".msi", ".msg", ".ole", ".dot", ".pps"},
    "docx": {".docx", ".docm", ".dotx", ".dotm", ".zip", ".xlsx", ".pptx", ".jar", ".odt", ".doc"},
    "odt": {".odt", ".zip", ".ott", ".docx", ".jar"},
    "jpg": {".jpg", ".jpeg", ".jfif", ".jpe"},
    "jpeg": {".jpg", ".jpeg", ".jfif", ".jpe"},
    "png": {".png", ".apng"},
    "webp": {".webp"},
}


def examine(content: str, kind: str, file_name: str) -> dict[str, str]:
    """`content` is base64. Answers `{problem, media_type, text, file_name}`; `problem` is empty when all is well."""
    name = safe_name(file_name)
    try:
        data = base64.b64decode(content, validate=True)
        media_type, text = look(data, kind, name)
    except Problem as problem:
        return {"problem": problem.code, "media_type": "", "text": "", "file_name": name}
    except (binascii.Error, struct.error, IndexError, MemoryError, RecursionError):
        return {"problem": "unreadable", "media_type": "", "text": "", "file_name": name}
    return {"problem": "", "media_type": media_type, "text": tidy(text), "file_name": name}


def look(data: bytes, kind: str, name: str) -> tuple[str, str]:
    """(media type, text). Raises `Problem`; the size is looked at before anything is read."""
    if not data:
        raise Problem("empty")
    if len(data) > MOST_BYTES:
        raise Problem("too_big")
    extension = name.rpartition(".")[2].lower()
    if extension not in BY_KIND.get(kind, ()):
        raise Problem("wrong_type")
    if not sniffed(data) & SNIFFED[extension]:
        raise Problem("not_what_its_name_says")
    media_type, read = READERS[extension]
    return media_type, read(data)


def sniffed(data: bytes) -> set[str]:
    """All the extensions that puremagic thinks of."""
    try:
        return {match.extension.lower() for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return set()


def safe_name(file_name: str) -> str:
    """The last part of what the browser said, without what a header or a folder could trip on; the extension stays."""
    name = re.split(r"[/\\]", file_name)[-1]
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:150]}{dot}{extension[:10]}" if dot else name[:150]
