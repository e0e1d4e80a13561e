"""Evaluations: kept as drafts, submitted once."""

import uuid
from typing import Any

from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.events import agreements as told
from contracts.vocabulary import EvaluationState, Evaluator, Party
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.agreements import links, store
from services.agreements.commands import moving
from services.agreements.evaluations_view import of_file, tutors, view
from services.agreements.model import Evaluation, Internship
from services.agreements.rules import evaluations as rules
from services.agreements.telling import By, actor_of, tell_of_file

LONGEST = 40  # answers of one form, known or not


def save_evaluation(
    work: UnitOfWork, *, id: uuid.UUID, by: str, version: int, answers: dict[str, Any], submit: bool
) -> dict[str, Any]:
    file, mine = store.lock_any_version(work.session, id, work.actor.person_id)
    found = of_file(work.session, file.id).get(by)
    if found is None or not rules.may_fill(by, mine):
        raise NotFound()
    party = min(rules.FILLED_BY[by] & mine)
    _save(work, file, found, version, answers, submit, actor_of(work), party)
    return view(found, mine)


def save_evaluation_by_link(
    work: UnitOfWork, *, token: str, version: int, answers: dict[str, Any], submit: bool
) -> dict[str, Any]:
    link, file = links.open_locked(work, token)
    found = tutors(work.session, link, file)
    _save(work, file, found, version, answers, submit, By(None, link.name), Party.HOST)
    return view(found, frozenset(), mine=True)


def _save(
    work: UnitOfWork,
    file: Internship,
    evaluation: Evaluation,
    version: int,
    answers: dict[str, Any],
    submit: bool,
    by: By,
    party: Party,
) -> None:
    """The words stay in the questionnaire: neither the journal nor the event has them."""
    if evaluation.state == EvaluationState.SUBMITTED:
        raise MoveRefused("evaluation_over")
    check_version(evaluation, version)
    if len(answers) > LONGEST:
        raise InvalidInput(fields={"answers": ["too_many"]})
    given = rules.kept(evaluation.by, answers)
    problems = rules.wrong_with(evaluation.by, given, submitting=submit)
    if problems:
        raise InvalidInput(fields=problems)
    evaluation.answers = given
    evaluation.state = EvaluationState.SUBMITTED if submit else EvaluationState.DRAFT
    if submit:
        evaluation.submitted_at, evaluation.submitted_by = work.now, by.name
        name = f"evaluate_{Evaluator(evaluation.by)}"
        moving.write_down(work, file, name, before=str(file.state), party=party, comment="", by=by)
        tell_of_file(work, file, told.EvaluationSubmitted, name, by=by, party=party, evaluation_by=evaluation.by)
    work.session.flush()
