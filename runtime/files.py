"""Immutable files named by their hash, in a folder or S3: messages carry ids, never the bytes. What is read is compared.

An upload waits in quarantine under a random name until its owner has checked and adopted it. Each service writes under
a prefix of its own, so that a bucket's policy can hold it there; whoever was told an id may read the object.

A folder that is the store says so by a mark in its root. Without it nothing is read or written: where a disk is away,
its empty mount point would take documents in, and hide them once the disk is back. A bucket that is away refuses by itself.
"""

import contextlib
import hashlib
import os
import re
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore, from_url

from contracts.errors import Internal, InvalidInput, NotFound, Unavailable
from contracts.vocabulary import Service
from runtime.logs import log

CHUNK = 256 * 1024
CONNECT, PATIENCE = timedelta(seconds=3), timedelta(seconds=8)
IN_MEMORY = 2 * 1024 * 1024
OBJECT_ID = re.compile(r"[a-z]+\.[0-9a-f]{64}")
UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
MARK = ".ipro-store"


def mark(url: str, *, new: bool) -> None:
    """Say in a folder that it is the store. One that is not `new` is marked only if documents are in it: it was the store
    before there were marks. One that is new is made."""
    root = _folder(url)
    if root is not None and (new or any((root / name).is_dir() for name in (*Service, "quarantine"))):
        root.mkdir(parents=True, exist_ok=True)
        (root / MARK).touch()


def _folder(url: str) -> Path | None:
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


class FileStore:
    """`url` is file:///folder or s3://bucket/prefix. Ids are checked, so no path of a caller's reaches the store.

    `owner` is the service that keeps objects here; without one (the gateway) a store only takes uploads in and reads.
    """

    def __init__(self, url: str, owner: str = "") -> None:
        self._owner = owner
        self._store = Store(url)

    def there(self) -> bool:
        """Whether the folder is the store; of a bucket, which refuses by itself when it is away, nothing is asked."""
        return self._store.there()

    def quarantine(self, stream: IO[bytes], limit: int) -> str:
        """Take an upload in, up to `limit` bytes; answers its id. Raises `InvalidInput` (file: too_big)."""
        parts, size = [], 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise InvalidInput(fields={"file": ["too_big"]}, limit=limit)
            parts.append(chunk)
        upload_id = uuid.uuid4().hex
        self._store.do(obstore.put, f"quarantine/{upload_id}", b"".join(parts))
        return upload_id

    def open_upload(self, upload_id: str) -> bytes:
        return self._read(f"quarantine/{_checked(UPLOAD_ID, upload_id)}")

    def discard(self, upload_id: str) -> None:
        self._store.do(obstore.delete, f"quarantine/{_checked(UPLOAD_ID, upload_id)}")

    def adopt(self, upload_id: str) -> str:
        """Make an upload an object; the quarantined copy stays until it is discarded, so a repeat finds it."""
        return self.put(self.open_upload(upload_id))

    def put(self, data: bytes) -> str:
        """Keep these bytes; the same bytes always get the same id, « owner.hash »."""
        if not self._owner:
            raise PermissionError("this process keeps no objects")
        object_id = f"{self._owner}.{hashlib.sha256(data).hexdigest()}"
        with contextlib.suppress(AlreadyExistsError):
            self._store.do(obstore.put, _path(object_id), data, mode="create")
        return object_id

    def read(self, object_id: str) -> bytes:
        """Raises `NotFound`, and `Internal` (damaged_file) when the bytes are not those that were kept."""
        data = self._read(_path(object_id))
        _same(object_id, hashlib.sha256(data).hexdigest())
        return data

    def stream(self, object_id: str) -> Iterator[bytes]:
        """As `read`, a chunk at a time: none is given before all are known to be right. A big one waits on the disk."""
        try:
            answer = self._store.do(obstore.get, _path(object_id))
        except FileNotFoundError:
            raise NotFound() from None
        digest = hashlib.sha256()
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as held:
            for part in answer.stream(CHUNK):
                chunk = bytes(part)
                digest.update(chunk)
                held.write(chunk)
            _same(object_id, digest.hexdigest())
            held.seek(0)
            while chunk := held.read(CHUNK):
                yield chunk

    def log(self, name: str) -> "NumberedLog":
        """This owner's numbered log of that name."""
        if not self._owner:
            raise PermissionError("this process keeps no objects")
        return NumberedLog(self._store, f"{self._owner}/{name}")

    def _read(self, path: str) -> bytes:
        try:
            return self._store.do(_whole, path)
        except FileNotFoundError:
            raise NotFound() from None


class Store:
    """The object library's calls, none of which may last: away from the hub of green threads, and each with its end."""

    def __init__(self, url: str) -> None:
        self._root = _folder(url)
        options: dict[str, Any] = {}
        if self._root is None:
            plain = (
                os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
            )  # options given here hide the library's own look
            client = {"connect_timeout": CONNECT, "timeout": PATIENCE, "allow_http": plain}
            options = {"client_options": client, "retry_config": {"max_retries": 1, "retry_timeout": PATIENCE}}
        self._open = partial(from_url, url, **options)
        self._store: ObjectStore | None = None if self._root else self._open()

    def there(self) -> bool:
        return self._root is None or os.path.isfile(self._root / MARK)  # False too for a disk that fails

    def do(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Raises `Unavailable` (store_away) when the store refuses, does not answer, or is a folder that is not marked."""
        if not self.there():
            log.warning("store_away", error=f"{self._root} has no {MARK}: is its disk mounted?")
            raise Unavailable("store_away")
        try:
            store = self._store = self._store or self._open()
            if self._root is None and _green():
                return _aside()(function, store, *arguments, **options)
            return function(store, *arguments, **options)
        except (FileNotFoundError, AlreadyExistsError):
            raise
        except BaseError as error:
            log.warning("store_away", error=str(error)[:300])
            raise Unavailable("store_away") from None


def _green() -> bool:
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and patcher.is_monkey_patched("thread")


def _aside() -> Callable[..., Any]:
    """Only where eventlet runs already: the site has no green threads, and does not load them."""
    from eventlet import tpool

    return tpool.execute


def _whole(store: ObjectStore, path: str) -> bytes:
    return bytes(obstore.get(store, path).bytes())


def _listed(store: ObjectStore, prefix: str) -> list[Any]:
    return list(obstore.list(store, prefix))


class NumberedLog:
    """Objects 1, 2, 3… under one prefix, each written once and never replaced; a folder a thousand, so the last is found fast.

    Nothing here removes one; a bucket's own lock (retention, versions) holds that against whoever has the credentials.
    """

    def __init__(self, store: "Store", prefix: str) -> None:
        self._store, self._prefix = store, prefix

    def append(self, number: int, data: bytes) -> None:
        """Raises `FileExistsError` when this number is taken."""
        try:
            self._store.do(obstore.put, self._path(number), data, mode="create")
        except AlreadyExistsError:
            raise FileExistsError(number) from None

    def read(self, number: int) -> bytes:
        """Raises `NotFound`."""
        try:
            return self._store.do(_whole, self._path(number))
        except FileNotFoundError:
            raise NotFound() from None

    def last(self) -> int:
        """The highest number written, 0 for none: two listings, however long the log is."""
        folders = self._store.do(obstore.list_with_delimiter, self._prefix)["common_prefixes"]
        return max(self._numbers(max(folders)), default=0) if folders else 0

    def numbers(self) -> list[int]:
        """All that are there, in order, holes left as they are."""
        return sorted(self._numbers(self._prefix))

    def _numbers(self, prefix: str) -> Iterator[int]:
        for page in self._store.do(_listed, prefix):
            for item in page:
                name = item["path"].rpartition("/")[2]
                if name.isdecimal():
                    yield int(name)

    def _path(self, number: int) -> str:
        return f"{self._prefix}/{number // 1000:06}/{number:09}"


def _checked(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value or ""):
        raise NotFound()
    return value


def _same(object_id: str, digest: str) -> None:
    """Raises `Internal` (damaged_file) when bytes with this hash stand where the object's own should."""
    if not object_id.endswith(f".{digest}"):
        log.error("damaged_file", object_id=object_id, found_sha256=digest)
        raise Internal("damaged_file")


def _path(object_id: str) -> str:
    owner, _dot, digest = _checked(OBJECT_ID, object_id).partition(".")
    return f"{owner}/{digest[:2]}/{digest}"
