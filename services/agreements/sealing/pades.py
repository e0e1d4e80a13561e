"""PAdES signatures added to a PDF, and what they say of a file.

Each signature is an incremental update: the bytes that people read stay the beginning of the file, so the hash of the
document that was issued can be found again in the sealed one. About 25 ms a signature and 10 ms to validate one, in a
native thread beside the green ones. pyHanko is asynchronous inside; nothing here waits for a network.
"""

import asyncio
import hashlib
import io
import re
import selectors
import threading
from collections import OrderedDict
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from eventlet import tpool
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.agreements.sealing.authority import Authority, Holder, refuse_ended
from services.agreements.sealing.limits import MOST_FIELDS

SEAL = "Cachet"
PERSON = "Signature-"
FIELD = re.compile(rb"/FT\s*/Sig\b")
BROKEN = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
LONGEST_FILE = 40 * 1024 * 1024
MOST_KEPT = 1_000


@dataclass(frozen=True)
class Found:
    """A signature of a file. `field` is `SEAL` or `PERSON` and the signatory's id; `valid` over the bytes before it."""

    field: str
    name: str
    at: datetime | None
    valid: bool


def sign(data: bytes, who: Holder, authority: Authority, *, field: str, name: str, reason: str) -> bytes:
    """A file of ours with one more signature. Raises `Unavailable` seal_expired."""
    refuse_ended(who.certificate)
    return tpool.execute(sign_here, data, who, authority, field, name, reason)


def sign_here(data: bytes, who: Holder, authority: Authority, field: str, name: str, reason: str) -> bytes:
    store = SimpleCertificateStore()
    for one in (authority.certificate, *who.chain):
        store.register(_asn1(one))
    signer = signers.SimpleSigner(
        signing_cert=_asn1(who.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            who.key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=store,
    )
    meta = PdfSignatureMetadata(
        field_name=field,
        name=name,
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    output = io.BytesIO()
    _run(PdfSigner(meta, signer, new_field_spec=fields.SigFieldSpec(field)).async_sign_pdf(writer, output=output))
    return output.getvalue()


def read(data: bytes, authority: Authority) -> list[Found]:
    """Every signature of a file of ours, in their order; empty for what is no PDF or has none.

    The same bytes say the same, so what they said is kept by their hash, for the last thousand of them.
    """
    return list(KEPT.get((sha256(data), authority.mark), data, authority))


def people(found: Iterable[Found]) -> set[str]:
    """The fields of the persons who signed this file with us."""
    return {one.field for one in found if one.field.startswith(PERSON)}


class Kept:
    """What files said, by their hash; the one asked longest ago leaves first."""

    def __init__(self) -> None:
        self._said: OrderedDict[tuple[str, str], tuple[Found, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str], data: bytes, authority: Authority) -> tuple[Found, ...]:
        with self._lock:
            if key in self._said:
                self._said.move_to_end(key)
                return self._said[key]
        said = tuple(tpool.execute(read_here, data, authority))
        with self._lock:
            self._said[key] = said
            while len(self._said) > MOST_KEPT:
                self._said.popitem(last=False)
        return said


KEPT = Kept()


def read_here(data: bytes, authority: Authority) -> list[Found]:
    try:
        embedded = PdfFileReader(io.BytesIO(data)).embedded_signatures[:MOST_FIELDS]
    except BROKEN:
        return []  # what is not a PDF, or breaks while it is read, carries no signature of ours
    return [_found(one, authority) for one in embedded]


def written_fields(data: bytes) -> int:
    """How many signature fields stand in plain sight, at most one over the limit: milliseconds, before anything is read."""
    return sum(1 for _one in islice(FIELD.finditer(data), MOST_FIELDS + 1))


def counted_fields(data: bytes) -> int:
    """The same as a reader counts them, wherever they hide; for a child process."""
    try:
        found = fields.enumerate_sig_fields(PdfFileReader(io.BytesIO(data)))
        return sum(1 for _one in islice(found, MOST_FIELDS + 1))
    except BROKEN:
        return 0  # it carries nothing that can be read


def _found(one: Any, authority: Authority) -> Found:
    """A certificate is asked to have been good when it signed, not to be so today: it ends, what it signed does not."""
    try:
        trusted = authority.seals if one.field_name == SEAL else authority.authorities
        moment = min(one.self_reported_timestamp or datetime.now(UTC), datetime.now(UTC))
        context = ValidationContext(trust_roots=[_asn1(each) for each in trusted], moment=moment, allow_fetching=False)
        status = _run(async_validate_pdf_signature(one, context))
        valid = bool(status.intact and status.valid and status.trusted and status.bottom_line)
        valid = valid and _good_at(moment, one.signer_cert)
        at = status.signer_reported_dt
    except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError):
        valid, at = False, None
    return Found(str(one.field_name), str(one.sig_object.get("/Name", "")), at, valid)


def _good_at(moment: datetime, certificate: asn1_x509.Certificate) -> bool:
    """Asked here too: a seal that is trusted by itself has no path of certificates whose dates would be read."""
    validity = certificate["tbs_certificate"]["validity"]
    return bool(validity["not_before"].native <= moment <= validity["not_after"].native)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class Unwaiting(selectors.SelectSelector):
    """Nothing in a signature waits for a file or a clock; whatever began to would be told, instead of lasting."""

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None or timeout > 0:
            raise RuntimeError("a signature waits for nothing")
        return []


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """In a loop of this native thread's own, and without a pause.

    While any thread imports something, tpool runs what it is given in the thread of the green ones: a loop that let them
    go on would meet another there, which Python refuses.
    """
    loop = asyncio.SelectorEventLoop(Unwaiting())
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
