"""Amendments: what each kind changes, and their own small table of moves.

An amendment is read as the file would be once it is signed (`as_amended`), so that the same guards, controls and
signatories serve both. Only when everybody has signed does the file itself change.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from contracts.events import agreements as told
from contracts.vocabulary import AmendmentKind, AmendmentState
from contracts.vocabulary import AmendmentState as A
from contracts.vocabulary import Party as P
from contracts.vocabulary import State as S
from services.agreements.rules import guards
from services.agreements.rules.file import File, Obstacle
from services.agreements.rules.moves import (
    AUTOMATIC,
    OPTIONAL,
    RECORD_PAPER,
    REFUSE_TO_SIGN,
    REQUIRED,
    SIGN,
    Guard,
    move,
)
from services.agreements.rules.required import missing_in_place

K = AmendmentKind
IN_REQUEST = {
    K.DATES: ("starts_on", "ends_on"),
    K.PLACE: ("at_host_address", "place"),
    K.TUTOR: ("tutor_id",),
    K.SUBJECT: ("title", "description"),
}
IN_CONVENTION = {
    K.REFERENT: ("referent_id",),
    K.SUBJECT: ("activities",),
    K.HOURS: ("weekly_minutes", "weekdays"),
    K.STIPEND: ("stipend_cents", "stipend_payment"),
}
ALONE = {K.INTERRUPTION: ("suspended_from", "suspended_to"), K.TERMINATION: ("ended_on", "ground"), K.OTHER: ("words",)}
MAY_BE_EMPTY = {"at_host_address", "place", "stipend_cents", "stipend_payment", "description", "activities"}
AMENDABLE = {S.SIGNED, S.RUNNING, S.INTERRUPTED}
EDIT = "edit_amendment"
PLACE, AT_HOST = "request.place", "request.at_host_address"
SAID_OTHERWISE = {PLACE, AT_HOST, "request.tutor_id"}
ADDRESS = ("address1", "address2", "postal_code", "city", "country")


class Amendment(Protocol):
    """`people` holds the new tutor and referent, as the file would remember them."""

    state: AmendmentState
    kinds: list[str]
    fields: dict[str, Any]
    people: dict[str, Any]
    reason: str
    file: Any
    round: Any


class AsAmended:
    """The file as it would be: whatever the amendment does not change is the file's own."""

    def __init__(self, file: File, amendment: Amendment) -> None:
        self._file = file
        self.request = {**file.request, **_taken(amendment, IN_REQUEST)}
        self.convention = {**(file.convention or {}), **_taken(amendment, IN_CONVENTION)}
        fields = amendment.fields
        if K.INTERRUPTION in amendment.kinds and fields.get("suspended_from") and fields.get("suspended_to"):
            mine = {
                "starts_on": fields["suspended_from"],
                "ends_on": fields["suspended_to"],
                "reason": amendment.reason[:200],
            }
            self.convention["interruptions"] = [*(self.convention.get("interruptions") or []), mine]
        self.ended_on = fields.get("ended_on") if K.TERMINATION in amendment.kinds else file.ended_on
        self.tutor = (amendment.people or {}).get("tutor") or file.tutor
        self.referent = (amendment.people or {}).get("referent") or file.referent
        self.round = amendment.round
        looked_up = getattr(amendment, "around", None)
        if looked_up is not None:
            self.around = looked_up

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _taken(amendment: Amendment, table: dict[AmendmentKind, tuple[str, ...]]) -> dict[str, Any]:
    names = {name for kind, names in table.items() if kind in amendment.kinds for name in names}
    given = {name: amendment.fields.get(name) for name in sorted(names)}
    return {name: value for name, value in given.items() if value not in (None, "", []) or name in MAY_BE_EMPTY}


def fields_of(kinds: Iterable[str]) -> list[str]:
    """The names of the fields that these kinds ask for, in the form's order."""
    chosen = set(kinds)
    tables = (IN_REQUEST, IN_CONVENTION, ALONE)
    return [name for table in tables for kind, names in table.items() if kind in chosen for name in names]


def changes(amendment: Amendment) -> list[tuple[str, Any, Any]]:
    """(dotted name, before, after) of every fact that would change."""
    file, after = amendment.file, AsAmended(amendment.file, amendment)
    found: list[tuple[str, Any, Any]] = []
    for part in ("request", "convention"):
        old, new = getattr(file, part) or {}, getattr(after, part)
        differing = [name for name in sorted(new) if old.get(name) != new[name]]
        found += [(f"{part}.{name}", old.get(name), new[name]) for name in differing]
    found = [one for one in found if one[0] not in SAID_OTHERWISE]
    before, new = (where(request, file.host) for request in (file.request, after.request))
    if before != new:
        found.append((PLACE, before, new))
    for name in ("tutor", "referent"):
        if getattr(file, name) != getattr(after, name):
            found.append((name, getattr(file, name), getattr(after, name)))
    if K.TERMINATION in amendment.kinds:
        found.append(("ended_on", None, amendment.fields.get("ended_on")))
        found.append(("end_ground", None, amendment.fields.get("ground") or None))
    if K.OTHER in amendment.kinds:
        found.append(("words", None, amendment.fields.get("words") or None))
    return found


def in_order(name: str) -> tuple[int, str]:
    """Sorts names of facts as `changes` tells them, for those that were kept in no order."""
    alone = (PLACE, "tutor", "referent", "ended_on", "end_ground", "words")
    if name in alone:
        return 2 + alone.index(name), name
    return int(not name.startswith("request.")), name


def where(request: dict[str, Any], host: dict[str, Any] | None) -> dict[str, Any]:
    """The place of the internship, whichever of the two facts says it: the host's address, or the one that was typed."""
    at_host = request.get("at_host_address", True) is not False
    place = (host or {}) if at_host else request.get("place") or {}
    found = {name: place[name] for name in ADDRESS if place.get(name)}
    return found or ({"address1": place["name"]} if at_host and place.get("name") else {})


def complete(amendment: Amendment, today: date) -> Obstacle | None:
    if not amendment.kinds:
        return Obstacle.of("amendment_incomplete", fields=["kinds"])
    optional = MAY_BE_EMPTY - {"stipend_cents"}
    missing = [
        name
        for name in fields_of(amendment.kinds)
        if name not in optional and amendment.fields.get(name) in (None, "", [])
    ]
    if K.PLACE in amendment.kinds:
        missing += missing_in_place(amendment.fields)
    if not amendment.reason.strip():
        missing.append("reason")
    return Obstacle.of("amendment_incomplete", fields=missing) if missing else None


def changes_something(amendment: Amendment, today: date) -> Obstacle | None:
    return None if changes(amendment) else Obstacle.of("nothing_changes")


def file_under_way(amendment: Amendment, today: date) -> Obstacle | None:
    return None if amendment.file.state in AMENDABLE else Obstacle.of("file_not_under_way")


def file_called_off(amendment: Amendment, today: date) -> Obstacle | None:
    return None if amendment.file.state == S.DROPPED else Obstacle.of("not_called_off")


def amended(guard: Guard) -> Guard:
    """The file's own guard, asked of the file as amended."""

    def check(amendment: Any, today: date) -> Obstacle | None:
        return guard(AsAmended(amendment.file, amendment), today)  # type: ignore[arg-type]

    check.__name__ = guard.__name__
    return check


def first_day_ahead(amendment: Amendment, today: date) -> Obstacle | None:
    """The first day does not move once it came, nor into the past: a convention is signed before it (L124-1)."""
    before = amendment.file.request.get("starts_on")
    after = AsAmended(amendment.file, amendment).request.get("starts_on")
    if before == after:
        return None
    begun = amendment.file.state != S.SIGNED or (before is not None and before <= today)
    return Obstacle.of("first_day_is_past") if begun or (after is not None and after <= today) else None


def something_to_lift(amendment: Amendment, today: date) -> Obstacle | None:
    return None if nothing_to_lift(amendment, today) else Obstacle.of("nothing_to_lift")


nothing_to_lift = amended(guards.nothing_left_to_lift)
dates_in_order = amended(guards.dates_in_order)
lawful = amended(guards.within_the_law)
reachable = amended(guards.signatories_reachable)
named = amended(guards.signatories_named)
on_links = amended(guards.on_links)
on_paper = amended(guards.on_paper)
proven = amended(guards.every_signature_proven)
AUTHORS = {P.STUDENT, P.OFFICER}
OPEN = {A.DRAFT, A.TO_CLARIFY}
NOT_OVER = {*OPEN, A.AWAITING_SUPERVISOR, A.AWAITING_OFFICER, A.VALIDATED, A.SIGNING}

# fmt: off
AMENDMENT_MOVES: tuple[Any, ...] = (
    #    name                 from                    to                      by
    move("edit_amendment",    OPEN,                   None,                   AUTHORS, kind=EDIT),
    move("submit",            OPEN,                   A.AWAITING_SUPERVISOR,  AUTHORS,
         file_under_way, complete, changes_something, dates_in_order, first_day_ahead, lawful,
         announces=told.AmendmentSubmitted),
    move("approve",           {A.AWAITING_SUPERVISOR}, A.AWAITING_OFFICER,    {P.SUPERVISOR},
         file_under_way, lawful,
         announces=told.AmendmentApproved, comment=OPTIONAL),
    move("ask_precisions",    {A.AWAITING_SUPERVISOR}, A.TO_CLARIFY,          {P.SUPERVISOR},
         announces=told.AmendmentPrecisionsAsked, comment=REQUIRED),
    move("refuse",            {A.AWAITING_SUPERVISOR}, A.REFUSED,             {P.SUPERVISOR},
         announces=told.AmendmentRefused, comment=REQUIRED),
    move("validate",          {A.AWAITING_OFFICER},   A.VALIDATED,            {P.OFFICER},
         file_under_way, changes_something, first_day_ahead, lawful, nothing_to_lift,
         announces=told.AmendmentValidated, comment=OPTIONAL, produces="amendment"),
    move("validate_despite_controls", {A.AWAITING_OFFICER}, A.VALIDATED,      {P.OFFICER},
         file_under_way, changes_something, first_day_ahead, lawful, something_to_lift,
         announces=told.AmendmentValidated, comment=REQUIRED, produces="amendment"),
    move("ask_precisions",    {A.AWAITING_OFFICER},   A.TO_CLARIFY,           {P.OFFICER},
         announces=told.AmendmentPrecisionsAsked, comment=REQUIRED),
    move("refuse",            {A.AWAITING_OFFICER},   A.REFUSED,              {P.OFFICER},
         announces=told.AmendmentRefused, comment=REQUIRED),
    move("withdraw_validation", {A.VALIDATED},        A.AWAITING_OFFICER,     {P.OFFICER},
         announces=told.AmendmentValidationWithdrawn, comment=REQUIRED, produces="withdrawn"),
    move("open_signatures",   {A.VALIDATED},          A.SIGNING,              {P.OFFICER},
         file_under_way, first_day_ahead, lawful, reachable,
         announces=told.AmendmentSignaturesOpened, produces="electronic"),
    move("open_paper",        {A.VALIDATED},          A.SIGNING,              {P.OFFICER},
         file_under_way, first_day_ahead, lawful, named,
         announces=told.AmendmentSignaturesOpened, produces="paper"),
    move("sign",              {A.SIGNING},            None,                   {P.SIGNATORY},
         on_links, file_under_way, first_day_ahead, lawful,
         kind=SIGN, announces=told.AmendmentSignatureRecorded),
    move("record_paper",      {A.SIGNING},            None,                   {P.OFFICER},
         on_paper,
         kind=RECORD_PAPER, announces=told.AmendmentSignatureRecorded),
    move("refuse_to_sign",    {A.SIGNING},            A.AWAITING_OFFICER,     {P.SIGNATORY},
         announces=told.AmendmentSignatureRefused, comment=REQUIRED, kind=REFUSE_TO_SIGN, produces="refused"),
    move("cancel_signatures", {A.SIGNING},            A.VALIDATED,            {P.OFFICER},
         announces=told.AmendmentSignaturesCancelled, comment=REQUIRED, produces="cancelled"),
    move("complete_signatures", {A.SIGNING},          A.SIGNED,               {P.PLATFORM},
         file_under_way, lawful, proven,
         announces=told.AmendmentSigned, kind=AUTOMATIC, produces="sealed"),
    move("drop",              NOT_OVER,               A.DROPPED,              AUTHORS,
         announces=told.AmendmentDropped, comment=REQUIRED, produces="dropped"),
    move("lapse",             NOT_OVER,               A.DROPPED,              {P.PLATFORM},
         file_called_off,
         announces=told.AmendmentDropped, kind=AUTOMATIC, produces="dropped"),
)
# fmt: on

AMENDMENT_HOLDER = {
    A.DRAFT: P.STUDENT,
    A.TO_CLARIFY: P.STUDENT,
    A.AWAITING_SUPERVISOR: P.SUPERVISOR,
    A.AWAITING_OFFICER: P.OFFICER,
    A.VALIDATED: P.OFFICER,
    A.SIGNING: P.SIGNATORY,
}


def effective_on(amendment: Amendment) -> date | None:
    """From when it counts, when that is not the day of its last signature."""
    if K.TERMINATION in amendment.kinds:
        return amendment.fields.get("ended_on")
    if K.INTERRUPTION in amendment.kinds:
        return amendment.fields.get("suspended_from")
    return None


def new_people(amendment: Amendment) -> dict[str, uuid.UUID | None]:
    """The ids that the amendment brings, to be looked up."""
    return {
        "tutor": amendment.fields.get("tutor_id") if K.TUTOR in amendment.kinds else None,
        "referent": amendment.fields.get("referent_id") if K.REFERENT in amendment.kinds else None,
    }
