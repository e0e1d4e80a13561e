"""Which wording a file's document is made with: the version that it was validated with, or the newest published."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.exc import UnmappedInstanceError

from services.agreements.documents.wording import Wording, built_in, from_flat
from services.agreements.model.templates import PUBLISHED, DocumentTemplate, TemplateVersion


def wording_of(file: Any, kind: str, *, draft: bool) -> Wording:
    """In the language of the file's convention. A convention that is no draft keeps its version; the rest is of today."""
    language = (file.convention or {}).get("language") or "fr"
    session = _session_of(file)
    if session is None:
        return built_in(kind, language)
    if kind == "convention" and not draft:
        kept = file.template_version_id and session.get(TemplateVersion, file.template_version_id)
        if kept and kept.template.language == language:
            return of_version(kept)
        if language in ("fr", "en"):
            return built_in(kind, language)
    return newest_wording(session, kind, language)


def pin(session: Session, file: Any) -> None:
    """The file's convention is validated now: it keeps today's words."""
    language = (file.convention or {}).get("language") or "fr"
    found = newest(session, "convention", language)
    file.template_version_id = found.id if found else None


def newest_wording(session: Session, kind: str, language: str) -> Wording:
    """What is published today; in a language that has not this kind of document, French."""
    found = newest(session, kind, language)
    return of_version(found) if found else built_in(kind, language)


def newest(session: Session, kind: str, language: str) -> TemplateVersion | None:
    """None for the code's own words."""
    statement = (
        select(TemplateVersion)
        .join(DocumentTemplate)
        .where(DocumentTemplate.kind == kind, DocumentTemplate.language == language, TemplateVersion.state == PUBLISHED)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def of_version(version: TemplateVersion) -> Wording:
    return from_flat(version.template.kind, version.template.language, version.words, version.articles)


def languages(session: Session) -> dict[str, str]:
    """Code → name of what a convention may be written in; the two of the code first."""
    rows = session.execute(
        select(DocumentTemplate.language, DocumentTemplate.name)
        .where(
            DocumentTemplate.kind == "convention",
            DocumentTemplate.id.in_(select(TemplateVersion.template_id).where(TemplateVersion.state == PUBLISHED)),
        )
        .order_by(DocumentTemplate.language)
    )
    return {"fr": "Français", "en": "English"} | {code: name for code, name in rows if code not in ("fr", "en")}


def _session_of(file: Any) -> Session | None:
    """A file as it would be after an amendment stands for the file itself; a plain one has no base."""
    try:
        return object_session(getattr(file, "_file", file))
    except UnmappedInstanceError:
        return None
