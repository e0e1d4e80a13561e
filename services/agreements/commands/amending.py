"""Amendments: written, decided, signed, and only then applied to their file."""

import uuid
from typing import Any

from sqlalchemy import func, select

from contracts.calls import offers
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import AmendmentState, Party, SignatoryRole
from runtime.unit_of_work import UnitOfWork
from services.agreements import amendment_view, facts, store
from services.agreements.commands import moving
from services.agreements.commands.requests import YEARS
from services.agreements.model import Amendment, Internship
from services.agreements.rules import amendments as rules
from services.agreements.rules import moves
from services.agreements.rules.amendments import AMENDMENT_MOVES, K
from services.agreements.rules.file import Obstacle
from services.agreements.rules.signatories import mailbox, of_the_student

NOT_OVER = sorted(rules.NOT_OVER)


def save_amendment(
    work: UnitOfWork,
    *,
    id: uuid.UUID | None,
    internship_id: uuid.UUID,
    version: int,
    kinds: list[str],
    reason: str,
    fields: dict[str, Any],
    new_tutor: dict[str, Any] | None,
) -> dict[str, Any]:
    file, mine = store.lock_any_version(work.session, internship_id, work.actor.person_id)
    if not mine & rules.AUTHORS:
        raise NotFound()
    found = _existing(work, file, id, version, mine) if id else _new(work, file, mine)
    kinds = [kind for kind in K if kind in kinds]
    _check(file, kinds, fields)
    new_tutor = new_tutor if K.TUTOR in kinds else None
    if new_tutor:
        fields = {**fields, "tutor_id": None}
    found.kinds, found.fields, found.reason = kinds, fields, reason.strip()
    found.people = _people(work, found, file)
    if new_tutor:
        _add_tutor(work, found, file, new_tutor)
    work.session.flush()
    return amendment_view.whole(work, found, mine)


def _new(work: UnitOfWork, file: Internship, mine: frozenset[Party]) -> Amendment:
    """One at a time: the next one starts from what this one leaves."""
    if file.state not in rules.AMENDABLE:
        raise MoveRefused("file_not_under_way")
    numbers = select(func.max(Amendment.number)).where(Amendment.internship_id == file.id)
    still = select(Amendment.id).where(Amendment.internship_id == file.id, Amendment.state.in_(NOT_OVER))
    if work.session.scalar(still.limit(1)) is not None:
        raise MoveRefused("another_is_open")
    made = Amendment(
        id=uuid.uuid4(),
        internship_id=file.id,
        file=file,
        number=(work.session.scalar(numbers) or 0) + 1,
        state=AmendmentState.DRAFT,
        since=work.now,
        kinds=[],
        fields={},
        people={},
        made_by=work.actor.id,
        made_at=work.now,
    )
    work.session.add(made)
    party = min(mine & rules.AUTHORS)
    moving.write_down(work, file, f"amendment.create.{made.number}", before=str(file.state), party=party, comment="")
    return made


def _existing(work: UnitOfWork, file: Internship, id: uuid.UUID, version: int, mine: frozenset[Party]) -> Amendment:
    found = store.amendment(work.session, id)
    if found is None or found.internship_id != file.id:
        raise NotFound()
    store.check_version(found, version)
    moving.offered_of_kind(work, found, mine, rules.EDIT)
    if work.actor.id != found.made_by:
        party = min(mine & rules.AUTHORS)
        moving.write_down(work, file, f"amendment.edit.{found.number}", before=str(file.state), party=party, comment="")
    return found


def _check(file: Internship, kinds: list[str], fields: dict[str, Any]) -> None:
    """What cannot be, said on its field; what is merely missing is said when it is submitted."""
    problems: dict[str, list[str]] = {}
    starts = (fields.get("starts_on") if K.DATES in kinds else None) or file.starts_on
    ends = (fields.get("ends_on") if K.DATES in kinds else None) or file.ends_on
    for name in ("starts_on", "ends_on"):
        if K.DATES in kinds and fields.get(name) and fields[name].year not in YEARS:
            problems[f"fields.{name}"] = ["invalid"]
    if K.PLACE in kinds:
        problems |= facts.wrong_country(fields.get("place") or {})
    if K.DATES in kinds and starts and ends and ends < starts:
        problems["fields.ends_on"] = ["before_start"]
    if K.INTERRUPTION in kinds:
        first, last = fields.get("suspended_from"), fields.get("suspended_to")
        if first and last and last < first:
            problems["fields.suspended_to"] = ["before_start"]
        for name, day in (("suspended_from", first), ("suspended_to", last)):
            if day and starts and ends and not starts <= day <= ends:
                problems.setdefault(f"fields.{name}", ["outside_internship"])
    ended = fields.get("ended_on")
    if K.TERMINATION in kinds and ended and starts and ends and not starts <= ended <= ends:
        problems["fields.ended_on"] = ["outside_internship"]
    if problems:
        raise InvalidInput(fields=problems)


def _people(work: UnitOfWork, amendment: Amendment, file: Internship) -> dict[str, Any]:
    """The new tutor and referent as the file would remember them; refuses who cannot be."""
    wanted, found = rules.new_people(amendment), {}
    if wanted["referent"]:
        found["referent"] = facts.teacher(work, wanted["referent"], "referent_id", file.student_id)
    if wanted["tutor"]:
        host = work.ask(offers.HostFacts, id=file.request.get("host_id"))
        chosen = next((one for one in host["contacts"] if one["id"] == wanted["tutor"]), None)
        if chosen is None:
            raise InvalidInput(fields={"fields.tutor_id": ["unknown_choice"]})
        _refuse_address(file, chosen["email"], "fields.tutor_id")
        found["tutor"] = offers.Contact().dump(chosen)
    return found


def _add_tutor(work: UnitOfWork, amendment: Amendment, file: Internship, typed: dict[str, Any]) -> None:
    """The last thing done, once all that may refuse has passed: who is added to a host is offered to its other interns."""
    _refuse_address(file, typed["email"], "new_tutor.email")
    work.session.flush()
    try:
        added = work.ask(offers.AddContact, host_id=file.request.get("host_id"), **typed)
    except InvalidInput as refusal:
        named = refusal.params.get("fields") or {}
        raise InvalidInput(fields={f"new_tutor.{name}": codes for name, codes in named.items()}) from None
    amendment.fields = {**amendment.fields, "tutor_id": added["id"]}
    amendment.people = {**amendment.people, "tutor": offers.Contact().dump(added)}


def _refuse_address(file: Internship, email: str, field: str) -> None:
    """What would stop signatures, by links as on paper, is said while it can be corrected; what is not known stops nobody."""
    if of_the_student(file, SignatoryRole.TUTOR, email):
        raise InvalidInput(fields={field: ["the_student_s_own"]})
    if mailbox(email) in (file.managers or ()):
        raise InvalidInput(fields={field: ["a_manager_s_own"]})


def perform_amendment(work: UnitOfWork, *, id: uuid.UUID, version: int, move: str, comment: str) -> dict[str, Any]:
    found = store.amendment(work.session, id)
    if found is None:
        raise NotFound()
    _file, mine = store.lock_any_version(work.session, found.internship_id, work.actor.person_id)
    work.session.refresh(found)
    mine = amendment_view.standing(found, mine, work.actor.person_id)
    store.check_version(found, version)
    amendment_view.judge(work.session, found, lock=True)
    line = moves.check(AMENDMENT_MOVES, move, found, mine, work.today, comment)
    if isinstance(line, Obstacle):
        raise MoveRefused(line.code, **line.as_dict())
    if line.kind != moves.MOVE:
        raise MoveRefused("move_not_offered", move=move, state=str(found.state))
    if line.comment == moves.REQUIRED and line.to in (AmendmentState.TO_CLARIFY, AmendmentState.REFUSED):
        found.question = comment.strip()
    if line.to == AmendmentState.VALIDATED:
        amendment_view.freeze(found)
    moving.make(work, found, line, mine, comment.strip())
    return amendment_view.whole(work, found, mine)


def end_if_agreed(work: UnitOfWork, amendment: Amendment) -> None:
    """A termination signed by all ends the internship at once, or once its last day has passed: see calendar.py."""
    if K.TERMINATION in amendment.kinds:
        moving.automatic(work, amendment.file, "end_by_amendment")
