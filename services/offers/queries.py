"""What offers answers without writing."""

import uuid
from typing import Any

from contracts.errors import NotAllowed, NotFound
from contracts.vocabulary import Service
from runtime.unit_of_work import UnitOfWork
from services.offers import answers, search, store
from services.offers.answers import MODERATORS, signed_in
from services.offers.rules import offers


def search_hosts(work: UnitOfWork, words: str, exact: bool, limit: int) -> list[Any]:
    signed_in(work)
    return [answers.host_answer(host) for host in store.hosts_named(work.session, words, exact=exact, limit=limit)]


def get_host(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    signed_in(work)
    return answers.host_and_contacts(store.host(work.session, id))


def host_facts(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    if not work.actor.is_service(Service.AGREEMENTS):
        raise NotAllowed()
    return answers.host_and_contacts(store.host(work.session, id))


def list_my_offers(work: UnitOfWork) -> list[Any]:
    return answers.offer_rows(work, store.offers_of(work.session, work.actor.person_id), counted=True)


def list_offers_to_moderate(work: UnitOfWork) -> list[Any]:
    if not work.actor.has(*MODERATORS):
        raise NotAllowed()
    return answers.offer_rows(work, store.offers_to_moderate(work.session), counted=False)


def search_offers(work: UnitOfWork, **ask: Any) -> dict[str, Any]:
    signed_in(work)
    found, total, following, facets = search.run(work.session, ask)
    return {
        "rows": answers.offer_rows(work, found, counted=False),
        "total": total,
        "next": following,
        "facets": facets,
    }


def list_candidacies(work: UnitOfWork) -> list[Any]:
    mine = store.candidacies_of(work.session, work.actor.person_id)
    return [answers.candidacy_row(work, candidacy) for candidacy in mine]


def list_applications(work: UnitOfWork, offer_id: uuid.UUID) -> list[Any]:
    offer = store.offer(work.session, offer_id)
    if offers.Party.OWNER not in answers.offer_parties(work.actor, offer):
        raise NotFound()
    return [answers.candidacy_row(work, candidacy) for candidacy in store.candidacies_to(work.session, offer_id)]


def candidacy_facts(work: UnitOfWork, id: uuid.UUID, student_id: uuid.UUID) -> dict[str, Any]:
    if not work.actor.is_service(Service.AGREEMENTS):
        raise NotAllowed()
    candidacy = store.candidacy(work.session, id)
    if candidacy.student_id != student_id:
        raise NotFound()
    return answers.candidacy_answer(work, candidacy)
