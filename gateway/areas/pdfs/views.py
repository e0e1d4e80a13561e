"""PDFs of up to a hundred conventions: a link each, and one ZIP that the page prepares a few at a time.

Nothing is kept between the steps: each one answers a ticket, signed for its reader, that names the objects found; the
last one sends what its tickets name. Without script the ZIP is made while it is sent.
"""

import uuid
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from contracts.calls import agreements
from contracts.errors import InvalidInput, NotFound, Refusal
from gateway import errors, files, rpc
from gateway.i18n import _
from gateway.zips import Pipe

area = Blueprint("pdfs", __name__, template_folder="templates")
MOST, AT_ONCE, TICKET_SECONDS = 100, 10, 900


@area.get("/conventions/pdf")
def index():
    """`?ids=` of each file, apart by commas or repeated."""
    ids = asked(request.args.getlist("ids"))
    return render_template("pdfs/index.html", ids=ids[:MOST], left_out=max(0, len(ids) - MOST), at_once=AT_ONCE)


def asked(given: Iterable[str]) -> list[uuid.UUID]:
    """Each once, in their order; what is no id is passed over."""
    found: dict[uuid.UUID, None] = {}
    for text in ",".join(given).split(",")[: 10 * MOST]:
        try:
            found[uuid.UUID(text.strip())] = None
        except ValueError:
            continue
    return list(found)


@area.post("/conventions/pdf/preparer")
def prepare():
    """A few files: a ticket for their PDFs, and what there is to say of each."""
    ids = asked(request.form.getlist("ids"))[:AT_ONCE]
    found = rpc.ask(agreements.GetPdfs, ids=ids, deadline=20.0) if ids else []
    ready = [[one["object_id"], one["file_name"]] for one in found if not one["problem"]]
    return jsonify(
        ticket=tickets().dumps([str(current_user.id), ready]) if ready else "",
        files=[{"id": str(one["id"]), "problem": sentence(one), "plain": one["plain"]} for one in found],
    )


def sentence(one: dict[str, Any]) -> str:
    if one["problem"] == "no_convention_yet":
        return _("Ce dossier n’a pas encore de convention.")
    if one["problem"] == "not_found":
        return _("Ce dossier n’existe pas, ou il ne vous est pas ouvert.")
    return errors.obstacle(one["problem"]) if one["problem"] else ""


def tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pdfs")


@area.post("/conventions/pdf/conventions.zip")
def archive():
    """What the tickets name; with ids and no ticket, what those files have, asked while it is sent."""
    given = request.form.getlist("ticket")[: MOST // AT_ONCE + 1]
    if given:
        return zipped(read_tickets(given))
    ids = asked(request.form.getlist("ids"))[:MOST]
    if not ids:
        return redirect(url_for("pdfs.index"))
    return zipped(found_now(ids))


def read_tickets(given: list[str]) -> list[tuple[str, str]]:
    """Raises `InvalidInput` for a ticket that is old, and `NotFound` for somebody else's."""
    found: list[tuple[str, str]] = []
    for ticket in given:
        try:
            person, ready = tickets().loads(ticket, max_age=TICKET_SECONDS)
        except BadSignature:
            raise InvalidInput("form_expired") from None
        if person != str(current_user.id):
            raise NotFound()
        found += [(object_id, name) for object_id, name in ready]
    return found[:MOST]


def found_now(ids: list[uuid.UUID]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for place in range(0, len(ids), AT_ONCE):
        answer = rpc.ask(agreements.GetPdfs, ids=ids[place : place + AT_ONCE], deadline=20.0)
        found += [(one["object_id"], one["file_name"]) for one in answer if not one["problem"]]
    return found


def zipped(objects: list[tuple[str, str]]) -> Response:
    """One document in memory at a time. Raises `NotFound` when there is none at all."""
    if not objects:
        raise NotFound()
    words = Missing(
        _("documents-manquants.txt"), _("Ces documents n’ont pas pu être lus. Prévenez l’exploitant d’IPRO :")
    )
    answer = Response(entries(objects, files.store(), words), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="conventions.zip"'
    return answer


class Missing(NamedTuple):
    """In the reader's language, which is not known any more while the archive is sent."""

    file_name: str
    why: str


def entries(objects: list[tuple[str, str]], store: Any, missing: Missing) -> Iterator[bytes]:
    """What cannot be read is named in a file of its own: the others are sound, and a hole in silence would be a lie."""
    pipe, names, unread = Pipe(), set(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive_:  # type: ignore[arg-type]
        for object_id, name in objects:
            if name in names:
                continue
            names.add(name)
            try:
                archive_.writestr(name, store.read(object_id))
            except Refusal:
                unread.append(name)
            yield pipe.taken()
        if unread:
            archive_.writestr(missing.file_name, "\r\n".join([missing.why, *unread, ""]))
    yield pipe.taken()
