"""Hosts and contacts: whoever needs one creates it."""

import uuid
from typing import Any

from sqlalchemy.exc import IntegrityError

from contracts.errors import InvalidInput, NotAllowed
from contracts.vocabulary import Service
from runtime.unit_of_work import UnitOfWork
from services.offers import answers, store
from services.offers.answers import signed_in
from services.offers.checking import clean_host, email_problem
from services.offers.model import Contact, Host
from services.offers.rules.keys import sort_key


def create_host(work: UnitOfWork, **ask: Any) -> dict[str, Any]:
    signed_in(work)
    return answers.host_answer(new_host(work, ask))


def new_host(work: UnitOfWork, ask: dict[str, Any], prefix: str = "") -> Host:
    """Two people who create one SIRET at once: the second is told of the first one's host."""
    columns = clean_host(ask, prefix)
    host = Host(**columns, name_key=sort_key(columns["name"]), created_by=work.actor.id, created_at=work.now)
    known = store.host_by_siret(work.session, host.siret) if host.siret else None
    if known is None:
        try:
            with work.session.begin_nested():
                work.session.add(host)
        except IntegrityError:
            known = store.host_by_siret(work.session, columns["siret"])
            if known is None:
                raise
    if known is not None:
        raise InvalidInput(fields={f"{prefix}siret": ["already_known"]}, host_id=str(known.id))
    return host


def record_host(work: UnitOfWork, create: bool, host: dict[str, Any], contact: dict[str, Any]) -> dict[str, Any]:
    """What is known is left as it is: a list changes nobody's address."""
    if not work.actor.is_service(Service.AGREEMENTS):
        raise NotAllowed()
    checked = clean_host(host, "host.")
    if email_problem(contact["email"]):
        raise InvalidInput(fields={"contact.email": ["invalid"]})
    known = _known(work, checked)
    if known is None and create:
        known = new_host(work, host, "host.")
    if known is None:
        return {"host": {**checked, "siret": checked["siret"] or "", "key": whereabouts(checked)}, "contact": contact}
    somebody = next((one for one in known.contacts if one.email.casefold() == contact["email"].casefold()), None)
    if somebody is None and create:
        somebody = add_contact(work, known.id, **contact)
    return {"host": {**answers.host_answer(known), "key": whereabouts(checked)}, "contact": somebody or contact}


def _known(work: UnitOfWork, checked: dict[str, Any]) -> Host | None:
    """By the SIRET that is given, which nothing else stands for; else by name, city and country.

    Raises `InvalidInput` when two would do.
    """
    if checked["siret"]:
        return store.host_by_siret(work.session, checked["siret"])
    named = store.hosts_by_name_and_city(work.session, checked["name"], checked["city"], checked["country"])
    if sum(bool(host.siret) for host in named) > 1:
        raise InvalidInput(fields={"host.siret": ["several_hosts"]})
    return next((host for host in named if host.siret), named[0] if named else None)


def whereabouts(host: dict[str, Any]) -> str:
    return "/".join((sort_key(host["name"]), sort_key(host["city"]), host["country"]))


def add_contact(work: UnitOfWork, host_id: uuid.UUID, **ask: Any) -> Contact:
    signed_in(work)
    host = store.host(work.session, host_id)
    ask = {name: " ".join(value.split()) for name, value in ask.items()}  # a name is one line: it goes into mails
    problems = {name: ["required"] for name in ("first_name", "last_name") if not ask[name]}
    if email_problem(ask["email"]):
        problems["email"] = ["invalid"]
    if problems:
        raise InvalidInput(fields=problems)
    known = next((one for one in host.contacts if _is(one, ask)), None)
    if known is not None:
        return known
    contact = Contact(host_id=host.id, created_by=work.actor.id, created_at=work.now, **ask)
    work.session.add(contact)
    work.session.flush()
    return contact


def _is(contact: Contact, given: dict[str, Any]) -> bool:
    """One address may be that of several people, and a correction is not what it corrects: all that is given is the same."""
    return all(not text or getattr(contact, name).casefold() == text.casefold() for name, text in given.items())
