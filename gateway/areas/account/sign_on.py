"""The university's sign-on: a ticket, checked once with the server that gave it."""

import secrets
from typing import Any

import requests
from cas import CASClientV3
from defusedxml import ElementTree
from flask import current_app, session, url_for

from contracts.errors import NotAllowed, Unavailable

SECONDS = 5
SESSION_INDEX = "{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex"
LONGEST_LOGOUT = 20_000
WAYS_IN = 5  # windows of one browser that may be at the sign-on together


class Patient(requests.Session):
    """python-cas gives no time limit of its own."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", SECONDS)
        return super().request(*args, **kwargs)


def leave() -> str:
    """The address of the sign-on, for a browser that we shall know when it comes back."""
    state = secrets.token_urlsafe(16)
    session["ways_in"] = [*session.get("ways_in", []), state][-WAYS_IN:]
    return client(state).get_login_url()


def came_back(state: str) -> bool:
    """Whether this browser left by us: somebody else's ticket, put in a link, would open somebody else's session."""
    known = session.get("ways_in", [])
    if not state or state not in known:
        return False
    session["ways_in"] = [one for one in known if one != state]
    return True


def client(state: str | None = None) -> CASClientV3:
    """The service's address comes from the settings, never from the Host header; the same to leave and to check."""
    settings = current_app.config["IPRO"]
    return CASClientV3(
        service_url=settings.base_url + url_for("account.by_university", etat=state),
        server_url=settings.cas_url + "/",
        session=Patient(),
    )


def check(ticket: str, state: str) -> dict[str, Any]:
    """`{issuer, subject, attributes}` of a good ticket. Raises `NotAllowed` (ticket_used), `Unavailable` (sign_on_down)."""
    settings = current_app.config["IPRO"]
    try:
        user, attributes, _granting = client(state).verify_ticket(ticket)
    except requests.RequestException:
        raise Unavailable("sign_on_down") from None
    except Exception:
        current_app.logger.exception("the sign-on's answer could not be read")
        raise Unavailable("sign_on_down") from None
    if not user:
        raise NotAllowed("ticket_used")
    known = {**(attributes or {}), "username": user}
    subject = known.get(settings.cas_subject) or user
    return {
        "issuer": settings.issuer,
        "subject": subject if isinstance(subject, str) else str(subject[0]),
        "attributes": known,
    }


def ticket_to_close(logout_request: str) -> str:
    """The ticket that a single-logout message names, or nothing."""
    if not logout_request or len(logout_request) > LONGEST_LOGOUT:
        return ""
    try:
        found = ElementTree.fromstring(logout_request).find(SESSION_INDEX)
    except Exception:
        return ""
    return (found.text or "").strip() if found is not None else ""
