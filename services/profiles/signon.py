"""The university's sign-on: who this is, by (issuer, subject) alone."""

from typing import Any

from sqlalchemy import select

from runtime.unit_of_work import UnitOfWork
from services.profiles import store
from services.profiles.model import Component, Person
from services.profiles.recording import record
from services.profiles.rules.roles import facts_from, language_from, roles_from, values


def sign_on(work: UnitOfWork, issuer: str, subject: str, attributes: dict[str, Any]) -> Person:
    """Creates the person on the first visit, refreshes on the next ones; the chosen language stays."""
    person = store.by_identity(work.session, issuer, subject)
    entities = values(attributes, "supannEntiteAffectation")
    known = frozenset(work.session.scalars(select(Component.code).where(Component.code.in_(entities))))
    facts: dict[str, Any] = dict(facts_from(attributes, known))
    if "eduPersonAffiliation" in attributes or person is None:
        facts["affiliation_roles"] = [str(role) for role in roles_from(attributes)]
    if person is None:
        facts["language"] = str(language_from(attributes))
    person, _ = record(work, issuer, subject, facts, person)
    return person
