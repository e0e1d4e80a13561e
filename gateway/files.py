"""Uploads into quarantine, and downloads after their owner's service said yes. Files never cross the broker."""

import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app
from werkzeug.datastructures import FileStorage

from contracts.errors import InvalidInput, NotFound, Unavailable
from runtime.files import FileStore

LARGEST = 10 * 1024 * 1024
CHUNK = 256 * 1024
INLINE_NEVER = "default-src 'none'; sandbox"
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def store() -> FileStore:
    app: Flask = current_app
    if "ipro-files" not in app.extensions:
        url = app.config["IPRO"].files_url
        if not url:
            raise Unavailable("no_file_store")
        app.extensions["ipro-files"] = FileStore(url)
    return app.extensions["ipro-files"]


def take_in(upload: FileStorage | None) -> dict[str, str]:
    """`{upload_id, file_name}` for the service that will look at it. Raises `InvalidInput` on `file`."""
    if upload is None or not upload.filename:
        raise InvalidInput(fields={"file": ["required"]})
    return {"upload_id": store().quarantine(upload.stream, LARGEST), "file_name": upload.filename[-200:]}


def forget(upload_id: str) -> None:
    """A refused upload is not kept. The owner discards an accepted one."""
    try:
        store().discard(upload_id)
    except Exception:
        current_app.logger.warning("an upload stays in quarantine", exc_info=True)


def send(object_id: str, file_name: str, media_type: str) -> Response:
    """The object as a download: never shown in our origin, whatever it holds."""
    if not object_id:
        raise NotFound()
    chunks: Iterator[bytes] = store().stream(object_id)
    first = next(chunks, b"")  # a missing object is a 404, not a broken download
    answer = Response(chain([first], chunks), mimetype=media_type or "application/octet-stream")
    shown = visible(file_name) or "document"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in shown)
    full = quote(shown, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    answer.headers["Content-Security-Policy"] = INLINE_NEVER
    return answer


def visible(name: str) -> str:
    """Without what is not seen, or turns the rest around: a program would pass for a PDF."""
    return "".join(letter for letter in name if unicodedata.category(letter) not in UNSEEN)


def named(document: dict[str, Any]) -> str:
    return document.get("file_name") or document.get("name") or "document"
