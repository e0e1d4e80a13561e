"""Hosts and contacts: whoever needs one creates it."""

import uuid
from typing import Any

from sqlalchemy.exc import IntegrityError

from contracts.errors import InvalidInput
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


def add_contact(work: UnitOfWork, host_id: uuid.UUID, **ask: Any) -> Contact:
    signed_in(work)
    host = store.host(work.session, host_id)
    ask = {name: value.strip() for name, value in ask.items()}
    problems = {name: ["required"] for name in ("first_name", "last_name") if not ask[name]}
    if email_problem(ask["email"]):
        problems["email"] = ["invalid"]
    if problems:
        raise InvalidInput(fields=problems)
    contact = Contact(host_id=host.id, created_by=work.actor.id, created_at=work.now, **ask)
    work.session.add(contact)
    work.session.flush()
    return contact
