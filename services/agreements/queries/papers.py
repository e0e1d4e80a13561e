"""What a group asks, and a file's papers as their reader may see them."""

import uuid
from typing import Any

from contracts.errors import NotFound
from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view, store
from services.agreements.model import DepositedPaper
from services.agreements.papers_view import group_papers, readable


def get_group_papers(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    return group_papers(group_view.to_manage(work, id))


def get_paper(work: UnitOfWork, *, id: uuid.UUID, paper_id: uuid.UUID) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    paper = work.session.get(DepositedPaper, paper_id)
    if paper is None or paper.internship_id != file.id or not readable(file, mine):
        raise NotFound()
    return {"object_id": paper.object_id, "file_name": f"{paper.code}-{file.reference}.pdf"}
