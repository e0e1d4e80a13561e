"""Word's .docx: a zip of XML parts."""

from services.profiles.files import ole
from services.profiles.files.archive import Archive
from services.profiles.files.macros import refuse_macros
from services.profiles.files.problem import MOST_TEXT, Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml", "word/endnotes.xml")
BREAKS = {f"{W}p", f"{W}tab", f"{W}br", f"{W}tc"}
COMMANDS = ("DDE", "DDEAUTO")


def read(data: bytes) -> str:
    """The text of body, tables, headers and notes. Raises `Problem`."""
    if data[:8] == ole.MAGIC:
        raise Problem("encrypted" if ole.holds_encrypted_package(data) else "not_what_its_name_says")
    archive = Archive(data)
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types or any("vbaproject" in name.lower() for name in archive.names):
        raise Problem("has_macros")
    if MAIN not in types or "word/document.xml" not in archive.names:
        raise Problem("not_what_its_name_says")
    _refuse_what_is_fetched(archive)
    archive.check_all()
    refuse_macros(data, "document.docx")
    return "\n".join(_text(archive, name) for name in archive.names if name.startswith(PARTS) and name.endswith(".xml"))


def _refuse_what_is_fetched(archive: Archive) -> None:
    """A template, frame or object fetched from elsewhere brings its macros along."""
    for name in archive.names:
        if not name.endswith(".rels"):
            continue
        for relation in archive.xml(name):
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind in {"attachedTemplate", "oleObject", "frame"}:
                raise Problem("has_macros")
            if kind == "vbaProject":
                raise Problem("has_macros")


def _text(archive: Archive, name: str) -> str:
    parts: list[str] = []
    length = 0
    for element in archive.xml(name).iter():
        if element.tag == f"{W}t" and element.text and length < MOST_TEXT:
            parts.append(element.text)
            length += len(element.text)
        elif element.tag == f"{W}instrText" and (element.text or "").strip().split(" ")[0].upper() in COMMANDS:
            raise Problem("has_macros")
        elif element.tag in BREAKS:
            parts.append("\n")
    return "".join(parts)
