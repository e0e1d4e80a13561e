"""Templates of documents: seen by administrators and convention managers, changed by administrators alone."""

from typing import Any

from sqlalchemy import select

from contracts.errors import NotAllowed, NotFound
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements.documents import chosen, demonstration, wording
from services.agreements.documents.words import KINDS, LANGUAGES
from services.agreements.model.templates import DRAFT, PUBLISHED, DocumentTemplate
from services.agreements.templates import NAMES, template_of, the_one, versions, whole

MOST_TEMPLATES = 300


def readers_only(work: UnitOfWork) -> None:
    if not work.actor.has(Role.ADMIN, Role.OFFICER):
        raise NotAllowed()


def list_templates(work: UnitOfWork) -> list[dict[str, Any]]:
    readers_only(work)
    rows = work.session.scalars(select(DocumentTemplate).limit(MOST_TEMPLATES)).all()
    known = {(row.kind, row.language): row for row in rows}
    places = [(kind, language) for kind in KINDS for language in LANGUAGES]
    places += sorted(place for place in known if place not in places)
    return [_line(work, kind, language, known.get((kind, language))) for kind, language in places]


def _line(work: UnitOfWork, kind: str, language: str, row: DocumentTemplate | None) -> dict[str, Any]:
    found = versions(work, row)
    published = next((one.number for one in found if one.state == PUBLISHED), 0 if language in LANGUAGES else None)
    return {
        "kind": kind,
        "language": language,
        "name": row.name if row else NAMES[language],
        "published": published,
        "draft": next((one.number for one in found if one.state == DRAFT), None),
        "changed_at": found[0].made_at if found else None,
        "changed_by": found[0].made_by_name if found else "",
    }


def get_template(work: UnitOfWork, *, kind: str, language: str, number: int | None) -> dict[str, Any]:
    readers_only(work)
    return whole(work, kind, language, number)


def preview_template(work: UnitOfWork, *, kind: str, language: str, number: int | None) -> dict[str, str]:
    readers_only(work)
    found = versions(work, template_of(work, kind, language))
    shown = the_one(found, number)
    if shown is None and (language not in LANGUAGES or number):
        raise NotFound()
    chosen_one = chosen.of_version(shown) if shown else wording.built_in(kind, language)
    base = chosen.newest_wording(work.session, "convention", language)
    draft = shown is not None and shown.state == DRAFT
    drawn = demonstration.draw(kind, chosen_one, base, work.now, draft=draft)
    name = f"{kind}-{language}-{shown.number if shown else 0}.pdf"
    return {"object_id": work.files.put(drawn), "file_name": name}


def list_languages(work: UnitOfWork) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in chosen.languages(work.session).items()]
