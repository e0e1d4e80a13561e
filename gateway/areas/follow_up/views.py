"""The supervisor's interns, visits, difficulties; papers and the end are in their own modules."""

import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.calls.agreements import PHASES
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from contracts.vocabulary import Light
from gateway import errors, rpc
from gateway.areas.follow_up import labels
from gateway.areas.follow_up.calendar import calendar
from gateway.areas.follow_up.forms import AnswerForm, DifficultyForm, ReportForm, VisitForm
from gateway.forms import posted_version
from gateway.forms import shown as form_shown
from gateway.i18n import _

area = Blueprint("follow_up", __name__, template_folder="templates")


@area.app_context_processor
def words() -> dict[str, Any]:
    return {"follow_words": labels}


def file_page(id: uuid.UUID, panel: str) -> str:
    return url_for("agreements.show", id=id, _anchor=panel)


def followed(id: uuid.UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The file and its follow-up, asked together."""
    found = rpc.ask_together(
        {"file": (agreements.GetInternship, {"id": id}), "follow": (agreements.GetFollowUp, {"id": id})},
        deadline=current_app.config["IPRO"].deadline,
    )
    for answer in found.values():
        if isinstance(answer, Exception):
            raise answer
    return found["file"], found["follow"]


@area.get("/mes-stagiaires")
def interns():
    phase, light = request.args.get("etape", "running"), request.args.get("feu", "")
    phase = phase if phase in PHASES else "running"
    light = light if light in list(Light) else ""
    text = request.args.get("mots", "").strip()[:100]
    found = rpc.ask(agreements.ListMyInterns, phase=phase, light=light, words=text)
    somebody = phase if found["rows"] else next((name for name in PHASES if found["counts"].get(name)), phase)
    other = next((name for name in PHASES if found["reds"].get(name)), somebody)
    if not request.args and other != phase:  # opens where a light is red, else where there is somebody
        phase, found = other, rpc.ask(agreements.ListMyInterns, phase=other, light=light, words=text)
    return render_template("follow_up/interns.html", found=found, phase=phase, light=light, text=text)


@area.get("/mes-stagiaires/visites.ics")
def visits_calendar():
    return as_calendar(rpc.ask(agreements.ListVisits), "visites.ics")


@area.get("/stages/<uuid:id>/visites/<uuid:visit_id>.ics")
def visit_calendar(id: uuid.UUID, visit_id: uuid.UUID):
    file, follow = followed(id)
    host = file["host"] or {}
    facts = {"student_name": file["student"]["name"], "host_name": host.get("name", ""), "city": host.get("city", "")}
    return as_calendar([{**visit_of(follow, visit_id), **facts}], "visite.ics")


def as_calendar(visits: list[dict[str, Any]], name: str) -> Response:
    host = urlsplit(current_app.config["IPRO"].base_url).hostname or "ipro.example"

    def address(visit: dict[str, Any]) -> str:
        return current_app.config["IPRO"].base_url + url_for("agreements.show", id=visit["internship_id"])

    answer = Response(calendar(visits, address, host, datetime.now(UTC)), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def visit_of(follow: dict[str, Any], id: uuid.UUID) -> dict[str, Any]:
    found = next((visit for visit in follow["visits"] if visit["id"] == id), None)
    if found is None:
        raise NotFound()
    return found


@area.route("/stages/<uuid:id>/visites/nouvelle", methods=["GET", "POST"])
def plan_visit(id: uuid.UUID):
    file, follow = followed(id)
    if "visit" not in follow["can"]:
        raise NotFound()
    form = form_shown(VisitForm)
    if form.validate_on_submit() and save_visit(id, form, None):
        flash(_("La visite est prévue."), "success")
        return redirect(file_page(id, "visites"))
    return render_template("follow_up/visit.html", file=file, visit=None, form=form, report=None), status_of(form)


@area.route("/stages/<uuid:id>/visites/<uuid:visit_id>", methods=["GET", "POST"])
def visit(id: uuid.UUID, visit_id: uuid.UUID):
    """One visit: changed while it is planned, then reported."""
    file, follow = followed(id)
    one = visit_of(follow, visit_id)
    if "visit" not in follow["can"]:
        raise NotFound()
    at = datetime.strptime(one["at"], "%H:%M").time() if one["at"] else None
    form = form_shown(VisitForm, **{**one, "at": at})
    report = form_shown(ReportForm, held_on=one["on"], held_form=one["form"], report=one["report"])
    if request.method == "POST":
        reporting = "report" in request.form
        chosen: Any = report if reporting else form
        if chosen.validate() and (save_report(one, report) if reporting else save_visit(id, form, one)):
            flash(_("Le compte rendu est enregistré.") if reporting else _("La visite est changée."), "success")
            return redirect(file_page(id, "visites"))
    return render_template("follow_up/visit.html", file=file, visit=one, form=form, report=report), status_of(
        form, report
    )


def status_of(*forms: Any) -> int:
    return 422 if any(form.lines() for form in forms) else 200


def save_visit(id: uuid.UUID, form: VisitForm, one: dict[str, Any] | None) -> bool:
    fields = {name: form[name].data for name in ("on", "form", "place", "note")}
    fields["at"] = f"{form.at.data:%H:%M}" if form.at.data else ""
    which = {"id": one["id"], "version": posted_version()} if one else {}
    try:
        rpc.ask(agreements.SaveVisit, key=form.key.data, internship_id=id, fields=fields, **which)
    except (InvalidInput, MoveRefused, StaleVersion) as refusal:
        form.refuse(refusal)
        return False
    return True


def save_report(one: dict[str, Any], form: ReportForm) -> bool:
    fields = {"on": form.held_on.data, "form": form.held_form.data, "report": form.report.data}
    try:
        rpc.ask(agreements.ReportVisit, key=form.key.data, id=one["id"], version=posted_version(), **fields)
    except (InvalidInput, MoveRefused, StaleVersion) as refusal:
        form.refuse(refusal, on="held_on", form="held_form")
        return False
    return True


@area.post("/stages/<uuid:id>/visites/<uuid:visit_id>/annuler")
def cancel_visit(id: uuid.UUID, visit_id: uuid.UUID):
    try:
        rpc.ask(agreements.CancelVisit, key=request.form.get("key"), id=visit_id, version=posted_version())
    except (MoveRefused, StaleVersion) as refusal:
        flash(errors.sentence(refusal), "warning")
    else:
        flash(_("La visite est annulée."), "success")
    return redirect(file_page(id, "visites"))


@area.route("/stages/<uuid:id>/difficulte", methods=["GET", "POST"])
def signal(id: uuid.UUID):
    """By the student, to who follows him."""
    file, follow = followed(id)
    if "signal" not in follow["can"]:
        raise NotFound()
    form = form_shown(DifficultyForm)
    if form.validate_on_submit():
        try:
            told = {"words": form.words.data, "with_managers": form.with_managers.data}
            rpc.ask(agreements.SignalDifficulty, key=form.key.data, id=id, **told)
        except (InvalidInput, MoveRefused) as refusal:
            form.refuse(refusal)
        else:
            flash(_("C’est transmis à la personne qui vous suit. Vous serez averti de sa réponse."), "success")
            return redirect(file_page(id, "difficulte"))
    return render_template("follow_up/difficulty.html", file=file, one=None, form=form), status_of(form)


@area.route("/stages/<uuid:id>/difficulte/<uuid:difficulty_id>", methods=["GET", "POST"])
def answer(id: uuid.UUID, difficulty_id: uuid.UUID):
    """By the supervisor or the référent."""
    file, follow = followed(id)
    one = next((found for found in follow["difficulties"] if found["id"] == difficulty_id and found["mine"]), None)
    if one is None:
        raise NotFound()
    form = form_shown(AnswerForm, answer=one["answer"])
    if form.validate_on_submit():
        try:
            said = {"answer": form.answer.data or "", "close": form.close.data}
            rpc.ask(agreements.AnswerDifficulty, key=form.key.data, id=difficulty_id, **said)
        except (InvalidInput, MoveRefused) as refusal:
            form.refuse(refusal)
        else:
            flash(_("Votre réponse est transmise à l’étudiant."), "success")
            return redirect(file_page(id, "difficulte"))
    return render_template("follow_up/difficulty.html", file=file, one=one, form=form), status_of(form)


from gateway.areas.follow_up import ending, papers  # noqa: E402, F401 - their views join this blueprint
