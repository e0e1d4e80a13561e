"""What a group asks, and a file's papers as their reader may see them."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.vocabulary import Party
from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view, store
from services.agreements.model import DepositedPaper, Internship, OfficerGroup
from services.agreements.rules import papers as rules

MOST_SHOWN = 200


def get_group_papers(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    return group_papers(group_view.to_manage(work, id))


def group_papers(group: OfficerGroup) -> dict[str, Any]:
    """The usual ones are proposed to a group that has never said what it asks."""
    asked = list(rules.USUAL) if group.papers is None else group.papers
    proposed = group.papers is None
    return {"id": group.id, "name": group.name, "version": group.version, "proposed": proposed, "papers": asked}


def get_paper(work: UnitOfWork, *, id: uuid.UUID, paper_id: uuid.UUID) -> dict[str, Any]:
    file, mine = store.load(work.session, id, work.actor.person_id)
    paper = work.session.get(DepositedPaper, paper_id)
    if paper is None or paper.internship_id != file.id or not readable(file, mine):
        raise NotFound()
    return {"object_id": paper.object_id, "file_name": f"{paper.code}-{file.reference}.pdf"}


def readable(file: Internship, mine: frozenset[Party]) -> bool:
    """The student and the group's members; the supervisor too, unless the internship is confidential."""
    return bool(mine & {Party.STUDENT, Party.OFFICER}) or (Party.SUPERVISOR in mine and not file.confidential)


def rows_of(session: Session, file: Internship, mine: frozenset[Party]) -> list[dict[str, Any]]:
    """Each paper asked, and each deposited that is asked no more."""
    asked = rules.asked(file)
    named = {one["code"]: one for one in [*file.asked_papers, *asked]}
    codes = list(dict.fromkeys([*(one["code"] for one in asked), *file.papers]))
    versions = _versions(session, file) if readable(file, mine) else {}
    unasked = {"fr": "", "en": "", "required": False, "when": ""}
    return [_row(file, named.get(code) or {"code": code, **unasked}, versions.get(code, [])) for code in codes]


def row_of(session: Session, file: Internship, asked: dict[str, Any], mine: frozenset[Party]) -> dict[str, Any]:
    versions = _versions(session, file) if readable(file, mine) else {}
    return _row(file, asked, versions.get(asked["code"], []))


def _row(file: Internship, asked: dict[str, Any], versions: list[DepositedPaper]) -> dict[str, Any]:
    names = ("code", "fr", "en", "required", "when")
    return {
        **{name: asked.get(name) for name in names},
        "state": file.papers.get(asked["code"], ""),
        "versions": versions,
    }


def _versions(session: Session, file: Internship) -> dict[str, list[DepositedPaper]]:
    statement = (
        select(DepositedPaper)
        .where(DepositedPaper.internship_id == file.id)
        .order_by(DepositedPaper.deposited_at.desc(), DepositedPaper.id.desc())
    )
    found: dict[str, list[DepositedPaper]] = {}
    for paper in session.scalars(statement.limit(MOST_SHOWN)):
        found.setdefault(paper.code, []).append(paper)
    return found
