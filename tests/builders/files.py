"""Internship files without a database: plain objects that walk the real table of moves to any state."""

import uuid
from collections import deque
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from contracts.calls.agreements import AmendmentFields, ConventionFields, RequestFields
from contracts.vocabulary import AmendmentState, Party, SignatoryState, SigningMode, State
from services.agreements.rules import moves
from services.agreements.rules.amendments import AsAmended
from services.agreements.rules.around import Around
from services.agreements.rules.effects import plan_end
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.signatories import STANDARD, wanted

TODAY = date(2026, 11, 23)
STUDENT_ID, SUPERVISOR_ID, OFFICER_ID = (uuid.UUID(int=number, version=4) for number in (1, 2, 3))
REFERENT_ID, STRANGER_ID, GROUP_ID = (uuid.UUID(int=number, version=4) for number in (4, 5, 6))
HOST_ID, TUTOR_ID = (uuid.UUID(int=number, version=4) for number in (7, 8))


CIRCUIT = {**STANDARD, "university": {"name": "Anne Roux", "role": "Directrice", "email": "roux@univ.example"}}


@dataclass
class PlainSignatory:
    id: uuid.UUID
    slot: str
    step: int
    person_id: uuid.UUID | None = None
    state: str = SignatoryState.WAITING


@dataclass
class PlainRound:
    """A round as the rules see it."""

    signatories: list[PlainSignatory]
    proven: frozenset[uuid.UUID] = frozenset()
    mode: str = SigningMode.ELECTRONIC

    @classmethod
    def of(cls, plain: Any, mode: str = SigningMode.ELECTRONIC) -> "PlainRound":
        rows = [PlainSignatory(uuid.uuid4(), one.slot, one.step, one.person_id) for one in wanted(plain)]
        return cls(rows, mode=mode)

    def sign(self, *rows: PlainSignatory) -> None:
        for row in rows:
            row.state = SignatoryState.SIGNED
            self.proven |= {row.id}


@dataclass
class PlainFile:
    """What the rules and the convention document need to know of a file, and nothing else."""

    state: State = State.REQUEST_DRAFT
    student_id: uuid.UUID = STUDENT_ID
    supervisor_id: uuid.UUID | None = SUPERVISOR_ID
    officer_group_id: uuid.UUID | None = GROUP_ID
    candidacy_id: uuid.UUID | None = None
    request: dict[str, Any] = field(default_factory=dict)
    convention: dict[str, Any] | None = None
    host: dict[str, Any] | None = None
    tutor: dict[str, Any] | None = None
    student: dict[str, Any] = field(default_factory=dict)
    supervisor: dict[str, Any] | None = None
    referent: dict[str, Any] | None = None
    reference: int = 1042
    ended_on: date | None = None
    end_ground: str = ""
    end_before: dict[str, Any] | None = None
    authorized: dict[str, Any] | None = None
    opened_by: uuid.UUID | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    around: Around | None = None
    managers: frozenset[str] | None = frozenset()
    full_mailboxes: frozenset[str] | None = None
    round: Any = None
    circuit: dict[str, Any] = field(default_factory=lambda: deepcopy(CIRCUIT))
    papers: dict[str, str] = field(default_factory=dict)
    lived: str = ""
    asked_papers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.request["title"]

    @property
    def host_name(self) -> str:
        return (self.host or {}).get("name", "")

    @property
    def starts_on(self) -> date | None:
        return self.request["starts_on"]

    @property
    def ends_on(self) -> date | None:
        return self.request["ends_on"]


def request_fields(**changes: Any) -> dict[str, Any]:
    """A request that may be submitted: 1 March to 30 June 2027, in France."""
    given = {
        "title": "Analyste risque de crédit (H/F)",
        "description": "Lecture de comptes et note de risque.",
        "function": "banking_insurance",
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 6, 30),
        "duration_months": 4,
        "zone": "france",
        "supervisor_id": SUPERVISOR_ID,
        "host_id": HOST_ID,
        "tutor_id": TUTOR_ID,
    }
    return {**RequestFields().load({}), **given, **changes}


def convention_fields(**changes: Any) -> dict[str, Any]:
    """A convention that may be submitted."""
    words = ("skills", "activities", "supervision", "social_cover", "insurance", "absences", "suspension")
    given = {
        **{name: f"Texte de {name}." for name in words},
        "interruption": "Texte de interruption.",
        "certificate": "Texte de certificate.",
        "language": "fr",
        "signatory": {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction", "email": "s@host.example"},
        "officer_group_id": GROUP_ID,
        "teaching_hours": 400,
        "referent_id": REFERENT_ID,
        "weekly_minutes": 35 * 60,
        "weekdays": ["mon", "tue", "wed", "thu", "fri"],
        "stipend_cents": 75_000,
        "stipend_payment": "Chaque mois, par virement.",
    }
    return {**ConventionFields().load({}), **given, **changes}


def file(**changes: Any) -> PlainFile:
    """A complete draft."""
    plain = PlainFile(
        request=request_fields(),
        host={"name": "Banque maritime", "country": "FR", "address1": "1 quai", "city": "Marseille", "siret": ""},
        tutor={"first_name": "Hakim", "last_name": "Belaïd", "role": "Chef de service", "email": "h@host.example"},
        student={
            "name": "Inès Martin",
            "email": "ines@univ.example",
            "born_on": date(2003, 5, 14),
            "student_number": "21500123",
            "programme_name": "Master Banque",
            "component_name": "Faculté d’économie",
        },
        supervisor={"id": str(SUPERVISOR_ID), "name": "Claire Ferrand", "email": "ferrand@univ.example"},
        referent={"id": str(REFERENT_ID), "name": "Marc Olivier", "email": "olivier@univ.example"},
    )
    for name, value in changes.items():
        setattr(plain, name, value)
    return plain


def starting_in(days: int) -> dict[str, Any]:
    first = TODAY + timedelta(days=days)
    return request_fields(starts_on=first, ends_on=first + timedelta(days=60))


def route(to: State) -> list[moves.Move] | None:
    """The shortest way from a new draft, along the table's own lines; None for a state that nothing reaches."""
    waiting: deque[tuple[State, list[moves.Move]]] = deque([(State.REQUEST_DRAFT, [])])
    seen = {State.REQUEST_DRAFT}
    while waiting:
        state, way = waiting.popleft()
        if state == to:
            return way
        for line in MOVES:
            if state in line.origins and line.to is not None and line.to not in seen and line.kind != moves.OPENING:
                seen.add(line.to)
                waiting.append((line.to, [*way, line]))
    return None


def take(plain: PlainFile, line: moves.Move, party: Party | None = None) -> None:
    """Make one move as its party makes it, on a day when it may be made; what it needs beside is done."""
    if line.kind == moves.EDIT_CONVENTION:
        plain.convention = convention_fields()
    if line.name == "complete_signatures":
        plain.round.sign(*plain.round.signatories)
    day = day_of(plain, line)
    found = moves.check(MOVES, line.name, plain, frozenset({party or min(line.by)}), day, "Un mot.")
    assert not isinstance(found, Obstacle), f"{line.name} from {plain.state}: {found}"
    moves.apply(found, plain, day)
    produce(plain, line)


def produce(plain: Any, line: moves.Move) -> None:
    """What the service makes beside the new state, as far as the rules see it; of a file or of an amendment."""
    if line.produces in ("electronic", "paper"):
        signed = AsAmended(plain.file, plain) if hasattr(plain, "kinds") else plain
        plain.round = PlainRound.of(signed, SigningMode(line.produces))
    elif line.produces in ("refused", "cancelled", "dropped"):
        plain.round = None


def day_of(plain: PlainFile, line: moves.Move) -> date:
    """Today, but for the moves that wait for a day of the calendar."""
    starts, ends = plain.request["starts_on"], plain.request["ends_on"]
    if line.name == "interrupt":
        break_ = {"starts_on": starts + timedelta(days=7), "ends_on": starts + timedelta(days=13), "reason": "Travaux"}
        plain.convention = {**(plain.convention or {}), "interruptions": [break_]}
        return break_["starts_on"]
    if line.name in ("end_by_amendment", "end_early"):
        plain.ended_on = starts + timedelta(days=10)
        return plain.ended_on + timedelta(days=1)
    if line.name == "withdraw_end":
        plan_end(plain, starts + timedelta(days=10), "agreement")
    some_day = starts + timedelta(days=20)
    days = {"start": starts, "resume": some_day, "break_off": some_day, "finish": ends + timedelta(days=1)}
    return days.get(line.name, TODAY)


def reaching(state: State, **changes: Any) -> PlainFile:
    """A file in this state, brought there by legal moves alone; `changes` are made before the first of them."""
    way = route(state)
    assert way is not None, f"no move leads to {state}"
    plain = file(**deepcopy(changes))
    for line in way:
        take(plain, line)
    assert plain.state == state
    return plain


@dataclass
class PlainAmendment:
    """An amendment as its rules see it."""

    file: Any
    kinds: list[str]
    fields: dict[str, Any]
    state: AmendmentState = AmendmentState.DRAFT
    reason: str = "Le chantier dure plus longtemps."
    people: dict[str, Any] = field(default_factory=dict)
    number: int = 1
    round: Any = None


def amendment(kinds: list[str], plain: PlainFile | None = None, **changes: Any) -> PlainAmendment:
    """Of a running internship; complete for every kind unless `changes` say otherwise."""
    given = {
        "ends_on": date(2027, 7, 31),
        "starts_on": date(2027, 3, 1),
        "at_host_address": False,
        "place": {"address1": "2 rue Neuve", "city": "Toulon", "country": "FR"},
        "tutor_id": uuid.UUID(int=30, version=4),
        "referent_id": uuid.UUID(int=31, version=4),
        "title": "Analyste risque de marché (H/F)",
        "weekly_minutes": 28 * 60,
        "weekdays": ["mon", "tue", "wed", "thu"],
        "stipend_cents": 80_000,
        "suspended_from": date(2027, 4, 5),
        "suspended_to": date(2027, 4, 16),
        "ended_on": date(2027, 5, 14),
        "ground": "agreement",
        "words": "Deux jours de télétravail par semaine.",
    }
    people = {
        "tutor": {"id": str(given["tutor_id"]), "first_name": "Ana", "last_name": "Costa", "email": "c@host.example"},
        "referent": {"id": str(given["referent_id"]), "name": "Paul Vidal", "email": "vidal@univ.example"},
    }
    chosen = {name: people[name] for name in people if name in kinds}
    return PlainAmendment(
        file=plain or reaching(State.SIGNED),
        kinds=list(kinds),
        fields={**AmendmentFields().load({}), **given, **changes},
        people=chosen,
    )
