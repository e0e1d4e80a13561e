"""OpenDocument text, .odt."""

from services.profiles.files.archive import Archive
from services.profiles.files.problem import MOST_TEXT, Problem

MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SCRIPTS = ("basic/", "scripts/", "dialogs/")


def read(data: bytes) -> str:
    """The text. Raises `Problem`."""
    archive = Archive(data)
    if "mimetype" not in archive.names or archive.read("mimetype", 200).strip() != MEDIA_TYPE:
        raise Problem("not_what_its_name_says")
    if "META-INF/manifest.xml" in archive.names:
        manifest = archive.xml("META-INF/manifest.xml")
        if any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
            raise Problem("encrypted")
    if any(name.lower().startswith(SCRIPTS) and not name.endswith("/") for name in archive.names):
        raise Problem("has_macros")
    archive.check_all()
    if "styles.xml" in archive.names:
        _refuse_scripts(archive, "styles.xml")
    return _text(archive)


def _refuse_scripts(archive: Archive, name: str) -> None:
    for element in archive.xml(name).iter():
        if element.tag.startswith(SCRIPT) or (element.tag == f"{OFFICE}script"):
            raise Problem("has_macros")


def _text(archive: Archive) -> str:
    _refuse_scripts(archive, "content.xml")
    body = archive.xml("content.xml").find(f"{OFFICE}body")
    if body is None or body.find(f"{OFFICE}text") is None:
        raise Problem("not_what_its_name_says")
    parts: list[str] = []
    length = 0
    for element in body.iter():
        if element.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}s"):
            parts.append("\n" if element.tag in (f"{TEXT}p", f"{TEXT}h") else " ")
        for piece in (element.text, element.tail):
            if piece and length < MOST_TEXT:
                parts.append(piece)
                length += len(piece)
    return "".join(parts)
