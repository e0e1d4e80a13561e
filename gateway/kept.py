"""What somebody typed and could not send: kept for him alone, under the page that opens its form.

Who has no account is known by his link alone: what he types on its pages is kept for whoever holds its secret.

A session that ended, a form of an earlier session, a service that was away: the words come back on that page, as often
as it is opened in the half hour after, until they are sent.
"""

import time
from enum import StrEnum
from urllib.parse import urlsplit

from flask import after_this_request, current_app, flash, g, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, Signer
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from gateway.actor import register
from gateway.i18n import lazy
from gateway.security import safe_path
from gateway.sessions import BY_LINK, digest

NEVER_KEPT = {"csrf_token", "key"}
UNTYPED = {"version", "move", "back", "next", "language", "key"}  # what the page or a button says
WHY, SHOWN = "_why", "_shown"
SHOWN_SECONDS = 1_800
TYPIST = "_typist"


class Why(StrEnum):
    SESSION = "session"
    FORM = "form"
    AWAY = "away"


SAID = {
    Why.SESSION: lazy("Votre session avait expiré : nous avons gardé ce que vous aviez saisi."),
    Why.AWAY: lazy("Le service ne répondait pas : nous avons gardé ce que vous aviez saisi. Renvoyez-le."),
}


def in_background() -> bool:
    """Sent by a script while somebody types: he did not press a button, and sees no page."""
    return request.headers.get("X-Ipro-Autosave") == "1"


def from_elsewhere() -> bool:
    """Posted by another site's page: nothing of it is kept for anybody."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site") == "cross-site" or bool(origin and not is_ours(origin))


def is_ours(address: str) -> bool:
    return urlsplit(address).netloc in {request.host, urlsplit(current_app.config["IPRO"].base_url).netloc}


def typist() -> str:
    """Whose form a page shows, signed: what is typed in it stays his, whoever's session the browser holds when it is sent."""
    return signer().sign(current_user.id).decode() if current_user.is_authenticated else ""


def typist_of_form() -> str:
    """The person whom the posted form was shown to; nothing when it does not say, or lies."""
    try:
        return signer().unsign(request.form.get(TYPIST, "")).decode()
    except BadSignature:
        return ""


def signer() -> Signer:
    return Signer(current_app.secret_key or "", salt="ipro-typist")


def keeper() -> str:
    """For whom this page's words are kept: the person signed in, else the link that opens it; nobody elsewhere."""
    if current_user.is_authenticated:
        return str(current_user.id)
    secret = link_secret()
    return f"{BY_LINK}{digest(secret)}" if secret else ""


def link_secret() -> str:
    given = (request.view_args or {}).get("token", "")
    return given if request.path.startswith("/lien/") else ""


def name_of(page: str) -> str:
    """Under which a page's words are kept: a link's secret is written nowhere."""
    secret = link_secret()
    before = f"/lien/{secret}"
    if secret and page.startswith(before):
        page = f"/lien/{digest(secret)}{page.removeprefix(before)}"
    return f"typed:{page}"


def page_of_form() -> str:
    """The page to come back to: this address when it opens with GET, else the one above it, else where we come from."""
    came_from = urlsplit(request.referrer or "")
    before = f"{came_from.path}?{came_from.query}".rstrip("?") if is_ours(request.referrer or "") else ""
    for address in (request.full_path.rstrip("?"), request.path.rpartition("/")[0], before):
        if safe_path(address) and opens(address):
            return address
    return url_for("board.show")


def page_above() -> str:
    """The nearest page above this address, where what cannot be done now says how it stands."""
    path = request.path.rstrip("/")
    while path := path.rpartition("/")[0]:
        if opens(path):
            return path
    return ""


def opens(address: str) -> bool:
    """Whether a page of ours opens there with GET."""
    adapter = current_app.create_url_adapter(request)
    try:
        return bool(adapter and adapter.match(urlsplit(address).path, method="GET"))
    except HTTPException:
        return False


def keep(person: str, why: Why) -> bool:
    """Keep the posted form for its page; True when something was. Files and passwords are not kept.

    The version comes back too: words typed over an older record are shown beside it, and never saved over it unseen.
    The idempotency key stays when the service may have done what was asked before it went away.
    """
    if request.method != "POST" or in_background() or from_elsewhere() or "password" in request.form:
        return False
    typed = {
        name: values
        for name, values in request.form.lists()
        if name not in NEVER_KEPT and "password" not in name and not name.startswith("_")
    }
    if not any(text.strip() for name, values in typed.items() if name not in UNTYPED for text in values):
        return False
    if why == Why.AWAY and "key" in request.form and not request.files:
        typed["key"] = request.form.getlist("key")
    typed[WHY] = [why]
    g.kept_now = True
    return register().keep_draft(person, name_of(urlsplit(page_of_form()).path), typed)


def given_back() -> dict[str, list[str]]:
    """What its reader typed on this page and could not send; said each time, and forgotten half an hour after the first.

    A page of several forms asks for each of them, and says it once.
    """
    person = keeper()
    if request.method != "GET" or not person:
        return {}
    if "given_back" in g:
        return g.given_back
    name, now = name_of(request.path), time.time()
    found = register().draft(person, name)
    if not found:
        return {}
    first = float((found.pop(SHOWN, None) or [str(now)])[0])
    if now - first > SHOWN_SECONDS:
        register().drop_draft(person, name)
        return {}
    why = (found.get(WHY) or [Why.SESSION])[0]
    if why in SAID:
        flash(str(SAID[Why(why)]), "info")
    g.given_back = {key: values for key, values in found.items() if key != WHY}

    @after_this_request
    def remember(response: Response) -> Response:
        if response.status_code < 400:
            register().keep_draft(person, name, {**found, SHOWN: [str(first)]})
        return response

    return g.given_back


def forget_sent(response: Response) -> Response:
    """What was sent, by the button or while typing, waits no more."""
    person = keeper() if request.method == "POST" and response.status_code < 400 and "kept_now" not in g else ""
    if person:
        for page in (request.path, request.path.rpartition("/")[0]):
            name = name_of(page)
            waiting = register().draft(person, name) or {}
            if any(typed in request.form for typed in waiting if typed not in UNTYPED):
                register().drop_draft(person, name)
    return response
