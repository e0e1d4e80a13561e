"""Folders that are a store, as the first migration of a platform makes them."""

from pathlib import Path

from runtime.files import mark


def marked(folder: Path) -> str:
    """Its address."""
    mark(folder.as_uri(), new=True)
    return folder.as_uri()
