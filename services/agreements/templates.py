"""Templates as they are read: versions, whole texts, history and differences."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from contracts.errors import NotFound
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements.documents import chosen, wording
from services.agreements.documents.words import ARTICLES, LANGUAGES, WORDS
from services.agreements.model.templates import DRAFT, PUBLISHED, DocumentTemplate, TemplateVersion

MOST_VERSIONS = 500
NAMES = {"fr": "Français", "en": "English"}
Texts = tuple[dict[str, str], list[dict[str, str]]]


def template_of(work: UnitOfWork, kind: str, language: str) -> DocumentTemplate | None:
    return work.session.scalars(
        select(DocumentTemplate).where(DocumentTemplate.kind == kind, DocumentTemplate.language == language)
    ).first()


def versions(work: UnitOfWork, row: DocumentTemplate | None) -> Sequence[TemplateVersion]:
    """The newest first."""
    if row is None:
        return []
    statement = (
        select(TemplateVersion)
        .where(TemplateVersion.template_id == row.id)
        .order_by(TemplateVersion.number.desc())
        .limit(MOST_VERSIONS)
    )
    return work.session.scalars(statement).all()


def whole(work: UnitOfWork, kind: str, language: str, number: int | None) -> dict[str, Any]:
    """Raises `NotFound` for a language or a version that is not there."""
    row = template_of(work, kind, language)
    found = versions(work, row)
    shown = the_one(found, number)
    if shown is None and (language not in LANGUAGES or number):
        raise NotFound()
    words, articles = texts(shown, kind, language)
    before = next((one for one in found if one.number < (shown.number if shown else 0)), None)
    draft = next((one for one in found if one.state == DRAFT), None)
    french = wording.flat(WORDS[kind]["fr"])
    return {
        "kind": kind,
        "language": language,
        "name": row.name if row else NAMES[language],
        "number": shown.number if shown else 0,
        "state": shown.state if shown else PUBLISHED,
        "note": shown.note if shown else "",
        "version": draft.version if draft else 0,
        "words": [{"name": name, "french": text, "text": words[name]} for name, text in french.items()],
        "articles": articles,
        "blanks": wording.ARTICLE_BLANKS,
        "history": history(found, kind, language),
        "differences": differences(texts(before, kind, language), (words, articles)) if shown else [],
        "can_edit": work.actor.has(Role.ADMIN),
    }


def the_one(found: Sequence[TemplateVersion], number: int | None) -> TemplateVersion | None:
    """The version asked for, else the draft, else the newest published: the newest of all."""
    if number is None:
        return found[0] if found else None
    return next((one for one in found if one.number == number), None)


def texts(version: TemplateVersion | None, kind: str, language: str) -> Texts:
    """Of a version, whole; of version 0 the code's."""
    if version is None:
        known = language if language in LANGUAGES else "fr"
        return wording.flat(WORDS[kind][known]), ARTICLES[kind][known]
    return wording.flat(chosen.of_version(version).words), version.articles


def history(found: Sequence[TemplateVersion], kind: str, language: str) -> list[dict[str, Any]]:
    lines = []
    for place, one in enumerate(found):
        before = found[place + 1] if place + 1 < len(found) else None
        changed = differences(texts(before, kind, language), texts(one, kind, language))
        lines.append(
            {
                "number": one.number,
                "state": one.state,
                "note": one.note,
                "made_by": one.made_by_name,
                "made_at": one.made_at,
                "changes": [change["name"] for change in changed],
            }
        )
    return lines


def differences(before: Texts, after: Texts) -> list[dict[str, str]]:
    old, new = _all(before), _all(after)
    return [
        {"name": name, "before": old.get(name, ""), "after": new.get(name, "")}
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    ]


def _all(found: Texts) -> Mapping[str, str]:
    words, articles = found
    numbered = {f"articles.{n}": f"{one['title']}\n{one['text']}" for n, one in enumerate(articles, 1)}
    return {**words, **numbered}
