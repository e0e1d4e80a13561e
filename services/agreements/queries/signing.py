"""Links opened, groups' orders, and whether a document is true."""

import uuid
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from sqlalchemy import or_, select

from contracts.errors import Internal, NotFound
from contracts.vocabulary import DocumentSort, Party, RoundState, SigningMode, State
from runtime.clock import day_of
from runtime.settings import from_environment
from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view, links, rounds, store
from services.agreements.evaluations_view import certificates
from services.agreements.link_page import link_page
from services.agreements.model import Amendment, Internship, IssuedDocument, SigningRound
from services.agreements.rules import signatories
from services.agreements.sealing import evidence, pades
from services.agreements.sealing.authority import Authority, authority

SEALED, ISSUED, WITHDRAWN, ALTERED, UNKNOWN = "sealed", "issued", "withdrawn", "altered", "unknown"
UNSIGNED, UNPROVEN = "unsigned", "unproven"
LARGEST = 11 * 1024 * 1024  # a document of ours with all its signatures, or a scan, is smaller


def open_link(work: UnitOfWork, *, token: str) -> dict[str, Any]:
    return link_page(work, links.find(work.session, token))


def get_group(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    return group_view.settings(work, group_view.to_manage(work, id))


def check_code(work: UnitOfWork, *, code: str) -> dict[str, Any]:
    """What the paper says of itself may be read by whoever holds it; names are not told."""
    document = work.session.scalars(select(IssuedDocument).where(IssuedDocument.check_code == code)).first()
    if document is None:
        return {"verdict": UNKNOWN, "university": from_environment().university, "signatures": []}
    if not document.sealed_at:
        verdict = WITHDRAWN if document.withdrawn_at else ISSUED
        return _answer(work, document, verdict) | {"signatures": _roles(work, document)}
    signatures, holds = _roles(work, document), _seal_holds(work, document) and _all_are_there(work, document)
    proven = holds and bool(signatures) and all(one["valid"] for one in signatures)
    return _answer(work, document, SEALED if proven else UNPROVEN) | {"signatures": signatures}


def check_file(work: UnitOfWork, *, upload_id: str) -> dict[str, Any]:
    """The file itself: sealed as we sealed it, or issued by us, or one of ours that somebody changed.

    Only the signatures that are in these very bytes are told: a copy kept from before them has none.
    """
    data = work.files.open_upload(upload_id)
    university = from_environment().university
    if not data or len(data) > LARGEST:
        return {"verdict": UNKNOWN, "university": university, "signatures": []}
    digest = pades.sha256(data)
    same = or_(IssuedDocument.sealed_sha256 == digest, IssuedDocument.sha256 == digest)
    document = work.session.scalars(select(IssuedDocument).where(same)).first()
    found = pades.read(data, authority()) if document else rounds.signatures_of_stranger(data)
    signatures = [{"name": one.name, "at": one.at, "valid": one.valid, "role": _role(one.field)} for one in found]
    if document is None:
        ours = bool(found) and any(one.field == pades.SEAL or one.field.startswith(pades.PERSON) for one in found)
        sha = {"sha256": digest, "university": university, "signatures": signatures}
        return {"verdict": ALTERED if ours else UNKNOWN, **sha}
    if digest == document.sealed_sha256:
        verdict = ALTERED if not _all_hold(found) else SEALED if _all_signed(work, document, found) else UNPROVEN
        signatures = _declared(work, document) + signatures
    else:
        verdict = UNSIGNED if document.sealed_at else WITHDRAWN if document.withdrawn_at else ISSUED
    return _answer(work, document, verdict) | {"signatures": signatures, "sha256": digest}


def _role(field: str) -> str:
    return "seal" if field == pades.SEAL else "person" if field.startswith(pades.PERSON) else "other"


def _answer(work: UnitOfWork, document: IssuedDocument, verdict: str) -> dict[str, Any]:
    file = work.session.get_one(Internship, document.internship_id)
    amendment = work.session.get(Amendment, document.amendment_id) if document.amendment_id else None
    round_ = _round(work, document)
    return {
        "verdict": verdict,
        "sort": document.sort,
        "mode": round_.mode if round_ else "",
        "reference": file.reference,
        "amendment_number": amendment.number if amendment else None,
        **_certificate(work, document),
        **_since(work, document, file, amendment),
        "university": from_environment().university,
        "host_name": "" if file.confidential else file.host_name,
        "issued_at": document.issued_at,
        "sealed_at": document.sealed_at if verdict == SEALED else None,
        "sha256": document.sealed_sha256 or document.sha256,
        "authority": _name(authority()),
    }


def _name(local: Authority) -> str:
    """As people read it, not as certificates write it."""
    subject = local.certificate.subject
    named = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else subject.rfc4514_string()


def _since(work: UnitOfWork, document: IssuedDocument, file: Internship, amendment: Amendment | None) -> dict[str, Any]:
    """What came after this signature: it stays true, and its reader should know. Anybody reads it: no name, no reason."""
    if document.sort == DocumentSort.CERTIFICATE or not document.sealed_at:
        return {}
    later = [
        one
        for one in store.signed_amendments(work.session, file.id)
        if one.applied_at and (amendment is None or one.number > amendment.number)
    ]
    return {
        "amended": [{"number": one.number, "signed_on": day_of(one.applied_at)} for one in later if one.applied_at],
        "called_off_on": day_of(file.since) if file.state == State.DROPPED else None,
        "ended_on": file.ended_on if file.state == State.BROKEN_OFF else None,
    }


def _certificate(work: UnitOfWork, document: IssuedDocument) -> dict[str, Any]:
    """Which one it is, and whether a later one corrects it: it stays true, and its reader should know."""
    if document.sort != DocumentSort.CERTIFICATE:
        return {}
    issued = certificates(work.session, document.internship_id)
    number = next((one.number for one in issued if one.document_id == document.id), None)
    return {
        "certificate_number": number,
        "replaced_by": next((one.number for one in issued if one.replaces == number), None),
    }


def _round(work: UnitOfWork, document: IssuedDocument) -> SigningRound | None:
    which = select(SigningRound).where(
        SigningRound.document_id == document.id, SigningRound.state.in_((RoundState.OPEN, RoundState.COMPLETE))
    )
    return work.session.scalars(which.limit(1)).first()


def _roles(work: UnitOfWork, document: IssuedDocument) -> list[dict[str, Any]]:
    """Who signs, by role and date alone; on paper the date is the one that a manager read."""
    if document.sort == DocumentSort.CERTIFICATE:
        return [_seal_of(work, document)] if document.sealed_at else []
    round_ = _round(work, document)
    if round_ is None:
        return []
    if round_.state == RoundState.COMPLETE:
        holds = _round_holds(work, round_)
        lines = [_line(row, valid=holds and row.id in round_.proven) for row in round_.signatories]
        return [*lines, _seal_of(work, document)] if round_.mode == SigningMode.PAPER else lines
    local = authority()
    return [_line(row, valid=evidence.stands(row, round_, local)) for row in round_.signatories if row.signed_on]


def _declared(work: UnitOfWork, document: IssuedDocument) -> list[dict[str, Any]]:
    """Who signed by hand, and when, as a manager read it on the scan: its bytes prove the seal alone."""
    round_ = _round(work, document)
    if round_ is None or round_.mode != SigningMode.PAPER:
        return []
    holds = _round_holds(work, round_)
    return [{**_line(row, valid=holds and row.id in round_.proven), "name": row.name} for row in round_.signatories]


def _round_holds(work: UnitOfWork, round_: SigningRound) -> bool:
    """The files are read and the evidence validated each time; what the files' own signatures say is known by their hash."""
    try:
        return rounds.prove(work, round_)
    except (NotFound, Internal):
        return False  # a file is gone, or its bytes are not those that were kept


def _seal_holds(work: UnitOfWork, document: IssuedDocument) -> bool:
    """The sealed file that we keep is the one that was sealed, with every signature in it."""
    try:
        held = work.files.read(document.sealed_object_id)
    except (NotFound, Internal):
        return False
    return _all_hold(pades.read(held, authority())) and pades.sha256(held) == document.sealed_sha256


def _all_are_there(work: UnitOfWork, document: IssuedDocument) -> bool:
    """Each of the law has a line that is proven, and each person whose signature the sealed file carries has one."""
    if document.sort == DocumentSort.CERTIFICATE:
        return True
    round_ = _round(work, document)
    if round_ is None or not _round_holds(work, round_):
        return False
    found = pades.read(work.files.read(document.sealed_object_id), authority())
    lines = {f"{pades.PERSON}{row.id}" for row in round_.signatories}
    return round_.mode == SigningMode.PAPER or pades.people(found) == lines


def _all_signed(work: UnitOfWork, document: IssuedDocument, found: list[pades.Found]) -> bool:
    """The file proves itself: as many persons in its own bytes as the law asks. On paper the lines are held to it."""
    if document.sort == DocumentSort.CERTIFICATE:
        return True
    round_ = _round(work, document)
    if round_ is not None and round_.mode == SigningMode.PAPER:
        return _round_holds(work, round_)
    return len(pades.people(found)) >= len(signatories.LEGAL)


def _all_hold(found: list[pades.Found]) -> bool:
    """The seal is there, and it and each of ours hold. A scan may carry its sender's own, which we cannot judge."""
    ours = [one for one in found if _role(one.field) != "other"]
    return any(one.field == pades.SEAL for one in ours) and all(one.valid for one in ours)


def _seal_of(work: UnitOfWork, document: IssuedDocument) -> dict[str, Any]:
    """Of a certificate, which the host issued on its link, or of a paper: the only proof of ours, nothing changed since."""
    return {"role": "seal", "name": "", "at": document.sealed_at, "valid": _seal_holds(work, document)}


def _line(row: Any, *, valid: bool) -> dict[str, Any]:
    told = evidence.said(row, row.round, authority())
    declared = row.round.mode == SigningMode.PAPER
    return {
        "role": told["role"],
        "name": told["label"],
        "at": None if declared else told["signed_at"],
        "signed_on": told["signed_on"],
        "valid": valid,
        "declared": declared,
    }


def get_evidence(work: UnitOfWork, *, id: uuid.UUID, amendment_id: uuid.UUID | None) -> dict[str, Any]:
    """Names and addresses of signatories are in it: for managers alone."""
    file, mine = store.load(work.session, id, work.actor.person_id)
    amendment = store.amendment(work.session, amendment_id) if amendment_id else None
    if Party.OFFICER not in mine or (amendment_id and (amendment is None or amendment.internship_id != file.id)):
        raise NotFound()
    round_ = amendment.round if amendment else store.last_round(work.session, file)
    if round_ is None:
        raise NotFound()
    local = authority()
    return {
        "reference": file.reference,
        "document_sha256": round_.document.sha256,
        "certificate": _certificates_of(round_, local),
        "lines": [
            {
                "evidence": row.evidence,
                "seal": row.evidence_seal,
                "holds": evidence.stands(row, round_, local),
            }
            for row in round_.signatories
            if row.evidence
        ],
    }


def _certificates_of(round_: SigningRound, local: Authority) -> str:
    """Those that sealed these lines, in PEM: more than one when the seal was renewed meanwhile."""
    found = [evidence.sealer(row.evidence, row.evidence_seal, local) for row in round_.signatories]
    used = dict.fromkeys(one for one in found if one is not None) or {local.seal.certificate: None}
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in used)
