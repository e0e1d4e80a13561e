"""Papers: what a group asks, deposits by the student, reviews by its managers."""

import uuid
from typing import Any

from sqlalchemy import func, select

from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.events import agreements as told
from contracts.vocabulary import PaperState, Party
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view, papers_check, store
from services.agreements.commands import moving
from services.agreements.model import DepositedPaper, Internship
from services.agreements.papers_view import group_papers, row_of
from services.agreements.rules import papers as rules
from services.agreements.telling import actor_of, tell_of_file

MOST_VERSIONS = 20


def save_group_papers(work: UnitOfWork, *, id: uuid.UUID, version: int, papers: list[dict[str, Any]]) -> dict[str, Any]:
    group = group_view.to_manage(work, id)
    work.session.refresh(group, with_for_update=True)
    check_version(group, version)
    problems = rules.wrong_with(papers)
    if problems:
        raise InvalidInput(fields=problems)
    before = group.papers
    group.papers = rules.with_codes(papers, known=[one["code"] for one in group.papers or []])
    group_view.write_down(work, group, {"papers": before}, {"papers": group.papers})
    group.version += 1
    work.session.flush()
    return group_papers(group)


def deposit_paper(work: UnitOfWork, *, id: uuid.UUID, code: str, upload_id: str, file_name: str) -> dict[str, Any]:
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id, Party.STUDENT)
    _still_open(file)
    asked = next((one for one in rules.asked(file) if one["code"] == code), None)
    if asked is None:
        raise InvalidInput(fields={"code": ["unknown_choice"]})
    if _versions(work, file, code) >= MOST_VERSIONS:
        raise MoveRefused("too_many_versions", most=MOST_VERSIONS)
    data = papers_check.take(work, upload_id, "file")
    paper = DepositedPaper(
        id=uuid.uuid4(),
        internship_id=file.id,
        code=code,
        object_id=work.files.put(data),
        file_name=file_name[-200:],
        state=PaperState.DEPOSITED,
        deposited_at=work.now,
    )
    work.session.add(paper)
    _now(work, file, paper)
    _written(work, file, asked, "deposit_paper", told.PaperDeposited, Party.STUDENT, "")
    return row_of(work.session, file, asked, mine)


def review_paper(
    work: UnitOfWork, *, id: uuid.UUID, paper_id: uuid.UUID, accepted: bool, reason: str
) -> dict[str, Any]:
    """As long as the student can still answer with another version, a manager decides on the last one, and may decide
    otherwise than he did: he accepted the wrong page, or refused the right one. What was accepted and passed a step is
    not asked again at that step. Once the file takes no paper, what was decided stands: nothing could follow from it.
    """
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id, Party.OFFICER)
    _still_open(file)
    paper = work.session.get(DepositedPaper, paper_id)
    if paper is None or paper.internship_id != file.id:
        raise NotFound()
    if paper.id != _last(work, file, paper.code):
        raise MoveRefused("paper_replaced")
    if not accepted and not reason.strip():
        raise InvalidInput(fields={"reason": ["required"]})
    asked = next((one for one in file.asked_papers if one["code"] == paper.code), None)
    asked = asked or {"code": paper.code, "fr": paper.code, "en": paper.code, "required": False, "when": ""}
    paper.state = PaperState.ACCEPTED if accepted else PaperState.REFUSED
    paper.reviewed_at, paper.reviewed_by = work.now, work.actor.name
    paper.reason = "" if accepted else reason.strip()
    _now(work, file, paper)
    event = told.PaperAccepted if accepted else told.PaperRefused
    _written(work, file, asked, "accept_paper" if accepted else "refuse_paper", event, Party.OFFICER, paper.reason)
    return row_of(work.session, file, asked, mine)


def _still_open(file: Internship) -> None:
    if file.state not in rules.DEPOSITED_IN:
        raise MoveRefused("papers_closed")


def _versions(work: UnitOfWork, file: Internship, code: str) -> int:
    which = (DepositedPaper.internship_id == file.id, DepositedPaper.code == code)
    return work.session.scalar(select(func.count()).select_from(DepositedPaper).where(*which)) or 0


def _last(work: UnitOfWork, file: Internship, code: str) -> uuid.UUID | None:
    statement = (
        select(DepositedPaper.id)
        .where(DepositedPaper.internship_id == file.id, DepositedPaper.code == code)
        .order_by(DepositedPaper.deposited_at.desc(), DepositedPaper.id.desc())
    )
    return work.session.scalars(statement.limit(1)).first()


def _now(work: UnitOfWork, file: Internship, paper: DepositedPaper) -> None:
    file.papers = {**file.papers, paper.code: str(paper.state)}
    file.updated_at = work.now
    work.session.flush()


def _written(
    work: UnitOfWork, file: Internship, asked: dict[str, Any], move: str, event: Any, party: Party, reason: str
) -> None:
    """The journal names the paper, and says why it was refused."""
    line = f"{asked['fr']} : {reason}" if reason else asked["fr"]
    moving.write_down(work, file, move, before=str(file.state), party=party, comment=line)
    tell_of_file(
        work,
        file,
        event,
        move,
        by=actor_of(work),
        party=party,
        comment=reason,
        paper_code=asked["code"],
        paper_fr=asked["fr"],
        paper_en=asked.get("en") or asked["fr"],
    )
