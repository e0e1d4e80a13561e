"""`python -m deploy.docs` writes the generated documents and says which of them changed."""

from collections.abc import Callable
from pathlib import Path

from deploy.docs.asyncapi import asyncapi
from deploy.docs.events import events
from deploy.docs.lifecycle import lifecycle
from deploy.local.settings import ROOT

DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/lifecycle.md": lifecycle,
    "docs/events.md": events,
    "docs/asyncapi.yaml": asyncapi,
}


def stale(root: Path = ROOT) -> dict[str, str]:
    """The documents that are not what the code says today, with what they should hold."""
    return {name: text for name, write in DOCUMENTS.items() if (text := write()) != read(root / name)}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> None:
    changed = stale()
    for name, text in changed.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8")
    for name in DOCUMENTS:
        print(f"{'written' if name in changed else 'as it was'}: {name}")


if __name__ == "__main__":
    main()
