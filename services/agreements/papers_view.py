"""What a group asks, and a file's papers as their reader may see them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.vocabulary import Party
from services.agreements.model import DepositedPaper, Internship, OfficerGroup
from services.agreements.rules import papers as rules

MOST_SHOWN = 200


def group_papers(group: OfficerGroup) -> dict[str, Any]:
    """The usual ones are proposed to a group that has never said what it asks."""
    asked = list(rules.USUAL) if group.papers is None else group.papers
    proposed = group.papers is None
    return {"id": group.id, "name": group.name, "version": group.version, "proposed": proposed, "papers": asked}


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
