"""Finding hosts, offers and candidacies, and locking what is about to change."""

import uuid
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.vocabulary import OfferState
from services.offers.model import REFERENCES, Candidacy, Host, Offer
from services.offers.rules.keys import sort_key

MOST_LISTED = 500


def host(session: Session, host_id: uuid.UUID) -> Host:
    """Raises `NotFound`."""
    found = session.get(Host, host_id)
    if found is None:
        raise NotFound()
    return found


def host_by_siret(session: Session, siret: str) -> Host | None:
    return session.scalars(select(Host).where(Host.siret == siret)).one_or_none()


def host_by_name(session: Session, name: str) -> Host | None:
    """The oldest of that name: several may share it."""
    query = select(Host).where(Host.name_key == sort_key(name)).order_by(Host.created_at, Host.id).limit(1)
    return session.scalars(query).one_or_none()


def hosts_by_name_and_city(session: Session, name: str, city: str, country: str) -> list[Host]:
    """Those of that name in that city, the oldest first, whatever the case and accents."""
    named = select(Host).where(Host.name_key == sort_key(name), Host.country == country)
    found = session.scalars(named.order_by(Host.created_at, Host.id).limit(MOST_LISTED))
    return [host for host in found if sort_key(host.city) == sort_key(city)]


def hosts_named(session: Session, words: str, *, exact: bool, limit: int) -> list[Host]:
    """By name, in any case and accents, or by SIRET or its beginning (the SIREN)."""
    key, digits = sort_key(words), "".join(words.split())
    query = select(Host).order_by(func.length(Host.name_key), Host.name_key, Host.id).limit(limit)
    if digits.isdigit() and len(digits) >= 9:
        query = query.where(Host.siret.startswith(digits, autoescape=True))
    elif exact:
        query = query.where(Host.name_key == key)
    else:
        for word in key.split()[:10]:
            query = query.where(Host.name_key.contains(word, autoescape=True))
    return list(session.scalars(query))


def next_reference(session: Session) -> int:
    return session.scalars(select(REFERENCES.next_value())).one()


def offer(session: Session, offer_id: uuid.UUID, *, lock: bool = False) -> Offer:
    """Raises `NotFound`."""
    query = select(Offer).where(Offer.id == offer_id)
    if lock:
        query = query.with_for_update(of=Offer)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def offers_of(session: Session, recruiter_id: uuid.UUID) -> list[Offer]:
    query = select(Offer).where(Offer.recruiter_id == recruiter_id)
    return list(session.scalars(query.order_by(Offer.created_at.desc(), Offer.id).limit(MOST_LISTED)))


def offers_to_moderate(session: Session) -> list[Offer]:
    query = select(Offer).where(Offer.state == OfferState.AWAITING_MODERATION)
    return list(session.scalars(query.order_by(Offer.submitted_at, Offer.id).limit(MOST_LISTED)))


def candidacy_counts(session: Session, offer_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    ids = list(offer_ids)
    if not ids:
        return {}
    query = select(Candidacy.offer_id, func.count()).where(Candidacy.offer_id.in_(ids)).group_by(Candidacy.offer_id)
    return dict(session.execute(query).all())  # type: ignore[arg-type]


def candidacy(session: Session, candidacy_id: uuid.UUID, *, lock: bool = False) -> Candidacy:
    """Raises `NotFound`."""
    query = select(Candidacy).where(Candidacy.id == candidacy_id)
    if lock:
        query = query.with_for_update(of=Candidacy)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def candidacy_of(session: Session, student_id: uuid.UUID | None, offer_id: uuid.UUID) -> Candidacy | None:
    if student_id is None:
        return None
    query = select(Candidacy).where(Candidacy.offer_id == offer_id, Candidacy.student_id == student_id)
    return session.scalars(query).one_or_none()


def candidacies_of(session: Session, student_id: uuid.UUID) -> list[Candidacy]:
    query = select(Candidacy).where(Candidacy.student_id == student_id)
    return list(session.scalars(query.order_by(Candidacy.sent_at.desc(), Candidacy.id).limit(MOST_LISTED)))


def candidacies_to(session: Session, offer_id: uuid.UUID) -> list[Candidacy]:
    query = select(Candidacy).where(Candidacy.offer_id == offer_id)
    return list(session.scalars(query.order_by(Candidacy.sent_at.desc(), Candidacy.id).limit(MOST_LISTED)))
