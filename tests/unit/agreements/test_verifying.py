"""The journal, its heads and the files' states: a thousand ways of changing them, and each is found."""

import base64
import copy
import dataclasses
import io
import json
import random
import string
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console

from runtime.actor import Signer, is_sealed
from services.agreements import heads, journal, verify_journal
from tests.unit.agreements.chains import Journal, as_row, grown, rechained

pytestmark = pytest.mark.feature("E14")

FILES, TAMPERINGS = 200, 1_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Journal:
    return grown(tmp_path_factory.mktemp("files"), FILES, random.Random(14))


def a_file(base: Journal, chance: random.Random, least: int = 1) -> str:
    return chance.choice([file for file in sorted(base.files) if len(base.files[file]) >= least])


def other(value, chance: random.Random):
    """Another value of the same kind."""
    if isinstance(value, uuid.UUID):
        return chance.choice([None, uuid.uuid4()])
    if isinstance(value, int):
        return value + chance.randint(1, 20)
    if hasattr(value, "tzinfo"):
        return value + timedelta(microseconds=chance.choice([-1, 1, 60_000_000]))
    at = chance.randrange(len(value) + 1)
    return value[:at] + chance.choice("aé0 ") + value[at + chance.randint(0, 1) :] + "x"


def flip(base: Journal, objects, chance) -> str:
    line = chance.choice(base.files[a_file(base, chance)])
    name = chance.choice(sorted(line))
    line[name] = chance.choice([None, other(line[name], chance)]) if name in WORDS else other(line[name], chance)
    if name == "internship_id":  # the row goes where its file's rows are
        moved = str(line[name] or uuid.uuid4())
        line[name] = uuid.UUID(moved)
        for lines in base.files.values():
            lines[:] = [one for one in lines if one is not line]
        base.files.setdefault(moved, []).append(line)
        base.files = {file: lines for file, lines in base.files.items() if lines}
    return name


WORDS = ("by_name", "comment", "salt")


def remove_line(base, objects, chance):
    lines = base.files[a_file(base, chance, 2)]
    del lines[chance.randrange(len(lines) - 1)]


def swap_two(base, objects, chance):
    lines = base.files[a_file(base, chance, 2)]
    one, two = chance.sample(lines, 2)
    one["seq"], two["seq"] = two["seq"], one["seq"]


def swap_facts(base, objects, chance):
    lines = base.files[a_file(base, chance, 3)]
    one, two = chance.sample(lines[1:], 2)
    for name in ("by_id", "by_name", "comment", "salt", "words_hash"):
        one[name], two[name] = two[name], one[name]


def insert(base, objects, chance):
    lines = base.files[a_file(base, chance, 2)]
    extra = copy.deepcopy(chance.choice(lines))
    lines.insert(chance.randrange(len(lines) + 1), extra)
    for seq, line in enumerate(lines, start=1):
        line["seq"] = seq
    if chance.random() < 0.5:
        extra["move"] = "validate"
        rechained(lines)


def cut_tail(base, objects, chance):
    file = a_file(base, chance, 2)
    del base.files[file][-chance.randint(1, len(base.files[file]) - 1) :]
    base.states[file] = base.files[file][-1]["after"]


def rewrite(base, objects, chance):
    lines = base.files[a_file(base, chance)]
    chance.choice(lines)["move"] = "validate"
    rechained(lines)


def rewrite_and_grow(base, objects, chance):
    """A whole chain anew, then a line of the service's own after it, that the next head takes in: earlier heads disagree."""
    file = a_file(base, chance, 2)
    base.files[file][0]["party"] = "officer"
    rechained(base.files[file])
    for key in [key for key in base.waiting if key[0] == file]:
        base.waiting[key] = base.files[file][key[1] - 1]["hash"]
    base.write(file)


def remove_file(base, objects, chance):
    file = a_file(base, chance)
    del base.files[file]
    if chance.random() < 0.7:
        base.states.pop(file)


def remove_row(base, objects, chance):
    base.states.pop(a_file(base, chance))


def invent_file(base, objects, chance):
    file = str(uuid.uuid4())
    for _ in range(chance.randint(1, 5)):
        base.write(file, at=base.now - timedelta(days=2))
    if chance.random() < 0.5:  # hidden from the next head, or pushed under it
        base.waiting = {key: hash for key, hash in base.waiting.items() if key[0] != file}


def invent_row(base, objects, chance):
    base.states[str(uuid.uuid4())] = "validated"


def change_head(base, objects, chance):
    number = chance.choice(sorted(objects))
    body = bytearray(objects[number])
    at = chance.randrange(len(body) - 1)
    body[at] ^= 1 << chance.randrange(7)
    objects[number] = bytes(body)


def forge_head(base, objects, chance):
    """Right in everything but the key."""
    number = chance.choice(sorted(objects))
    head = heads.decode(objects[number], [base.key.public_key()])
    objects[number] = heads.encode(head, Signer("agreements", Ed25519PrivateKey.generate()))


def remove_head(base, objects, chance):
    number = chance.choice(sorted(objects))
    del objects[number]
    if objects and number < max(objects):
        objects[number] = None


def swap_heads(base, objects, chance):
    one, two = chance.sample(sorted(objects), 2)
    objects[one], objects[two] = objects[two], objects[one]


def put_words_back(base, objects, chance):
    line = chance.choice(base.files[a_file(base, chance)])
    line["by_name"] = line["comment"] = line["salt"] = None
    line[chance.choice(WORDS)] = "Jamais dit"


def half_erase(base, objects, chance):
    line = chance.choice(base.files[a_file(base, chance)])
    for name in chance.sample(WORDS, chance.randint(1, 2)):
        line[name] = None


def change_state(base, objects, chance):
    file = a_file(base, chance)
    base.states[file] = chance.choice(
        [state for state in ("validated", "signed", "dropped") if state != base.states[file]]
    )


def forget_waiting(base, objects, chance):
    del base.waiting[chance.choice(sorted(base.waiting))]


WAYS = (flip, flip, flip, remove_line, swap_two, swap_facts, insert, cut_tail, rewrite, rewrite_and_grow, remove_file,
        remove_row, invent_file, invent_row, change_head, forge_head, remove_head, swap_heads, put_words_back,
        half_erase, change_state, forget_waiting)  # fmt: skip


def test_a_thousand_random_tamperings_are_all_found(whole):
    chance = random.Random(20_261_123)
    missed = []
    kept = whole.objects()
    outside = whole.read_heads(kept)
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        base, objects = copy.copy(whole), dict(kept)
        base.files = {file: [dict(line) for line in lines] for file, lines in whole.files.items()}
        base.states, base.waiting = dict(whole.states), dict(whole.waiting)
        what = way(base, objects, chance)
        assert (base.files, base.states, base.waiting, objects) != (whole.files, whole.states, whole.waiting, kept), (
            what
        )
        if not base.findings(outside if objects == kept else base.read_heads(objects)):
            missed.append((number, way.__name__, what))
    assert missed == []


def test_an_untouched_base_is_whole(whole):
    assert whole.findings() == []
    assert len(whole.objects()) >= 10
    assert whole.waiting, "some lines wait for the next head"


def test_words_erased_the_legal_way_leave_the_base_whole(whole):
    base = copy.deepcopy(whole.files)
    erased = copy.copy(whole)
    erased.files = base
    for lines in base.values():
        for line in lines:
            line["by_name"] = line["comment"] = line["salt"] = None
    assert erased.findings() == []


def test_each_finding_says_where(whole):
    base = copy.copy(whole)
    base.files = copy.deepcopy(whole.files)
    file = a_file(base, random.Random(1), 4)
    base.files[file][2]["move"] = "refuse"
    (found,) = base.findings()
    assert found == ("line_changed", file, 3)
    assert str(found) == f"{file} line 3: the line is not what was written"


def test_a_chain_cut_at_its_end_is_found_by_the_head_that_named_it(tmp_path):
    base, file = Journal.empty(tmp_path), str(uuid.uuid4())
    for _ in range(5):
        base.write(file)
    base.take_head()
    assert base.findings() == []
    base.files[file].pop()
    base.states[file] = base.files[file][-1]["after"]
    assert base.findings() == [("cut", file, 5)]


def test_a_head_taken_twice_over_the_same_lines_is_no_finding(tmp_path):
    """A crash after the object and before the commit: the next head names the same lines again, and more."""
    base, file = Journal.empty(tmp_path), str(uuid.uuid4())
    base.write(file)
    waiting = dict(base.waiting)
    base.take_head()
    base.waiting = waiting
    base.write(file)
    base.now += timedelta(hours=3)
    base.take_head()
    assert len(base.objects()) == 2
    assert base.findings() == []


def test_a_line_may_be_as_late_as_a_transaction_lasts_and_no_later(tmp_path):
    base, late, forged = Journal.empty(tmp_path), str(uuid.uuid4()), str(uuid.uuid4())
    base.write(str(uuid.uuid4()))
    base.take_head()
    began = base.now
    base.now += timedelta(minutes=10)
    base.write(late, at=began - timedelta(minutes=1))
    base.take_head()
    assert base.findings() == []
    base.write(forged, at=began - timedelta(days=1))
    assert base.findings() == [("back_dated", forged, 1)]
    base.now += timedelta(minutes=10)
    base.take_head()
    assert base.findings() == [("back_dated", forged, 1)], "the service was made to sign it: still found"


def test_lines_that_waited_for_room_in_a_head_are_not_back_dated(tmp_path):
    base = Journal.empty(tmp_path)
    for _ in range(30):
        base.write(str(uuid.uuid4()))
        base.now += timedelta(hours=1)
    for _ in range(3):
        base.take_head(most=10)
        base.now += timedelta(hours=1)
    assert base.findings() == []


def test_a_head_of_the_service_s_own_that_follows_another_than_the_one_before_is_told(tmp_path):
    """Signed by the right key and under the right number, with the same files: only its chain tells that the one before
    was another."""
    base, objects = Journal.empty(tmp_path), {}
    for _ in range(3):
        base.write(str(uuid.uuid4()))
        base.take_head()
    objects = base.objects()
    second = heads.decode(objects[2], [base.key.public_key()])
    objects[2] = heads.encode(dataclasses.replace(second, previous="0" * 64), base.signer)
    told = base.read_heads(objects).findings
    assert told == [("head_unchained", "heads", 2), ("head_unchained", "heads", 3)]


def test_a_head_signed_with_an_earlier_key_is_still_read(tmp_path):
    base = Journal.empty(tmp_path)
    base.write(str(uuid.uuid4()))
    base.take_head()
    former = base.key.public_key()
    data = base.objects()[1] or b""
    assert heads.decode(data, [Ed25519PrivateKey.generate().public_key(), former]).lines == 1


def other_writings(data):
    """The same head and the same signature, in other bytes: spare bits of base64, blanks, ends of lines."""
    body, _end, signature = data.partition(b"\n")
    known, spare = signature.rstrip(b"=\n")[:-1], signature.rstrip(b"=\n")[-1:]
    alphabet = (string.ascii_letters + string.digits + "+/").encode()
    same = base64.b64decode(signature)
    for letter in alphabet:
        written = known + bytes([letter]) + b"=="
        if bytes([letter]) != spare and base64.b64decode(written) == same:
            yield body + b"\n" + written + b"\n"
    yield from (data + b"\n", data + b" ", data + b" " * 10_000, data[:-1], data[:-1] + b"\r\n")
    yield from (body + b"\n\n" + signature, body + b"\n " + signature, body + b"\n\t" + signature)


def test_the_last_head_in_any_other_bytes_is_found(tmp_path):
    base, log = Journal.empty(tmp_path), str(uuid.uuid4())
    base.write(log)
    base.take_head()
    objects = base.objects()
    last = max(objects)
    assert base.findings(base.read_heads(objects)) == []
    written = list(other_writings(objects[last]))
    assert len(set(written)) == 15 + 8
    for data in written:
        assert base.findings(base.read_heads({**objects, last: data})), data[-12:]


def test_a_waiting_line_with_another_s_seal_was_not_written_by_the_service(tmp_path):
    base, file = Journal.empty(tmp_path), str(uuid.uuid4())
    for _ in range(3):
        base.write(file)
    stranger = Signer("agreements", Ed25519PrivateKey.generate())
    hash = base.waiting[file, 2]
    for seal in (b"", base.seals[file, 1], heads.seal_of(stranger, uuid.UUID(file), 2, hash)):
        base.seals[file, 2] = seal
        assert base.findings() == [("not_ours", file, 2)]
    base.seals[file, 2] = heads.seal_of(base.signer, uuid.UUID(file), 2, hash)
    assert base.findings() == []


def test_a_line_that_does_not_begin_where_the_one_before_ended_is_found_though_all_hashes_are_right(tmp_path):
    base, file = Journal.empty(tmp_path), str(uuid.uuid4())
    for _ in range(4):
        base.write(file)
    base.files[file][2]["before"] = "nowhere"
    rechained(base.files[file])
    for line in base.files[file]:
        base.waiting[file, line["seq"]] = line["hash"]
        base.seals[file, line["seq"]] = heads.seal_of(base.signer, uuid.UUID(file), line["seq"], line["hash"])
    assert base.findings() == [("states_apart", file, 3)]


def test_a_seal_is_good_for_its_purpose_alone():
    key = Ed25519PrivateKey.generate()
    signature = Signer("agreements", key).seal("one", b"data")
    assert is_sealed(key.public_key(), "one", b"data", signature)
    assert not is_sealed(key.public_key(), "two", b"data", signature)
    assert not is_sealed(key.public_key(), "one", b"date", signature)


def test_hashes_are_those_of_json(whole):
    """Written out for speed; what is hashed stays what the first lines of all were hashed from."""
    import hashlib

    row = as_row({**whole.files[a_file(whole, random.Random(2))][0], "by_name": "Zoé « 😀 » \\ \n", "comment": '"'})
    file, seq, at, move, before, after, by_id, party, correlation, name, comment, salt, words, previous, _hash = row
    facts = [previous, file, seq, at, move, before, after, by_id or "", party, correlation, words]
    assert (
        journal.facts_hash(previous, file, seq, at, move, before, after, by_id or "", party, correlation, words)
        == hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    )
    assert (
        journal.words_hash(salt, name, comment)
        == hashlib.sha256(json.dumps([salt, name, comment]).encode()).hexdigest()
    )


def reported(**changes):
    given = {
        "lines": 3, "waiting": 3, "since": NOW - timedelta(days=200), "heads": 7, "last": "ab", "codes": Counter(),
        "kept": [], "seconds": 0.1, "last_at": NOW - timedelta(days=2),
    }  # fmt: skip
    return verify_journal.Report(**{**given, **changes})


def said_of(**changes):
    console = Console(file=io.StringIO(), width=200)
    verify_journal.show(reported(**changes), console)
    return console.file.getvalue()


NOW = datetime.now(UTC)


def test_that_no_head_is_being_taken_is_told_only_when_the_last_one_is_old_too():
    assert "none is being taken" in said_of()
    assert "the last head cannot be read: none is being taken" in said_of(last_at=None)
    assert "none is being taken" not in said_of(last_at=NOW - timedelta(minutes=9))
    assert "none is being taken" not in said_of(since=NOW - timedelta(minutes=9))
    assert "none is being taken" not in said_of(waiting=0, since=None)


def test_the_exit_code_says_what_does_not_fit_before_that_no_head_is_taken():
    assert reported().exit_code == 3
    assert reported(codes=Counter({"line_changed": 1})).exit_code == 1
    assert reported(last_at=NOW).exit_code == reported(waiting=0, since=None).exit_code == 0


def test_a_demonstration_written_in_the_past_is_not_late_before_its_first_head():
    told = said_of(heads=0, last="", last_at=None)
    assert "No head has been taken yet" in told
    assert "none is being taken" not in told


def test_erased_words_are_told_with_their_files_and_are_no_finding():
    told = said_of(erased={"one": 9, "two": 1}, last_at=NOW)
    assert "Words are erased in 10 lines of 2 files" in told
    assert "one (9), two (1)" in told
    assert "The journal is whole." in told
    assert "erased" not in said_of(last_at=NOW)
    assert said_of(erased={str(n): 1 for n in range(80)}).count("(1)") == verify_journal.SHOWN
