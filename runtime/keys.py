"""Key pairs of those who may sign: the gateway for people, each service and the operator for themselves.

`python -m runtime.keys FOLDER` makes the missing ones. Private keys are readable by their owner only; on several
machines each process is given its own private key and everybody's public ones.
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.vocabulary import Service

ISSUERS = ("gateway", "operator", *(str(service) for service in Service))


def make_missing(folder: Path) -> list[str]:
    """Returns the issuers for whom a pair was made."""
    public = folder / "public"
    public.mkdir(parents=True, exist_ok=True)
    made = []
    for issuer in ISSUERS:
        private_file = folder / f"{issuer}.private.pem"
        if private_file.exists():
            continue
        key = Ed25519PrivateKey.generate()
        private_file.touch(mode=0o600)
        private_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (public / f"{issuer}.pem").write_bytes(
            key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        made.append(issuer)
    return made


if __name__ == "__main__":
    for name in make_missing(Path(sys.argv[1])):
        print(f"made the key pair of {name}")
