"""Where the mail of those who lead files goes: no signature of the host, and no page of its, is led there.

Addresses are profiles'. They are heard as they change and kept for staff, so that what a button offers and what its move
decides are one answer (see `File.managers`); who leads and was never heard of is asked for.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select, union, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.calls import profiles
from contracts.errors import InvalidInput
from runtime.unit_of_work import UnitOfWork
from services.agreements.model import Delegation, Internship, Membership, StaffMailbox
from services.agreements.rules.signatories import mailbox, of_the_other_side, wanted

AT_ONCE = 200
"""People in one question to profiles."""


def refuse_on(
    file: Internship,
    slot: str,
    address: str,
    field: str,
    *,
    beside: Iterable[Any] | None = None,
    to_stranger: bool = False,
) -> None:
    """Raises `InvalidInput` on the field: a_manager_s_own, managers_unknown, of_the_other_side. `beside`: a round's signatories.

    Who is nobody's colleague hears of_the_university for the first and the last: not who leads, nor who is absent.
    """
    other_side = of_the_other_side(wanted(file) if beside is None else beside, slot, address)
    known = file.managers
    code = "of_the_other_side" if other_side else "managers_unknown" if known is None else "a_manager_s_own"
    if other_side or known is None or mailbox(address) in known:
        told = "of_the_university" if to_stranger and code != "managers_unknown" else code
        raise InvalidInput(fields={field: [told]})


def record(session: Session, person_id: uuid.UUID, email: str, version: int, *, staff: bool) -> None:
    """What profiles told of him: the highest version stays. Who is not of the staff is kept only if he is, or leads."""
    told = {"mailbox": mailbox(email), "version": version}
    later = StaffMailbox.version < version
    if staff or _leads(session, person_id):
        row = insert(StaffMailbox).values(person_id=person_id, **told)
        session.execute(row.on_conflict_do_update(index_elements=[StaffMailbox.person_id], set_=told, where=later))
    else:
        session.execute(update(StaffMailbox).where(StaffMailbox.person_id == person_id, later).values(**told))


def _leads(session: Session, person_id: uuid.UUID) -> bool:
    member = select(Membership.person_id).where(Membership.person_id == person_id)
    deputy = select(Delegation.to_id).where(Delegation.to_id == person_id)
    return session.scalar(union(member, deputy).limit(1)) is not None


def learn(work: UnitOfWork, ids: Collection[uuid.UUID]) -> None:
    """Ask profiles for those of them who are not known; who is nobody there has no mailbox."""
    known = select(StaffMailbox.person_id).where(StaffMailbox.mailbox.is_not(None), StaffMailbox.person_id.in_(ids))
    missing = sorted(set(ids) - set(work.session.scalars(known)))
    for first in range(0, len(missing), AT_ONCE):
        asked = missing[first : first + AT_ONCE]
        found = {one["id"]: one for one in work.ask(profiles.GetPeople, ids=asked)}
        note(work.session, [found.get(id) or {"id": id, "email": ""} for id in asked])


def learn_missing(work: UnitOfWork) -> None:
    """Of who leads, some who were never heard of: they were there before their addresses were kept."""
    leading = union(select(Membership.person_id), select(Delegation.to_id)).subquery()
    unheard = select(leading.c.person_id).where(leading.c.person_id.not_in(select(StaffMailbox.person_id)))
    unasked = select(StaffMailbox.person_id).where(StaffMailbox.mailbox.is_(None))
    learn(work, set(work.session.scalars(union(unheard, unasked).limit(AT_ONCE))))


def note(session: Session, people: Iterable[dict[str, Any]]) -> None:
    """What profiles answered, unless more was heard meanwhile: an answer has no version."""
    rows = [{"person_id": one["id"], "mailbox": mailbox(one["email"]), "version": 0} for one in people]
    row = insert(StaffMailbox).values(rows)
    told = {"mailbox": row.excluded.mailbox}
    not_known = StaffMailbox.mailbox.is_(None)
    session.execute(row.on_conflict_do_update(index_elements=[StaffMailbox.person_id], set_=told, where=not_known))
