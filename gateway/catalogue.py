"""The English catalogue: one readable .po file an area under `translations/en/`, compiled into one .mo.

`python -m gateway.catalogue` finds every French sentence of the code and templates, adds the new ones to the area's
.po (empty, to be translated), drops the unused, and says what lacks English. The site compiles at start what is newer
than its .mo, which is never committed.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "translations" / "en"
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "ngettext": (1, 2)}


def area_of(path: Path) -> str:
    """The .po that a source file belongs to: its area's, or `common`."""
    parts = path.relative_to(HERE).parts
    return parts[1] if parts[0] == "areas" and len(parts) > 2 else "common"


def extract() -> dict[str, Catalog]:
    """Every sentence of the sources, by area. A sentence that `common` holds already is not repeated."""
    found: dict[str, Catalog] = {}
    files = sorted([*HERE.rglob("*.py"), *HERE.rglob("templates/**/*.html")])
    for path in sorted(files, key=lambda p: (area_of(p) != "common", str(p))):
        area = area_of(path)
        catalog = found.setdefault(area, Catalog(locale="en"))
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        for _line, message, _comments, _context in extract_from_file(method, path, KEYWORDS):
            known = area != "common" and "common" in found and message_in(found["common"], message)
            if message and not known:
                catalog.add(message, locations=[(str(path.relative_to(HERE)), 0)])
    return found


def message_in(catalog: Catalog, message: Any) -> bool:
    return catalog.get(message[0] if isinstance(message, tuple | list) else message) is not None


def read(area: str) -> Catalog:
    path = SOURCES / f"{area}.po"
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(only: str = "") -> list[str]:
    """Bring the .po files up to date (all, or one area's); answers « area: sentence » for what lacks English.

    A sentence that another area has already is said in the same words.
    """
    said = {message.id: message.string for path in SOURCES.glob("*.po") for message in read(path.stem) if told(message)}
    for area, template in extract().items():
        if only and area != only:
            continue
        catalog = read(area)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        for message in catalog:
            if message.id and not told(message):
                message.string = said.get(message.id, message.string)
        if len(catalog):
            with (SOURCES / f"{area}.po").open("wb") as file:
                write_po(file, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return missing(only)


def told(message: Message) -> bool:
    """Whether it has its English: both numbers of it, when it has two."""
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(message.id) and all(texts)


def missing(only: str = "") -> list[str]:
    lacking = []
    for area, template in extract().items():
        catalog = read(area)
        for message in template:
            known = catalog.get(message.id[0] if isinstance(message.id, tuple) else message.id)
            if message.id and area in (only or area) and not (known and told(known)):
                lacking.append(f"{area}: {message.id}")
    return lacking


def compile_all() -> Path:
    """Make the .mo if a .po is newer; answers the folder to read. A read-only image gets it in a temporary folder."""
    sources = sorted(SOURCES.glob("*.po"))
    newest = max((path.stat().st_mtime for path in [*sources, SOURCES]), default=0.0)
    for root in (SOURCES.parent, Path(tempfile.gettempdir()) / f"ipro-translations-{os.getuid()}"):
        target = root / "en" / "LC_MESSAGES" / "messages.mo"
        if target.exists() and target.stat().st_mtime >= newest:
            return root
        try:
            _write(target, sources)
        except OSError:
            continue
        return root
    raise OSError("no folder takes the compiled translations")


def _write(target: Path, sources: list[Path]) -> None:
    merged = Catalog(locale="en")
    for path in sources:
        for message in read(path.stem):
            if told(message):
                merged.add(message.id, message.string)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)


if __name__ == "__main__":
    lacking = update(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.write("\n".join(lacking) + ("\n" if lacking else "Everything has its English.\n"))
    sys.exit(1 if lacking else 0)
