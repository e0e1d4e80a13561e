"""Heads of the journal: a chain of signed records, kept outside the database, of how far each file's own chain went.

A head is an object « number » of the log `heads`: one line of JSON, then a line with its signature in base64. Its hash
is the SHA-256 of the whole object, and stands in the next one. It names, for each file that has lines not yet under a
head, its last line and that line's hash, which stands for all the lines before it.
"""

import base64
import binascii
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from contracts.errors import NotFound
from runtime.actor import Signer, is_sealed
from runtime.files import NumberedLog

LOG = "heads"
LOCK = 5_014_001
"""Advisory lock of whoever takes a head, or wants none to be taken while he looks."""
PURPOSE = "head of the journal, v1"
A_LINE = "line of the journal, v1"
GENESIS = "0" * 64
Entry = tuple[str, int, str]
"""(file, rank of its last line, that line's hash)"""


@dataclass(frozen=True)
class Head:
    """`lines` are those it takes in; `more` when others waited that it had no room for."""

    number: int
    taken_at: datetime
    previous: str
    lines: int
    more: bool
    files: Sequence[Entry]


class BrokenHead(Exception):
    """The object is not a head that this service signed."""


def encode(head: Head, signer: Signer) -> bytes:
    body = json.dumps(
        {
            "number": head.number,
            "taken_at": head.taken_at.isoformat(),
            "previous": head.previous,
            "lines": head.lines,
            "more": head.more,
            "files": head.files,
        },
        separators=(",", ":"),
    ).encode()
    return _object(body, signer.seal(PURPOSE, body))


def _object(body: bytes, signature: bytes) -> bytes:
    return body + b"\n" + base64.b64encode(signature) + b"\n"


def seal_of(signer: Signer, file: uuid.UUID, seq: int, hash: str) -> bytes:
    """What the service says of a line that it wrote, until a head names it."""
    return signer.seal(A_LINE, _line(file, seq, hash))


def is_ours(keys: Iterable[Ed25519PublicKey], file: uuid.UUID | str, seq: int, hash: str, seal: bytes) -> bool:
    return any(is_sealed(key, A_LINE, _line(file, seq, hash), seal) for key in keys)


def _line(file: uuid.UUID | str, seq: int, hash: str) -> bytes:
    return f"{file}/{seq}/{hash}".encode()


def public_keys(folder: Path) -> list[Ed25519PublicKey]:
    """The service's own, and those it had before: `agreements.pem`, `agreements.<anything>.pem`."""
    paths = sorted((folder / "public").glob("agreements*.pem"))
    found = [load_pem_public_key(path.read_bytes()) for path in paths]
    return [key for key in found if isinstance(key, Ed25519PublicKey)]


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def decode(data: bytes, keys: Iterable[Ed25519PublicKey]) -> Head:
    """Raises `BrokenHead`. Several keys: a service's key may have been replaced since."""
    body, _end, signature = data.partition(b"\n")
    try:
        signed = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error:
        raise BrokenHead from None
    if data != _object(body, signed):
        raise BrokenHead  # base64 may say the same signature in other bytes: no next head would find them changed
    if not any(is_sealed(key, PURPOSE, body, signed) for key in keys):
        raise BrokenHead
    found = json.loads(body)
    return Head(**{**found, "taken_at": datetime.fromisoformat(found["taken_at"])})


def stored(log: NumberedLog, last: int) -> Iterator[tuple[int, bytes | None]]:
    """Each number up to `last` with its object, None for one that is missing."""
    for number in range(1, last + 1):
        try:
            yield number, log.read(number)
        except NotFound:
            yield number, None
