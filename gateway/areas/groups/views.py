"""A group's settings, and absences."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from contracts.calls import agreements
from contracts.errors import InvalidInput, Refusal, StaleVersion
from gateway import rpc
from gateway.areas.agreements.editing import teachers
from gateway.areas.groups.forms import AbsenceForm, CircuitForm
from gateway.forms import posted_version
from gateway.forms import shown as form_shown
from gateway.i18n import _

area = Blueprint("groups", __name__, template_folder="templates")
PLACES = {
    "circuit_university_email": "signs.email",
    "circuit_others_0": "first",
    "circuit_others_1": "second",
    "circuit_others_0_email": "first.email",
    "circuit_others_1_email": "second.email",
    "circuit_steps": "student",
    "circuit_link_days": "link_days",
}


@area.get("/groupes")
def index():
    """Mine; straight to the only one."""
    mine = rpc.ask(agreements.ListMyGroups)
    if len(mine) == 1:
        return redirect(url_for("groups.circuit", id=mine[0]["id"]))
    return render_template("groups/index.html", groups=mine)


@area.route("/groupes/<uuid:id>/signatures", methods=["GET", "POST"])
def circuit(id: uuid.UUID):
    group = rpc.ask(agreements.GetGroup, id=id)
    form = form_shown(CircuitForm, **CircuitForm.given(group))
    if form.validate_on_submit():
        try:
            rpc.ask(
                agreements.SaveCircuit,
                key=form.key.data,
                id=id,
                version=posted_version(),
                circuit=form.circuit(),
                contact_email=form.contact_email.data or "",
                contact_phone=form.contact_phone.data or "",
            )
        except (InvalidInput, StaleVersion) as refusal:
            form.refuse(refusal, **PLACES)
        else:
            flash(_("Réglages enregistrés : ils valent pour les prochaines signatures."), "success")
            return redirect(url_for("groups.circuit", id=id))
    return render_template("groups/circuit.html", group=group, form=form), 422 if form.lines() else 200


@area.route("/absences", methods=["GET", "POST"])
def absences():
    """Who decides in my place, and in whose place I decide."""
    form = form_shown(AbsenceForm, to_id="")
    form.to_id.fill(colleagues(form.words.data or ""))
    if request.method == "POST" and "chercher" not in request.form and form.validate():
        try:
            chosen = {name: form[name].data for name in ("starts_on", "ends_on")}
            if not form.to_id.data:
                raise InvalidInput(fields={"to_id": ["required"]})
            rpc.ask(agreements.Delegate, key=form.key.data, to_id=form.to_id.data, **chosen)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            flash(_("C’est noté : votre collègue décide à votre place ces jours-là."), "success")
            return redirect(url_for("groups.absences"))
    mine = rpc.ask(agreements.ListDelegations)
    body = render_template("groups/absences.html", form=form, rows=mine, me=str(current_user.id))
    return body, 422 if form.lines() else 200


def colleagues(words: str) -> list[dict[str, Any]]:
    """Teachers found by name, and the members of my groups."""
    found = {str(one["id"]): one for one in teachers(words)}
    groups = rpc.ask_together({"mine": (agreements.ListMyGroups, {})}, deadline=2.0)["mine"]
    if isinstance(groups, Refusal):
        groups = []
    answers = rpc.ask_together(
        {str(g["id"]): (agreements.GetGroup, {"id": g["id"]}) for g in groups[:10]}, deadline=2.0
    )
    for group in answers.values():
        if not isinstance(group, Refusal):
            found |= {str(one["id"]): one for one in group["members"]}
    found.pop(str(current_user.id), None)
    return list(found.values())


@area.post("/absences/<uuid:id>/reprendre")
def revoke(id: uuid.UUID):
    rpc.ask(agreements.RevokeDelegation, key=request.form.get("key"), id=id)
    flash(_("Vous décidez à nouveau vous-même."), "success")
    return redirect(url_for("groups.absences"))
