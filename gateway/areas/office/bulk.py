"""Decisions on several files: chosen, previewed line by line, confirmed, followed, reported."""

import uuid
from datetime import date
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.calls.agreements.opening import COLUMNS
from contracts.calls.agreements.work import MOST_IN_BULK
from contracts.errors import InvalidInput, MoveRefused
from contracts.vocabulary import Party, State
from gateway import errors, rpc
from gateway.areas.agreements import labels as file_words
from gateway.areas.agreements import shown
from gateway.areas.office.filters import Filters
from gateway.areas.office.labels import BY
from gateway.areas.office.sheets import MARK, attached, written
from gateway.areas.office.views import area, assign, batch_of_pdfs
from gateway.i18n import _, day, labelled, listed
from gateway.labels import chip
from gateway.security import safe_path

A_PAGE = 100


@area.post("/lots/choix")
def choose():
    """The buttons over a list: see what a move would do, entrust, print. Works on the lines ticked or on all shown."""
    by = Party.SUPERVISOR if request.form.get("by") == Party.SUPERVISOR else Party.OFFICER
    back = safe_path(request.form.get("back"), url_for(BY[by]))
    ids = list(dict.fromkeys(request.form.getlist("ids")))[:MOST_IN_BULK]
    whole = request.form.get("tout") == "1"
    what = request.form.get("do", "preview")
    if whole and what in ("assign", "pdf") and by == Party.OFFICER:
        shown_now = {**Filters.of_query(request.form.get("filtres", "")).question(), "cursor": "", "limit": A_PAGE}
        found = rpc.ask(agreements.ListQueue, **shown_now)
        ids, whole = [str(row["id"]) for row in found["rows"]], False
        if found["next"]:
            flash(_("Les %(n)s premiers dossiers de ce filtre : c’est le plus à la fois.", n=A_PAGE), "info")
    if not ids and not (whole and what == "preview"):
        flash(_("Cochez au moins un dossier."), "warning")
        return redirect(back)
    if what == "assign":
        return assign(ids[:A_PAGE], request.form.get("person_id", ""), back)
    if what == "pdf" and batch_of_pdfs(ids):
        return redirect(batch_of_pdfs(ids[:A_PAGE]))
    return preview(by, ids, whole, back)


def preview(by: Party, ids: list[str], whole: bool, back: str, comment: str = "", problem: str = ""):
    move = request.form.get("move", "")
    if not move:
        flash(_("Choisissez ce qu’il faut faire."), "warning")
        return redirect(back)
    filters = Filters.of_query(request.form.get("filtres", "")).question() if by == Party.OFFICER else None
    if by == Party.SUPERVISOR:
        filters = {"states": [request.form.get("etat") or State.AWAITING_SUPERVISOR]}
    answer = rpc.ask(
        agreements.PreviewBulk, by=by, move=move, ids=[] if whole else ids, filters=filters if whole else None,
        deadline=15.0,
    )  # fmt: skip
    lines = [
        {**line, "why": said(line["obstacle"], {"state": line["state"], **line["params"]})} for line in answer["lines"]
    ]
    return render_template(
        "office/preview.html",
        by=by,
        move=move,
        move_words=file_words.MOVES.get(move),
        answer=answer,
        allowed=[line for line in lines if line["allowed"]],
        refused=[line for line in lines if not line["allowed"]],
        back=back,
        comment=comment,
        problem=problem,
        key=str(uuid.uuid4()),
        most=MOST_IN_BULK,
    ), 422 if problem else 200


def said(code: str, params: dict[str, Any]) -> str:
    """Why a line cannot be done, in words; of a list to open, column by column, or what overlaps."""
    if not code:
        return ""
    if code == "move_not_offered" and params.get("state"):
        return _("Impossible dans l’état « %(state)s ».", state=chip("internship", params["state"]).word)
    if code == "same_line":
        return _(
            "Étudiant, entreprise et dates de la ligne %(line)s de cette liste : une seule convention s’ouvre, avec ce "
            "que dit cette ligne-là.",
            line=params["line"],
        )
    if code == "to_lift":
        return to_lift(params)
    if code == "overlapping":
        others = listed(list(dict.fromkeys(other(one) for one in params["others"])))
        said_ = _("Aux mêmes jours, l’étudiant a aussi %(others)s.", others=others)
        return f"{said_} {to_lift(params)}" if params.get("controls") else said_
    named = params.get("fields")
    if isinstance(named, dict) and named:
        rest = {name: value for name, value in params.items() if name != "fields"}
        return " ".join(
            labelled(title(name), errors.field_sentence(found, name, **rest))
            for name, codes in named.items()
            for found in codes
        )
    return errors.sentence(code, **shown.params(params))


def result(line: dict[str, Any]) -> str:
    """A line's outcome as it is shown and counted: one that doubles another was not opened before the list."""
    return "same_line" if line["code"] == "same_line" else line["outcome"]


def to_lift(params: dict[str, Any]) -> str:
    return _("Un gestionnaire devra lever, avec une raison : %(controls)s.", controls=shown.params(params)["controls"])


def other(found: dict[str, Any]) -> str:
    """An internship beside a line's own: a file, or another line of the list."""
    if not found["starts_on"]:
        return _("un stage d’un autre groupe")
    start, end = (day(date.fromisoformat(found[name])) for name in ("starts_on", "ends_on"))
    if found["reference"]:
        return _(
            "le stage n° %(reference)s (du %(start)s au %(end)s)", reference=found["reference"], start=start, end=end
        )
    return _("la ligne %(line)s de cette liste (du %(start)s au %(end)s)", line=found["line"], start=start, end=end)


def title(name: str) -> str:
    """A column as the list names it."""
    known = {column.name: column.header for column in COLUMNS}
    known |= {"contact.email": known["tutor_email"], "host.city": known["host_city"], "host.siret": known["host_siret"]}
    known |= {"host.country": known["host_country"], "host.name": known["host_name"]}
    return known.get(name, name)


@area.post("/lots")
def start():
    """Confirmed: the files as they were previewed, and the same comment for all."""
    by = Party.SUPERVISOR if request.form.get("by") == Party.SUPERVISOR else Party.OFFICER
    back = safe_path(request.form.get("back"), url_for(BY[by]))
    targets = [target for text in request.form.getlist("file")[:MOST_IN_BULK] if (target := _target(text))]
    comment = request.form.get("comment", "")
    try:
        job = rpc.ask(
            agreements.StartBulk, key=request.form.get("key"), by=by, move=request.form.get("move", ""),
            comment=comment, files=targets, deadline=10.0,
        )  # fmt: skip
    except (MoveRefused, InvalidInput) as refusal:
        return preview(by, [target["id"] for target in targets], False, back, comment, errors.sentence(refusal))
    return redirect(url_for("office.job", id=job["id"]))


def _target(text: str) -> dict[str, Any] | None:
    id, _colon, version = text.partition(":")
    return {"id": id, "version": int(version)} if version.isdecimal() and len(version) < 10 else None


@area.get("/lots/<uuid:id>")
def job(id: uuid.UUID):
    """How far it is, and the report line by line."""
    after = request.args.get("apres", "0")
    found = rpc.ask(
        agreements.GetJob, id=id, after=int(after) if after.isdecimal() and len(after) < 7 else 0, limit=A_PAGE
    )
    for line in found["lines"]:
        line["why"], line["shown"] = said(line["code"], line["params"]), result(line)
    return render_template(
        "office/job.html",
        job=found,
        over=found["total"] - found["counts"].get("waiting", 0),
        move_words=file_words.MOVES.get(found["move"]),
        first=after in ("", "0"),
        back=url_for(BY[Party(found["by"])]),
        key=str(uuid.uuid4()),
    )


@area.get("/lots/<uuid:id>/avancement")
def progress(id: uuid.UUID):
    """For the script of the page."""
    found = rpc.ask(agreements.GetJob, id=id, limit=0)
    return jsonify(state=found["state"], total=found["total"], over=found["total"] - found["counts"].get("waiting", 0))


@area.get("/lots/<uuid:id>.csv")
def report(id: uuid.UUID):
    """The whole report: at most 1 000 lines."""
    found = rpc.ask(agreements.GetJob, id=id, limit=1_000, deadline=10.0)
    rows: list[list[Any]] = [[_("Ligne"), _("Référence"), _("Dossier"), _("Résultat"), _("Raison")]]
    for line in found["lines"]:
        why = said(line["code"], line["params"])
        rows.append([line["n"], line["reference"] or "", line["label"], str(chip("outcome", result(line)).word), why])
    return attached(Response(MARK + written(rows), mimetype="text/csv"), "rapport", "csv")


@area.get("/lots")
def jobs():
    """Those of the last thirty days."""
    return render_template("office/jobs.html", jobs=rpc.ask(agreements.ListJobs), moves=file_words.MOVES)
