"""Hosts and offers that the operator brings in: matched by SIRET or name, and by title in one host. Safe to run again."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, ValidationError
from sqlalchemy import select

from contracts.calls.offers import ContactInput, HostInput, OfferInput
from contracts.errors import InvalidInput, NotAllowed
from contracts.fields import identifier
from contracts.message import flatten
from contracts.vocabulary import OfferState
from runtime.unit_of_work import UnitOfWork
from services.offers import answers, store
from services.offers.checking import clean_host
from services.offers.commands.offers import clean, take, write
from services.offers.model import Contact, Host, Offer
from services.offers.rules import offers as rules
from services.offers.rules.keys import sort_key
from services.offers.rules.moves import find

OPERATOR = "operator"


def import_hosts_and_offers(
    work: UnitOfWork, hosts: list[dict[str, Any]], offers: list[dict[str, Any]]
) -> dict[str, dict[str, str]]:
    if not work.actor.is_service(OPERATOR):
        raise NotAllowed()
    known = {row.get("name", ""): import_host(work, row, f"hosts.{number}") for number, row in enumerate(hosts)}
    made = {
        row.get("title", ""): import_offer(work, row, f"offers.{number}", known) for number, row in enumerate(offers)
    }
    return {
        "hosts": {name: str(host.id) for name, host in known.items()},
        "offers": {title: str(offer.id) for title, offer in made.items()},
    }


def load(schema: Any, row: dict[str, Any], where: str) -> dict[str, Any]:
    try:
        return schema(unknown=EXCLUDE).load(row)
    except ValidationError as error:
        raise InvalidInput(fields=flatten({where: error.normalized_messages()})) from None


def import_host(work: UnitOfWork, row: dict[str, Any], where: str) -> Host:
    """`contacts` of the row are matched by address."""
    columns = clean_host(load(HostInput, row, where), f"{where}.")
    host = store.host_by_siret(work.session, columns["siret"]) if columns["siret"] else None
    host = host or store.host_by_name(work.session, columns["name"])
    if host is None:
        host = Host(created_by=None, created_at=work.now)
        work.session.add(host)
    for name, value in columns.items():
        setattr(host, name, value)
    host.name_key = sort_key(host.name)
    work.session.flush()
    for number, contact in enumerate(row.get("contacts") or []):
        import_contact(work, host, contact, f"{where}.contacts.{number}")
    return host


def import_contact(work: UnitOfWork, host: Host, row: dict[str, Any], where: str) -> None:
    columns = load(ContactInput, row, where)
    query = select(Contact).where(Contact.host_id == host.id, Contact.email == columns["email"])
    contact = work.session.scalars(query.limit(1)).one_or_none()
    if contact is None:
        contact = Contact(host_id=host.id, created_by=None, created_at=work.now)
        work.session.add(contact)
    for name, value in columns.items():
        setattr(contact, name, value)


def import_offer(work: UnitOfWork, row: dict[str, Any], where: str, known: dict[str, Host]) -> Offer:
    """Published at once, on `published_at` when the row says so; one that is known only has its fields refreshed."""
    fields = clean(load(OfferInput, row, where))
    host = known.get(row.get("host", "")) or store.host_by_name(work.session, str(row.get("host", "")))
    if host is None:
        raise InvalidInput(fields={f"{where}.host": ["unknown_choice"]})
    if row.get("contact"):
        import_contact(work, host, row["contact"], f"{where}.contact")
    query = select(Offer).where(Offer.host_id == host.id, Offer.title == fields["title"])
    offer = work.session.scalars(query.order_by(Offer.created_at).limit(1)).one_or_none()
    if offer is not None:
        changed = {name: value for name, value in fields.items() if getattr(offer, name) != value}
        if changed:
            write(offer, host, fields)
            offer.updated_at = work.now
        return offer
    offer = Offer(
        recruiter_id=identifier().deserialize(row.get("recruiter_id")),
        reference=store.next_reference(work.session),
        state=OfferState.DRAFT,
        created_at=published_at(row, where) or work.now,
        published_at=published_at(row, where),
    )
    write(offer, host, fields)
    work.session.add(offer)
    operator = frozenset({rules.Party.OPERATOR})
    line = find(rules.MOVES, "import", offer.state, operator, answers.offer_facts(offer, work.now))
    take(work, offer, line, imported=True)
    return offer


def published_at(row: dict[str, Any], where: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(row["published_at"])) if row.get("published_at") else None
    except ValueError:
        raise InvalidInput(fields={f"{where}.published_at": ["invalid"]}) from None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
