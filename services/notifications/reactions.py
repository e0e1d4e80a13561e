"""What notifications does about the others' events: who is told, what, and where to act."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from contracts.message import Received
from contracts.vocabulary import AmendmentState, CandidacyState, Language, Role, SignatoryRole, State
from runtime.unit_of_work import UnitOfWork
from services.notifications import store
from services.notifications.rules.turns import MAILED_STEPS
from services.notifications.telling import Message, tell, tell_address, tell_stranger
from services.notifications.words import amendment_kinds, end_ground, period, signatory_role, visit_form

LINKS = {"sign": "link_to_sign", "host": "link_to_host", "end": "link_to_evaluate"}
WITH_OFFICERS = (State.AWAITING_OFFICER, State.VALIDATED)
AMENDMENT_WITH_OFFICERS = (AmendmentState.AWAITING_OFFICER, AmendmentState.VALIDATED, AmendmentState.SIGNING)


def on_person_recorded(work: UnitOfWork, event: Received) -> None:
    store.record_person(
        work.session,
        event.aggregate_version,
        **{name: event.data[name] for name in ("id", "name", "first_name", "email", "language", "roles")},
    )


def tell_student(work: UnitOfWork, event: Received) -> None:
    _tell_of_file(work, event, [event.data["student_id"]])


def tell_supervisor(work: UnitOfWork, event: Received) -> None:
    _tell_of_file(work, event, [event.data["supervisor_id"]])


def tell_officers(work: UnitOfWork, event: Received) -> None:
    _tell_of_file(work, event, event.data["officer_ids"])


def on_list_opened(work: UnitOfWork, event: Received) -> None:
    """Each supervisor of his share, each manager of the whole: once. Who asked is on its page, and gets no mail."""
    data = event.data
    shares = {one["id"]: one for one in data["supervisors"]}
    managers = [one for one in dict.fromkeys([data["by_id"], *data["officer_ids"]]) if one not in shares]
    for person in store.people(work.session, [*shares, *managers]):
        share = shares.get(person.id)
        asker = person.id == data["by_id"]
        message = Message(
            kind="list_opened" if share else "list_opened_for_managers",
            link=_of_share(share) if share else _of_list(data, asker),
            context={
                "count": share["count"] if share else data["count"],
                "by_name": data["by_name"],
                "group_name": data["officer_group_name"],
                "group_email": data["officer_group_email"],
                "at": data["at"],
            },
        )
        tell(work, event, person, message, mail=not asker)


def _of_share(share: dict[str, Any]) -> str:
    one = share["internship_id"]
    return f"/stages/{one}" if one else f"/a-traiter?etat={State.CONVENTION_TO_COMPLETE}"


def _of_list(data: dict[str, Any], asker: bool) -> str:
    """The report is its asker's; his colleagues see what it opened in their queue."""
    if asker:
        return f"/lots/{data['job_id']}"
    return f"/conventions?etat={State.CONVENTION_TO_COMPLETE}&groupe={data['officer_group_id']}"


def on_request_dropped(work: UnitOfWork, event: Received) -> None:
    """The supervisor, and the managers if the file had reached them."""
    told = [event.data["supervisor_id"]]
    if event.data["state_before"] in WITH_OFFICERS:
        told += event.data["officer_ids"]
    _tell_of_file(work, event, told)


def tell_student_and_supervisor(work: UnitOfWork, event: Received) -> None:
    _tell_of_file(work, event, [event.data["student_id"], event.data["supervisor_id"]])


def tell_student_and_officers(work: UnitOfWork, event: Received) -> None:
    _tell_of_file(work, event, [event.data["student_id"], *event.data["officer_ids"]])


def tell_everybody(work: UnitOfWork, event: Received) -> None:
    data = event.data
    _tell_of_file(work, event, [data["student_id"], data["supervisor_id"], *data["officer_ids"]])


def on_amendment_dropped(work: UnitOfWork, event: Received) -> None:
    """Those whom it had reached, but who gave it up: the supervisor, the managers, and whoever was asked to sign it.

    One that lapses is told with the internship that is called off, to all but those who know it by a link alone.
    """
    data = event.data
    before, lapsed = data["amendment_state_before"], data["move"] == "lapse"
    told = [data["student_id"]]
    if before not in (AmendmentState.DRAFT, AmendmentState.TO_CLARIFY):
        told.append(data["supervisor_id"])
    if before in AMENDMENT_WITH_OFFICERS:
        told += data["officer_ids"]
    told += [one["person_id"] for one in data["asked"]]
    if not lapsed:
        _tell_of_file(work, event, [one for one in told if one != data["by_id"]])
    message = Message(
        kind="amendment_dropped_while_signing",
        link="/verifier",
        context={
            "number": data["amendment_number"],
            "student_name": data["student_name"],
            "group_email": data["officer_group_email"],
            "reference": data["reference"],
            "comment": data["comment"],
            "lapsed": lapsed,
        },
        facts={"student": data["student_name"], "host": data["host_name"], "title": data["title"]},
    )
    for one in data["asked"]:
        if one["person_id"] is None:
            tell_stranger(work, event, one["email"], one["name"], data["language"] or Language.FR, message)


def on_link_given(work: UnitOfWork, event: Received) -> None:
    """To the address of the link alone, in the document's language; nobody else may open it."""
    data = event.data
    message = Message(
        kind=LINKS[data["purpose"]],
        link=data["path"],
        context={
            "student_name": data["student_name"],
            "host_name": data["host_name"],
            "group_email": data["officer_group_email"],
            "reference": data["reference"],
            "number": data["amendment_number"],
            "expires_at": data["expires_at"],
            "role_name": partial(signatory_role, data["role"]),
            "yours": data["role"] == SignatoryRole.STUDENT,
        },
        facts={
            "kinds": partial(amendment_kinds, data["amendment_kinds"]),  # type: ignore[dict-item]
            "student": data["student_name"],
            "host": data["host_name"],
            "title": data["title"],
            "dates": partial(period, data["starts_on"], data["ends_on"]),  # type: ignore[dict-item]
        },
    )
    language = data["language"] or Language.FR
    tell_stranger(work, event, data["email"], data["name"], language, message)


def on_paper_deposited(work: UnitOfWork, event: Received) -> None:
    """A notice to the managers, once the file has come to them: papers are many, and their queue is where they work."""
    if event.data["state"] not in (State.CONVENTION_TO_COMPLETE, State.CONVENTION_DRAFT):
        _tell_of_file(work, event, event.data["officer_ids"], mail=False)


def on_evaluation_submitted(work: UnitOfWork, event: Received) -> None:
    """Those who may read it, but its author: the student's own is not for himself, nor the supervisor's for him."""
    data = event.data
    readers = {"student": ["supervisor_id"], "supervisor": ["student_id"], "tutor": ["student_id", "supervisor_id"]}
    _tell_of_file(work, event, [data[name] for name in readers[data["evaluation_by"]]])


def on_visit(work: UnitOfWork, event: Received) -> None:
    """The student, who reads when and where beside his file's own facts."""
    data = event.data
    said = {
        "visit_on": data["visit_on"],
        "visit_at": data["visit_at"],
        "visit_place": data["visit_place"],
        "visit_form": partial(visit_form, data["visit_form"]),
        "changed": data["move"] == "change_visit",
    }
    _tell_of_file(work, event, [data["student_id"]], **said)


def on_difficulty(work: UnitOfWork, event: Received) -> None:
    """Whom the event names; a mail is read on screens that others see, so it says nothing of the difficulty."""
    message = Message(
        kind=_name(event), link=f"/stages/{event.data['internship_id']}#difficulte", context={}, secret=True
    )
    for person in store.people(work.session, event.data["to_ids"]):
        tell(work, event, person, message)


def _paper(data: dict[str, Any], language: str) -> str:
    return data.get(f"paper_{language}") or data.get("paper_fr") or ""


def _tell_of_file(work: UnitOfWork, event: Received, ids: Iterable[Any], *, mail: bool = True, **more: Any) -> None:
    data = event.data
    amendment = data.get("amendment_id")
    message = Message(
        kind=_name(event),
        link=f"/avenants/{amendment}" if amendment else f"/stages/{data['internship_id']}",
        context={
            "by_name": data["by_name"],
            "number": data.get("amendment_number") or data.get("certificate_number"),
            "paper": partial(_paper, data),
            "student_name": data["student_name"],
            "supervisor_name": data["supervisor_name"],
            "host_name": data["host_name"],
            "group_name": data["officer_group_name"],
            "group_email": data["officer_group_email"],
            "reference": data["reference"],
            "comment": data["comment"],
            "at": data["at"],
            "ends_on": data["ends_on"],
            "by_student": data["by_id"] == data["student_id"],
            "on_paper": data["move"] == "open_paper",
            "ground": partial(end_ground, data.get("end_ground") or ""),
            "was_signing": data.get("amendment_state_before") == AmendmentState.SIGNING,
            **more,
        },
        facts={
            "kinds": partial(amendment_kinds, data.get("kinds") or []),  # type: ignore[dict-item]
            "student": data["student_name"],
            "programme": data["programme"],
            "host": data["host_name"],
            "place": data["city"],
            "title": data["title"],
            "dates": partial(period, data["starts_on"], data["ends_on"]),  # type: ignore[dict-item]
        },
    )
    for person in store.people(work.session, ids):
        yours = {"yours": person.id == data["student_id"]}
        tell(work, event, person, replace(message, context={**message.context, **yours}), mail=mail)


def on_candidacy_submitted(work: UnitOfWork, event: Received) -> None:
    """The recruiter gets the message and the documents at once; the student a notice that it went."""
    data = event.data
    student, *recruiters = store.people(work.session, [data["student_id"], data["recruiter_id"]])
    attachments = [
        {name: document[name] for name in ("object_id", "file_name", "media_type")} for document in data["documents"]
    ]
    message = Message(
        kind="candidacy_submitted",
        link=f"/recruteur/candidatures/{data['candidacy_id']}",
        context={
            **_of_offer(data),
            "mail_subject": data["mail_subject"],
            "comment": data["message"],
            "document_count": len(attachments),
        },
        facts={"student": f"{data['student_name']} ({data['student_email']})", "host": data["host_name"]},
        reply_to=data["student_email"],
        attachments=attachments,
    )
    tell_address(work, event, data["recruiter_email"], recruiters[0] if recruiters else None, message)
    copy = Message("candidacy_submitted_copy", f"/candidatures/{data['candidacy_id']}", _of_offer(data))
    tell(work, event, student, copy, mail=False)


def on_candidacy_moved(work: UnitOfWork, event: Received) -> None:
    """The recruiter's steps are the student's news, and the student's withdrawal the recruiter's."""
    data = event.data
    if data["after"] == CandidacyState.WITHDRAWN:
        withdrawn = Message("candidacy_withdrawn", f"/recruteur/offres/{data['offer_id']}", _of_offer(data))
        for recruiter in store.people(work.session, [data["recruiter_id"]]):
            tell(work, event, recruiter, withdrawn, mail=False)
        return
    moved = Message(
        "candidacy_moved",
        f"/candidatures/{data['candidacy_id']}",
        {**_of_offer(data), "after": data["after"]},
        {"host": data["host_name"], "offer": f"{data['offer_title']} ({data['offer_reference']})"},
    )
    for student in store.people(work.session, [data["student_id"]]):
        tell(work, event, student, moved, mail=data["after"] in MAILED_STEPS)


def on_offer_submitted(work: UnitOfWork, event: Received) -> None:
    message = Message("offer_submitted", f"/moderation/{event.data['offer_id']}", _of_offer(event.data))
    for person in store.people_with_role(work.session, Role.CAREERS):
        tell(work, event, person, message)


def on_offer_published(work: UnitOfWork, event: Received) -> None:
    """Nobody is told of what the operator imported."""
    if not event.data["imported"]:
        _tell_recruiter(work, event)


def on_offer_refused(work: UnitOfWork, event: Received) -> None:
    _tell_recruiter(work, event, comment=event.data["reason"])


def _tell_recruiter(work: UnitOfWork, event: Received, **more: Any) -> None:
    message = Message(_name(event), f"/recruteur/offres/{event.data['offer_id']}", {**_of_offer(event.data), **more})
    for person in store.people(work.session, [event.data["recruiter_id"]]):
        tell(work, event, person, message)


def _of_offer(data: dict[str, Any]) -> dict[str, Any]:
    """An offer's event says `title` and `reference`; a candidacy's says of which offer they are."""
    return {
        "offer_title": data.get("offer_title") or data.get("title", ""),
        "offer_reference": data.get("offer_reference") or data.get("reference", ""),
        "host_name": data["host_name"],
        "student_name": data.get("student_name", ""),
    }


def _name(event: Received) -> str:
    """`ipro.agreements.convention_validated.v1` → `convention_validated`."""
    return event.type.split(".")[2]
