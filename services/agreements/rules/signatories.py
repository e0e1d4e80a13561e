"""Who signs a document, in which order, and when it is signed.

The order is data of the officer group: `steps` of slots, one slot a signature. The five of the law are always there
(L124-1, D124-4); a group may add further ones, up to seven in all. A slot of a minor's is his representative's.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.vocabulary import SignatoryRole, SignatoryState, SigningMode
from services.agreements.rules.file import File
from services.agreements.rules.required import is_minor

LEGAL = (
    SignatoryRole.STUDENT,
    SignatoryRole.HOST,
    SignatoryRole.TUTOR,
    SignatoryRole.REFERENT,
    SignatoryRole.UNIVERSITY,
)
HOST_SIDE = (SignatoryRole.HOST, SignatoryRole.TUTOR)
UNIVERSITY_SIDE = (SignatoryRole.REFERENT, SignatoryRole.UNIVERSITY)
OTHERS = ("other1", "other2")
SLOTS = (*LEGAL, *OTHERS)
ADDRESS = re.compile(r"[^@\s,;<>\"()\[\]\\]{1,64}@[^@\s,;<>\"()\[\]\\]+\.[^@\s,;<>\"()\[\]\\.]{2,}")
STANDARD: dict[str, Any] = {
    "steps": [[role] for role in LEGAL],
    "university": {"name": "", "role": "", "email": "", "person_id": None},
    "others": [],
    "link_days": 15,
}


@dataclass(frozen=True)
class Wanted:
    """A signature that the document needs. `step` counts from 1; those of one step sign in any order."""

    slot: str
    step: int
    role: SignatoryRole
    name: str
    email: str
    label: str = ""
    person_id: Any = None


class Signed(Protocol):
    """A row of a round."""

    step: int
    state: str


def wrong_with(circuit: dict[str, Any]) -> dict[str, list[str]]:
    """Codes by field; empty when the order can be used."""
    slots = [slot for step in circuit["steps"] for slot in step]
    others = circuit.get("others") or []
    named = [OTHERS[n] for n, _other in enumerate(others[: len(OTHERS)])]
    problems: dict[str, list[str]] = {}
    if any(role not in slots for role in LEGAL):
        problems["steps"] = ["legal_signatory_missing"]
    elif len(slots) != len(set(slots)):
        problems["steps"] = ["signatory_twice"]
    elif set(slots) != {*LEGAL, *named}:
        problems["steps"] = ["unknown_choice"]
    if len(others) > len(OTHERS):
        problems["others"] = ["too_many"]
    for n, other in enumerate(others):
        if not (other.get("name") and other.get("email") and other.get("label")):
            problems[f"others.{n}"] = ["required"]
    return problems


def wanted(file: File) -> list[Wanted]:
    """Every signature that this file's documents need, in the order of its group."""
    circuit = file.circuit
    return [_wanted(file, circuit, slot, n) for n, step in enumerate(circuit["steps"], start=1) for slot in step]


def _wanted(file: File, circuit: dict[str, Any], slot: str, step: int) -> Wanted:
    convention, tutor, referent = file.convention or {}, file.tutor or {}, file.referent or {}
    if slot == SignatoryRole.STUDENT and is_minor(file):
        adult = convention.get("legal_representative") or {}
        return Wanted(slot, step, SignatoryRole.LEGAL_REPRESENTATIVE, adult.get("name", ""), adult.get("email", ""))
    if slot == SignatoryRole.STUDENT:
        student = file.student
        return Wanted(slot, step, SignatoryRole.STUDENT, *_said(student), person_id=file.student_id)
    if slot == SignatoryRole.HOST:
        return Wanted(slot, step, SignatoryRole.HOST, *person_of(convention.get("signatory") or {}))
    if slot == SignatoryRole.TUTOR:
        return Wanted(slot, step, SignatoryRole.TUTOR, *person_of(tutor))
    if slot == SignatoryRole.REFERENT:
        return Wanted(slot, step, SignatoryRole.REFERENT, *_said(referent), person_id=referent.get("id"))
    if slot == SignatoryRole.UNIVERSITY:
        university = circuit.get("university") or {}
        return Wanted(
            slot, step, SignatoryRole.UNIVERSITY, *_said(university), person_id=university.get("person_id") or None
        )
    other = circuit["others"][OTHERS.index(slot)]
    return Wanted(slot, step, SignatoryRole.OTHER, *_said(other), label=other["label"])


def _said(someone: dict[str, Any]) -> tuple[str, str]:
    return someone.get("name") or "", someone.get("email") or ""


def person_of(someone: dict[str, Any]) -> tuple[str, str]:
    name = f"{someone.get('first_name') or ''} {someone.get('last_name') or ''}".strip()
    return name, someone.get("email") or ""


def unknown(file: File, *, by_mail: bool) -> list[str]:
    """The slots whose signatory has no name, or no address to be written to."""
    return [one.slot for one in wanted(file) if not one.name or (by_mail and not one.email)]


def of_the_student(file: File, slot: str, email: str, person_id: Any = None) -> bool:
    """Whether this signature, not the student's, would be given by the student."""
    if slot == SignatoryRole.STUDENT and not is_minor(file):
        return False
    same_person = person_id is not None and str(person_id) == str(file.student_id)
    mine = mailbox(file.student.get("email") or "")
    return same_person or (bool(mine) and mailbox(email) == mine)


def mailbox(address: str) -> str:
    """Where a mail to this address ends: spellings of one mailbox are one. Wide letters, case and « +tag » do not count."""
    name, _at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    with contextlib.suppress(UnicodeError):  # no mail reaches it: compared as it is typed
        domain = domain.rstrip(".").encode("idna").decode()
    return f"{name.partition('+')[0]}@{domain}" if name else ""


def unsound(file: File) -> list[str]:
    """The slots whose address no mail could reach."""
    return [one.slot for one in wanted(file) if one.email and not ADDRESS.fullmatch(one.email)]


class Addressed(Protocol):
    """A wanted signature, or a row of a round."""

    @property
    def slot(self) -> Any: ...

    @property
    def role(self) -> Any: ...

    @property
    def email(self) -> str: ...

    @property
    def person_id(self) -> Any: ...


def called(one: Addressed) -> str:
    """His slot, by which people know him; a minor's representative is not the student in whose slot he signs."""
    return str(one.role if one.role == SignatoryRole.LEGAL_REPRESENTATIVE else one.slot)


def impersonated(file: File, rows: Iterable[Addressed]) -> list[str]:
    """Those of others that lead to the student: he signs his own file as its student alone."""
    return [called(one) for one in rows if of_the_student(file, one.slot, one.email, one.person_id)]


def apart_from_managers(rows: Iterable[Addressed]) -> list[tuple[str, str]]:
    """(slot, address) of those in whose name nobody of the university signs: the host's, and a minor's representative."""
    return [
        (called(one), one.email)
        for one in rows
        if one.slot in HOST_SIDE or one.role == SignatoryRole.LEGAL_REPRESENTATIVE
    ]


def on_both_sides(file: File) -> list[str]:
    """The host's slots whose mailbox also signs for the establishment. One person may hold two roles, of one side."""
    all_ = wanted(file)
    return [one.slot for one in all_ if one.slot in HOST_SIDE and of_the_other_side(all_, one.slot, one.email)]


def of_the_other_side(signatories: Iterable[Any], slot: str, email: str) -> bool:
    """Whether this address, for this slot, is that of one of the other side: host and tutor, or the establishment."""
    if slot not in (*HOST_SIDE, *UNIVERSITY_SIDE):
        return False
    others = UNIVERSITY_SIDE if slot in HOST_SIDE else HOST_SIDE
    known = {mailbox(one.email) for one in signatories if one.slot in others} - {""}
    return mailbox(email) in known


LINKS_A_DAY = 5
"""To one address, for one file."""


def host_contacts(file: File) -> list[tuple[SignatoryRole, str, str]]:
    """(role, name, address) of those of the host who can be written to; who is both gets one link, as signatory."""
    signatory, tutor = person_of((file.convention or {}).get("signatory") or {}), person_of(file.tutor or {})
    contacts = {mailbox(tutor[1]): (SignatoryRole.TUTOR, *tutor)}
    contacts[mailbox(signatory[1])] = (SignatoryRole.HOST, *signatory)
    contacts.pop("", None)
    return [one for one in contacts.values() if ADDRESS.fullmatch(one[2]) and not of_the_student(file, one[0], one[2])]


def whose_turn(rows: Sequence[Any]) -> list[Any]:
    """Those who may sign now: the first step that is not all signed."""
    left = [row for row in rows if row.state != SignatoryState.SIGNED]
    first = min((row.step for row in left), default=0)
    return [row for row in left if row.step == first]


def who_may_answer(round_: Any) -> list[Any]:
    """Those who may sign or refuse now. Paper has no turns: whoever's date was not recorded yet may refuse it."""
    if round_.mode == SigningMode.PAPER:
        return [row for row in round_.signatories if row.state != SignatoryState.SIGNED]
    return whose_turn(round_.signatories)


def all_proven(rows: Iterable[Any], proven: Iterable[Any]) -> bool:
    """Signed if and only if each signatory's evidence validated over this very document, the law's five among them."""
    rows, proven = list(rows), set(proven)
    return legal(rows) and all(row.state == SignatoryState.SIGNED and row.id in proven for row in rows)


def legal(rows: Iterable[Any]) -> bool:
    """Whether the five of the law are there; a minor's representative stands in the student's slot."""
    return set(LEGAL) <= {row.slot for row in rows}
