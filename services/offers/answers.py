"""Records in the contract's words, as this reader may see them, with the actions offered to him."""

from datetime import datetime
from typing import Any

from contracts.errors import NotAllowed
from contracts.vocabulary import OfferState, Role, Service
from runtime.actor import Actor
from runtime.clock import day_of
from runtime.unit_of_work import UnitOfWork
from services.offers import store
from services.offers.model import Candidacy, Host, Offer
from services.offers.rules import candidacies, offers
from services.offers.rules.moves import actions

MISSION_SHOWN = 300
MODERATORS = (Role.CAREERS, Role.ADMIN)
APPLICANTS = (Role.STUDENT, Role.GRADUATE)
HOST = (
    "id", "version", "name", "country", "address1", "address2", "postal_code", "city", "sector", "headcount", "phone",
    "email", "website",
)  # fmt: skip
OFFER = (
    "id", "reference", "version", "state", "kind", "title", "description", "profile", "level", "function", "city",
    "country", "starts_on", "duration_months", "stipend_cents", "benefits", "apply_by", "apply_url", "expires_on",
    "origin", "created_at", "published_at", "view_count",
)  # fmt: skip
ROW = (
    "id",
    "reference",
    "kind",
    "title",
    "city",
    "country",
    "function",
    "level",
    "origin",
    "state",
    "published_at",
    "created_at",
)


def signed_in(work: UnitOfWork) -> None:
    """Hosts and offers are for anybody signed in, and for our own services."""
    if work.actor.id is None and not work.actor.is_service(*Service):
        raise NotAllowed()


def host_answer(host: Host) -> dict[str, Any]:
    return {name: getattr(host, name) for name in HOST} | {"siret": host.siret or ""}


def host_and_contacts(host: Host) -> dict[str, Any]:
    """How much of a contact is told is the answer's schema to say."""
    return host_answer(host) | {"contacts": host.contacts}


def offer_parties(actor: Actor, offer: Offer) -> frozenset[str]:
    """What the asker is to this offer."""
    found: set[str] = set()
    if actor.id is not None and offer.recruiter_id == actor.id:
        found.add(offers.Party.OWNER)
    if actor.has(*MODERATORS):
        found.add(offers.Party.MODERATOR)
    if actor.has(*APPLICANTS) and offers.Party.OWNER not in found:
        found.add(offers.Party.APPLICANT)
    return frozenset(found)


def offer_facts(offer: Offer, now: datetime, *, applied: bool = False, roles: frozenset[str] = frozenset()) -> Any:
    return offers.OfferFacts(
        kind=offer.kind,
        apply_by=offer.apply_by,
        expires_on=offer.expires_on,
        published_on=day_of(offer.published_at) if offer.published_at else None,
        today=day_of(now),
        applied=applied,
        roles=roles,
    )


def offer_answer(work: UnitOfWork, offer: Offer) -> dict[str, Any]:
    """Addresses, reasons and counts are the recruiter's and moderation's business only."""
    parties = offer_parties(work.actor, offer)
    mine = store.candidacy_of(work.session, work.actor.id, offer.id)
    facts = offer_facts(offer, work.now, applied=mine is not None, roles=work.actor.roles)
    inside = bool(parties & {offers.Party.OWNER, offers.Party.MODERATOR})
    return {name: getattr(offer, name) for name in OFFER} | {
        "host": host_answer(offer.host),
        "apply_email": offer.apply_email if inside else "",
        "refusal_reason": offer.refusal_reason if inside else "",
        "candidacy_count": store.candidacy_counts(work.session, [offer.id]).get(offer.id, 0) if inside else 0,
        "my_candidacy_id": mine.id if mine else None,
        "actions": actions(offers.MOVES, offer.state, parties, facts),
    }


def offer_rows(work: UnitOfWork, found: list[Offer], *, counted: bool) -> list[dict[str, Any]]:
    counts = store.candidacy_counts(work.session, [offer.id for offer in found]) if counted else {}
    return [
        {name: getattr(offer, name) for name in ROW}
        | {"host_name": offer.host.name, "candidacy_count": counts.get(offer.id, 0)}
        for offer in found
    ]


def may_see_offer(work: UnitOfWork, offer: Offer) -> bool:
    """Published and archived ones are for all; the rest for its recruiter, moderation, and those who applied to it."""
    if offer.state in (OfferState.PUBLISHED, OfferState.ARCHIVED) or work.actor.id is None:
        return True
    if offer_parties(work.actor, offer) & {offers.Party.OWNER, offers.Party.MODERATOR}:
        return True
    return store.candidacy_of(work.session, work.actor.id, offer.id) is not None


def candidacy_parties(actor: Actor, candidacy: Candidacy) -> frozenset[str]:
    """Nobody but these two; for everybody else the candidacy does not exist."""
    found: set[str] = set()
    if actor.id is not None and candidacy.student_id == actor.id:
        found.add(candidacies.Party.STUDENT)
    elif actor.id is not None and candidacy.offer.recruiter_id == actor.id:
        found.add(candidacies.Party.RECRUITER)
    return frozenset(found)


def candidacy_actions(actor: Actor, candidacy: Candidacy) -> list[str]:
    return actions(candidacies.MOVES, candidacy.state, candidacy_parties(actor, candidacy), None)


def candidacy_answer(work: UnitOfWork, candidacy: Candidacy) -> dict[str, Any]:
    names = (
        "id", "version", "state", "student_id", "student_name", "student_email", "subject", "message", "documents",
        "sent_at", "updated_at",
    )  # fmt: skip
    return {name: getattr(candidacy, name) for name in names} | {
        "offer": offer_answer(work, candidacy.offer),
        "actions": candidacy_actions(work.actor, candidacy),
    }


def candidacy_row(work: UnitOfWork, candidacy: Candidacy) -> dict[str, Any]:
    offer = candidacy.offer
    return {
        "id": candidacy.id,
        "version": candidacy.version,
        "state": candidacy.state,
        "sent_at": candidacy.sent_at,
        "offer_id": offer.id,
        "offer_reference": offer.reference,
        "offer_kind": offer.kind,
        "offer_title": offer.title,
        "mission": " ".join(offer.description.split())[:MISSION_SHOWN],
        "host_name": offer.host.name,
        "student_name": candidacy.student_name,
        "actions": candidacy_actions(work.actor, candidacy),
    }
