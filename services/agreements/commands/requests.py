"""The authorisation request: opened and filled in by its student."""

import uuid
from typing import Any

from contracts.calls import offers
from contracts.calls.agreements import MOST_MONTHS, RequestFields
from contracts.errors import InvalidInput, MoveRefused, NotAllowed
from contracts.vocabulary import CandidacyState, Party, RequestOrigin, Role, State, Zone
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, store, views
from services.agreements.commands.moving import edit, write_down
from services.agreements.model import Internship
from services.agreements.rules import moves

YEARS = range(2000, 2101)  # a date being typed passes through year 2
COPIED_NOT = ("starts_on", "ends_on", "comment")
EMPTY: dict[str, Any] = RequestFields().load({})


def create_request(
    work: UnitOfWork,
    *,
    candidacy_id: uuid.UUID | None,
    copy_of: uuid.UUID | None,
    terms_agreed: bool,
    supervisor_known: bool,
    fields: dict[str, Any] | None,
) -> dict[str, Any]:
    person = work.actor.person_id
    if not work.actor.has(Role.STUDENT):
        raise NotAllowed("students_only")
    if not (terms_agreed and supervisor_known):
        raise InvalidInput("boxes_unticked")
    start, offer_id = dict(EMPTY), None
    if candidacy_id:
        start, offer_id = _from_candidacy(work, candidacy_id, person)
    elif copy_of:
        earlier, _ = store.load(work.session, copy_of, person)
        if earlier.student_id != person:
            raise NotAllowed("students_only")
        start = {name: value for name, value in earlier.request.items() if name not in COPIED_NOT}
    student = facts.student(work, person)
    file = Internship(
        id=uuid.uuid4(),
        state=State.REQUEST_DRAFT,
        since=work.now,
        student_id=person,
        student=student,
        candidacy_id=candidacy_id,
        offer_id=offer_id,
        request={**EMPTY, **start, **_known(student, start), **_given(fields)},
        convention=None,
        created_at=work.now,
        updated_at=work.now,
    )
    _check_request(file.request)
    facts.refresh(work, file, before={})
    work.session.add(file)
    write_down(work, file, "create", before="", party=Party.STUDENT, comment="")
    work.session.flush()
    return views.whole(work, file, frozenset({Party.STUDENT}))


def _known(student: dict[str, Any], start: dict[str, Any]) -> dict[str, Any]:
    """What his profile says, where nothing else does; he checks and changes it."""
    known = {"programme": student.get("programme_name"), "phone": student.get("phone")}
    return {name: value for name, value in known.items() if value and not start.get(name)}


def _given(fields: dict[str, Any] | None) -> dict[str, Any]:
    """What the form filled in; its empty fields do not erase what the candidacy gave."""
    return {name: value for name, value in (fields or {}).items() if value not in ("", None)}


def _from_candidacy(work: UnitOfWork, id: uuid.UUID, person: uuid.UUID) -> tuple[dict[str, Any], uuid.UUID]:
    candidacy = work.ask(offers.CandidacyFacts, id=id, student_id=person)
    if candidacy["state"] == CandidacyState.WITHDRAWN:
        raise MoveRefused("candidacy_withdrawn")
    offer = candidacy["offer"]
    same = ("title", "level", "function", "description", "starts_on", "duration_months", "stipend_cents", "benefits")
    given = {name: offer[name] for name in same}
    if (given["duration_months"] or 0) > MOST_MONTHS:
        given["duration_months"] = None
    return {
        **given,
        "host_id": offer["host"]["id"],
        "origin": RequestOrigin.PLATFORM_OFFER,
        "zone": Zone.FRANCE if offer["country"] == "FR" else "",
    }, offer["id"]


def save_request(work: UnitOfWork, *, id: uuid.UUID, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    edit(work, file, mine, moves.EDIT_REQUEST)
    _check_request(fields)
    before, file.request = file.request, fields
    facts.refresh(work, file, before)
    file.updated_at = work.now
    work.session.flush()
    return views.whole(work, file, mine)


def _check_request(fields: dict[str, Any]) -> None:
    starts, ends = fields.get("starts_on"), fields.get("ends_on")
    absurd = [name for name, day in (("starts_on", starts), ("ends_on", ends)) if day and day.year not in YEARS]
    if absurd:
        raise InvalidInput(fields={f"fields.{name}": ["invalid"] for name in absurd})
    if starts and ends and ends < starts:
        raise InvalidInput(fields={"fields.ends_on": ["before_start"]})
    wrong = facts.wrong_country(fields.get("place") or {})
    if wrong:
        raise InvalidInput(fields=wrong)
