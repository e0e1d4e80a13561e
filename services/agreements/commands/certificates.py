"""The certificate: issued by the host on its link, sealed at once, corrected by another number."""

import secrets
from datetime import timedelta
from typing import Any

from contracts.errors import InvalidInput, MoveRefused
from contracts.events import agreements as told
from contracts.vocabulary import DocumentSort, Party
from runtime.settings import from_environment
from runtime.unit_of_work import UnitOfWork
from services.agreements import ending, links, rounds
from services.agreements.commands import moving
from services.agreements.documents import certificate as certificate_document
from services.agreements.documents.drawing import Check
from services.agreements.evaluations_view import certificate_page, certificates, days_of
from services.agreements.model import Certificate, Internship, IssuedDocument
from services.agreements.rules.stipend import last_day, schedule
from services.agreements.sealing import pades
from services.agreements.sealing.authority import authority
from services.agreements.telling import By, tell_of_file

MOST = 20  # corrections of one certificate
MINUTES_OFF = 30
CENTS_OFF = 100
"""Hosts write rounded figures; what is further from the file's own count wants a reason."""


def issue_certificate(
    work: UnitOfWork, *, token: str, replaces: int | None, agreed: bool, reason: str, fields: dict[str, Any]
) -> dict[str, Any]:
    link, file = links.open_locked(work, token)
    if "certificate" not in ending.can(link, file):
        raise MoveRefused("not_over")
    issued = certificates(work.session, file.id)
    last = issued[0].number if issued else None
    if replaces != last:
        raise MoveRefused("certificate_changed")
    if len(issued) >= MOST:
        raise MoveRefused("too_many_versions", most=MOST)
    _check(work, file, fields, agreed, reason)
    if issued and fields == issued[0].fields:
        raise MoveRefused("same_certificate")
    number = (last or 0) + 1
    document = _sealed(work, file, fields, number, last)
    work.session.flush()
    work.session.add(
        Certificate(
            internship_id=file.id,
            number=number,
            replaces=last,
            document=document,
            fields=fields,
            issued_at=work.now,
        )
    )
    by = By(None, link.name)
    moving.write_down(
        work, file, "issue_certificate", before=str(file.state), party=Party.HOST, comment=reason.strip(), by=by
    )
    _tell(work, file, document, fields, number, last, by)
    work.session.flush()
    return certificate_page(work, link, file)


def _check(work: UnitOfWork, file: Internship, fields: dict[str, Any], agreed: bool, reason: str) -> None:
    """The university seals it: no day outside the file's, and its figures are explained where they are not the file's."""
    problems: dict[str, list[str]] = {}
    starts, ends = fields["starts_on"], fields["ends_on"]
    first, last = file.request.get("starts_on"), last_day(file)
    for name, day in (("starts_on", starts), ("ends_on", ends)):
        if (first and day < first) or (last and day > last):
            problems[f"fields.{name}"] = ["outside_internship"]
    if ends > work.today:
        problems["fields.ends_on"] = ["in_the_future"]
    elif ends < starts:
        problems.setdefault("fields.ends_on", ["before_start"])
    elif fields["minutes"] > ((ends - starts) + timedelta(days=1)) / timedelta(minutes=1):
        problems["fields.minutes"] = ["out_of_range"]
    for name in ("activities", "signed_by", "signed_role"):
        if not fields[name].strip():
            problems[f"fields.{name}"] = ["required"]
    if _differs(file, fields) and not reason.strip():
        problems["reason"] = ["differs_from_file"]
    if not agreed:
        problems["agreed"] = ["required"]
    if problems:
        raise InvalidInput(fields=problems)


def _differs(file: Internship, fields: dict[str, Any]) -> bool:
    counted = schedule(file)
    return (
        abs(fields["minutes"] - counted.minutes) > MINUTES_OFF
        or abs(fields["stipend_cents"] - counted.cents) > CENTS_OFF
    )


def _sealed(
    work: UnitOfWork, file: Internship, fields: dict[str, Any], number: int, replaces: int | None
) -> IssuedDocument:
    """Drawn under a code that anybody may check, sealed by the university's key, never changed after."""
    code = secrets.token_urlsafe(16)
    facts: certificate_document.Effective = {
        **{name: fields[name] for name in ("starts_on", "ends_on", "minutes", "activities", "place")},  # type: ignore[typeddict-item]
        "days": days_of(fields["minutes"]),
        "stipend_cents_total": fields["stipend_cents"],
        "signed_by": fields["signed_by"],
        "signed_role": fields["signed_role"],
        "signed_at": work.now,
        "number": number,
        "replaces": replaces,
    }
    check = Check(url=f"{from_environment().base_url}/verifier/{code}")
    data = certificate_document.render(file, facts, work.now, check=check)
    document = rounds.keep(work, file, DocumentSort.CERTIFICATE, data, code)
    local = authority()
    university = from_environment().university
    sealed = pades.sign(data, local.seal, local, field=pades.SEAL, name=university, reason="sealed")
    document.sealed_object_id, document.sealed_sha256 = work.files.put(sealed), pades.sha256(sealed)
    document.sealed_at = work.now
    return document


def _tell(
    work: UnitOfWork,
    file: Internship,
    document: IssuedDocument,
    fields: dict[str, Any],
    number: int,
    replaces: int | None,
    by: By,
) -> None:
    tell_of_file(
        work,
        file,
        told.CertificateIssued,
        "issue_certificate",
        by=by,
        party=Party.HOST,
        certificate_number=number,
        replaces=replaces,
        effective_starts_on=fields["starts_on"],
        effective_ends_on=fields["ends_on"],
        minutes=fields["minutes"],
        days=days_of(fields["minutes"]),
        stipend_cents=fields["stipend_cents"],
        certificate_object_id=document.sealed_object_id,
    )
