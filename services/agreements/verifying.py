"""The journal held against itself, against its heads and against the files' states.

One pass over what is read in the order of files; a line's own work is two hashes. Rows come from the database, or from
a test's lists: what they say is trusted in nothing but the heads' signatures.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.agreements import heads, journal

Line = tuple[Any, ...]
"""(file, seq, at in seconds, move, before, after, by, party, correlation, name, comment, salt, words' hash, previous, hash)"""
LATE = timedelta(hours=1)
"""A transaction that began before a head may commit after it; none lasts so long."""
AFTER_ALL = "~"
ENTRY = struct.Struct(">16sII32s")

SAID = {
    "head_missing": "this head is not in the store",
    "head_broken": "this head was not signed by the service, or was changed",
    "head_out_of_place": "this head stands under another number than its own",
    "head_unchained": "this head does not follow the one before",
    "line_missing": "a line is missing or out of place",
    "line_changed": "the line is not what was written",
    "line_unchained": "the line does not follow the one before",
    "words_changed": "the name or the comment are not what was written",
    "states_apart": "the line does not begin in the state where the one before ended",
    "not_under_head": "the line is under no head and waits for none: its head is gone, or the service did not write it",
    "back_dated": "the line is much older than the head before the one that took it in",
    "head_differs": "a head named another line here: the chain was written anew",
    "cut": "a head named a line that is not there any more",
    "waiting_differs": "a line that waits for a head is gone, or is another",
    "not_ours": "a line that waits for a head was not written by the service",
    "file_gone": "the file has a journal and is not there",
    "no_journal": "the file is there and has no journal",
    "state_differs": "the file is not in the state that its journal ends in",
}


class Finding(NamedTuple):
    """`where` is a file, or « heads »; `number` a line's seq or a head's number, 0 for the whole."""

    code: str
    where: str
    number: int

    def __str__(self) -> str:
        at = f" {'head' if self.where == 'heads' else 'line'} {self.number}" if self.number else ""
        return f"{self.where}{at}: {SAID[self.code]}"


@dataclass
class Outside:
    """What the heads say. `entries` are packed (a million of them are 90 MB) and in the order of files and heads.

    `earliest` is, for each head, the oldest a line may be that it was the first to take in.
    """

    keys: Sequence[Ed25519PublicKey] = ()
    last: int = 0
    last_hash: str = ""
    entries: list[bytes] = field(default_factory=list)
    earliest: dict[int, float] = field(default_factory=lambda: {1: 0.0})
    findings: list[Finding] = field(default_factory=list)


def read_heads(
    stored: Iterable[tuple[int, bytes | None]], keys: list[Ed25519PublicKey], first: str = "", beyond: str = AFTER_ALL
) -> Outside:
    """All heads, checked, with what they say of the files from `first` to before `beyond`."""
    found, previous = Outside(keys), heads.GENESIS
    for number, data in stored:
        found.last, found.earliest[number + 1] = number, found.earliest[number]
        if data is None:
            found.findings.append(Finding("head_missing", "heads", number))
            previous = ""
            continue
        try:
            head = heads.decode(data, keys)
        except heads.BrokenHead:
            found.findings.append(Finding("head_broken", "heads", number))
            previous = ""
            continue
        if head.number != number:
            found.findings.append(Finding("head_out_of_place", "heads", number))
        elif previous and head.previous != previous:
            found.findings.append(Finding("head_unchained", "heads", number))
        previous = heads.hash_of(data)
        if not head.more:
            found.earliest[number + 1] = (head.taken_at - LATE).timestamp()
        found.entries += [_packed(number, *entry) for entry in head.files if first <= entry[0] < beyond]
    found.last_hash = previous
    found.entries.sort()
    return found


def _packed(number: int, file: str, seq: int, hash: str) -> bytes:
    return ENTRY.pack(bytes.fromhex(file.replace("-", "")), number, seq, bytes.fromhex(hash))


def _unpacked(entries: Iterable[bytes]) -> Iterator[tuple[str, int, int, str]]:
    for file, number, seq, hash in map(ENTRY.unpack, entries):
        id = file.hex()
        yield f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}", number, seq, hash.hex()


class Sorted:
    """Rows in the order of their first column, taken file by file along with others."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    @property
    def file(self) -> str:
        return self._next[0] if self._next else AFTER_ALL

    def of(self, file: str) -> list[tuple[Any, ...]]:
        found = []
        while self._next is not None and self._next[0] == file:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def verify(
    lines: Iterable[Line],
    states: Iterable[tuple[str, str]],
    waiting: Iterable[tuple[str, int, str, bytes]],
    outside: Outside,
) -> Iterator[Finding]:
    """What is wrong with these files. All are in the order of files, lines in that of `seq`; `states` are the files' own."""
    sources = Sorted(lines), Sorted(states), Sorted(waiting), Sorted(_unpacked(outside.entries))
    while (file := min(source.file for source in sources)) != AFTER_ALL:
        chain, own, pending, entries = (source.of(file) for source in sources)
        yield from _file(file, chain, own, pending, entries, outside)


def _file(
    file: str, chain: list[Line], own: list[Any], pending: list[Any], entries: list[Any], outside: Outside
) -> Iterator[Finding]:
    if not own:
        yield Finding("file_gone", file, 0)
    if not chain and own:
        yield Finding("no_journal", file, 0)
    yield from _chain(file, chain)
    if chain and own and chain[-1][5] != own[0][1]:
        yield Finding("state_differs", file, chain[-1][1])
    hashes = {line[1]: line[14] for line in chain}
    for _file, _number, seq, hash in entries:
        if seq not in hashes:
            yield Finding("cut", file, seq)
        elif hashes[seq] != hash:
            yield Finding("head_differs", file, seq)
    for _file, seq, hash, seal in pending:
        if hashes.get(seq) != hash:
            yield Finding("waiting_differs", file, seq)
        elif not heads.is_ours(outside.keys, file, seq, hash, bytes(seal)):
            yield Finding("not_ours", file, seq)
    yield from _ages(file, chain, {seq for _file, seq, *_more in pending}, entries, outside)


def _chain(file: str, chain: list[Line]) -> Iterator[Finding]:
    expected, previous, state = 1, journal.GENESIS, ""
    for line in chain:
        seq = line[1]
        if seq != expected:
            yield Finding("line_missing", file, expected)
            expected = seq
        if line[13] != previous:
            yield Finding("line_unchained", file, seq)
        at, move, before, after = line[2:6]
        facts = (line[13], file, seq, at, move, before, after, line[6] or "", line[7], line[8], line[12])
        if line[14] != journal.facts_hash(*facts):
            yield Finding("line_changed", file, seq)
        if not journal.words_fit(line[11], line[9], line[10], line[12]):
            yield Finding("words_changed", file, seq)
        if before != state:
            yield Finding("states_apart", file, seq)
        expected, previous, state = seq + 1, line[14], after


def _ages(file: str, chain: list[Line], pending: set[int], entries: list[Any], outside: Outside) -> Iterator[Finding]:
    """Each line is under the first head that names it or a later one; those under none must wait for the next."""
    heads_of_it = iter([*((seq, number) for _file, number, seq, _hash in entries), (1 << 62, outside.last + 1)])
    up_to, number = next(heads_of_it)
    earliest = outside.earliest[number]
    for line in chain:
        while line[1] > up_to:
            up_to, number = next(heads_of_it)
            earliest = outside.earliest[number]
        if number > outside.last and line[1] not in pending:
            yield Finding("not_under_head", file, line[1])
        if line[2] < earliest:
            yield Finding("back_dated", file, line[1])
