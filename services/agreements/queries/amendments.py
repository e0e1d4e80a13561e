"""Amendments: one, a file's, those that wait for the asker; their document."""

import uuid
from typing import Any

from sqlalchemy import select

from contracts.errors import NotFound
from contracts.vocabulary import AmendmentState, Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import amendment_view, rounds, store
from services.agreements.model import Amendment, Internship
from services.agreements.rules.amendments import AMENDMENT_HOLDER

AT_MOST = 100


def get_amendment(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    found, mine = _seen(work, id)
    return amendment_view.whole(work, found, mine)


def list_amendments(work: UnitOfWork, *, internship_id: uuid.UUID) -> list[dict[str, Any]]:
    _file, mine = store.load(work.session, internship_id, work.actor.person_id)
    statement = select(Amendment).where(Amendment.internship_id == internship_id).order_by(Amendment.number.desc())
    return [amendment_view.whole(work, one, mine) for one in work.session.scalars(statement.limit(AT_MOST))]


def list_amendments_to_decide(work: UnitOfWork) -> list[dict[str, Any]]:
    """As supervisor those that wait for one; as a manager those that wait for one's groups."""
    person = work.actor.person_id
    deciding = [person, *store.deputy_of(work.session, person)]
    groups = store.groups_of(work.session, person)
    as_supervisor = Internship.supervisor_id.in_(deciding) & (Amendment.state == AmendmentState.AWAITING_SUPERVISOR)
    with_officers = [state for state, party in AMENDMENT_HOLDER.items() if party == Party.OFFICER]
    as_officer = Internship.officer_group_id.in_(groups) & Amendment.state.in_(with_officers)
    statement = (
        select(Amendment)
        .join(Internship, Internship.id == Amendment.internship_id)
        .where(as_supervisor | as_officer)
        .order_by(Amendment.since, Amendment.id)
        .limit(AT_MOST)
    )
    found = work.session.scalars(statement).unique().all()
    seen = [(one, store.standing(work.session, one.file, person)) for one in found]
    return [amendment_view.whole(work, one, mine) for one, mine in seen if mine]


def get_amendment_pdf(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, str]:
    found, _mine = _seen(work, id)
    name = f"avenant-{found.file.reference}-{found.number}.pdf"
    if found.pdf_object_id and found.state in DRAWN:
        return {"object_id": found.pdf_object_id, "file_name": name}
    return {"object_id": work.files.put(rounds.draw(work, found, draft=True)), "file_name": f"brouillon-{name}"}


DRAWN = {AmendmentState.VALIDATED, AmendmentState.SIGNING, AmendmentState.SIGNED}


def _seen(work: UnitOfWork, id: uuid.UUID) -> tuple[Amendment, frozenset[Party]]:
    found = store.amendment(work.session, id)
    if found is None:
        raise NotFound()
    _file, mine = store.load(work.session, found.internship_id, work.actor.person_id)
    return found, mine
