"""Answers of services, made up for tests that only look at pages. Nothing here stands for a service's behaviour."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from contracts.calls import agreements
from contracts.errors import NotFound, Refusal

NOW = datetime(2027, 5, 3, 9, 30, tzinfo=UTC)


def number(n: int) -> uuid.UUID:
    return uuid.UUID(int=n)


ME = {
    "id": number(1),
    "civility": "madam",
    "first_name": "Mina",
    "last_name": "Zbtl",
    "email": "mina@etu.test",
    "roles": ["student"],
    "language": "fr",
    "programme_name": "",
    "component_name": "",
    "phone": "+33 4 00 00 00 00",
    "born_on": date(2004, 3, 1),
    "student_number": "1",
    "level": "",
}
HOST = {
    "id": number(20),
    "version": 1,
    "name": "Quelf",
    "siret": "73282932000074",
    "country": "FR",
    "address1": "1 Blrk",
    "postal_code": "13002",
    "city": "Zorn",
    "website": "https://quelf.test",
}
OFFER = {
    "id": number(30),
    "reference": 730,
    "version": 2,
    "state": "published",
    "refusal_reason": "",
    "host": HOST,
    "origin": "",
    "created_at": NOW,
    "published_at": NOW,
    "view_count": 12,
    "candidacy_count": 1,
    "my_candidacy_id": None,
    "actions": ["apply", "edit", "close", "approve", "refuse"],
    "kind": "internship",
    "title": "Brmk",
    "description": "Vlsp.",
    "profile": "",
    "level": "bac4",
    "function": "computing",
    "city": "Zorn",
    "country": "FR",
    "starts_on": date(2027, 6, 1),
    "duration_months": 4,
    "stipend_cents": 65_940,
    "benefits": "",
    "apply_by": "platform",
    "apply_email": "a@quelf.test",
    "apply_url": "",
    "expires_on": None,
}
OFFER_ROW = {**OFFER, "host_name": HOST["name"]}
CANDIDACY_ROW = {
    "id": number(40),
    "version": 1,
    "state": "viewed",
    "sent_at": NOW,
    "offer_id": number(30),
    "offer_reference": 730,
    "offer_kind": "internship",
    "offer_title": "Brmk",
    "mission": "Vlsp.",
    "host_name": HOST["name"],
    "student_name": "Mina Zbtl",
    "actions": ["withdraw"],
}
DOCUMENT = {
    "id": number(50),
    "kind": "cv",
    "name": "Mina Zbtl - Brmk",
    "description": "",
    "visible": False,
    "file_name": "zbtl.pdf",
    "media_type": "application/pdf",
    "size": 234_567,
    "object_id": "a" * 64,
    "created_at": NOW,
    "version": 1,
}
CANDIDACY = {
    **CANDIDACY_ROW,
    "student_email": "mina@etu.test",
    "subject": "Brmk",
    "message": "Vlsp.",
    "documents": [DOCUMENT],
    "updated_at": NOW,
    "offer": OFFER,
    "actions": ["withdraw", "shortlist", "accept", "refuse"],
}


def file(reference: int, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number(reference),
        "reference": reference,
        "version": 1,
        "state": state,
        "since": NOW,
        "my_turn": False,
        "student_name": "Mina Zbtl",
        "host_name": HOST["name"],
        "title": "Brmk",
        "starts_on": date(2027, 6, 1),
        "ends_on": date(2027, 9, 1),
        "linked_conventions": 1,
        "edits": [],
        "created_at": NOW,
        "updated_at": NOW,
        **more,
    }


def queue_row(reference: int, **more: Any) -> dict[str, Any]:
    found = {"student_number": "1", "assigned_to": None, "assigned_name": "", "tags": [], "problem": "ok"}
    found["papers_to_review"] = False
    return file(reference, "awaiting_officer", my_turn=True, **{**found, **more})


ANSWERS: dict[str, Any] = {
    "count_unread": 2,
    "get_me": ME,
    "get_overview": {
        "todo": [file(61, "convention_to_complete", my_turn=True)],
        "authorizations": [file(63, "request_to_clarify", my_turn=True)],
        "authorization_count": 1,
        "conventions": [file(57, "awaiting_officer")],
        "convention_count": 1,
    },
    "list_candidacies": [CANDIDACY_ROW],
    "get_profile_summary": {"complete": 70, "missing": ["cover_letter", "photo"], "cv_count": 1, "letter_count": 0},
    "list_notifications": {
        "unread": 1,
        "rows": [
            {
                "id": number(70),
                "kind": "x",
                "title": "Grtz",
                "body": "Vlsp.",
                "link": "/bureau",
                "created_at": NOW,
                "read_at": None,
            }
        ],
    },
    "get_groups_and_news": {
        "groups": [{"code": "ZZ", "name": "Grp", "kind": "status"}],
        "news": [{"group_name": "Grp", "title": "Nwsz", "body": "Vlsp.", "published_at": NOW}],
    },
    "get_route": {
        "component_code": "ZZ",
        "component_name": "Cmpz",
        "circuit": "school_office",
        "contact_name": "Offz",
        "contact_email": "o@univ.test",
        "contact_phone": "04",
        "contact_place": "Z12",
    },
    "list_documents": [DOCUMENT, {**DOCUMENT, "id": number(51), "kind": "cover_letter", "visible": True}],
    "get_document": DOCUMENT,
    "search_offers": {
        "rows": [OFFER_ROW],
        "total": 1,
        "next": "abc",
        "facets": {"kinds": [{"value": "internship", "count": 1}], "countries": [{"value": "FR", "count": 1}]},
    },
    "get_offer": OFFER,
    "get_candidacy": CANDIDACY,
    "list_authorizations": {"rows": [file(63, "request_to_clarify", my_turn=True)], "next": ""},
    "list_conventions": {"rows": [file(61, "validated")], "next": ""},
    "list_my_offers": [OFFER_ROW],
    "list_offers_to_moderate": [{**OFFER_ROW, "state": "awaiting_moderation"}],
    "list_applications": [CANDIDACY_ROW],
    "search_hosts": [HOST],
    "get_host": HOST,
    "list_deliveries": [
        {
            "id": number(80),
            "to": "m@etu.test",
            "subject": "Grtz",
            "state": "failed",
            "attempts": 5,
            "last_error": "x",
            "created_at": NOW,
        }
    ],
    "list_to_decide": {
        "rows": [file(58, "awaiting_supervisor", my_turn=True)],
        "next": "",
        "counts": {"awaiting_supervisor": 3},
        "amendments_to_decide": 0,
        "moves": [{"name": "validate", "comment": "optional"}],
    },
    "list_queue": {
        "rows": [queue_row(57), queue_row(58, problem="refusal", tags=["brtz"], assigned_name="Offz")],
        "next": "",
        "counts": {"awaiting_officer": 38, "validated": 0},
        "total": 38,
        "papers_to_review": 0,
        "amendments_to_decide": 0,
        "moves": [{"name": "validate_convention", "comment": "optional"}],
    },
    "list_my_groups": [{"id": number(90), "name": "Grpz"}],
    "list_views": [],
    "get_follow_up": agreements.FollowUp().load({"id": str(number(61))}),
    "list_colleagues": [{"group_id": number(90), "id": number(1), "name": "Mina Zbtl"}],
    "list_tags": {"tags": ["brtz"]},
}


class Pages:
    """A client that answers from `ANSWERS`; `changed` replaces answers or refuses, `asked` remembers the questions."""

    def __init__(self, **changed: Any) -> None:
        self.answers = {**ANSWERS, **changed}
        self.asked: list[tuple[str, Any, dict[str, Any]]] = []

    def ask(self, call: Any, actor: Any, **question: Any) -> Any:
        self.asked.append((call.method, actor, question))
        answer = self.answers.get(call.method, NotFound())
        if isinstance(answer, Refusal):
            raise answer
        return answer(**question) if callable(answer) else answer

    def start(self, call: Any, actor: Any, **question: Any) -> Any:
        return Later(lambda: self.ask(call, actor, **question))

    def close(self) -> None:
        """Nothing to give back."""


class Later:
    def __init__(self, run: Any) -> None:
        self.result = run


def internship(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A whole file, as the contract shapes it; its actions are moves with an optional comment."""
    line = {"kind": "move", "allowed": True, "comment": "optional"}
    given = {
        "id": str(number(61)),
        "reference": 61,
        "version": 3,
        "state": "request_draft",
        "since": NOW.isoformat(),
        "updated_at": NOW.isoformat(),
        "student": {"id": str(number(1)), "name": "Mina Zbtl"},
        "request": {"title": "Brmk"},
        "actions": [{**line, **action} for action in actions],
    }
    return agreements.Internship().load({**given, **more})
