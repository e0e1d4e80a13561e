"""Signing: by one's account, by a link, on paper; and what managers do about it."""

import uuid
from typing import Any

from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import Party, SignatoryRole, SignatoryState, SigningMode
from runtime.clock import day_of
from runtime.unit_of_work import UnitOfWork
from services.agreements import amendment_view, links, managers, papers_check, rounds, store, views
from services.agreements.commands import amending, moving
from services.agreements.link_page import link_page
from services.agreements.model import AccessLink, Amendment, Internship, Signatory, SigningRound
from services.agreements.rules import moves
from services.agreements.rules.guards import signable_in_time
from services.agreements.rules.signatories import of_the_student, who_may_answer, whose_turn
from services.agreements.sealing.evidence import ACCOUNT, LINK
from services.agreements.telling import By, actor_of

Record = Internship | Amendment


def sign(
    work: UnitOfWork, *, id: uuid.UUID, amendment_id: uuid.UUID | None, document_sha256: str, agreed: bool
) -> dict[str, Any]:
    file, record = _locked(work, id, amendment_id)
    rows = _mine(work, record)
    _sign(work, record, rows, document_sha256, agreed, ACCOUNT, actor_of(work))
    return _seen(work, file)


def sign_by_link(work: UnitOfWork, *, token: str, document_sha256: str, agreed: bool) -> dict[str, Any]:
    link, _file, record, row = _by_link(work, token)
    turn = whose_turn(rounds.open_round_of(record).signatories)
    together = [one for one in turn if one.id == row.id or _same_person(one, row)]
    _sign(work, record, together, document_sha256, agreed, LINK, By(row.person_id, row.name))
    _used(work, together)
    link.used_at = work.now
    work.session.flush()
    return link_page(work, link)


def _same_person(one: Signatory, row: Signatory) -> bool:
    """The law lets one person hold two roles: his one gesture signs as both, when it is the turn of both.

    The student is nobody else on his own file, whatever the address of another signatory says.
    """
    if SignatoryRole.STUDENT in (one.slot, row.slot):
        return False
    same = one.email.casefold() == row.email.casefold() and one.name.casefold() == row.name.casefold()
    return same and bool(row.email)


def _used(work: UnitOfWork, rows: list[Signatory]) -> None:
    for row in rows:
        for other in work.session.query(AccessLink).filter(AccessLink.signatory_id == row.id):
            other.used_at = other.used_at or work.now


def _sign(work: UnitOfWork, record: Record, rows: list[Signatory], seen: str, agreed: bool, way: str, by: By) -> None:
    round_ = rounds.open_round_of(record)
    if not rows:
        raise MoveRefused("not_your_turn")
    line = moving.offered_of_kind(work, record, frozenset({Party.SIGNATORY}), moves.SIGN)
    if seen != round_.document.sha256:
        raise MoveRefused("document_changed")
    if not agreed:
        raise InvalidInput(fields={"agreed": ["required"]})
    for row in rows:
        rounds.add_signature(work, round_, row, way=way)
    moving.make(work, record, line, frozenset({Party.SIGNATORY}), "", by=by, noted=_as(rows))
    _go_on(work, record)


def _go_on(work: UnitOfWork, record: Record) -> None:
    """Ask the next ones; when all have signed and every evidence holds, the document is sealed."""
    round_ = rounds.open_round_of(record)
    if any(row.state != SignatoryState.SIGNED for row in round_.signatories):
        rounds.ask_next(work, record)
        return
    rounds.prove(work, round_)
    if not moving.automatic(work, record, "complete_signatures"):
        raise MoveRefused("signatures_missing")
    if isinstance(record, Amendment):
        amending.end_if_agreed(work, record)


def refuse_to_sign(work: UnitOfWork, *, id: uuid.UUID, amendment_id: uuid.UUID | None, reason: str) -> dict[str, Any]:
    file, record = _locked(work, id, amendment_id)
    _refuse(work, record, _mine(work, record), reason, actor_of(work))
    return _seen(work, file)


def refuse_by_link(work: UnitOfWork, *, token: str, reason: str) -> dict[str, Any]:
    link, _file, record, row = _by_link(work, token)
    _refuse(work, record, [row], reason, By(row.person_id, row.name))
    link.used_at = work.now
    work.session.flush()
    return link_page(work, link)


def _refuse(work: UnitOfWork, record: Record, rows: list[Signatory], reason: str, by: By) -> None:
    rounds.open_round_of(record)
    if not rows:
        raise MoveRefused("not_your_turn")
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["required"]})
    line = moving.offered_of_kind(work, record, frozenset({Party.SIGNATORY}), moves.REFUSE_TO_SIGN)
    for row in rows:
        row.state, row.reason = SignatoryState.REFUSED, reason.strip()
    moving.make(work, record, line, frozenset({Party.SIGNATORY}), reason.strip(), by=by)


def ask_new_link(work: UnitOfWork, *, token: str) -> dict[str, Any]:
    """To the address that the file knows; answers it partly hidden."""
    link, file = links.open_locked(work, token, over_too=True)
    row = work.session.get(Signatory, link.signatory_id) if link.signatory_id else None
    amendment = None
    if row is not None:
        record = store.record_of_round(work.session, row.round)
        if record is None or row not in whose_turn(row.round.signatories):
            raise MoveRefused("not_your_turn")
        amendment = rounds.amendment_of(record)
    links.renew(work, link, file, amendment)
    by = By(row.person_id if row else None, link.name)
    party = Party.SIGNATORY if row else Party.HOST
    asks_as = _as([row]) if row else str(link.role)
    moving.write_down(work, file, "ask_new_link", before=str(file.state), party=party, comment=asks_as, by=by)
    return {"email": views.hidden_address(row.email if row else link.email)}


def resend_signature(work: UnitOfWork, *, id: uuid.UUID, signatory_id: uuid.UUID, email: str) -> dict[str, Any]:
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id, Party.OFFICER)
    row = work.session.get(Signatory, signatory_id)
    record = store.record_of_round(work.session, row.round) if row else None
    if row is None or record is None or rounds.file_of(record).id != file.id:
        raise NotFound()
    if row.round.mode != SigningMode.ELECTRONIC or row not in whose_turn(row.round.signatories):
        raise MoveRefused("not_your_turn")
    before = row.email
    if email and email != before:
        _check_readdressed(work, file, row, email)
        row.email = email
    links.in_right_hands(file, row)
    if row.state == SignatoryState.WAITING:
        row.state, row.asked_at = SignatoryState.ASKED, work.now
    links.not_too_many(work.session, file, row.email, work.now)
    links.to_sign(work, file, row, amendment=rounds.amendment_of(record), again=True)
    moving.write_down(
        work, file, "resend_signature", before=str(file.state), party=Party.OFFICER, comment=_readdressed(row, before)
    )
    return views.whole(work, file, mine)


def _check_readdressed(work: UnitOfWork, file: Internship, row: Signatory, email: str) -> None:
    """Nobody's signature is led to the student, nor to those who lead it; who has an account has its address."""
    views.checked_address(email, "email")
    if of_the_student(file, row.slot, email):
        raise InvalidInput(fields={"email": ["the_student_s_own"]})
    if row.person_id is not None:
        raise InvalidInput(fields={"email": ["of_an_account"]})
    managers.refuse_on(file, row.slot, email, "email", beside=row.round.signatories)


def _readdressed(row: Signatory, before: str) -> str:
    """For the journal, where addresses are words that can be erased."""
    address = f"{before} → {row.email}" if row.email != before else row.email
    return f"{_as([row])}: {address}"


def _as(rows: list[Signatory]) -> str:
    """For the journal: as whom one signs, the label of an added signatory or the role's code."""
    return ", ".join(row.label or str(row.role) for row in rows)


def record_paper(
    work: UnitOfWork,
    *,
    id: uuid.UUID,
    version: int,
    amendment_id: uuid.UUID | None,
    dates: list[dict[str, Any]],
    scan: dict[str, str] | None,
) -> dict[str, Any]:
    """Dates may come one after another; with the scan and all of them, the paper is sealed and the document signed."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    record = _record(work, file, amendment_id)
    round_ = rounds.open_round_of(record)
    line = moving.offered_of_kind(work, record, mine, moves.RECORD_PAPER)
    rows = {row.id: row for row in round_.signatories}
    problems: dict[str, Any] = {}
    for n, given in enumerate(dates):
        row = rows.get(given["signatory_id"])
        problem = _wrong_date(work, record, round_, given["signed_on"]) if row else "unknown_choice"
        if row is None or problem:
            problems[f"dates.{n}.signed_on"] = [problem]
        else:
            rounds.record_paper(row, given["signed_on"])
    if problems:
        raise InvalidInput(fields=problems)
    missing = any(row.signed_on is None for row in round_.signatories)
    if scan is not None and missing:
        raise InvalidInput(fields={"scan": ["dates_first"]})
    if not dates and scan is None:
        raise InvalidInput(fields={"scan": ["date_or_scan"]})
    data = papers_check.take(work, scan["upload_id"], "scan") if scan else b""
    if data:
        rounds.seal_paper(work, round_, data, work.actor.name)
    moving.make(work, record, line, mine, "")
    if data:
        _go_on(work, record)
    return _seen(work, file)


def _wrong_date(work: UnitOfWork, record: Record, round_: SigningRound, day: Any) -> str:
    """Signed in the past, not before there was a document, and before the first day unless a manager lifted that control."""
    if day > work.today:
        return "in_the_future"
    if day < day_of(round_.document.issued_at):
        return "before_document"
    late = isinstance(record, Internship) and signable_in_time(record, day)
    return "after_first_day" if late else ""


def _locked(work: UnitOfWork, id: uuid.UUID, amendment_id: uuid.UUID | None) -> tuple[Internship, Record]:
    file, _parties = store.lock_any_version(work.session, id, work.actor.person_id)
    return file, _record(work, file, amendment_id)


def _record(work: UnitOfWork, file: Internship, amendment_id: uuid.UUID | None) -> Record:
    if amendment_id is None:
        return file
    found = store.amendment(work.session, amendment_id)
    if found is None or found.internship_id != file.id:
        raise NotFound()
    amendment_view.judge(work.session, found, lock=True)
    return found


def _mine(work: UnitOfWork, record: Record) -> list[Signatory]:
    """The signatures that this person may give with his account; a student signs his own file as its student alone."""
    file, person = rounds.file_of(record), work.actor.person_id
    round_ = rounds.open_round_of(record)
    rows = [row for row in who_may_answer(round_) if row.person_id == person]
    if person == file.student_id:
        rows = [row for row in rows if row.slot == SignatoryRole.STUDENT]
    return rows


def _by_link(work: UnitOfWork, token: str) -> tuple[AccessLink, Internship, Record, Signatory]:
    """The link, its file locked, and the signature that it is for. Raises `MoveRefused` link_over, not_your_turn."""
    link, file = links.open_locked(work, token)
    row = work.session.get(Signatory, link.signatory_id) if link.signatory_id else None
    record = store.record_of_round(work.session, row.round) if row else None
    if row is None or record is None or row not in whose_turn(row.round.signatories):
        raise MoveRefused("not_your_turn")
    links.in_right_hands(file, row)
    if isinstance(record, Amendment):
        amendment_view.judge(work.session, record, lock=True)
    return link, file, record, row


def _seen(work: UnitOfWork, file: Internship) -> dict[str, Any]:
    _file, mine = store.load(work.session, file.id, work.actor.person_id)
    return views.whole(work, file, mine)
