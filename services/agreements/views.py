"""A file as one reader may see it: facts, actions, controls, journal."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from contracts.vocabulary import CONVENTION_STATES, Party, State
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.model import Internship, JournalLine
from services.agreements.rules.controls import controls
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.moves import offered
from services.agreements.rules.stipend import schedule

QUESTION_MOVES = {"ask_precisions", "ask_precisions_convention", "refuse", "refuse_convention", "take_back"}


def whole(work: UnitOfWork, file: Internship, mine: frozenset[Party]) -> dict[str, Any]:
    lines = store.journal_of(work.session, file.id)
    holder = HOLDER.get(file.state)
    linked = store.linked_conventions(work.session, [file.offer_id] if file.offer_id else [])
    return {
        **{name: getattr(file, name) for name in DIRECT},
        "officer_group": file.officer_group,
        "holder": holder or "",
        "holder_name": holder_name(file, holder),
        "my_turn": holder in mine,
        "i_am": sorted(mine),
        "linked_conventions": linked.get(file.offer_id, 0) if file.offer_id else 0,
        "actions": actions(work, file, mine),
        "steps": steps(file, lines),
        "checks": [control.as_answer() for control in controls(file, work.now.date())],
        "schedule": schedule(file).as_answer(),
        "journal": [*reversed(lines)],
        "last_question": next((line.comment or "" for line in reversed(lines) if line.move in QUESTION_MOVES), ""),
    }


DIRECT = (
    "id",
    "reference",
    "version",
    "state",
    "since",
    "student",
    "supervisor",
    "referent",
    "host",
    "tutor",
    "request",
    "convention",
    "candidacy_id",
    "offer_id",
    "pdf_object_id",
    "created_at",
    "updated_at",
)


def actions(work: UnitOfWork, file: Internship, mine: frozenset[Party]) -> list[dict[str, Any]]:
    found = [
        {
            "name": offer.move.name,
            "kind": offer.move.kind,
            "allowed": offer.allowed,
            "comment": offer.move.comment,
            "obstacle": offer.obstacle.code if offer.obstacle else "",
            "params": offer.obstacle.as_dict() if offer.obstacle else {},
        }
        for offer in offered(MOVES, file, mine, work.now.date())
    ]
    if file.state in CONVENTION_STATES and file.state != State.CONVENTION_TO_COMPLETE:
        found.append({"name": "see_pdf", "kind": "see_pdf", "allowed": True, "comment": "none"})
    return found


def holder_name(file: Internship, holder: Party | None) -> str:
    if holder == Party.STUDENT:
        return file.student["name"]
    if holder == Party.SUPERVISOR:
        return (file.supervisor or {}).get("name", "")
    if holder == Party.OFFICER and file.officer_group:
        return file.officer_group.name
    return ""


STOPPED = {State.REQUEST_REFUSED, State.CONVENTION_REFUSED, State.DROPPED}
DONE_AFTER = (
    ("authorization", (State.CONVENTION_TO_COMPLETE,)),
    ("convention", (State.VALIDATED,)),
    ("signatures", (State.SIGNED,)),
    ("done", (State.FINISHED,)),
)


def steps(file: Internship, lines: Iterable[JournalLine]) -> list[dict[str, Any]]:
    """The route: what is behind, where the file stands, what is ahead."""
    reached = {line.after: line.at for line in lines}
    found: list[dict[str, Any]] = []
    current = True
    for name, marks in DONE_AFTER:
        at = next((reached[mark] for mark in marks if mark in reached), None)
        behind = at is not None and not _undone(file, name)
        if behind:
            found.append({"name": name, "status": "done", "at": at})
        else:
            status = ("stopped" if file.state in STOPPED else "current") if current else "todo"
            found.append({"name": name, "status": status, "at": file.since if current else None})
            current = False
    return found


def _undone(file: Internship, step: str) -> bool:
    """Taken back or reopened: the authorisation is not behind any more."""
    return step == "authorization" and file.state not in (*CONVENTION_STATES, State.DROPPED)


def rows(
    session: Session, work: UnitOfWork, files: Iterable[Internship], mine: Iterable[frozenset[Party]]
) -> list[dict]:
    """Lines of a list; `mine` says for each file what the reader is to it."""
    files = list(files)
    linked = store.linked_conventions(session, list({file.offer_id for file in files if file.offer_id}))
    today = work.now.date()
    return [
        {
            **{name: getattr(file, name) for name in ROW},
            "my_turn": HOLDER.get(file.state) in parties,
            "student_name": file.student["name"],
            "supervisor_name": (file.supervisor or {}).get("name", ""),
            "programme": file.student.get("programme_name", ""),
            "linked_conventions": linked.get(file.offer_id, 0) if file.offer_id else 0,
            "actions": [offer.move.name for offer in offered(MOVES, file, parties, today) if offer.allowed],
        }
        for file, parties in zip(files, mine, strict=True)
    ]


ROW = (
    "id",
    "reference",
    "version",
    "state",
    "since",
    "host_name",
    "city",
    "title",
    "starts_on",
    "ends_on",
    "created_at",
    "updated_at",
)
