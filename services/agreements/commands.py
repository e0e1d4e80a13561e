"""What changes a file: one function per use case."""

import uuid
from typing import Any

from contracts.calls import offers
from contracts.calls.agreements import RequestFields
from contracts.errors import InvalidInput, MoveRefused, NotAllowed
from contracts.vocabulary import CandidacyState, Language, Party, RequestOrigin, Role, State, Zone
from runtime.unit_of_work import UnitOfWork
from services.agreements import facts, journal, store, telling, views
from services.agreements.documents import convention as convention_document
from services.agreements.model import Internship, Membership, OfficerGroup
from services.agreements.rules import moves
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES

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
        request={**EMPTY, "programme": student["programme_name"], **start, **_given(fields)},
        convention=None,
        created_at=work.now,
        updated_at=work.now,
    )
    _check_request(file.request)
    facts.refresh(work, file, before={})
    work.session.add(file)
    _write_down(work, file, "create", before="", party=Party.STUDENT, comment="")
    work.session.flush()
    return views.whole(work, file, frozenset({Party.STUDENT}))


def _given(fields: dict[str, Any] | None) -> dict[str, Any]:
    """What the form filled in; its empty fields do not erase what the candidacy gave."""
    return {name: value for name, value in (fields or {}).items() if value not in ("", None)}


def _from_candidacy(work: UnitOfWork, id: uuid.UUID, person: uuid.UUID) -> tuple[dict[str, Any], uuid.UUID]:
    candidacy = work.ask(offers.CandidacyFacts, id=id, student_id=person)
    if candidacy["state"] == CandidacyState.WITHDRAWN:
        raise MoveRefused("candidacy_withdrawn")
    offer = candidacy["offer"]
    same = ("title", "level", "function", "description", "starts_on", "duration_months", "stipend_cents", "benefits")
    return {
        **{name: offer[name] for name in same},
        "host_id": offer["host"]["id"],
        "origin": RequestOrigin.PLATFORM_OFFER,
        "zone": Zone.FRANCE if offer["country"] == "FR" else "",
    }, offer["id"]


def save_request(work: UnitOfWork, *, id: uuid.UUID, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    _edit(work, file, mine, moves.EDIT_REQUEST)
    _check_request(fields)
    before, file.request = file.request, fields
    facts.refresh(work, file, before)
    file.updated_at = work.now
    work.session.flush()
    return views.whole(work, file, mine)


def save_convention(work: UnitOfWork, *, id: uuid.UUID, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """Refuses, on their fields, a group or a referent that does not exist."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    before = file.convention or {}
    _edit(work, file, mine, moves.EDIT_CONVENTION)
    fields["language"] = fields["language"] or before.get("language") or Language.FR
    _choose_group(work, file, fields["officer_group_id"])
    _choose_referent(work, file, fields["referent_id"])
    file.convention = fields
    file.updated_at = work.now
    work.session.flush()
    return views.whole(work, file, mine)


def _choose_group(work: UnitOfWork, file: Internship, id: uuid.UUID | None) -> None:
    group = work.session.get(OfficerGroup, id) if id else None
    if id and group is None:
        raise InvalidInput(fields={"fields.officer_group_id": ["unknown_choice"]})
    file.officer_group, file.officer_group_id = group, id


def _choose_referent(work: UnitOfWork, file: Internship, id: uuid.UUID | None) -> None:
    if id and id == file.supervisor_id:
        file.referent = file.supervisor
    elif id and str(id) != (file.referent or {}).get("id"):
        file.referent = facts.teacher(work, id, "referent_id", file.student_id)
    elif not id:
        file.referent = None


def _check_request(fields: dict[str, Any]) -> None:
    starts, ends = fields.get("starts_on"), fields.get("ends_on")
    absurd = [name for name, day in (("starts_on", starts), ("ends_on", ends)) if day and day.year not in YEARS]
    if absurd:
        raise InvalidInput(fields={f"fields.{name}": ["invalid"] for name in absurd})
    if starts and ends and ends < starts:
        raise InvalidInput(fields={"fields.ends_on": ["before_start"]})


def perform(work: UnitOfWork, *, id: uuid.UUID, version: int, move: str, comment: str) -> dict[str, Any]:
    """Make one move of the table; raises `MoveRefused` with the obstacle's code."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    line = moves.check(MOVES, move, file, mine, work.now.date(), comment)
    if isinstance(line, Obstacle):
        raise MoveRefused(line.code, **line.as_dict())
    if line.kind != moves.MOVE:
        raise MoveRefused("move_not_offered", move=move, state=str(file.state))
    _make(work, file, line, mine, comment.strip())
    return views.whole(work, file, mine)


def _edit(work: UnitOfWork, file: Internship, mine: frozenset[Party], kind: str) -> None:
    """Make the edit that this state offers, if it offers one."""
    offers_ = [offer for offer in moves.offered(MOVES, file, mine, work.now.date()) if offer.move.kind == kind]
    if not offers_:
        raise MoveRefused("move_not_offered", move=kind, state=str(file.state))
    if offers_[0].move.to is not None:
        _make(work, file, offers_[0].move, mine, "")


def _make(work: UnitOfWork, file: Internship, line: moves.Move, mine: frozenset[Party], comment: str) -> None:
    """State, journal line and event, in this transaction."""
    before = moves.apply(line, file, work.now.date())
    file.since = file.updated_at = work.now
    party = min(line.by & mine)
    _write_down(work, file, line.name, before=before, party=party, comment=comment)
    if line.produces:
        file.pdf_object_id = work.files.put(convention_document.render(file, work.now, draft=False))
    work.session.flush()
    if line.announces is not None:
        telling.tell(work, file, line, before=before, party=party, comment=comment)


def _write_down(work: UnitOfWork, file: Internship, move: str, *, before: str, party: Party, comment: str) -> None:
    journal.write(
        work.session,
        file.id,
        at=work.now,
        move=move,
        before=str(before),
        after=str(file.state),
        by_id=work.actor.id,
        by_name=work.actor.name,
        party=party,
        comment=comment,
        correlation_id=work.correlation_id,
    )


def import_officer_groups(work: UnitOfWork, *, groups: list[dict[str, Any]]) -> dict[str, str]:
    """Answers each group's id by its name."""
    if not work.actor.is_service("operator"):
        raise NotAllowed()
    known = {group.name: group for group in store.groups(work.session)}
    for given in groups:
        group = known.setdefault(given["name"], OfficerGroup(id=uuid.uuid4(), name=given["name"]))
        group.contact_email = given.get("contact_email", "")
        group.contact_phone = given.get("contact_phone", "")
        group.component_code = given.get("component_code", "")
        work.session.add(group)
        work.session.flush()
        for member in given.get("member_ids", []):
            work.session.merge(Membership(group_id=group.id, person_id=uuid.UUID(str(member))))
    return {name: str(group.id) for name, group in known.items()}
