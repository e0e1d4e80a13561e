"""Writing an offer and moving it through its life."""

import uuid
from typing import Any

from sqlalchemy import select, update

from contracts.errors import InvalidInput, NotAllowed, NotFound
from contracts.events import offers as events
from contracts.vocabulary import ApplyBy, OfferState, Role
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.offers import answers, store
from services.offers.answers import signed_in
from services.offers.checking import COUNTRIES, email_problem, site_problem
from services.offers.commands.hosts import new_host
from services.offers.model import Host, Offer
from services.offers.rules import offers as rules
from services.offers.rules.keys import sort_key
from services.offers.rules.moves import find
from services.offers.rules.search_text import normalise

DEPOSITORS = (Role.RECRUITER, Role.GRADUATE, Role.CAREERS, Role.ADMIN)
EVENTS = {
    "offer_submitted": events.OfferSubmitted,
    "offer_published": events.OfferPublished,
    "offer_refused": events.OfferRefused,
}
ARCHIVED_AT_ONCE = 200


def get_offer(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    """A reader other than its recruiter counts as a view, which changes nothing that a version guards."""
    signed_in(work)
    offer = store.offer(work.session, id)
    if not answers.may_see_offer(work, offer):
        raise NotFound()
    answer = answers.offer_answer(work, offer)
    if work.actor.has(*answers.APPLICANTS) and offer.recruiter_id != work.actor.id:
        views = update(Offer).where(Offer.id == id).values(view_count=Offer.view_count + 1)
        work.session.execute(views, execution_options={"synchronize_session": False})
    return answer


def save_offer(
    work: UnitOfWork,
    id: uuid.UUID | None,
    version: int | None,
    host_id: uuid.UUID | None,
    new_host: dict[str, Any] | None,
    submit: bool,
    **ask: Any,
) -> dict[str, Any]:
    if not work.actor.has(*DEPOSITORS):
        raise NotAllowed()
    fields = clean(ask)
    offer = _started(work) if id is None else _mine(work, id, version)
    if id is not None:
        _perform(work, offer, "edit", quiet=True)
    host = _host(work, offer, host_id, new_host)
    write(offer, host, fields)
    offer.updated_at = work.now
    if id is None:
        work.session.add(offer)
    work.session.flush()
    if submit and offer.state != OfferState.AWAITING_MODERATION:
        _perform(work, offer, "submit", quiet=True)
        work.session.flush()
    if offer.state == OfferState.AWAITING_MODERATION:
        announce(work, offer, "offer_submitted")
    return answers.offer_answer(work, offer)


def move_offer(work: UnitOfWork, id: uuid.UUID, version: int, move: str, reason: str) -> dict[str, Any]:
    offer = store.offer(work.session, id, lock=True)
    if not answers.may_see_offer(work, offer):
        raise NotFound()
    check_version(offer, version)
    _perform(work, offer, move, reason)
    work.session.flush()
    return answers.offer_answer(work, offer)


def archive_what_is_over(work: UnitOfWork) -> None:
    """The clock's own move; copies of the service share the work by row locks."""
    clock = frozenset({rules.Party.CLOCK})
    due = select(Offer).where(
        Offer.state == OfferState.PUBLISHED,
        (Offer.expires_on < work.today)
        | (Offer.expires_on.is_(None) & (Offer.published_at < work.now - rules.OPEN_FOR)),
    )
    for offer in work.session.scalars(due.limit(ARCHIVED_AT_ONCE).with_for_update(of=Offer, skip_locked=True)):
        facts = answers.offer_facts(offer, work.now)
        if rules.over(facts) is None:
            line = find(rules.MOVES, "archive", offer.state, clock, facts)
            offer.state, offer.updated_at = line.target, work.now


def _started(work: UnitOfWork) -> Offer:
    return Offer(
        recruiter_id=work.actor.person_id,
        reference=store.next_reference(work.session),
        state=OfferState.DRAFT,
        created_at=work.now,
    )


def _mine(work: UnitOfWork, id: uuid.UUID, version: int | None) -> Offer:
    offer = store.offer(work.session, id, lock=True)
    if rules.Party.OWNER not in answers.offer_parties(work.actor, offer):
        raise NotFound()
    check_version(offer, -1 if version is None else version)
    return offer


def _host(work: UnitOfWork, offer: Offer, host_id: uuid.UUID | None, asked: dict[str, Any] | None) -> Host:
    if asked:
        return new_host(work, asked, "new_host.")
    chosen = host_id or offer.host_id
    if chosen is None:
        raise InvalidInput(fields={"host_id": ["required"]})
    try:
        return store.host(work.session, chosen)
    except NotFound:
        raise InvalidInput(fields={"host_id": ["unknown_choice"]}) from None


def _perform(work: UnitOfWork, offer: Offer, name: str, reason: str = "", *, quiet: bool = False) -> None:
    facts = answers.offer_facts(offer, work.now, roles=work.actor.roles)
    line = find(rules.MOVES, name, offer.state, answers.offer_parties(work.actor, offer), facts, reason)
    take(work, offer, line, reason, quiet=quiet)


def take(work: UnitOfWork, offer: Offer, line: Any, reason: str = "", *, quiet: bool = False, **more: Any) -> None:
    """Follow one line of the table: the only place where an offer changes its state, with `archive_what_is_over`."""
    offer.state, offer.updated_at = line.target, work.now
    if line.target == OfferState.AWAITING_MODERATION:
        offer.submitted_at, offer.refusal_reason = work.now, ""
    elif line.announces == "offer_published":
        offer.published_at = offer.published_at or work.now
    elif line.name == "refuse":
        offer.refusal_reason = reason.strip()
    if line.announces and not quiet:
        work.session.flush()
        announce(work, offer, line.announces, **({"reason": reason.strip()} if line.name == "refuse" else {}), **more)


def announce(work: UnitOfWork, offer: Offer, event: str, **more: Any) -> None:
    work.announce(
        EVENTS[event],
        subject=str(offer.id),
        aggregate_version=offer.version,
        offer_id=offer.id,
        reference=offer.reference,
        kind=offer.kind,
        title=offer.title,
        host_name=offer.host.name,
        city=offer.city,
        country=offer.country,
        recruiter_id=offer.recruiter_id,
        **more,
    )


def clean(ask: dict[str, Any]) -> dict[str, Any]:
    """The offer's own columns. Raises `InvalidInput` with all that is wrong."""
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in ask.items()}
    fields["country"] = fields["country"].upper()
    problems = {name: ["required"] for name in ("title", "description", "city") if not fields[name]}
    if fields["country"] not in COUNTRIES:
        problems["country"] = ["unknown_choice"]
    if fields["apply_by"] == ApplyBy.WEBSITE and not fields["apply_url"]:
        problems["apply_url"] = ["required"]
    elif fields["apply_url"] and site_problem(fields["apply_url"]):
        problems["apply_url"] = ["invalid"]
    if fields["apply_email"] and email_problem(fields["apply_email"]):
        problems["apply_email"] = ["invalid"]
    if problems:
        raise InvalidInput(fields=problems)
    return fields


def write(offer: Offer, host: Host, fields: dict[str, Any]) -> None:
    """The fields, and the words by which the offer will be found."""
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.host = host
    offer.title_key, offer.city_key = sort_key(offer.title), sort_key(offer.city)
    offer.host_key, offer.sector_key = sort_key(host.name), sort_key(host.sector)
    offer.search_title = normalise(offer.title)
    offer.search_text = " ".join(
        normalise(text)
        for text in (
            offer.description,
            offer.profile,
            offer.benefits,
            host.name,
            host.sector,
            offer.city,
            str(offer.reference),
        )
    )
