"""Links without an account: a secret in a mail, of which only the hash is kept."""

import hashlib
import secrets
import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.errors import MoveRefused, NotFound
from contracts.events import agreements as told
from contracts.vocabulary import DocumentSort, SignatoryRole, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.documents.wording import page_language
from services.agreements.model import AccessLink, Amendment, Internship, Signatory
from services.agreements.rules.evaluations import ENDED
from services.agreements.rules.guards import in_wrong_hands
from services.agreements.rules.signatories import LINKS_A_DAY, host_contacts, mailbox

HOST_DAYS = 365
CLOSED_TO_HOST = {State.DROPPED, State.REQUEST_REFUSED, State.REQUEST_DELETED, State.CONVENTION_REFUSED}
VALID, USED, EXPIRED, REVOKED = "valid", "used", "expired", "revoked"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str) -> AccessLink:
    """`NotFound` for a secret that was never given."""
    found = session.scalars(select(AccessLink).where(AccessLink.token_hash == hashed(token))).first()
    if found is None:
        raise NotFound()
    return found


def open_locked(work: UnitOfWork, token: str, *, over_too: bool = False) -> tuple[AccessLink, Internship]:
    """The link and its file, the file's row locked first as everywhere. Raises `MoveRefused` link_over, managers_unknown."""
    link = find(work.session, token)
    file = store.lock_for_platform(work.session, link.internship_id)
    work.session.refresh(link)
    if not over_too and status(link, file, work.now) != VALID:
        raise MoveRefused("link_over")
    if link.signatory_id is None and file.managers is None:
        raise MoveRefused("managers_unknown")
    return link, file


def status(link: AccessLink, file: Internship, now: datetime) -> str:
    """A host's link opens its page while its holder is the host's contact: who was replaced has no door any more, nor has
    who came to lead the file."""
    if link.revoked or (link.signatory_id is None and not still_a_contact(link, file)):
        return REVOKED
    if link.expires_at <= now:
        return EXPIRED
    return USED if link.used_at else VALID


def still_a_contact(link: AccessLink, file: Internship) -> bool:
    known = {email.casefold() for _role, _name, email in who_may_be_written_to(file)}
    return link.email.casefold() in known and file.state not in CLOSED_TO_HOST


def who_may_be_written_to(file: Internship) -> list[tuple[SignatoryRole, str, str]]:
    """The host's contacts, but for one who leads the file."""
    leading = file.managers or frozenset()
    return [one for one in host_contacts(file) if mailbox(one[2]) not in leading]


def to_sign(work: UnitOfWork, file: Internship, row: Signatory, *, amendment: Amendment | None, again: bool) -> None:
    """A fresh link for this signatory, written to him; the earlier ones stop opening anything."""
    _revoke(work.session, AccessLink.signatory_id == row.id)
    days = row.round.link_days
    _give(
        work,
        file,
        AccessLink(signatory_id=row.id, role=row.role, name=row.name, email=row.email),
        days,
        purpose="sign",
        again=again,
        sort=DocumentSort.AMENDMENT if amendment else DocumentSort.CONVENTION,
        amendment_number=amendment.number if amendment else None,
        amendment_kinds=amendment.kinds if amendment else [],
        person_id=row.person_id,
    )


def to_host(work: UnitOfWork, file: Internship, *, name: str, email: str, role: SignatoryRole) -> None:
    """The host's page, for this contact; once the internship is over, for its evaluation and certificate.

    Links of the same contact stop opening it.
    """
    mine = (AccessLink.internship_id == file.id) & AccessLink.signatory_id.is_(None) & (AccessLink.role == role)
    again = _revoke(work.session, mine)
    purpose = "end" if file.state in ENDED else "host"
    _give(work, file, AccessLink(role=role, name=name, email=email), HOST_DAYS, purpose=purpose, again=again)


def renew(work: UnitOfWork, link: AccessLink, file: Internship, amendment: Amendment | None) -> None:
    """The same door again, for the address that the file knows today. Raises `MoveRefused` link_over, too_many_links, and
    what is told of an address in wrong hands.

    Who holds a link to an address that a manager has put right since commands nothing of the new one.
    """
    row = work.session.get(Signatory, link.signatory_id) if link.signatory_id else None
    if row is not None and row.email.casefold() != link.email.casefold():
        raise MoveRefused("link_over")
    if row is not None:
        in_right_hands(file, row)
        not_too_many(work.session, file, row.email, work.now)
        to_sign(work, file, row, amendment=amendment, again=True)
    elif still_a_contact(link, file):
        not_too_many(work.session, file, link.email, work.now)
        to_host(work, file, name=link.name, email=link.email, role=link.role)
    else:
        raise MoveRefused("link_over")


def look_up(session: Session, file: Internship, now: datetime) -> None:
    """The mailboxes that this file wrote to as often as a day allows, however each was spelled."""
    since = now - timedelta(days=1)
    recent = select(AccessLink.email).where(AccessLink.internship_id == file.id, AccessLink.made_at > since)
    written = Counter(map(mailbox, session.scalars(recent)))
    file.full_mailboxes = frozenset(one for one, links in written.items() if links >= LINKS_A_DAY)


def not_too_many(session: Session, file: Internship, email: str, now: datetime) -> None:
    """Raises `MoveRefused` too_many_links: nobody may fill somebody's mailbox, by whatever way he asks."""
    look_up(session, file, now)
    if mailbox(email) in (file.full_mailboxes or ()):
        raise MoveRefused("too_many_links", most=LINKS_A_DAY)


def in_right_hands(file: Internship, row: Signatory) -> None:
    """Raises `MoveRefused` student_signs_for_another, manager_signs_for_another, managers_unknown."""
    wrong = in_wrong_hands(file, [row])
    if wrong is not None:
        raise MoveRefused(wrong.code, **wrong.as_dict())


def _revoke(session: Session, which: Any) -> bool:
    found = session.scalars(select(AccessLink).where(which, AccessLink.revoked.is_(False))).all()
    for link in found:
        link.revoked = True
    return bool(found)


def _give(work: UnitOfWork, file: Internship, link: AccessLink, days: int, *, purpose: str, **more: Any) -> None:
    token = secrets.token_urlsafe(32)
    link.id, link.token_hash, link.internship_id = uuid.uuid4(), hashed(token), file.id
    link.made_at, link.expires_at, link.revoked = work.now, work.now + timedelta(days=days), False
    work.session.add(link)
    group = file.officer_group
    work.announce(
        told.LinkGiven,
        subject=str(file.id),
        aggregate_version=file.version,
        confidential=file.confidential,
        internship_id=file.id,
        reference=file.reference,
        purpose=purpose,
        role=link.role,
        name=link.name,
        email=link.email,
        path=f"/lien/{token}",
        expires_at=link.expires_at,
        language=page_language((file.convention or {}).get("language") or ""),
        student_name=file.student["name"],
        host_name=file.host_name,
        title=file.title,
        starts_on=file.starts_on,
        ends_on=file.ended_on or file.ends_on,
        officer_group_name=group.name if group else "",
        officer_group_email=group.contact_email if group else "",
        **more,
    )
