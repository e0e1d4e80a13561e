"""The university's local authority: its certificate, its seal, and the certificate of each signature.

`python -m services.agreements.sealing.authority FOLDER` makes what is missing: `authority.pem` (public, to be trusted by
whoever verifies), its key, and the seal with its key, readable by their owner only. A university that buys its seal puts
its own `seal.pem`, `seal.key.pem` and `authority.pem` there. It is an advanced electronic signature in the terms of
eIDAS, not a qualified one, and the pages say so.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from runtime.settings import from_environment

YEARS = timedelta(days=365 * 20)
BEFORE = timedelta(minutes=5)  # a clock a little behind ours must not find a certificate of tomorrow


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    seal: Holder

    def for_one_signature(self, name: str, number: int) -> Holder:
        """A key made for this one signature, and forgotten after it. `name` is shown by PDF readers."""
        key = ec.generate_private_key(ec.SECP256R1())
        common = name if _may_be_a_common_name(name) else f"Signataire {number}"
        return Holder(_certificate(common, key, self.certificate, self.key), key)


@cache
def authority() -> Authority:
    """Of this process, from `IPRO_SEALING`."""
    return read(from_environment().sealing)


def read(folder: Path) -> Authority:
    return Authority(
        certificate=_read_certificate(folder / "authority.pem"),
        key=_read_key(folder / "authority.key.pem"),
        seal=Holder(_read_certificate(folder / "seal.pem"), _read_key(folder / "seal.key.pem")),
    )


def make_missing(folder: Path, university: str) -> list[str]:
    """Returns the names of what was made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    if not (folder / "authority.pem").exists():
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(f"{university}, autorité locale de signature", key, None, key)
        _write(folder, "authority", certificate, key)
        made.append("authority")
    if not (folder / "seal.pem").exists():
        parent = _read_certificate(folder / "authority.pem"), _read_key(folder / "authority.key.pem")
        key = ec.generate_private_key(ec.SECP256R1())
        _write(folder, "seal", _certificate(f"{university}, cachet", key, *parent), key)
        made.append("seal")
    return made


def _may_be_a_common_name(name: str) -> bool:
    """X.509 forbids what mixes writing directions; and is short."""
    return 0 < len(name) <= 64 and name.isprintable() and not any("\u0590" <= c <= "\u08ff" for c in name)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    parent: x509.Certificate | None,
    parent_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    root = parent is None
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + YEARS if root else _last_day(parent, now))
        .add_extension(x509.BasicConstraints(ca=root, path_length=0 if root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(parent_key.public_key()), critical=False)
        .sign(parent_key, hashes.SHA256())
    )


def _last_day(parent: x509.Certificate | None, now: datetime) -> datetime:
    """No longer than the parent's own."""
    return parent.not_valid_after_utc if parent else now + YEARS


def _write(folder: Path, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    private = folder / f"{name}.key.pem"
    private.touch(mode=0o600)
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _read_certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path.name} is not an elliptic key")
    return key


if __name__ == "__main__":
    for found in make_missing(Path(sys.argv[1]), from_environment().university):
        print(f"made the {found}")
