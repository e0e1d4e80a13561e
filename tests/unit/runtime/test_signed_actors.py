"""Who is asking is signed, for one service, for one minute; nothing else is believed."""

import base64
import json
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.errors import NotAllowed
from contracts.vocabulary import Role
from runtime.actor import LIFETIME, Actor, Signer, Verifier

pytestmark = pytest.mark.feature("A2")

KEYS = {name: Ed25519PrivateKey.generate() for name in ("gateway", "operator", "offers")}
PERSON = Actor(uuid.UUID(int=1, version=4), frozenset({"student"}), "en", "cas", "Inès Martin")


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def signer(issuer: str, clock: Clock, key: Ed25519PrivateKey | None = None) -> Signer:
    return Signer(issuer, key or KEYS[issuer], clock)


def verifier(clock: Clock, audience: str = "agreements") -> Verifier:
    return Verifier(audience, {name: key.public_key() for name, key in KEYS.items()}, clock)


def refused(found: Verifier, token) -> str:
    with pytest.raises(NotAllowed) as error:
        found.verify(token)
    return error.value.code


def claims_of(token: str) -> dict:
    payload = token.split(".", maxsplit=1)[0]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_person_is_known_as_the_gateway_signed_him(clock):
    assert verifier(clock).verify(signer("gateway", clock).sign(PERSON, "agreements")) == PERSON


def test_a_token_for_another_service_is_refused(clock):
    token = signer("gateway", clock).sign(PERSON, "offers")
    assert refused(verifier(clock), token) == "wrong_audience"


def test_a_token_dies_after_its_minute_even_when_it_was_verified_before(clock):
    token = signer("gateway", clock).sign(PERSON, "agreements")
    fresh, known = verifier(clock), verifier(clock)
    known.verify(token)
    clock.now += LIFETIME + 6
    assert refused(fresh, token) == "expired_actor"
    assert refused(known, token) == "expired_actor"
    assert refused(known, token) == "expired_actor"


def test_a_token_that_promises_more_than_a_minute_is_refused(clock):
    ahead = Clock()
    ahead.now += 3_600
    assert refused(verifier(clock), signer("gateway", ahead).sign(PERSON, "agreements")) == "expired_actor"


def test_a_changed_claim_is_a_forgery(clock):
    token = signer("gateway", clock).sign(PERSON, "agreements")
    claims = claims_of(token) | {"roles": ["admin"]}
    forged = encoded(json.dumps(claims).encode()) + "." + token.split(".")[1]
    assert refused(verifier(clock), forged) == "forged_actor"


def test_a_key_of_somebody_else_is_a_forgery(clock):
    token = signer("gateway", clock, Ed25519PrivateKey.generate()).sign(PERSON, "agreements")
    assert refused(verifier(clock), token) == "forged_actor"
    unknown = signer("nobody", clock, KEYS["gateway"]).sign(PERSON, "agreements")
    assert refused(verifier(clock), unknown) == "forged_actor"


@pytest.mark.parametrize(
    "token", ["x", "a.b", "a.b.c", ".", "é.é", "e30.e30", encoded(b"[]") + ".AAAA", encoded(b"5") + ".AA"]
)
def test_nonsense_is_a_forgery(clock, token):
    assert refused(verifier(clock), token) == "forged_actor"


@pytest.mark.parametrize("token", [None, ""])
def test_nobody_is_refused(clock, token):
    assert refused(verifier(clock), token) == "no_actor"


def test_a_service_speaks_for_itself_never_for_a_person(clock):
    itself = verifier(clock).verify(signer("offers", clock).sign(Actor.service("offers"), "agreements"))
    assert itself.is_service("offers")
    assert not itself.is_service("gateway", "operator")
    with pytest.raises(NotAllowed, match="not_a_person"):
        _ = itself.person_id
    assert refused(verifier(clock), signer("offers", clock).sign(PERSON, "agreements")) == "forged_actor"


def test_a_service_cannot_take_another_s_name(clock):
    pretended = verifier(clock).verify(signer("offers", clock).sign(Actor.service("operator"), "agreements"))
    assert pretended.issuer == "offers"
    assert not pretended.is_service("operator")


def test_a_person_is_never_a_service_whatever_roles_were_signed(clock):
    odd = Actor(PERSON.id, frozenset({"student", Role.SERVICE}))
    read = verifier(clock).verify(signer("gateway", clock).sign(odd, "agreements"))
    assert read.roles == {"student"}
    assert not read.is_service("gateway")


def test_a_token_is_reused_for_half_of_its_life(clock):
    ours = signer("gateway", clock)
    first = ours.sign(PERSON, "agreements")
    clock.now += LIFETIME / 2 - 1
    assert ours.sign(PERSON, "agreements") == first
    clock.now += 2
    assert ours.sign(PERSON, "agreements") != first
    assert ours.sign(PERSON, "offers") != first
