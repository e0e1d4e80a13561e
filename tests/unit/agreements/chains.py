"""Not tests: a small base of real chains and heads in memory, in the shape that `verifying` reads."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.actor import Signer
from runtime.files import FileStore
from services.agreements import heads, journal, verifying
from services.agreements.model import JournalLine, PendingLine
from tests.builders.stores import marked

COLUMNS = ("internship_id", "seq", "at", "move", "before", "after", "by_id", "party", "correlation_id", "by_name", "comment",
           "salt", "words_hash", "previous_hash", "hash")  # fmt: skip
START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
STATES = ("request_draft", "awaiting_supervisor", "convention_to_complete", "convention_draft", "awaiting_officer")


class LastLine:
    """Stands for the session: `write` asks it for the last line, then adds one and its waiting row."""

    def __init__(self) -> None:
        self.lines: list[JournalLine] = []
        self.waiting: list[PendingLine] = []

    def execute(self, statement: Any) -> "LastLine":
        return self

    def first(self) -> JournalLine | None:
        return self.lines[-1] if self.lines else None

    def add(self, row: JournalLine | PendingLine) -> None:
        (self.lines if isinstance(row, JournalLine) else self.waiting).append(row)  # type: ignore[arg-type]


@dataclass
class Journal:
    """`files` hold lines as dictionaries of columns; `objects` the heads as they are kept."""

    store: FileStore
    signer: Signer
    key: Ed25519PrivateKey
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    waiting: dict[tuple[str, int], str] = field(default_factory=dict)
    seals: dict[tuple[str, int], bytes] = field(default_factory=dict)
    now: datetime = START

    @classmethod
    def empty(cls, folder: Path) -> "Journal":
        key = Ed25519PrivateKey.generate()
        return cls(FileStore(marked(folder), "agreements"), Signer("agreements", key), key)

    def write(self, file: str, move: str = "move", after: str = "", *, at: datetime | None = None) -> None:
        """One line, by the service's own code."""
        session, kept = LastLine(), self.files.setdefault(file, [])
        session.lines = [JournalLine(**line) for line in kept[-1:]]
        before = kept[-1]["after"] if kept else ""
        line = journal.write(
            session,  # type: ignore[arg-type]
            self.signer,
            uuid.UUID(file),
            at=at or self.now,
            move=move,
            before=before,
            after=after or STATES[len(kept) % len(STATES)],
            by_id=uuid.uuid4(),
            by_name="Zoé Ferrand",
            party="student",
            comment="Précisez « la mission ».",
            correlation_id="c" * 32,
        )
        kept.append({name: getattr(line, name) for name in COLUMNS})
        self.states[file] = line.after
        self.waiting[file, line.seq] = line.hash
        self.seals[file, line.seq] = heads.seal_of(self.signer, uuid.UUID(file), line.seq, line.hash)

    def take_head(self, most: int = 1_000_000) -> None:
        """As commands/heads.py does, out of this memory."""
        taken = sorted(self.waiting)[:most]
        last = {file: (seq, self.waiting[file, seq]) for file, seq in taken}
        for key in taken:
            del self.waiting[key]
        log = self.store.log(heads.LOG)
        number = log.last() + 1
        previous = heads.hash_of(log.read(number - 1)) if number > 1 else heads.GENESIS
        files = [(file, seq, hash) for file, (seq, hash) in sorted(last.items())]
        head = heads.Head(number, self.now, previous, len(taken), bool(self.waiting), files)
        log.append(number, heads.encode(head, self.signer))

    def objects(self) -> dict[int, bytes | None]:
        log = self.store.log(heads.LOG)
        return dict(heads.stored(log, log.last()))

    def rows(self) -> list[tuple[Any, ...]]:
        return sorted((as_row(line) for lines in self.files.values() for line in lines), key=lambda row: row[:2])

    def read_heads(self, objects: dict[int, bytes | None]) -> verifying.Outside:
        return verifying.read_heads(sorted(objects.items()), [self.key.public_key()])

    def findings(self, outside: verifying.Outside | None = None) -> list[verifying.Finding]:
        outside = outside or self.read_heads(self.objects())
        waiting = sorted(
            (file, seq, hash, self.seals.get((file, seq), b"")) for (file, seq), hash in self.waiting.items()
        )
        return [*outside.findings, *verifying.verify(self.rows(), sorted(self.states.items()), waiting, outside)]


def as_row(line: dict[str, Any]) -> tuple[Any, ...]:
    """As the command's own query gives it."""
    values = {**line, "at": line["at"].timestamp(), "internship_id": str(line["internship_id"])}
    values["by_id"] = str(line["by_id"]) if line["by_id"] else None
    return tuple(values[name] for name in COLUMNS)


def grown(folder: Path, files: int, chance: random.Random) -> Journal:
    """So many files of one to twelve lines, written over some days with a head every few hours; a few lines wait."""
    made = Journal.empty(folder)
    ids = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(files)]
    lengths = {id: chance.randint(1, 12) for id in ids}
    for turn in range(12):
        for id in ids:
            if turn < lengths[id]:
                made.write(id)
            made.now += timedelta(seconds=chance.randint(1, 30))
        made.now += timedelta(minutes=10)
        if turn == 10:
            break
        made.take_head(most=files * 2 // 3)  # cut by its bound: some lines go into the next one
    return made


def rechained(lines: list[dict[str, Any]]) -> None:
    """What a forger who knows the code does: every hash made right again, from the first line on."""
    previous = journal.GENESIS
    for seq, line in enumerate(lines, start=1):
        line["seq"], line["previous_hash"] = seq, previous
        if line["salt"] is not None:
            line["words_hash"] = journal.words_hash(line["salt"], line["by_name"], line["comment"])
        line["hash"] = previous = journal.line_hash(JournalLine(**line))
