"""Templates of documents: drafts saved and published by administrators."""

import uuid
from typing import Any

from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements import templates as read
from services.agreements.documents import wording
from services.agreements.documents.words import LANGUAGES
from services.agreements.model.templates import DRAFT, PUBLISHED, DocumentTemplate, TemplateVersion


def save_template(
    work: UnitOfWork,
    *,
    kind: str,
    language: str,
    version: int,
    name: str,
    words: dict[str, Any],
    articles: list[dict[str, str]],
    note: str,
) -> dict[str, Any]:
    """Refuses, on their fields, what cannot be drawn; a draft changed meanwhile is `StaleVersion`."""
    _administrators_only(work)
    said = {key: text if isinstance(text, str) else "" for key, text in words.items()}
    row = read.template_of(work, kind, language) or _new_template(work, kind, language, name)
    found = read.versions(work, row)
    draft = next((one for one in found if one.state == DRAFT), None)
    if (draft.version if draft else 0) != version:
        raise StaleVersion(version=draft.version if draft else 0)
    problems = wording.problems(kind, said, articles)
    if problems:
        raise InvalidInput(fields=problems)
    whole, _articles = read.texts(found[0] if found else None, kind, language)
    if draft is None:
        draft = TemplateVersion(
            id=uuid.uuid4(), template_id=row.id, number=found[0].number + 1 if found else 1, state=DRAFT
        )
        work.session.add(draft)
    draft.words, draft.articles, draft.note = {**whole, **said}, articles, note
    draft.made_by, draft.made_by_name, draft.made_at = work.actor.id, work.actor.name, work.now
    row.name = name.strip() or row.name
    work.session.flush()
    return read.whole(work, kind, language, None)


def _administrators_only(work: UnitOfWork) -> None:
    if not work.actor.has(Role.ADMIN):
        raise NotAllowed()


def _new_template(work: UnitOfWork, kind: str, language: str, name: str) -> DocumentTemplate:
    if not wording.is_language(language):
        raise InvalidInput(fields={"language": ["unknown_choice"]})
    if language not in LANGUAGES and not name.strip():
        raise InvalidInput(fields={"name": ["required"]})
    row = DocumentTemplate(id=uuid.uuid4(), kind=kind, language=language, name=name.strip() or read.NAMES[language])
    work.session.add(row)
    work.session.flush()
    return row


def publish_template(work: UnitOfWork, *, kind: str, language: str, version: int) -> dict[str, Any]:
    """From now on new documents are drawn with it; what was validated before keeps its own version."""
    _administrators_only(work)
    found = read.versions(work, read.template_of(work, kind, language))
    if not found and language not in LANGUAGES:
        raise NotFound()
    draft = next((one for one in found if one.state == DRAFT), None)
    if draft is None:
        raise MoveRefused("no_draft_to_publish")
    if draft.version != version:
        raise StaleVersion(version=draft.version)
    draft.state = PUBLISHED
    draft.made_by, draft.made_by_name, draft.made_at = work.actor.id, work.actor.name, work.now
    work.session.flush()
    return read.whole(work, kind, language, None)
