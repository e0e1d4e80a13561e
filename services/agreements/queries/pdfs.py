"""The PDFs of several files: asked for a few at a time, so that a hundred never hold the service."""

import uuid
from typing import Any

from contracts.errors import MoveRefused, NotFound
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.queries.files import get_pdf


def get_pdfs(work: UnitOfWork, *, ids: list[uuid.UUID]) -> list[dict[str, Any]]:
    """In the order asked; a file that has none says why, and does not stop the others."""
    return [_one(work, id) for id in ids]


def _one(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    try:
        file, _mine = store.load(work.session, id, work.actor.person_id)
    except NotFound:
        return {"id": id, "problem": "not_found"}
    known = {"id": id, "reference": file.reference, "student_name": file.student["name"]}
    try:
        return {**known, **get_pdf(work, id=id), "problem": ""}
    except MoveRefused as refusal:
        return {**known, "problem": refusal.code}
