"""Documents issued for a file and the rounds of signatures over them."""

import base64
import secrets
import uuid
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, MoveRefused, Unavailable
from contracts.vocabulary import DocumentSort, RoundState, SignatoryState, SigningMode
from runtime import children
from runtime.settings import from_environment
from runtime.unit_of_work import UnitOfWork
from services.agreements import links
from services.agreements.documents import amendment as amendment_document
from services.agreements.documents import convention as convention_document
from services.agreements.documents.chosen import pin
from services.agreements.documents.drawing import Check, Pdf
from services.agreements.model import AccessLink, Amendment, Internship, IssuedDocument, Signatory, SigningRound
from services.agreements.rules import guards, signatories
from services.agreements.rules.amendments import AsAmended, changes, effective_on
from services.agreements.sealing import evidence, limits, pades
from services.agreements.sealing.authority import Authority, authority

Record = Internship | Amendment


def file_of(record: Record) -> Internship:
    return record if isinstance(record, Internship) else record.file


def amendment_of(record: Record) -> Amendment | None:
    return record if isinstance(record, Amendment) else None


def issue(work: UnitOfWork, record: Record, mode: SigningMode = SigningMode.PAPER) -> IssuedDocument:
    """Draw the document for good, under a code that anybody may check; the one before is withdrawn.

    Until signatures are opened nobody knows how they will be given: it has boxes for pens.
    """
    if isinstance(record, Internship) and current_document(work.session, record) is None:
        pin(work.session, record)
    withdraw(work, record)
    code = secrets.token_urlsafe(16)
    check = Check(url=f"{from_environment().base_url}/verifier/{code}")
    file, amendment = file_of(record), amendment_of(record)
    data = draw(work, record, draft=False, check=check, mode=mode)
    if amendment is None:
        file.pdf_plain = data.plain
    return keep(
        work, file, DocumentSort.AMENDMENT if amendment else DocumentSort.CONVENTION, data, code, amendment=amendment
    )


def draw(
    work: UnitOfWork,
    record: Record,
    *,
    draft: bool,
    check: Check | None = None,
    mode: SigningMode = SigningMode.PAPER,
) -> Pdf:
    """The document as it stands today, with a box for each signatory of the group's order."""
    electronic = mode == SigningMode.ELECTRONIC
    if isinstance(record, Internship):
        named = [{"role": one.label or one.slot, "name": one.name} for one in signatories.wanted(record)]
        return convention_document.render(
            record, work.now, draft=draft, check=check, signatories=named, electronic=electronic
        )
    view: Any = AsAmended(record.file, record)
    named = [{"role": one.label or one.slot, "name": one.name} for one in signatories.wanted(view)]
    said = changes(record)
    facts = SimpleNamespace(
        number=record.number,
        kinds=record.kinds,
        before={name: before for name, before, _after in said},
        after={name: after for name, _before, after in said},
        reason=record.reason,
        effective_on=effective_on(record),
    )
    return amendment_document.render(
        record.file,
        facts,
        work.now,
        draft=draft,
        amended=view,
        check=check,
        signatories=named,
        electronic=electronic,
    )


def keep(
    work: UnitOfWork,
    file: Internship,
    sort: DocumentSort,
    data: bytes,
    code: str,
    *,
    amendment: Amendment | None = None,
) -> IssuedDocument:
    """Store a drawn document and what is needed to recognise it."""
    document = IssuedDocument(
        id=uuid.uuid4(),
        internship_id=file.id,
        amendment_id=amendment.id if amendment else None,
        sort=sort,
        object_id=work.files.put(data),
        sha256=pades.sha256(data),
        length=len(data),
        check_code=code,
        issued_at=work.now,
    )
    work.session.add(document)
    if sort == DocumentSort.CONVENTION:
        file.pdf_object_id = document.object_id
    elif amendment is not None:
        amendment.pdf_object_id = document.object_id
    return document


def current_document(session: Session, record: Record) -> IssuedDocument | None:
    """The one in force: not withdrawn."""
    amendment = amendment_of(record)
    which = (
        (IssuedDocument.amendment_id == amendment.id) & (IssuedDocument.sort == DocumentSort.AMENDMENT)
        if amendment
        else (IssuedDocument.internship_id == file_of(record).id) & (IssuedDocument.sort == DocumentSort.CONVENTION)
    )
    statement = (
        select(IssuedDocument)
        .where(which, IssuedDocument.withdrawn_at.is_(None))
        .order_by(IssuedDocument.issued_at.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def object_in_force(session: Session, record: Record) -> str:
    """The PDF to give of this record, as it was issued for it; empty when none is in force.

    What was issued cannot be changed in the database; the record's own `pdf_object_id` can.
    """
    document = current_document(session, record) if record.pdf_object_id else None
    return (document.sealed_object_id or document.object_id) if document else ""


def withdraw(work: UnitOfWork, record: Record) -> None:
    """The document is not the one to sign any more; its check page says so. A sealed one is never withdrawn."""
    document = current_document(work.session, record)
    if document is not None and not document.sealed_object_id:
        document.withdrawn_at = work.now
        record.pdf_object_id = ""


def open_round(work: UnitOfWork, record: Record, mode: SigningMode) -> None:
    """Ask the signatures of this record's document, in the order of the group as it is today.

    For links the document is drawn anew, so that its boxes hold the names of this order and wait for no pen. On paper it
    stays the one that people have printed, unless that one was drawn for links.
    """
    file = file_of(record)
    document = current_document(work.session, record)
    if document is None or mode == SigningMode.ELECTRONIC or _drawn_for_links(work.session, document):
        document = issue(work, record, mode)
    view: Any = file if isinstance(record, Internship) else AsAmended(file, record)
    round_ = SigningRound(
        id=uuid.uuid4(),
        internship_id=file.id,
        document=document,
        mode=mode,
        state=RoundState.OPEN,
        opened_at=work.now,
        link_days=file.circuit["link_days"],
        signatories=[
            Signatory(
                id=uuid.uuid4(),
                slot=one.slot,
                role=one.role,
                label=one.label,
                step=one.step,
                name=one.name,
                email=one.email,
                person_id=uuid.UUID(str(one.person_id)) if one.person_id else None,
                state=SignatoryState.WAITING,
            )
            for one in signatories.wanted(view)
        ],
    )
    work.session.add(round_)
    record.round = round_
    ask_next(work, record)


def _drawn_for_links(session: Session, document: IssuedDocument) -> bool:
    of_it = (SigningRound.document_id == document.id) & (SigningRound.mode == SigningMode.ELECTRONIC)
    return session.scalar(select(SigningRound.id).where(of_it).limit(1)) is not None


def ask_next(work: UnitOfWork, record: Record) -> None:
    """Those whose turn it is are asked, each once; on paper nobody is written to."""
    round_ = open_round_of(record)
    if round_.mode != SigningMode.ELECTRONIC:
        return
    work.session.flush()
    for row in signatories.whose_turn(round_.signatories):
        if row.state == SignatoryState.WAITING and not _in_a_manager_s_hands(file_of(record), row):
            row.state, row.asked_at = SignatoryState.ASKED, work.now
            links.to_sign(work, file_of(record), row, amendment=amendment_of(record), again=False)


def _in_a_manager_s_hands(file: Internship, row: Signatory) -> bool:
    """His link waits until another address is given, which the page of managers says; every door asks again."""
    wrong = guards.in_wrong_hands(file, [row])
    return wrong is not None and wrong.code != "managers_unknown"


def open_round_of(record: Record) -> SigningRound:
    """Raises `MoveRefused` when nobody is asked to sign."""
    if record.round is None or record.round.state != RoundState.OPEN:
        raise MoveRefused("no_signatures_open")
    return record.round


def close(work: UnitOfWork, record: Record, state: RoundState) -> None:
    """Nobody signs any more in this round. Nothing to do when there is none."""
    round_ = record.round
    if round_ is not None and round_.state == RoundState.OPEN:
        round_.state, round_.closed_at = state, work.now
        ids = [row.id for row in round_.signatories]
        for link in work.session.scalars(select(AccessLink).where(AccessLink.signatory_id.in_(ids))):
            link.revoked = True
    record.round = None


def add_signature(work: UnitOfWork, round_: SigningRound, row: Signatory, *, way: str) -> None:
    """This person signs the very document of the round: into the file, and into his evidence."""
    document = work.files.read(round_.document.object_id)
    before = work.files.read(round_.signed_object_id) if round_.signed_object_id else document
    local = authority()
    number = [one.id for one in round_.signatories].index(row.id) + 1
    signed = pades.sign(
        before,
        local.for_one_signature(row.name, number),
        local,
        field=f"{pades.PERSON}{row.id}",
        name=row.name,
        reason=f"{row.role} {row.label}".strip(),
    )
    round_.signed_object_id = work.files.put(signed)
    row.state, row.signed_at, row.signed_on = SignatoryState.SIGNED, work.now, work.today
    _write_evidence(row, round_, local, way=way, at=work.now.isoformat())


def record_paper(row: Signatory, signed_on: date) -> None:
    """The date that a manager read; its evidence is sealed with the scan."""
    row.state, row.signed_on = SignatoryState.SIGNED, signed_on


def seal_paper(work: UnitOfWork, round_: SigningRound, scan: bytes, recorded_by: str) -> None:
    round_.scan_object_id = work.files.put(scan)
    for row in round_.signatories:
        row.signed_at = work.now
        _write_evidence(
            row,
            round_,
            authority(),
            way=evidence.PAPER,
            at=work.now.isoformat(),
            signed_on=str(row.signed_on),
            scan_sha256=pades.sha256(scan),
            recorded_by=recorded_by,
        )


def _write_evidence(row: Signatory, round_: SigningRound, local: Authority, *, way: str, at: str, **more: str) -> None:
    row.evidence = {
        "signatory_id": str(row.id),
        "slot": row.slot,
        "role": str(row.role),
        "label": row.label,
        "name": row.name,
        "email": row.email,
        "document_sha256": round_.document.sha256,
        "way": way,
        "at": at,
        **more,
    }
    row.evidence_seal = evidence.seal(row.evidence, local)


def prove(work: UnitOfWork, round_: SigningRound) -> bool:
    """Validate every evidence over the document; whether all of them hold."""
    held = round_.signed_object_id if round_.mode == SigningMode.ELECTRONIC else round_.scan_object_id
    if not held:
        return False
    document = work.files.read(round_.document.object_id)
    evidence.prove(round_, document, work.files.read(held), authority())
    return signatories.all_proven(round_.signatories, round_.proven)


def seal(work: UnitOfWork, record: Record) -> None:
    """The university's seal over the signed file; from here on nothing changes it."""
    round_ = open_round_of(record)
    university = from_environment().university
    if round_.mode == SigningMode.ELECTRONIC:
        signed, local = work.files.read(round_.signed_object_id), authority()
        sealed = pades.sign(signed, local.seal, local, field=pades.SEAL, name=university, reason="sealed")
    else:
        sealed = seal_stranger(work.files.read(round_.scan_object_id), university)
    work.session.flush()  # the signatories' lines: once the round is complete nothing changes them
    document = round_.document
    document.sealed_object_id, document.sealed_sha256 = work.files.put(sealed), pades.sha256(sealed)
    document.sealed_at = work.now
    round_.state, round_.closed_at = RoundState.COMPLETE, work.now
    record.pdf_object_id = document.sealed_object_id


def seal_stranger(scan: bytes, university: str) -> bytes:
    """A scan is somebody's file: it is read and sealed in a child process, with bounds."""
    folder = str(from_environment().sealing)
    content = base64.b64encode(scan).decode()
    done = children.run(
        "services.agreements.sealing.strangers:sealed", content, folder, university, seconds=10, megabytes=1024
    )
    return base64.b64decode(done)


def signatures_of_stranger(data: bytes) -> list[pades.Found]:
    """What signatures a file from outside carries, for anybody: read in the visitors' child process, with bounds.

    Raises `InvalidInput` file: too_many_signatures or unreadable, and `Unavailable` crowded.
    """
    if pades.written_fields(data) > limits.MOST_FIELDS:
        raise InvalidInput(fields={"file": ["too_many_signatures"]})
    content = base64.b64encode(data).decode()
    folder = str(from_environment().sealing)
    target = "services.agreements.sealing.strangers:signatures_of"
    try:
        lines = children.run(target, content, folder, seconds=5, megabytes=512, places=children.VISITORS)
    except Unavailable as refusal:
        if refusal.code == "crowded":
            raise
        raise InvalidInput(fields={"file": ["unreadable"]}) from None
    return [
        pades.Found(one["field"], one["name"], datetime.fromisoformat(one["at"]) if one["at"] else None, one["valid"])
        for one in lines
    ]
