"""Who is proven to have signed: each part of the evidence, changed alone, proves nothing any more."""

import io
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfWriter

from contracts.vocabulary import SigningMode
from services.agreements.sealing import authority as authorities
from services.agreements.sealing import evidence, pades

pytestmark = pytest.mark.feature("E10")

SCAN = b"the scan of the signed paper"


@dataclass
class Row:
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    slot: str = "tutor"
    name: str = "Hakim Belaïd"
    role: str = "tutor"
    label: str = "Tuteur de stage"
    email: str = "hakim@host.example"
    signed_at: datetime = datetime(2026, 11, 23, 10, tzinfo=UTC)
    signed_on: date = date(2026, 11, 23)
    evidence: dict[str, Any] | None = None
    evidence_seal: str = ""


def pdf(pages):
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(width=200, height=200)
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealing")
    authorities.make_missing(folder, "Université d’essai")
    return authorities.read(folder)


DOCUMENT = pdf(1)


def sealed(row, local, **changes):
    row.evidence = {
        "signatory_id": str(row.id), "slot": row.slot, "name": row.name, "at": "2026-11-23T10:00:00+00:00",
        "document_sha256": pades.sha256(DOCUMENT), "scan_sha256": pades.sha256(SCAN), **changes,
    }  # fmt: skip
    row.evidence_seal = evidence.seal(row.evidence, local)


def round_of(*rows, mode=SigningMode.ELECTRONIC, document=DOCUMENT):
    return SimpleNamespace(
        signatories=rows, mode=mode, document=SimpleNamespace(sha256=pades.sha256(document)), proven=frozenset()
    )


def signed_by(data, local, *rows):
    for row in rows:
        who = local.for_one_signature(row.name, 1)
        data = pades.sign_here(data, who, local, f"{pades.PERSON}{row.id}", row.name, row.slot)
    return data


@pytest.fixture
def row(local):
    found = Row()
    sealed(found, local)
    return found


def test_a_signature_in_the_file_and_its_evidence_prove_who_signed(row, local):
    other = Row(slot="referent")
    sealed(other, local)
    round_ = round_of(row, other)
    assert evidence.prove(round_, DOCUMENT, signed_by(DOCUMENT, local, row), local) == {row.id}
    assert round_.proven == {row.id}, "evidence without a signature in the file is none"
    assert evidence.prove(round_, DOCUMENT, signed_by(DOCUMENT, local, row, other), local) == {row.id, other.id}


@pytest.mark.parametrize(
    "changes",
    [
        {"signatory_id": str(uuid.UUID(int=3))}, {"slot": "host"}, {"name": "Guy Faux"},
        {"document_sha256": pades.sha256(pdf(2))},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
@pytest.mark.parametrize("mode", [SigningMode.ELECTRONIC, SigningMode.PAPER])
def test_evidence_of_another_signatory_place_name_or_document_proves_nothing_though_it_is_sealed(
    row, local, changes, mode
):
    whole = signed_by(DOCUMENT, local, row) if mode == SigningMode.ELECTRONIC else SCAN
    assert evidence.prove(round_of(row, mode=mode), DOCUMENT, whole, local) == {row.id}
    sealed(row, local, **changes)
    assert not evidence.stands(row, round_of(row, mode=mode), local)
    assert evidence.prove(round_of(row, mode=mode), DOCUMENT, whole, local) == frozenset()


def test_evidence_that_was_touched_or_lost_its_seal_proves_nothing(row, local):
    whole = signed_by(DOCUMENT, local, row)
    row.evidence["at"] = "2020-01-01T00:00:00+00:00"
    assert evidence.prove(round_of(row), DOCUMENT, whole, local) == frozenset()
    sealed(row, local)
    row.evidence_seal = ""
    assert evidence.prove(round_of(row), DOCUMENT, whole, local) == frozenset()


def test_a_signature_that_does_not_hold_over_the_bytes_before_it_proves_nothing(row, local):
    whole = bytearray(signed_by(DOCUMENT + b"\n% one more line\n", local, row))
    assert evidence.prove(round_of(row), DOCUMENT, bytes(whole), local) == {row.id}
    whole[len(DOCUMENT) + 3] ^= 1
    assert evidence.prove(round_of(row), DOCUMENT, bytes(whole), local) == frozenset()


def test_signatures_over_another_document_than_the_round_s_prove_nothing(row, local):
    other = pdf(3)
    assert evidence.prove(round_of(row), DOCUMENT, signed_by(other, local, row), local) == frozenset()
    assert evidence.prove(round_of(row, document=DOCUMENT), other, signed_by(other, local, row), local) == frozenset()


def test_on_paper_it_is_the_scan_that_was_kept(row, local):
    round_ = round_of(row, mode=SigningMode.PAPER)
    assert evidence.prove(round_, DOCUMENT, SCAN, local) == {row.id}
    assert evidence.prove(round_, DOCUMENT, SCAN + b"!", local) == frozenset()
