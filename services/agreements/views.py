"""A file as one reader may see it: facts, actions, controls, journal."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from contracts.errors import InvalidInput
from contracts.vocabulary import (
    AUTHORIZATION_STATES,
    CONVENTION_STATES,
    Party,
    RoundState,
    SignatoryState,
    SigningMode,
    State,
)
from runtime.addresses import is_address
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, links, store
from services.agreements.model import Internship, JournalLine, SigningRound
from services.agreements.rules.authorized import compared
from services.agreements.rules.controls import controls
from services.agreements.rules.guards import in_wrong_hands
from services.agreements.rules.lifecycle import HOLDER, MOVES
from services.agreements.rules.moves import EDIT_CONVENTION, EDIT_REQUEST, Move, offered
from services.agreements.rules.signatories import SLOTS, who_may_answer, whose_turn
from services.agreements.rules.stipend import schedule
from services.agreements.sealing import evidence
from services.agreements.sealing.authority import authority

EDITS = [line for line in MOVES if line.kind in (EDIT_REQUEST, EDIT_CONVENTION)]
"""What a list leads to: none of them asks what other files say, so that a line costs no question."""
ANSWER_MOVES = {"submit", "submit_convention", "submit_hours"}
QUESTION_MOVES = {
    "ask_precisions",
    "ask_precisions_convention",
    "refuse",
    "refuse_convention",
    "take_back",
    "withdraw_validation",
    "refuse_to_sign",
    "cancel_signatures",
}


def whole(work: UnitOfWork, file: Internship, mine: frozenset[Party]) -> dict[str, Any]:
    around.load(work.session, [file])
    links.look_up(work.session, file, work.now)
    lines = store.journal_of(work.session, file.id)
    holder = who_acts(HOLDER, file)
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
        "checks": [control.as_answer() for control in controls(file, work.today)],
        "schedule": schedule(file).as_answer(),
        "journal": [journal_line(line, mine) for line in reversed(lines)],
        "signing": signing(file, store.last_round(work.session, file), mine, work.actor.id),
        "open_amendments": store.open_amendments(work.session, file.id),
        "comparison": compared(file.authorized, file) if mine & {Party.OFFICER, Party.SUPERVISOR} else [],
        "desk": desk(file) if Party.OFFICER in mine else None,
        "last_answer": answer_of(lines),
        "last_question": next((line.comment or "" for line in reversed(lines) if line.move in QUESTION_MOVES), ""),
    }


def answer_of(lines: Sequence[JournalLine]) -> str:
    """What the student wrote as he handed the file over, while that is the last thing that moved it."""
    last = next((line for line in reversed(lines) if line.before != line.after), None)
    return last.comment or "" if last is not None and last.move in ANSWER_MOVES else ""


def journal_line(line: JournalLine, mine: frozenset[Party]) -> dict[str, Any]:
    """As it stands, but where a link was sent: signatories' addresses are told to managers alone."""
    told = {
        name: getattr(line, name) for name in ("at", "move", "before", "after", "by_name", "by_id", "party", "comment")
    }
    if line.move == "resend_signature" and Party.OFFICER not in mine:
        told["comment"] = (line.comment or "").partition(": ")[0]
    return told


def desk(file: Internship) -> dict[str, Any]:
    """The managers' own words on a file."""
    return {name: getattr(file, name) for name in ("assigned_to", "assigned_name", "tags")}


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
    "pdf_plain",
    "host_checked_at",
    "ended_on",
    "end_ground",
    "created_at",
    "updated_at",
)


def actions(work: UnitOfWork, file: Internship, mine: frozenset[Party]) -> list[dict[str, Any]]:
    found = actions_of(MOVES, file, mine, work.today)
    drawn = file.state in CONVENTION_STATES and file.state != State.CONVENTION_TO_COMPLETE
    if drawn or (file.state == State.DROPPED and file.pdf_object_id):  # called off: what was issued stays to be read
        found.append({"name": "see_pdf", "kind": "see_pdf", "allowed": True, "comment": "none"})
    return found


def actions_of(table: Iterable[Move], record: Any, mine: frozenset[Party], today: date) -> list[dict[str, Any]]:
    """What this table offers these parties now, each with what stands in its way."""
    return [
        {
            "name": offer.move.name,
            "kind": offer.move.kind,
            "allowed": offer.allowed,
            "comment": offer.move.comment,
            "obstacle": offer.obstacle.code if offer.obstacle else "",
            "params": offer.obstacle.as_dict() if offer.obstacle else {},
        }
        for offer in offered(table, record, mine, today)
    ]


def signing(
    file: Internship, round_: SigningRound | None, mine: frozenset[Party], person: uuid.UUID | None
) -> dict[str, Any] | None:
    """A round as its reader may see it: addresses, and what is wrong with one, are for managers, who correct them."""
    if round_ is None:
        return None
    turn = who_may_answer(round_) if round_.state == RoundState.OPEN else []
    asked = turn if round_.mode == SigningMode.ELECTRONIC and Party.OFFICER in mine else []
    wrong = {row.id: in_wrong_hands(file, [row]) for row in asked}
    local = authority()
    whole_round = {name: getattr(round_, name) for name in ("id", "mode", "state", "opened_at", "closed_at")}
    return {
        **whole_round,
        "sort": round_.document.sort,
        "sha256": round_.document.sha256,
        "code": round_.document.check_code,
        "scan_object_id": round_.scan_object_id if Party.OFFICER in mine else "",
        "signatories": [
            {
                **{name: getattr(row, name) for name in SIGNATORY},
                **(told := evidence.said(row, round_, local) if row.state == SignatoryState.SIGNED else {}),
                "email": told.get("email", row.email) if Party.OFFICER in mine else "",
                "my_turn": person is not None and row.person_id == person and row in turn,
                "may_be_written_to": row in asked,
                **({"obstacle": found.code, "params": found.as_dict()} if (found := wrong.get(row.id)) else {}),
            }
            for row in sorted(round_.signatories, key=lambda row: (row.step, SLOTS.index(row.slot)))
        ],
    }


SIGNATORY = (
    "id",
    "slot",
    "role",
    "label",
    "step",
    "name",
    "state",
    "asked_at",
    "signed_at",
    "signed_on",
    "reason",
)


def full_name(someone: dict[str, Any]) -> str:
    return f"{someone.get('first_name') or ''} {someone.get('last_name') or ''}".strip()


def hidden_address(email: str) -> str:
    """« s•••@host.example »: enough to recognise one's own address, not to learn another's."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def checked_address(email: str, field: str) -> str:
    """Raises `InvalidInput` on the field: a mail that cannot be sent would stop everything after it."""
    if not is_address(email):
        raise InvalidInput(fields={field: ["invalid"]})
    return email


def who_acts(holders: Mapping[Any, Party], record: Any) -> Party | None:
    """The one who acts next; a paper goes round by itself, and waits for the managers who record its dates."""
    holder = holders.get(record.state)
    on_paper = record.round is not None and record.round.mode == SigningMode.PAPER
    return Party.OFFICER if holder == Party.SIGNATORY and on_paper else holder


def holder_name(file: Internship, holder: Party | None) -> str:
    if holder == Party.STUDENT:
        return file.student["name"]
    if holder == Party.SUPERVISOR:
        return (file.supervisor or {}).get("name", "")
    if holder == Party.OFFICER and file.officer_group:
        return file.officer_group.name
    if holder == Party.SIGNATORY and file.round is not None:
        return ", ".join(dict.fromkeys(row.name for row in whose_turn(file.round.signatories)))
    return ""


STOPPED = {State.REQUEST_REFUSED, State.CONVENTION_REFUSED, State.DROPPED, State.BROKEN_OFF}
DONE_AFTER = (
    ("authorization", (State.CONVENTION_TO_COMPLETE,)),
    ("convention", (State.VALIDATED,)),
    ("signatures", (State.SIGNED,)),
    ("done", (State.FINISHED,)),
)


def steps(file: Internship, lines: Iterable[JournalLine]) -> list[dict[str, Any]]:
    """The route: what is behind, where the file stands, what is ahead."""
    reached = {line.after: line.at for line in lines if line.before != line.after}
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
    """Taken back, reopened or refused by a signatory: what was behind is not any more."""
    if step == "authorization":
        return file.state not in (*CONVENTION_STATES, State.DROPPED)
    if step == "convention":
        return file.state in BEFORE_VALIDATED
    return False


BEFORE_VALIDATED = {
    *AUTHORIZATION_STATES,
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.CONVENTION_TO_CLARIFY,
    State.AWAITING_OFFICER,
    State.CONVENTION_REFUSED,
}


def rows(
    session: Session, work: UnitOfWork, files: Iterable[Internship], mine: Iterable[frozenset[Party]]
) -> list[dict]:
    """Lines of a list; `mine` says for each file what the reader is to it."""
    files = list(files)
    linked = store.linked_conventions(session, list({file.offer_id for file in files if file.offer_id}))
    today = work.today
    return [
        {
            **{name: getattr(file, name) for name in ROW},
            "ends_on": file.ended_on or file.ends_on,
            "my_turn": HOLDER.get(file.state) in parties,
            "student_name": file.student["name"],
            "supervisor_name": (file.supervisor or {}).get("name", ""),
            "programme": file.student.get("programme_name", ""),
            "linked_conventions": linked.get(file.offer_id, 0) if file.offer_id else 0,
            "edits": [offer.move.name for offer in offered(EDITS, file, parties, today) if offer.allowed],
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
    "created_at",
    "updated_at",
)
