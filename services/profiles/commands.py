"""What profiles does when told to. One function a use case; sign-on and import have files of their own."""

import base64
import uuid
from contextlib import suppress
from typing import Any

from contracts.errors import InvalidInput, NotAllowed, Unavailable
from contracts.vocabulary import DocumentKind
from runtime import children
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.profiles import importing, signin, signon, store
from services.profiles.files.problem import MOST_BYTES
from services.profiles.model import Document
from services.profiles.recording import announce
from services.profiles.rules.names import says_nothing

GATEWAY, OPERATOR = "gateway", "operator"
MOST_DOCUMENTS = 50
CHECK_SECONDS, CHECK_MEGABYTES = 15, 768


def sign_on_by_university(work: UnitOfWork, issuer: str, subject: str, attributes: dict[str, Any]) -> dict[str, Any]:
    if not work.actor.is_service(GATEWAY):
        raise NotAllowed()
    return store.person_answer(work.session, signon.sign_on(work, issuer, subject, attributes))


def sign_in_locally(work: UnitOfWork, email: str, password: str) -> dict[str, Any]:
    if not work.actor.is_service(GATEWAY):
        raise NotAllowed()
    return store.person_answer(work.session, signin.sign_in(work, email, password))


def set_language(work: UnitOfWork, language: str) -> dict[str, Any]:
    me = store.person(work.session, work.actor.person_id, lock=True)
    if me.language != language:
        me.language, me.updated_at = language, work.now
        work.session.flush()
        announce(work, me)
    return store.person_answer(work.session, me)


def add_document(
    work: UnitOfWork, kind: str, name: str, description: str, visible: bool, upload_id: str, file_name: str
) -> Document:
    """The file is looked at before any lock or connection is taken: it may last seconds."""
    me_id, name = work.actor.person_id, name.strip()
    data = work.files.open_upload(upload_id)
    report = examine(data, kind, file_name)
    problems = name_problems(kind, name)
    me = store.person(work.session, me_id, lock=True)
    mine = store.documents(work.session, me.id)
    if report["problem"]:
        problems["file"] = [report["problem"]]
        forget(work, upload_id)
    elif len(mine) >= MOST_DOCUMENTS:
        problems["file"] = ["too_many"]
    if problems:
        raise InvalidInput(fields=problems)
    if kind == DocumentKind.PHOTO:
        for earlier in (one for one in mine if one.kind == kind):
            work.session.delete(earlier)
    document = Document(
        owner_id=me.id,
        kind=kind,
        name=name,
        description=description.strip(),
        visible=visible,
        file_name=report["file_name"],
        media_type=report["media_type"],
        size=len(data),
        object_id=work.files.adopt(upload_id),
        text=report["text"],
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(document)
    work.session.flush()
    work.after_commit(lambda: forget(work, upload_id))
    return document


def forget(work: UnitOfWork, upload_id: str) -> None:
    """What stays in quarantine hurts nobody; what is committed must not look like a failure."""
    with suppress(Exception):
        work.files.discard(upload_id)


def examine(data: bytes, kind: str, file_name: str) -> dict[str, Any]:
    """The report of a child process; a file that kills it (memory, processor time) is one that nobody should open."""
    if len(data) > MOST_BYTES:
        return {"problem": "too_big", "file_name": file_name, "media_type": "", "text": ""}
    try:
        return children.run(
            "services.profiles.files.check:examine",
            base64.b64encode(data).decode(),
            kind,
            file_name,
            seconds=CHECK_SECONDS,
            megabytes=CHECK_MEGABYTES,
        )
    except Unavailable as failure:
        if failure.code != "child_failed":
            raise
        return {"problem": "unreadable", "file_name": file_name, "media_type": "", "text": ""}


def edit_document(
    work: UnitOfWork, id: uuid.UUID, version: int, name: str, description: str, visible: bool
) -> Document:
    document = store.own_document(work.session, work.actor.person_id, id, lock=True)
    check_version(document, version)
    problems = name_problems(document.kind, name.strip())
    if problems:
        raise InvalidInput(fields=problems)
    document.name, document.description, document.visible = name.strip(), description.strip(), visible
    document.updated_at = work.now
    work.session.flush()
    return document


def delete_document(work: UnitOfWork, id: uuid.UUID, version: int) -> None:
    document = store.own_document(work.session, work.actor.person_id, id, lock=True)
    check_version(document, version)
    work.session.delete(document)


def name_problems(kind: str, name: str) -> dict[str, list[str]]:
    """One has only one photo, so its name need not tell anything."""
    if not name:
        return {"name": ["required"]}
    if kind != DocumentKind.PHOTO and says_nothing(name):
        return {"name": ["says_nothing"]}
    return {}


def import_directory(
    work: UnitOfWork,
    components: list[dict[str, Any]],
    programmes: list[dict[str, Any]],
    news: list[dict[str, Any]],
    people: list[dict[str, Any]],
) -> dict[str, Any]:
    if not work.actor.is_service(OPERATOR):
        raise NotAllowed()
    importing.import_components(work, components)
    importing.import_programmes(work, programmes)
    importing.import_news(work, news)
    return importing.import_people(work, people)
