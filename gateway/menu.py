"""The menu, by role. It only spares useless doors: what a page opens to whom, its service decides."""

from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from contracts.vocabulary import Role
from gateway.i18n import lazy


class Entry(NamedTuple):
    label: Any
    endpoint: str
    roles: tuple[str, ...] = ()


CANDIDATE = (Role.STUDENT, Role.GRADUATE)
MENU = (
    Entry(lazy("Mon Bureau"), "board.show"),
    Entry(lazy("Mon Profil"), "profile.show", CANDIDATE),
    Entry(lazy("Mon espace candidat"), "candidate.space", CANDIDATE),
    Entry(lazy("À traiter"), "agreements.inbox", (Role.TEACHER,)),
    Entry(lazy("Mes stagiaires"), "follow_up.interns", (Role.TEACHER,)),
    Entry(lazy("File des conventions"), "office.queue", (Role.OFFICER,)),
    Entry(lazy("Modèles de documents"), "models.index", (Role.ADMIN, Role.OFFICER)),
    Entry(lazy("Mes offres"), "recruiter.offers", (Role.RECRUITER, Role.GRADUATE)),
    Entry(lazy("Modération"), "careers.queue", (Role.CAREERS,)),
    Entry(lazy("Envois"), "notifications.mails", (Role.CAREERS, Role.ADMIN)),
    Entry(lazy("Mon réseau"), "public.network", CANDIDATE),
)
VISITOR_MENU = (Entry(lazy("Contact iPro"), "public.contact"),)


def entries() -> list[tuple[str, str, bool]]:
    """(label, address, is it here) for the person signed in."""
    if not current_user.is_authenticated:
        return []
    found = []
    for entry in MENU:
        if entry.roles and not current_user.is_a(*entry.roles):
            continue
        address = url_if(entry.endpoint)
        if address:
            found.append((str(entry.label), address, here(entry.endpoint)))
    return found


def here(endpoint: str) -> bool:
    """Whether the page belongs to that entry: itself, or for « Mon espace candidat » a page of the area."""
    now = request.endpoint or ""
    area = endpoint.split(".", maxsplit=1)[0]
    if area in {"public", "agreements", "notifications"}:
        return now == endpoint
    return now.split(".")[0] == area


def url_if(endpoint: str, **values: Any) -> str:
    """The address of a page that may not exist yet, or nothing."""
    if endpoint not in current_app.view_functions:
        return ""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def init(app: Flask) -> None:
    app.jinja_env.globals.update(menu=entries, url_if=url_if)
