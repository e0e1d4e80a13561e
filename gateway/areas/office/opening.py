"""Conventions for a whole group from a list: the columns explained, an example, a check, then the opening (E19)."""

import uuid
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.calls.agreements.opening import COLUMNS
from contracts.errors import InvalidInput, MoveRefused
from gateway import errors, files, rpc
from gateway.areas.office.sheets import MARK, attached, written
from gateway.areas.office.views import area
from gateway.i18n import _, lazy
from gateway.labels import CHIPS, Chip

CHIPS["outcome"]["overlapping"] = Chip("warn", "calendar3", lazy("Même étudiant, mêmes jours"))
CHIPS["outcome"]["same_line"] = Chip("plain", "files", lazy("En double dans la liste"))
EXAMPLE = {
    "student_number": "21500123",
    "host_siret": "73282932000074",
    "host_name": lazy("Hôpital de la Rade"),
    "host_address": "1 quai du Port",
    "host_postal_code": "13002",
    "host_city": "Marseille",
    "host_country": "FR",
    "tutor_first_name": "Hakim",
    "tutor_last_name": lazy("Belaïd"),
    "tutor_email": "hakim.belaid@hopital.example",
    "tutor_role": lazy("Cadre de santé"),
    "supervisor_email": "prenom.nom@universite.example",
    "title": lazy("Soins de premier recours"),
    "description": lazy("Tournées, transmissions, gestes du référentiel."),
    "starts_on": "01/03/2027",
    "ends_on": "26/03/2027",
    "weekly_hours": "35",
    "stipend": "",
}


@area.route("/conventions/ouvrir", methods=["GET", "POST"])
def open_for_group():
    groups = rpc.ask(agreements.ListMyGroups)
    problem = ""
    if request.method == "POST":
        try:
            return redirect(url_for("office.job", id=check()["id"]))
        except InvalidInput as refusal:
            problem = said(refusal)
    page = render_template(
        "office/opening.html", groups=groups, columns=COLUMNS, problem=problem, key=str(uuid.uuid4()),
        chosen=request.form.get("group_id", ""),
    )  # fmt: skip
    return page, 422 if problem else 200


def said(refusal: InvalidInput) -> str:
    codes = (refusal.params.get("fields") or {}).get("file")
    if not codes:
        return _("Choisissez votre groupe et une liste.")
    rest = {name: value for name, value in refusal.params.items() if name != "fields"}
    return errors.field_sentence(codes[0], "file", **rest)


def check() -> dict[str, Any]:
    taken = files.take_in(request.files.get("file"))
    try:
        return rpc.ask(
            agreements.StartOpening, key=request.form.get("key"), group_id=request.form.get("group_id") or None,
            deadline=15.0, **taken,
        )  # fmt: skip
    except Exception:
        files.forget(taken["upload_id"])
        raise


@area.post("/lots/<uuid:id>/ouvrir")
def run_opening(id: uuid.UUID):
    """What was found ready is opened."""
    try:
        rpc.ask(agreements.RunOpening, key=request.form.get("key"), id=id)
    except MoveRefused:
        return redirect(url_for("office.job", id=id))
    return redirect(url_for("office.job", id=id))


@area.get("/conventions/ouvrir/exemple.csv")
def example():
    rows = [[column.header for column in COLUMNS], [str(EXAMPLE[column.name]) for column in COLUMNS]]
    return attached(Response(MARK + written(rows), mimetype="text/csv"), "exemple", "csv")
