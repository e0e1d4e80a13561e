"""What profiles answers without writing."""

import uuid
from typing import Any

from sqlalchemy import select

from contracts.errors import NotAllowed, NotFound
from contracts.vocabulary import Circuit, DocumentKind, Role, Service
from runtime.unit_of_work import UnitOfWork
from services.profiles import store
from services.profiles.model import Component, NewsItem, Person, Programme
from services.profiles.rules.completeness import completeness
from services.profiles.rules.groups import groups_of

STAFF = (Role.OFFICER, Role.CAREERS, Role.ADMIN)
UNIVERSITY = (Role.STUDENT, Role.TEACHER, *STAFF)
NEWS_SHOWN = 20


def get_me(work: UnitOfWork) -> dict[str, Any]:
    return store.person_answer(work.session, store.person(work.session, work.actor.person_id))


def get_people(work: UnitOfWork, ids: list[uuid.UUID]) -> list[dict[str, Any]]:
    if not (work.actor.is_service(*Service) or work.actor.has(*STAFF)):
        raise NotAllowed()
    wanted = [one for one in ids if one is not None]
    found = list(work.session.scalars(select(Person).where(Person.id.in_(wanted))))
    return store.people_answers(work.session, found)


def find_people(work: UnitOfWork, student_numbers: list[str], emails: list[str]) -> list[dict[str, Any]]:
    """An address counts in any case. People without a number are nobody's match."""
    if not work.actor.is_service(Service.AGREEMENTS):
        raise NotAllowed()
    return store.people_answers(work.session, store.people_known_by(work.session, student_numbers, emails))


def search_teachers(work: UnitOfWork, words: str, limit: int) -> list[dict[str, Any]]:
    if not (work.actor.is_service(*Service) or work.actor.has(*UNIVERSITY)):
        raise NotAllowed()
    answers = store.people_answers(work.session, store.teachers(work.session, words, limit))
    return [
        {
            "id": one["id"],
            "name": f"{one['first_name']} {one['last_name']}".strip()[:200],
            "email": one["email"],
            "component_name": one["component_name"],
        }
        for one in answers
    ]


def get_route(work: UnitOfWork) -> dict[str, Any]:
    me = store.person(work.session, work.actor.person_id)
    component = work.session.get(Component, me.component_code) if me.component_code else None
    if component is None:
        return {"component_code": me.component_code, "circuit": Circuit.IPRO}
    return {
        "component_code": component.code,
        "component_name": component.name,
        "circuit": component.circuit,
        "url": component.url,
        "contact_name": component.contact_name,
        "contact_email": component.contact_email,
        "contact_phone": component.contact_phone,
        "contact_place": component.contact_place,
    }


def list_documents(work: UnitOfWork, kind: str) -> list[Any]:
    return store.documents(work.session, work.actor.person_id, kind)


def get_document(work: UnitOfWork, id: uuid.UUID) -> Any:
    return store.own_document(work.session, work.actor.person_id, id)


def documents_to_send(work: UnitOfWork, owner_id: uuid.UUID, ids: list[uuid.UUID]) -> list[Any]:
    if not work.actor.is_service(Service.OFFERS):
        raise NotAllowed()
    if None in ids:
        raise NotFound()
    return [store.own_document(work.session, owner_id, one) for one in ids]


def get_profile_summary(work: UnitOfWork) -> dict[str, Any]:
    me = store.person(work.session, work.actor.person_id)
    kinds = [document.kind for document in store.documents(work.session, me.id)]
    percent, missing = completeness(
        roles=me.roles, name=me.name, email=me.email, programme=me.programme_code, kinds=kinds
    )
    return {
        "complete": percent,
        "missing": missing,
        "cv_count": kinds.count(DocumentKind.CV),
        "letter_count": kinds.count(DocumentKind.COVER_LETTER),
    }


def get_groups_and_news(work: UnitOfWork) -> dict[str, Any]:
    me = store.person(work.session, work.actor.person_id)
    component = work.session.get(Component, me.component_code) if me.component_code else None
    programme = work.session.get(Programme, me.programme_code) if me.programme_code else None
    groups = groups_of(
        me.roles,
        work.actor.language,
        (component.code, component.name) if component else None,
        (programme.code, programme.name) if programme else None,
    )
    names = {group["code"]: group["name"] for group in groups}
    news = work.session.scalars(
        select(NewsItem)
        .where(NewsItem.group_code.in_(names), NewsItem.published_at <= work.now)
        .order_by(NewsItem.published_at.desc(), NewsItem.id)
        .limit(NEWS_SHOWN)
    )
    return {
        "groups": groups,
        "news": [
            {
                "group_name": names[item.group_code],
                "title": item.title,
                "body": item.body,
                "published_at": item.published_at,
            }
            for item in news
        ],
    }
