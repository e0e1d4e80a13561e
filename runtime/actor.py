"""Who is asking, signed by whom, for which service: carried by every call and verified by every service.

A token is `<claims>.<signature>`, both base64url: JSON claims and their Ed25519 signature. It lives one minute and is
good for one audience, so that a stolen service cannot speak for a user to another one.
"""

import base64
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from contracts.errors import NotAllowed
from contracts.vocabulary import Role

LIFETIME = 60  # seconds
CLOCK_SKEW = 5
REMEMBERED = 4_096
CLAIMS = {"iss": str, "sub": str, "roles": list, "lang": str, "amr": str, "name": str, "aud": str, "exp": int}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (signed by the gateway), a service or the operator (each signed by itself). `id` is None but for people."""

    id: uuid.UUID | None
    roles: frozenset[str] = field(default_factory=frozenset)
    language: str = "fr"
    strength: str = ""
    name: str = ""
    issuer: str = "gateway"

    @classmethod
    def service(cls, name: str) -> "Actor":
        return cls(id=None, roles=frozenset({Role.SERVICE}), issuer=name)

    def is_service(self, *names: str) -> bool:
        """Whether this is one of these processes speaking for itself, not for a person."""
        return self.id is None and Role.SERVICE in self.roles and self.issuer in names

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def person_id(self) -> uuid.UUID:
        """The person's id. Raises `NotAllowed` for a process speaking for itself."""
        if self.id is None:
            raise NotAllowed("not_a_person")
        return self.id


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signer:
    """Signs as one issuer. A token is reused for half of its life, since callers ask in bursts."""

    def __init__(self, issuer: str, key: Ed25519PrivateKey, clock: Callable[[], float] = time.time) -> None:
        self.issuer = issuer
        self._key = key
        self._clock = clock
        self._recent: dict[tuple[Actor, str], tuple[str, float]] = {}

    @classmethod
    def from_folder(cls, folder: Path, issuer: str) -> "Signer":
        key = load_pem_private_key((folder / f"{issuer}.private.pem").read_bytes(), password=None)
        assert isinstance(key, Ed25519PrivateKey)
        return cls(issuer, key)

    def sign(self, actor: Actor, audience: str) -> str:
        now = self._clock()
        known = self._recent.get((actor, audience))
        if known and known[1] > now:
            return known[0]
        claims = {
            "iss": self.issuer,
            "sub": str(actor.id) if actor.id else "",
            "roles": sorted(actor.roles),
            "lang": actor.language,
            "amr": actor.strength,
            "name": actor.name,
            "aud": audience,
            "exp": int(now) + LIFETIME,
        }
        payload = _encode(json.dumps(claims, separators=(",", ":")).encode())
        token = f"{payload}.{_encode(self._key.sign(payload.encode()))}"
        if len(self._recent) >= REMEMBERED:
            self._recent.clear()
        self._recent[actor, audience] = (token, now + LIFETIME / 2)
        return token

    @property
    def public(self) -> Ed25519PublicKey:
        return self._key.public_key()

    def seal(self, purpose: str, data: bytes) -> bytes:
        """A signature of a document, for as long as the key is kept. `purpose` makes it good for nothing else."""
        return self._key.sign(_sealed(purpose, data))


def is_sealed(public: Ed25519PublicKey, purpose: str, data: bytes, signature: bytes) -> bool:
    try:
        public.verify(signature, _sealed(purpose, data))
    except InvalidSignature:
        return False
    return True


def _sealed(purpose: str, data: bytes) -> bytes:
    """Begins with what no token holds, so that neither can be taken for the other."""
    return f"document {purpose}\n".encode() + data


class Verifier:
    """Tells who signed for this audience; remembers verified tokens for the rest of their minute (71 µs each)."""

    def __init__(
        self, audience: str, public: dict[str, Ed25519PublicKey], clock: Callable[[], float] = time.time
    ) -> None:
        self.audience = audience
        self._public = public
        self._clock = clock
        self._verified: dict[str, tuple[Actor, float]] = {}

    @classmethod
    def from_folder(cls, folder: Path, audience: str) -> "Verifier":
        public = {}
        for path in sorted((folder / "public").glob("*.pem")):
            key = load_pem_public_key(path.read_bytes())
            assert isinstance(key, Ed25519PublicKey)
            public[path.stem] = key
        return cls(audience, public)

    def verify(self, token: str | None) -> Actor:
        """Raises `NotAllowed`: no_actor, forged_actor, expired_actor, wrong_audience."""
        now = self._clock()
        known = self._verified.get(token or "")
        if known:
            if known[1] < now:
                del self._verified[token or ""]
                raise NotAllowed("expired_actor")
            return known[0]
        if not token:
            raise NotAllowed("no_actor")
        claims = self._claims(token)
        if claims["aud"] != self.audience:
            raise NotAllowed("wrong_audience")
        # not over a minute ahead either: a token of our own making never is
        if not now - CLOCK_SKEW < claims["exp"] <= now + LIFETIME + CLOCK_SKEW:
            raise NotAllowed("expired_actor")
        actor = self._actor(claims)
        if len(self._verified) >= REMEMBERED:
            self._verified.clear()
        self._verified[token] = (actor, float(claims["exp"]))
        return actor

    def _claims(self, token: str) -> dict:
        try:
            payload, signature = token.split(".")
            claims = json.loads(_decode(payload))
            self._public[claims["iss"]].verify(_decode(signature), payload.encode())
            if not all(isinstance(claims[name], kind) for name, kind in CLAIMS.items()):
                raise ValueError("a claim of another kind")
            uuid.UUID(claims["sub"] or str(uuid.UUID(int=0)))
        except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
            raise NotAllowed("forged_actor") from None
        return claims

    @staticmethod
    def _actor(claims: dict) -> Actor:
        issuer = claims["iss"]
        if issuer == "gateway" and claims["sub"]:
            return Actor(
                id=uuid.UUID(claims["sub"]),
                roles=frozenset(claims["roles"]) - {Role.SERVICE},
                language=claims["lang"],
                strength=claims["amr"],
                name=claims["name"],
                issuer=issuer,
            )
        if claims["sub"]:
            raise NotAllowed("forged_actor")  # only the gateway speaks for people
        return Actor.service(issuer)
