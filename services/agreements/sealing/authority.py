"""The university's local authority: its certificate, its seal, and the certificate of each signature.

`python -m services.agreements.sealing.authority FOLDER` makes what is missing: `authority.pem` (public, to be trusted by
whoever verifies), its key, and the seal with its key, readable by their owner only. A university that buys its seal puts
its own `seal.pem` and `seal.key.pem` there; people's signatures stay with the local authority. It is an advanced
electronic signature in the terms of eIDAS, not a qualified one, and the pages say so.

Former certificates stay beside, as `authority.<anything>.pem` and `seal.<anything>.pem`, without their keys: what they
signed stays true. `--renew seal` or `--renew authority` makes a new pair and keeps the former certificate so.
"""

import argparse
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contracts.errors import Unavailable
from runtime.logs import log
from runtime.settings import from_environment

YEARS = timedelta(days=365 * 20)
BEFORE = timedelta(minutes=5)  # a clock a little behind ours must not find a certificate of tomorrow
AUTHORITY, SEAL = "authority", "seal"
Certificates = tuple[x509.Certificate, ...]


class UnfitFolder(SystemExit):
    """What is in the folder cannot seal; the process stops and says why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"IPRO: {what}. See « The seal of documents » in docs/operations.md.")


@dataclass(frozen=True)
class Holder:
    """A certificate with its key; `chain` are those between it and its own authority, shown to PDF readers."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    chain: Certificates = ()


@dataclass(frozen=True)
class Authority:
    """Who signs today, and the certificates of those who did before: what these signed stays true."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    seal: Holder
    former: Certificates = field(default=())
    former_seals: Certificates = field(default=())

    @cached_property
    def authorities(self) -> Certificates:
        """Those that vouch for people's signatures, today's first."""
        return (self.certificate, *self.former)

    @cached_property
    def seals(self) -> Certificates:
        """Those that close documents and evidence, today's first; each is trusted by itself, whoever issued it."""
        return (self.seal.certificate, *self.former_seals)

    @cached_property
    def mark(self) -> str:
        """What is trusted, in one word: what is validated under another one may say something else."""
        return "".join(one.fingerprint(hashes.SHA256()).hex() for one in (*self.authorities, *self.seals))

    def for_one_signature(self, name: str, number: int) -> Holder:
        """A key made for this one signature, and forgotten after it. `name` is shown by PDF readers."""
        refuse_ended(self.certificate)
        key = ec.generate_private_key(ec.SECP256R1())
        common = name if _may_be_a_common_name(name) else f"Signataire {number}"
        return Holder(_certificate(common, key, self.certificate, self.key), key)


def refuse_ended(certificate: x509.Certificate) -> None:
    """Raises `Unavailable` seal_expired: what it would sign from now on would not be told as true."""
    if certificate.not_valid_after_utc < datetime.now(UTC):
        log.error("seal_expired", certificate=certificate.subject.rfc4514_string())
        raise Unavailable("seal_expired")


@cache
def authority() -> Authority:
    """Of this process, from `IPRO_SEALING`."""
    return read(from_environment().sealing)


def read(folder: Path) -> Authority:
    """Raises `UnfitFolder` when a file is missing or unreadable, or a key is not its certificate's."""
    people, seal = _read_holder(folder, AUTHORITY), _read_holder(folder, SEAL)
    return Authority(
        certificate=people.certificate,
        key=people.key,
        seal=seal,
        former=_read_former(folder, AUTHORITY),
        former_seals=_read_former(folder, SEAL),
    )


def renew(folder: Path, name: str, university: str) -> list[str]:
    """A new pair; the former certificate stays under its first day and number, its key does not."""
    present = folder / f"{name}.pem"
    certificate = _read_certificates(present)[0]
    present.rename(folder / f"{name}.{certificate.not_valid_before_utc:%Y-%m-%d}-{certificate.serial_number:x}.pem")
    (folder / f"{name}.key.pem").unlink(missing_ok=True)
    return make_missing(folder, university)


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
        parent = _read_holder(folder, AUTHORITY)
        key = ec.generate_private_key(ec.SECP256R1())
        _write(folder, "seal", _certificate(f"{university}, cachet", key, parent.certificate, parent.key), key)
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


def _read_holder(folder: Path, name: str) -> Holder:
    certificate, *chain = _read_certificates(folder / f"{name}.pem")
    key = _read_key(folder / f"{name}.key.pem")
    if certificate.public_key() != key.public_key():
        raise UnfitFolder(f"{folder / name}.key.pem is not the key of {name}.pem: nothing that it signs would be true")
    return Holder(certificate, key, tuple(chain))


def _read_former(folder: Path, name: str) -> Certificates:
    paths = sorted(path for path in folder.glob(f"{name}.*.pem") if not path.name.endswith(".key.pem"))
    return tuple(_read_certificates(path)[0] for path in paths)


def _read_certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UnfitFolder(f"{path} is not a certificate that can be read ({error})") from None


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise UnfitFolder(f"{path} is not a key that can be read ({error})") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise UnfitFolder(f"{path} is not the key of an elliptic curve, the only kind that signs here")
    return key


def _main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m services.agreements.sealing.authority")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--renew", choices=(AUTHORITY, SEAL))
    asked, university = arguments.parse_args(), from_environment().university
    made = renew(asked.folder, asked.renew, university) if asked.renew else make_missing(asked.folder, university)
    for found in made:
        print(f"made the {found}")


if __name__ == "__main__":
    _main()
