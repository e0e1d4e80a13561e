"""Evaluations and certificates as their reader may see them."""

import uuid
from typing import Any

from contracts.errors import NotFound
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.evaluations_view import (
    certificate_page,
    certificates,
    file_name,
    host_link,
    of_file,
    tutors,
    view,
)


def get_evaluation(work: UnitOfWork, *, id: uuid.UUID, by: str) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    found = of_file(work.session, file.id).get(by)
    shown = view(found, mine) if found else None
    if shown is None or not (shown["mine"] or shown["readable"]):
        raise NotFound()
    return shown


def get_evaluation_by_link(work: UnitOfWork, *, token: str) -> dict[str, Any]:
    link, file = host_link(work, token)
    return view(tutors(work.session, link, file), frozenset(), mine=True)


def get_certificate_by_link(work: UnitOfWork, *, token: str) -> dict[str, Any]:
    return certificate_page(work, *host_link(work, token))


def get_certificate(work: UnitOfWork, *, id: uuid.UUID, number: int) -> dict[str, Any]:
    file, _mine = store.load(work.session, id, work.actor.person_id)
    found = next((one for one in certificates(work.session, file.id) if one.number == number), None)
    if found is None:
        raise NotFound()
    return {"object_id": found.document.sealed_object_id, "file_name": file_name(file, number)}
