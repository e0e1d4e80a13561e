"""One file: whole, computed while typing, as a document."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from contracts.calls.agreements import ConventionFields, RequestFields
from contracts.errors import MoveRefused
from contracts.vocabulary import Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, rounds, store, views
from services.agreements.rules.controls import controls
from services.agreements.rules.lifecycle import HOLDER
from services.agreements.rules.stipend import schedule


def get_internship(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    return views.whole(work, file, mine)


def preview_schedule(
    work: UnitOfWork, *, id: uuid.UUID | None, request: dict[str, Any] | None, convention: dict[str, Any] | None
) -> dict[str, Any]:
    """The rules, on fields that nobody has saved."""
    kept = store.load(work.session, id, work.actor.person_id)[0] if id else None
    file: Any = SimpleNamespace(
        id=kept.id if kept else None,
        state=kept.state if kept else State.REQUEST_DRAFT,
        student_id=kept.student_id if kept else None,
        overrides=kept.overrides if kept else {},
        ended_on=kept.ended_on if kept else None,
        around=None,
        request=request or (kept.request if kept else RequestFields().load({})),
        convention=convention or (kept.convention if kept else ConventionFields().load({})),
        host=kept.host if kept else None,
        student=kept.student if kept else {},
    )
    if kept:
        around.load(work.session, [file])
    return {
        "schedule": schedule(file).as_answer(),
        "checks": [control.as_answer() for control in controls(file, work.today)],
        "proposed_end": proposed_end(file.request.get("starts_on"), file.request.get("duration_months")),
    }


def proposed_end(starts: date | None, months: int | None) -> date | None:
    """The day before the same day of the month, that many months later; the student confirms it."""
    if not starts or not months or starts.year == date.max.year:
        return None
    year, month = divmod(starts.month - 1 + months, 12)
    first_of_next = date(starts.year + year, month + 1, 1)
    last_day = (first_of_next.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first_of_next.replace(day=min(starts.day, last_day.day)) - timedelta(days=1)


def get_pdf(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    file, _ = store.load(work.session, id, work.actor.person_id)
    if file.convention is None or file.state == State.CONVENTION_TO_COMPLETE:
        raise MoveRefused("no_convention_yet")
    name = f"convention-{file.reference}.pdf"
    issued = rounds.object_in_force(work.session, file) if file.state not in HOLDER_EDITING else ""
    if issued:
        return {"object_id": issued, "file_name": name, "plain": file.pdf_plain}
    drawn = rounds.draw(work, file, draft=True)
    return {"object_id": work.files.put(drawn), "file_name": f"brouillon-{name}", "plain": drawn.plain}


HOLDER_EDITING = {state for state, party in HOLDER.items() if party == Party.STUDENT}
