"""One person, one event: the notice and the mail, written in the transaction that heard the event."""

import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from contracts.message import Received
from contracts.vocabulary import Language
from runtime.settings import Settings, from_environment
from runtime.unit_of_work import UnitOfWork
from services.notifications import store
from services.notifications.model import Person
from services.notifications.words import Words, notice, render

CHANNEL = "email"
NAMES = ("student_name", "supervisor_name", "by_name", "host_name")
UNNAMED = "…"
SPACE = uuid.UUID("6f0cf3f0-6a6b-5a53-9d0a-7f8d3a3a2f10")


@dataclass(frozen=True, slots=True)
class Message:
    """What to tell: `kind` names the words, `link` the path to act on, `facts` what stands below.

    `secret`: that it was told is nobody else's business.
    """

    kind: str
    link: str
    context: dict[str, Any]
    facts: dict[str, str] = field(default_factory=dict)
    reply_to: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)
    secret: bool = False


@cache
def settings() -> Settings:
    return from_environment()


def tell(work: UnitOfWork, event: Received, person: Person, message: Message, *, mail: bool = True) -> None:
    """A notice on the site, and a mail to the person's address if he has one."""
    store.add_notification(
        work.session,
        event_id=event.id,
        person_id=person.id,
        kind=message.kind,
        words={str(language): notice_for(message, language, person.first_name) for language in Language},
        link=message.link,
        created_at=work.now,
    )
    if mail and person.email:
        words = words_for(message, person.language, person.first_name)
        write_to(work, event, message, address=person.email, name=person.name, words=words, language=person.language)


def tell_address(work: UnitOfWork, event: Received, address: str, person: Person | None, message: Message) -> None:
    """A mail to an address that may not be the person's own (an offer's), and a notice to the person if there is one."""
    if person is not None:
        tell(work, event, person, message, mail=False)
    mine = person if person is not None and person.email.casefold() == address.casefold() else None
    language = person.language if person is not None else Language.FR
    words = words_for(message, language, mine.first_name if mine else "")
    write_to(work, event, message, address=address, name=mine.name if mine else "", words=words, language=language)


def tell_stranger(work: UnitOfWork, event: Received, address: str, name: str, language: str, message: Message) -> None:
    """A mail to somebody without an account: nothing but this mail reaches him."""
    words = words_for(message, language, "")
    write_to(work, event, message, address=address, name=name, words=words, language=language)


def words_for(message: Message, language: str, first_name: str) -> Words:
    facts = {name: value(language) if callable(value) else value for name, value in message.facts.items()}
    return render(message.kind, language, context_of(message, language, first_name), facts=facts)


def notice_for(message: Message, language: str, first_name: str) -> dict[str, str]:
    return notice(message.kind, language, context_of(message, language, first_name))


def about(message: Message, language: str) -> str:
    """The subject as those may read it who are nothing to the file."""
    nameless = {name: UNNAMED for name in NAMES if name in message.context}
    return notice(message.kind, language, {**context_of(message, language, ""), **nameless, "yours": False})["title"]


def context_of(message: Message, language: str, first_name: str) -> dict[str, Any]:
    return {
        **{name: value(language) if callable(value) else value for name, value in message.context.items()},
        "url": settings().base_url + message.link,
        "university": settings().university,
        "first_name": first_name,
    }


def write_to(
    work: UnitOfWork, event: Received, message: Message, *, address: str, name: str, words: Words, language: str
) -> None:
    """Put a mail in the queue, once for this event and address; its ids follow from that key."""
    key = f"{event.id}:{address.casefold()}:{CHANNEL}"
    delivery_id = uuid.uuid5(SPACE, key)
    host = urlsplit(settings().base_url).hostname or "localhost"
    store.add_delivery(
        work.session,
        id=delivery_id,
        dedup_key=key,
        event_id=event.id,
        kind=message.kind,
        to_address=address,
        to_name=name,
        reply_to=message.reply_to,
        language=language,
        subject=words.subject,
        about="" if message.secret else about(message, language),
        text=words.text,
        html=words.html,
        attachments=message.attachments,
        message_id=f"<{delivery_id}@{host if '.' in host and not host[-1].isdigit() else 'ipro.example'}>",
        due_at=work.now,
        created_at=work.now,
    )
