"""An amendment as one reader may see it."""

import json
import uuid
from typing import Any

from sqlalchemy.orm import Session

from contracts.calls.agreements import ConventionFields, RequestFields
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, views
from services.agreements.model import Amendment, Internship
from services.agreements.rules import amendments as rules
from services.agreements.rules import moves
from services.agreements.rules.controls import controls
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.parties import signs_now
from services.agreements.rules.stipend import schedule

STILL_TO_COME = rules.NOT_OVER


def standing(amendment: Amendment, mine: frozenset[Party], person: uuid.UUID) -> frozenset[Party]:
    """What its reader is to the file, and whether it is his turn to sign this very amendment."""
    view: Any = rules.AsAmended(amendment.file, amendment)
    others = mine - {Party.SIGNATORY}
    return others | {Party.SIGNATORY} if signs_now(view, person) else others


def judge(session: Session, amendment: Amendment, *, lock: bool = False) -> None:
    """Look up what other files say of the file as amended; with the lock, so that two of them do not pass one ceiling."""
    view: Any = rules.AsAmended(amendment.file, amendment)
    if lock:
        around.one_at_a_time(session, view)
    around.load(session, [view])
    amendment.around = view.around  # type: ignore[attr-defined]


def obstacle_to_sign(work: UnitOfWork, record: Internship | Amendment) -> Obstacle | None:
    """What is in the way of a signature whose turn it is, by the record's own table."""
    if isinstance(record, Amendment):
        judge(work.session, record)
    table = rules.AMENDMENT_MOVES if isinstance(record, Amendment) else MOVES
    line = moves.check(table, moves.SIGN, record, frozenset({Party.SIGNATORY}), work.today, "")
    return line if isinstance(line, Obstacle) else None


def whole(work: UnitOfWork, amendment: Amendment, mine: frozenset[Party]) -> dict[str, Any]:
    """A draft's facts are computed each time; once validated they are those that were validated."""
    if amendment.state in STILL_TO_COME:
        judge(work.session, amendment)
    file, view = amendment.file, rules.AsAmended(amendment.file, amendment)
    person = work.actor.person_id
    mine = standing(amendment, mine, person)
    holder = views.who_acts(rules.AMENDMENT_HOLDER, amendment)
    alive = amendment.state in STILL_TO_COME
    return {
        **{name: getattr(amendment, name) for name in DIRECT},
        "reference": file.reference,
        "holder": holder or "",
        "my_turn": holder in mine,
        "i_am": sorted(mine),
        "changes": changes(amendment),
        "effective_on": rules.effective_on(amendment),
        "student_name": file.student["name"],
        "host_name": file.host_name,
        "title": file.title,
        "file_state": file.state,
        "tutor": _tutor(amendment),
        "referent": (amendment.people or {}).get("referent"),
        "actions": views.actions_of(rules.AMENDMENT_MOVES, amendment, mine, work.today),
        "checks": [control.as_answer() for control in controls(view, work.today)] if alive else [],  # type: ignore[arg-type]
        "schedule": schedule(view).as_answer() if alive else None,  # type: ignore[arg-type]
        "signing": views.signing(amendment.file, amendment.round, mine, person),
    }


DIRECT = (
    "id",
    "internship_id",
    "number",
    "version",
    "state",
    "since",
    "kinds",
    "fields",
    "reason",
    "question",
    "applied_at",
    "pdf_object_id",
)


def _tutor(amendment: Amendment) -> dict[str, Any] | None:
    tutor = (amendment.people or {}).get("tutor")
    return {"id": tutor["id"], "name": f"{tutor['first_name']} {tutor['last_name']}"} if tutor else None


def changes(amendment: Amendment) -> list[dict[str, Any]]:
    if amendment.after is not None and amendment.before is not None:
        return [{"name": name, "before": before, "after": after} for name, before, after in kept(amendment)]
    return [
        {"name": name, "before": before, "after": after}
        for (name, before, after) in ((n, plain(n, b), plain(n, a)) for n, b, a in rules.changes(amendment))
    ]


def kept(amendment: Amendment) -> list[tuple[str, Any, Any]]:
    """As validated. One frozen when the two facts of a place were told apart still tells the place itself."""
    before, after = dict(amendment.before or {}), dict(amendment.after or {})
    if rules.AT_HOST in after:
        of_today = (amendment.file.request or {}).get("place")
        for facts in (before, after):
            place = {"at_host_address": facts.pop(rules.AT_HOST), "place": facts.get(rules.PLACE, of_today)}
            facts[rules.PLACE] = rules.where(place, amendment.file.host)
    return [(name, before[name], after[name]) for name in sorted(after, key=rules.in_order)]


def freeze(amendment: Amendment) -> None:
    """What was validated, whatever happens to the file later."""
    found = rules.changes(amendment)
    amendment.before = {name: plain(name, before) for name, before, _after in found}
    amendment.after = {name: plain(name, after) for name, _before, after in found}


def plain(name: str, value: Any) -> Any:
    """A JSON value: dates and ids as text, as the contract's own fields write them."""
    part, _dot, field = name.partition(".")
    schema = {"request": RequestFields, "convention": ConventionFields}.get(part)
    if schema is not None and field:
        return schema(only=(field,)).dump({field: value})[field]
    return json.loads(json.dumps(value, default=str))
