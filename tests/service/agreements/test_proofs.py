"""« Signed » if and only if every required evidence validates: each way to cheat, on the last signature and afterwards."""

import io
import re
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import MoveRefused
from contracts.vocabulary import SignatoryState, State
from runtime.clock import day_of
from runtime.files import FileStore
from services.agreements.sealing import pades
from services.agreements.sealing.authority import read
from tests.service.agreements.test_signing import (
    LEGAL,
    VISITOR,
    by_link,
    links,
    opened,
    paper,
    record,
    sign,
    states,
    upload,
)

ROUND = "(SELECT id FROM signing_round WHERE internship_id = :id ORDER BY opened_at DESC LIMIT 1)"


class Bench:
    """A file before its last signature (four have signed) or after it, and hands that reach behind the platform."""

    def __init__(self, world, base, owner, platform):
        self.world, self.base, self.owner = world, base, owner
        self.store = FileStore(platform.catalogue.env_of("agreements")["IPRO_FILES_URL"], owner="agreements")
        self.authority = read(platform.catalogue.sealing_folder)
        self.file = opened(world)
        self.after = {}
        for role in LEGAL[:4]:
            sign(world, links(base, self.file)[role])
            self.after[role] = self.column("signed_object_id")

    def column(self, name):
        with self.base.connect() as connection:
            found = connection.execute(text(f"SELECT {name} FROM signing_round WHERE id = {ROUND}"), self.id)
            return found.scalar_one()

    def row(self, role):
        with self.base.connect() as connection:
            query = text(f"SELECT * FROM signatory WHERE role = :role AND round_id = {ROUND}")
            return connection.execute(query, {**self.id, "role": role}).one()

    def change(self, statement, **values):
        with self.owner() as connection:
            done = connection.execute(text(f"{statement} {ROUND}"), {**self.id, **values})
            assert done.rowcount == 1

    @property
    def id(self):
        return {"id": self.file["id"]}

    def finish(self):
        sign(self.world, links(self.base, self.file)["university"])
        return self

    @contextmanager
    def other_file(self, data, column="signed_object_id"):
        """Other bytes in the place of those that people signed."""
        before = self.column(column)
        self.change(f"UPDATE signing_round SET {column} = :object_id WHERE id =", object_id=self.store.put(data))
        yield
        self.change(f"UPDATE signing_round SET {column} = :object_id WHERE id =", object_id=before)

    @contextmanager
    def other_word(self, column, value):
        before = getattr(self.row("host"), column)
        host = {"host": self.row("host").id, "value": value}
        self.change(f"UPDATE signatory SET {column} = :value WHERE id = :host AND round_id =", **host)
        yield
        self.change(
            f"UPDATE signatory SET {column} = :value WHERE id = :host AND round_id =", **{**host, "value": before}
        )

    def signed_by(self, data, *roles):
        """These bytes under signatures that are good ones, in the names of these people."""
        for n, role in enumerate(roles, 1):
            row = self.row(role)
            who = self.authority.for_one_signature(row.name, n)
            data = pades.sign_here(data, who, self.authority, f"{pades.PERSON}{row.id}", row.name, role)
        return data

    def now(self):
        return self.store.read(self.column("signed_object_id"))

    def by_code(self):
        code = self.file["signing"]["code"]
        return self.world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=code)


def without_one(bench):
    """The file as it was before the referent signed, then what comes after him."""
    rest = LEGAL[4:] if bench.column("closed_at") else []
    return bench.other_file(bench.signed_by(bench.store.read(bench.after["tutor"]), *rest))


def another_document(bench):
    """The same people on another file of theirs: good signatures, and not over what was issued."""
    other = opened(bench.world)
    people = LEGAL if bench.column("closed_at") else LEGAL[:4]
    return bench.other_file(bench.signed_by(bench.store.read(other["pdf_object_id"]), *people))


def a_signature_that_is_none(bench):
    """One digit of the last signature's own bytes."""
    data = bytearray(bench.now())
    last = list(re.finditer(rb"/Contents <([0-9a-fA-F]+?)0*>", data))[-1]
    place = last.end(1) - 12
    data[place] = ord("1") if data[place] != ord("1") else ord("2")
    return bench.other_file(bytes(data))


def another_name(bench):
    return bench.other_word("name", "Quelqu’un d’autre")


def another_slot(bench):
    return bench.other_word("slot", "other1")


def another_role(bench):
    return bench.other_word("role", "legal_representative")


def another_label(bench):
    return bench.other_word("label", "Présidente")


def another_day(bench):
    return bench.other_word("signed_on", "2025-01-02")


def another_moment(bench):
    return bench.other_word("signed_at", "2025-01-02T08:00:00+00:00")


def another_address(bench):
    return bench.other_word("email", "faux@ailleurs.example")


WORDS = [another_name, another_slot, another_role, another_label, another_day, another_moment, another_address]
WAYS = [without_one, another_document, a_signature_that_is_none, *WORDS]


@pytest.fixture(scope="module")
def nearly(world, base, owner, platform):
    return Bench(world, base, owner, platform)


@pytest.fixture(scope="module")
def done(world, base, owner, platform):
    return Bench(world, base, owner, platform).finish()


@pytest.mark.feature("E10", "E9")
@pytest.mark.parametrize("cheat", WAYS, ids=lambda way: way.__name__)
def test_the_last_signature_is_refused_while_one_before_it_does_not_hold(world, base, nearly, cheat):
    token = links(base, nearly.file)["university"]
    seen = by_link(world, agreements.OpenLink, token)["document_sha256"]
    with cheat(nearly), pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SignByLink, token, document_sha256=seen, agreed=True)
    assert refused.value.code == "signatures_missing"
    now = world.ask(agreements.GetInternship, "officer", id=nearly.file["id"])
    assert now["state"] == State.SIGNING
    assert states(now)["university"] == SignatoryState.ASKED, "a refused signature leaves no trace"
    assert (nearly.by_code()["verdict"], nearly.by_code()["sealed_at"]) == ("issued", None)


@pytest.mark.feature("E10", "E9")
def test_the_same_file_is_signed_once_nobody_cheats(world, base, owner, platform):
    bench = Bench(world, base, owner, platform)
    with another_slot(bench):
        pass
    with bench.other_file(b"%PDF-1.7 nothing"):
        pass
    bench.finish()
    assert world.ask(agreements.GetInternship, "officer", id=bench.file["id"])["state"] == State.SIGNED
    assert bench.by_code()["verdict"] == "sealed"


@pytest.mark.feature("E10", "E9")
@pytest.mark.parametrize("cheat", WAYS, ids=lambda way: way.__name__)
def test_what_is_changed_after_the_seal_is_not_told_as_sealed(done, cheat):
    assert done.by_code()["verdict"] == "sealed"
    with cheat(done):
        answer = done.by_code()
    assert (answer["verdict"], answer["sealed_at"]) == ("unproven", None)
    assert not all(one["valid"] for one in answer["signatures"])
    assert done.by_code()["verdict"] == "sealed"


@pytest.mark.feature("E10", "E9")
@pytest.mark.parametrize("cheat", [another_role, another_label, another_day, another_moment, another_address])
def test_the_file_and_the_check_page_tell_what_was_sealed_whatever_a_line_says_since(world, done, cheat):
    def told():
        rows = world.ask(agreements.GetInternship, "officer", id=done.file["id"])["signing"]["signatories"]
        names = ("role", "label", "name", "email", "signed_at", "signed_on")
        checked = [
            {name: one[name] for name in ("role", "name", "at", "signed_on")} for one in done.by_code()["signatures"]
        ]
        return [{name: row[name] for name in names} for row in rows], checked

    def holding():
        return [line["holds"] for line in world.ask(agreements.GetEvidence, "officer", id=done.file["id"])["lines"]]

    before = told()
    assert all(holding())
    with cheat(done):
        assert told() == before
        assert holding().count(False) == 1


@pytest.mark.feature("E10", "E9")
def test_another_scan_in_the_place_of_the_paper_s_is_not_told_as_sealed(world, base, owner, platform, nearly):
    file = opened(world, "open_paper")
    today = day_of(file["since"])
    dates = [{"signatory_id": row["id"], "signed_on": today} for row in file["signing"]["signatories"]]
    record(world, file, dates=dates, scan=upload(nearly.store, paper()))
    code = file["signing"]["code"]
    assert world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=code)["verdict"] == "sealed"
    with owner() as connection:
        connection.execute(
            text(f"UPDATE signing_round SET scan_object_id = :other WHERE id = {ROUND}"),
            {"id": file["id"], "other": nearly.store.put(paper(pages=2))},
        )
    assert world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=code)["verdict"] == "unproven"


def check_code(world, file):
    return world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=file["signing"]["code"])


@pytest.mark.feature("E10", "E9")
def test_a_renewed_folder_keeps_what_was_sealed_and_lets_open_rounds_come_to_their_end(world, base, owner, platform):
    whole, half = Bench(world, base, owner, platform).finish(), Bench(world, base, owner, platform)
    on_paper = opened(world, "open_paper")
    today = day_of(on_paper["since"])
    dates = [{"signatory_id": row["id"], "signed_on": today} for row in on_paper["signing"]["signatories"]]
    record(world, on_paper, dates=dates, scan=upload(half.store, paper()))
    sealed = world.ask(agreements.GetInternship, "officer", id=whole.file["id"])["pdf_object_id"]
    platform.halt("agreements")
    try:
        for name in ("seal", "authority"):
            folder = str(platform.catalogue.sealing_folder)
            platform.run_module(["services.agreements.sealing.authority", folder, "--renew", name], {})
    finally:
        platform.resume("agreements")
    for bench in (whole, half.finish()):
        assert bench.by_code()["verdict"] == "sealed"
        assert all(one["valid"] for one in bench.by_code()["signatures"])
    assert check_code(world, on_paper)["verdict"] == "sealed"
    upload_id = whole.store.quarantine(io.BytesIO(whole.store.read(sealed)), 40 * 1024 * 1024)
    assert world.client.ask(agreements.CheckFile, VISITOR, deadline=20, upload_id=upload_id)["verdict"] == "sealed"
    now = world.ask(agreements.GetInternship, "officer", id=half.file["id"])
    assert now["state"] == State.SIGNED
    proofs = world.ask(agreements.GetEvidence, "officer", id=half.file["id"])
    assert [line["holds"] for line in proofs["lines"]] == [True] * 5
    assert proofs["certificate"].count("BEGIN CERTIFICATE") == 2, "the one before and the one of today"
