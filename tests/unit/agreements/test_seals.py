"""The folder of the seal: renewed, expired, or unfit; what was signed before stays true."""

import base64
import io
import os
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter

from contracts.errors import Unavailable
from runtime.clock import day_of
from services.agreements import papers_check
from services.agreements.sealing import authority, evidence, limits, pades

UNIVERSITY = "Université d’essai"
PERSON = f"{pades.PERSON}{uuid.UUID(int=7)}"
PROOF = {"name": "Zoé", "at": "2026-11-23T10:00:00+00:00"}
ENDED = 2.0  # seconds; certificates count in whole ones


def pdf(pages=1):
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    authority.make_missing(tmp_path, UNIVERSITY)
    return tmp_path


def signed(data, folder, field=PERSON):
    local = authority.read(folder)
    return pades.sign_here(data, local.for_one_signature("Zoé", 1), local, field, "Zoé", "student")


def sealed(data, folder):
    local = authority.read(folder)
    return pades.sign_here(data, local.seal, local, pades.SEAL, UNIVERSITY, "sealed")


def holding(data, folder):
    """Read anew, whatever the same bytes said a moment ago."""
    return [one.valid for one in pades.read_here(data, authority.read(folder))]


def own(folder, name, ends, common="Cachet acheté"):
    """A pair from elsewhere: its own issuer, good for an hour and until `ends`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    people = name == authority.AUTHORITY
    usage = x509.KeyUsage(True, True, False, False, False, people, people, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=people, path_length=0 if people else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.key.pem").write_bytes(key.private_bytes(*private))
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


@pytest.mark.feature("E10")
@pytest.mark.parametrize("renewed", [["seal"], ["authority"], ["authority", "seal"], ["seal", "seal"]])
def test_what_was_signed_before_a_renewal_holds_after_it_and_is_signed_further(folder, renewed):
    whole, half = sealed(signed(pdf(), folder), folder), signed(pdf(), folder)
    proof = evidence.seal(PROOF, authority.read(folder))
    for name in renewed:
        assert authority.renew(folder, name, UNIVERSITY) == [name]
    local = authority.read(folder)
    assert holding(whole, folder) == [True, True]
    assert evidence.holds(PROOF, proof, local)
    more = sealed(signed(half, folder, f"{pades.PERSON}{uuid.UUID(int=8)}"), folder)
    assert holding(more, folder) == [True, True, True]
    assert evidence.holds(PROOF, evidence.seal(PROOF, local), local)
    assert not evidence.holds({**PROOF, "name": "Léa"}, proof, local)


@pytest.mark.feature("E10")
def test_a_former_certificate_that_is_not_kept_vouches_for_nothing(folder):
    whole, proof = sealed(signed(pdf(), folder), folder), evidence.seal(PROOF, authority.read(folder))
    authority.renew(folder, "seal", UNIVERSITY)
    authority.renew(folder, "authority", UNIVERSITY)
    for path in (*folder.glob("seal.2*.pem"), *folder.glob("authority.2*.pem")):
        path.unlink()
    assert holding(whole, folder) == [False, False]
    assert not evidence.holds(PROOF, proof, authority.read(folder))


@pytest.mark.feature("E10")
def test_a_certificate_that_has_ended_still_vouches_for_what_it_signed_and_for_nothing_after(tmp_path):
    ends = (datetime.now(UTC) + timedelta(seconds=ENDED)).replace(microsecond=0)
    own(tmp_path, "authority", ends, "Autorité")
    own(tmp_path, "seal", ends)
    whole, proof = sealed(signed(pdf(), tmp_path), tmp_path), evidence.seal(PROOF, authority.read(tmp_path))
    assert holding(whole, tmp_path) == [True, True]
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()) + 1.1)
    assert holding(whole, tmp_path) == [True, True]
    assert evidence.holds(PROOF, proof, authority.read(tmp_path))
    assert holding(sealed(pdf(pages=2), tmp_path), tmp_path) == [False], "by a key used behind the platform's back"


@pytest.mark.feature("E10")
def test_a_bought_seal_stands_beside_the_local_authority_of_persons(folder):
    before = sealed(signed(pdf(), folder), folder)
    (folder / "seal.pem").rename(folder / "seal.2026.pem")
    own(folder, "seal", datetime.now(UTC) + timedelta(days=700))
    assert authority.make_missing(folder, UNIVERSITY) == []
    assert holding(before, folder) == [True, True]
    assert holding(sealed(signed(pdf(), folder), folder), folder) == [True, True]


@pytest.mark.feature("E10")
def test_only_a_seal_closes_and_no_seal_signs_for_a_person(folder):
    local = authority.read(folder)
    own(folder, "seal", datetime.now(UTC) + timedelta(days=700))
    bought = authority.read(folder)
    as_person = pades.sign_here(pdf(), bought.seal, bought, PERSON, "Zoé", "student")
    assert [one.valid for one in pades.read(as_person, bought)] == [False]
    as_seal = pades.sign_here(pdf(), local.for_one_signature("Zoé", 1), local, pades.SEAL, UNIVERSITY, "sealed")
    assert [one.valid for one in pades.read(as_seal, local)] == [False]


@pytest.mark.feature("E10")
def test_a_certificate_that_has_ended_signs_nothing_more(tmp_path):
    ended = datetime.now(UTC) - timedelta(minutes=10)
    for name in ("authority", "seal"):
        own(tmp_path, name, ended)
    local = authority.read(tmp_path)
    for sign in (
        lambda: local.for_one_signature("Zoé", 1),
        lambda: evidence.seal(PROOF, local),
        lambda: pades.sign(pdf(), local.seal, local, field=pades.SEAL, name=UNIVERSITY, reason="sealed"),
    ):
        with pytest.raises(Unavailable) as refused:
            sign()
        assert refused.value.code == "seal_expired"


def mismatched(folder, name):
    other = ec.generate_private_key(ec.SECP256R1())
    private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.key.pem").write_bytes(other.private_bytes(*private))


@pytest.mark.feature("E10")
@pytest.mark.parametrize("name", ["seal", "authority"])
def test_a_key_that_is_not_its_certificate_s_is_refused_in_a_clear_sentence(folder, name):
    mismatched(folder, name)
    with pytest.raises(authority.UnfitFolder, match=rf"{name}\.key\.pem is not the key of {name}\.pem"):
        authority.read(folder)


@pytest.mark.feature("E10")
def test_a_file_that_is_missing_or_broken_is_named(folder):
    (folder / "seal.2020.pem").write_bytes(b"not a certificate")
    with pytest.raises(authority.UnfitFolder, match=r"seal\.2020\.pem is not a certificate"):
        authority.read(folder)
    (folder / "seal.2020.pem").unlink()
    (folder / "seal.key.pem").unlink()
    with pytest.raises(authority.UnfitFolder, match=r"seal\.key\.pem is not a key"):
        authority.read(folder)


@pytest.mark.feature("E10")
def test_agreements_does_not_start_on_such_a_folder(folder):
    mismatched(folder, "seal")
    environ = {"PATH": os.environ["PATH"], "IPRO_SEALING": str(folder), "AMQP_URL": "amqp://nobody@127.0.0.1:9/"}
    command = [sys.executable, "-m", "runtime.launch", "agreements"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "seal.key.pem is not the key of seal.pem" in done.stderr


AT_ONCE = """
import eventlet
eventlet.monkey_patch()
import _imp, sys
from pathlib import Path
from services.agreements.sealing import authority, pades

local, data = authority.read(Path(sys.argv[1])), Path(sys.argv[2]).read_bytes()
who = local.for_one_signature("Zoé", 1)
_imp.acquire_lock()  # as while any thread imports: tpool then runs what it is given in this one
pool = eventlet.GreenPool()
signed = [pool.spawn(pades.sign, data, who, local, field=f"{pades.PERSON}{n}", name="Zoé", reason="") for n in range(8)]
files = [one.wait() for one in signed]
read = [pool.spawn(pades.read, one, local) for one in files]
assert [[found.valid for found in one.wait()] for one in read] == [[True]] * 8
"""


@pytest.mark.feature("E10")
def test_signatures_given_at_once_while_something_is_imported_do_not_meet_in_one_loop(folder, tmp_path):
    document = tmp_path / "document.pdf"
    document.write_bytes(pdf())
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AT_ONCE, str(folder), str(document)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.mark.feature("E10")
def test_evidence_of_before_labels_were_sealed_still_holds_and_a_signature_that_nothing_proves_tells_no_date(folder):
    local, at = authority.read(folder), datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    line = {"role": "other", "label": "DRH", "name": "Zoé", "email": "zoe@host.example", "signed_at": at}
    row = SimpleNamespace(id=uuid.UUID(int=7), slot="other1", signed_on=day_of(at), **line)
    round_ = SimpleNamespace(mode="electronic", state="complete", document=SimpleNamespace(sha256="0" * 64))
    kept = {"signatory_id": str(row.id), "slot": row.slot, "document_sha256": "0" * 64, "at": at.isoformat()}
    row.evidence = {**kept, **{name: line[name] for name in ("role", "name", "email")}}
    row.evidence_seal = evidence.seal(row.evidence, local)
    assert evidence.stands(row, round_, local)
    assert evidence.said(row, round_, local) == {**line, "signed_on": day_of(at)}
    row.evidence = {**row.evidence, "at": "2025-01-02T08:00:00+00:00"}
    assert not evidence.stands(row, round_, local)
    assert evidence.said(row, round_, local) == {**line, "signed_at": None, "signed_on": None}


@pytest.mark.feature("E10", "E16")
def test_a_scan_of_as_many_signatures_as_are_accepted_still_shows_our_seal(folder):
    scan = pdf()
    local = authority.read(folder)
    for n in range(limits.FROM_ELSEWHERE):
        scan = pades.sign_here(scan, local.for_one_signature("Zoé", 1), local, f"Autre-{n}", "Zoé", "other")
    assert papers_check.examine(base64.b64encode(scan).decode()) == ""
    assert [one.field for one in pades.read_here(sealed(scan, folder), local)][-1] == pades.SEAL
    one_more = pades.sign_here(scan, local.for_one_signature("Zoé", 1), local, "Autre-30", "Zoé", "other")
    assert papers_check.examine(base64.b64encode(one_more).decode()) == "too_many_signatures"
