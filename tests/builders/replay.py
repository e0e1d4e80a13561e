"""Not tests: a file's journal read again by the tables of moves alone, without its database, its fields or its guards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.vocabulary import AmendmentState, Party, State
from services.agreements.rules import moves
from services.agreements.rules.amendments import AMENDABLE, AMENDMENT_MOVES, AUTHORS, EDIT, NOT_OVER
from services.agreements.rules.lifecycle import MOVES

REMARKS = {
    "assign": {Party.OFFICER},
    "release": {Party.OFFICER},
    "deposit_paper": {Party.STUDENT},
    "accept_paper": {Party.OFFICER},
    "refuse_paper": {Party.OFFICER},
    "resend_signature": {Party.OFFICER},
    "ask_new_link": {Party.HOST, Party.SIGNATORY},
    "evaluate_student": {Party.STUDENT},
    "evaluate_supervisor": {Party.SUPERVISOR, Party.REFERENT},
    "evaluate_tutor": {Party.HOST},
    "issue_certificate": {Party.HOST},
    "plan_visit": {Party.SUPERVISOR, Party.REFERENT},
    "cancel_visit": {Party.SUPERVISOR, Party.REFERENT, Party.PLATFORM},
    "report_visit": {Party.SUPERVISOR, Party.REFERENT},
}
"""Lines that are no move: who may write them."""
SIGNATURES = {"sign", "record_paper"}


class Broken(Exception):
    """The history is none that the service may have written."""


@dataclass
class Replayed:
    """Where the lines lead, read from the first on."""

    state: Any = ""
    amendments: dict[int, AmendmentState] = field(default_factory=dict)
    signatures: dict[int, int] = field(default_factory=dict)
    last: str = ""

    def read(self, line: Mapping[str, Any]) -> None:
        name, party = line["move"], Party(line["party"])
        expect(line["before"] == str(self.state), line, f"the file was « {self.state} »")
        if not self.state:
            expect(name == "create" and party in AUTHORS, line, "a history begins with its creation")
            self.state = State.REQUEST_DRAFT
        elif name.startswith("amendment."):
            _word, move, number = name.split(".")
            self._amend(line, move, int(number), party)
        elif name in REMARKS:
            expect(party in REMARKS[name], line, "somebody else’s remark")
        else:
            self._move(line, name, party)
        expect(line["after"] == str(self.state), line, f"it leads to « {self.state} »")
        self.last = name

    def _move(self, line: Mapping[str, Any], name: str, party: Party) -> None:
        found = moves.find(MOVES, name, self.state)
        self._made(line, found, party, 0)
        assert found is not None
        if name == "end_by_amendment":
            expect(self.last.startswith("amendment.complete_signatures."), line, "no amendment was signed")
        self.state = found.to or self.state

    def _amend(self, line: Mapping[str, Any], name: str, number: int, party: Party) -> None:
        if name == "create":
            expect(number == len(self.amendments) + 1, line, "numbers follow one another")
            expect(not NOT_OVER & set(self.amendments.values()), line, "another is open")
            expect(self.state in AMENDABLE and party in AUTHORS, line, "nothing to amend, or not by him")
            self.amendments[number] = AmendmentState.DRAFT
            return
        expect(number in self.amendments, line, "an amendment that nobody made")
        found = moves.find(AMENDMENT_MOVES, EDIT if name == "edit" else name, self.amendments[number])
        self._made(line, found, party, number)
        assert found is not None
        self.amendments[number] = found.to or self.amendments[number]

    def _made(self, line: Mapping[str, Any], found: moves.Move | None, party: Party, number: int) -> None:
        expect(found is not None, line, "no such move from there")
        assert found is not None
        expect(party in found.by, line, f"not a move of « {party} »")
        words = line.get("comment")  # None once they are erased
        expect(found.comment != moves.REQUIRED or words is None or bool(words.strip()), line, "without its words")
        if found.name.startswith("open_"):
            self.signatures[number] = 0
        elif found.name in SIGNATURES:
            self.signatures[number] = self.signatures.get(number, 0) + 1
        elif found.name == "complete_signatures":
            expect(self.signatures.get(number, 0) > 0, line, "nobody signed")


def expect(holds: bool, line: Mapping[str, Any], why: str) -> None:
    if not holds:
        raise Broken(f"{line['seq']}: {line['move']}: {why}")


def replay(lines: Iterable[Mapping[str, Any]]) -> Replayed:
    """Raises `Broken` at the first line that the tables do not allow, or that does not follow the one before."""
    found = Replayed()
    for expected, line in enumerate(lines, start=1):
        expect(line["seq"] == expected, line, f"line {expected} is missing")
        found.read(line)
    return found
