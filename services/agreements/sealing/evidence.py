"""The evidence of one signature: who, when, by which way, over which document; sealed by the university's key.

Evidence is JSON kept beside the signatory. Its seal is an ECDSA signature of its canonical form, so that neither a line
of the database nor a date can be changed without it showing.
"""

import base64
import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.vocabulary import RoundState, SigningMode
from runtime.clock import day_of
from services.agreements.model import Signatory, SigningRound
from services.agreements.sealing import pades
from services.agreements.sealing.authority import Authority, refuse_ended

SEALED = ("role", "label", "name", "email", "signed_at", "signed_on")
LINK, ACCOUNT, PAPER = "one_time_link", "account", "paper"


def canonical(evidence: dict[str, Any]) -> bytes:
    return json.dumps(evidence, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal(evidence: dict[str, Any], authority: Authority) -> str:
    """Raises `Unavailable` seal_expired."""
    refuse_ended(authority.seal.certificate)
    signature = authority.seal.key.sign(canonical(evidence), ec.ECDSA(hashes.SHA256()))
    return base64.b64encode(signature).decode()


def holds(evidence: dict[str, Any] | None, sealed: str, authority: Authority) -> bool:
    return sealer(evidence, sealed, authority) is not None


def sealer(evidence: dict[str, Any] | None, sealed: str, authority: Authority) -> x509.Certificate | None:
    """The certificate, today's or a former one, whose key sealed it; None when none did."""
    if not evidence or not sealed:
        return None
    return next((one for one in authority.seals if _sealed_by(one, evidence, sealed)), None)


def _sealed_by(certificate: x509.Certificate, evidence: dict[str, Any], sealed: str) -> bool:
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return False
    try:
        public.verify(base64.b64decode(sealed), canonical(evidence), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def prove(round_: SigningRound, document: bytes, signed: bytes, authority: Authority) -> frozenset[uuid.UUID]:
    """Ids of the signatories whose evidence validates over this very document, and marks them on the round.

    `document` are the bytes of the issued document, `signed` those with the signatures (electronic) or the scan (paper).
    A file that carries the signature of somebody who has no line proves nobody: a line is missing.
    """
    if pades.sha256(document) != round_.document.sha256:
        found: Iterable[uuid.UUID] = ()
    elif round_.mode == SigningMode.PAPER:
        scan = pades.sha256(signed)
        found = (row.id for row in round_.signatories if stands(row, round_, authority) and _scan(row, scan))
    elif not signed.startswith(document):
        found = ()
    else:
        read = pades.read(signed, authority)
        valid = {one.field for one in read if one.valid}
        expected = {f"{pades.PERSON}{row.id}": row for row in round_.signatories}
        missing = pades.people(read) - set(expected)
        found = (
            row.id
            for field, row in expected.items()
            if not missing and field in valid and stands(row, round_, authority)
        )
    round_.proven = frozenset(found)
    return round_.proven


def stands(row: Signatory, round_: SigningRound, authority: Authority) -> bool:
    """The evidence is this signatory's, over this round's document, and his line says what was sealed."""
    return _is_his(row, round_, authority) and _as_sealed(row) == {name: getattr(row, name) for name in SEALED}


def said(row: Signatory, round_: SigningRound, authority: Authority) -> dict[str, Any]:
    """What is told of a signature, by the names of `SEALED`: what was sealed, whatever the line says since.

    Until a paper is sealed its dates are those a manager read; of a signature that nothing proves no date is told.
    """
    if _is_his(row, round_, authority):
        return _as_sealed(row)
    line = {name: getattr(row, name) for name in SEALED}
    unsealed = row.evidence is None and round_.mode == SigningMode.PAPER and round_.state == RoundState.OPEN
    return line if unsealed else line | {"signed_at": None, "signed_on": None}


def _is_his(row: Signatory, round_: SigningRound, authority: Authority) -> bool:
    evidence = row.evidence or {}
    return (
        evidence.get("signatory_id") == str(row.id)
        and evidence.get("slot") == row.slot
        and evidence.get("document_sha256") == round_.document.sha256
        and holds(row.evidence, row.evidence_seal, authority)
    )


def _as_sealed(row: Signatory) -> dict[str, Any]:
    """Evidence of before labels were sealed has none: there the line's stands."""
    evidence = row.evidence or {}
    at = datetime.fromisoformat(evidence["at"])
    on = date.fromisoformat(evidence["signed_on"]) if "signed_on" in evidence else day_of(at)
    told = {name: evidence.get(name, getattr(row, name)) for name in ("role", "label", "name", "email")}
    return {**told, "signed_at": at, "signed_on": on}


def _scan(row: Signatory, scan_sha256: str) -> bool:
    return (row.evidence or {}).get("scan_sha256") == scan_sha256
