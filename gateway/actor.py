"""Who is asking: the person of the signed session, and the limits of that session.

A session ends after `idle_minutes` without a page, after `absolute_hours` in any case, at sign-out, and when the
university signs the person out. Roles only choose what the menu shows; services decide by themselves.
"""

import time
import uuid
from typing import Any

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user

from contracts.vocabulary import Role
from gateway.sessions import Sessions
from runtime.actor import Actor

TOUCH_SECONDS = 60
READ_AGAIN = 300  # seconds that a session believes what it knows of its person
OUTLIVES = ("language", "ways_in")  # of a session that ended: the page's language, a sign-on under way


class Person(UserMixin):
    """The person signed in, as the session remembers him."""

    def __init__(self, who: dict[str, Any]) -> None:
        self.id = who["id"]
        self.name = who.get("name", "")
        self.first_name = who.get("first_name", "")
        self.email = who.get("email", "")
        self.roles = frozenset(who.get("roles", ()))
        self.language = who.get("language", "fr")
        self.strength = who.get("strength", "")
        self.programme_name = who.get("programme_name", "")
        self.component_name = who.get("component_name", "")
        self.circuit = who.get("circuit", "")

    def is_a(self, *roles: str) -> bool:
        """For menus and words; never for a permission."""
        return bool(self.roles & set(roles))

    @property
    def is_candidate(self) -> bool:
        return self.is_a(Role.STUDENT, Role.GRADUATE)


def register() -> Sessions:
    return current_app.extensions["ipro-sessions"]


def init(app: Flask) -> None:
    settings = app.config["IPRO"]
    app.extensions["ipro-sessions"] = Sessions(settings.state_folder, settings.absolute_hours * 3600)
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader
    def load(_: str) -> Person | None:
        return None if g.get("session_expired") else Person(session["who"]) if session.get("who") else None

    app.before_request(check_session)


def check_session() -> None:
    """End an expired session, and remember whose it was until somebody signs in.

    The page that its person fills may be posted long after another request met the end of the session.
    """
    who = session.get("who")
    if not who:
        g.expired_person = session.get("expired_person")
        return
    settings, now = current_app.config["IPRO"], time.time()
    if (
        now - session.get("seen", 0) > settings.idle_minutes * 60
        or now - session.get("opened", 0) > settings.absolute_hours * 3600
        or register().is_over(session.get("sid", ""))
    ):
        g.session_expired = True
        g.expired_person = who["id"]
        outliving = {name: session[name] for name in OUTLIVES if name in session}
        session.clear()
        session.update(outliving, expired_person=who["id"])
        return
    if now - session["seen"] > TOUCH_SECONDS:
        session["seen"] = now


def open_session(person: dict[str, Any], strength: str, ticket: str | None = None) -> bool:
    """A new session at each sign-on: nothing of the one before survives but the language. False: the ticket has served."""
    sid = uuid.uuid4().hex
    if ticket and not register().opened(sid, ticket):
        return False
    session.clear()
    session.permanent = True
    session["sid"], session["opened"], session["seen"] = sid, time.time(), time.time()
    session["language"] = person.get("language") or "fr"
    session["_user_id"], session["_fresh"] = str(person["id"]), True
    session["who"], session["known_until"] = remembered(person, strength), time.time() + READ_AGAIN
    return True


def remembered(person: dict[str, Any], strength: str) -> dict[str, Any]:
    """What a session keeps of a person whom `profiles` told."""
    return {
        "id": str(person["id"]),
        "first_name": person.get("first_name", ""),
        "name": f"{person.get('first_name', '')} {person.get('last_name', '')}".strip(),
        "email": person.get("email", ""),
        "roles": sorted(str(role) for role in person.get("roles", ())),
        "language": person.get("language") or "fr",
        "strength": strength,
        "programme_name": person.get("programme_name", ""),
        "component_name": person.get("component_name", ""),
        "circuit": person.get("convention_circuit", ""),
    }


def close_session() -> None:
    if session.get("sid"):
        register().end(session["sid"])
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def current_actor() -> Actor:
    """The actor that the client signs. Nobody signed in: nobody asks, and services refuse."""
    if not current_user.is_authenticated:
        return Actor(id=None, roles=frozenset(), language=session.get("language", "fr"), strength="none")
    return actor_of(current_user)


def actor_of(person: Person) -> Actor:
    return Actor(
        id=uuid.UUID(person.id),
        roles=person.roles,
        language=person.language,
        strength=person.strength,
        name=person.name,
    )


def gateway_actor() -> Actor:
    """The gateway's own identity, for sign-on only."""
    return Actor.service("gateway")
