"""Amendments: the list to decide, one, its form, its moves, its document."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, Refusal, StaleVersion, Unavailable
from contracts.vocabulary import AmendmentKind
from gateway import errors, files, rpc
from gateway.areas.agreements.editing import contacts, start, teachers
from gateway.areas.agreements.shown import params
from gateway.areas.agreements.typed import typed
from gateway.areas.amendments import labels
from gateway.areas.amendments import shown as words
from gateway.areas.amendments.forms import FIELDS, SCHEMA, AmendmentForm, KindsForm
from gateway.forms import posted_version, walk
from gateway.forms import shown as form_shown
from gateway.i18n import _
from gateway.pages import STATUS

area = Blueprint("amendments", __name__, template_folder="templates")
SLOW = 20.0


@area.app_context_processor
def named() -> dict[str, Any]:
    return {"amendment_words": labels, "amendment_shown": words}


@area.get("/avenants")
def to_decide():
    """Those that wait for me, as supervisor or as a manager."""
    return render_template("amendments/to_decide.html", rows=rpc.ask(agreements.ListAmendmentsToDecide))


@area.get("/avenants/<uuid:id>")
def show(id: uuid.UUID):
    return page(rpc.ask(agreements.GetAmendment, id=id))


def page(
    amendment: dict[str, Any], problem: str = "", typed_words: dict[str, str] | None = None, status: int = 200
) -> Any:
    body = render_template(
        "amendments/show.html",
        amendment=amendment,
        actions=words.actions(amendment),
        changes=words.changes(amendment),
        problem=problem,
        typed=typed_words or {},
        key=str(uuid.uuid4()),
    )
    return body, status


@area.post("/avenants/<uuid:id>/geste")
def perform(id: uuid.UUID):
    move, comment = request.form.get("move", ""), request.form.get("comment", "")
    try:
        rpc.ask(
            agreements.PerformAmendment,
            key=request.form.get("key"),
            deadline=SLOW,
            id=id,
            version=posted_version(),
            move=move,
            comment=comment,
        )
    except (MoveRefused, InvalidInput, StaleVersion) as refusal:
        said = errors.sentence(refusal, **params({k: v for k, v in refusal.params.items() if k != "fields" or v}))
        status = next((code for cls, code in STATUS.items() if isinstance(refusal, cls)), 409)
        return page(rpc.ask(agreements.GetAmendment, id=id), said, {move: comment}, status)
    found = labels.MOVES.get(move)
    if found and found.done:
        flash(str(found.done), "success")
    return redirect(url_for("amendments.show", id=id))


@area.get("/avenants/<uuid:id>/avenant.pdf")
def pdf(id: uuid.UUID):
    found = rpc.ask(agreements.GetAmendmentPdf, deadline=SLOW, id=id)
    return files.send(found["object_id"], found["file_name"], "application/pdf")


@area.get("/stages/<uuid:id>/avenants/nouveau")
def choose(id: uuid.UUID):
    """First what changes, then only its fields."""
    file = rpc.ask(agreements.GetInternship, id=id)
    if file["open_amendments"]:
        newest = next(iter(rpc.ask(agreements.ListAmendments, internship_id=id)), None)
        return render_template("amendments/under_way.html", file=file, amendment=newest), 409
    kinds = known_kinds(request.args.getlist("kinds"))
    if kinds:
        return edit_page(file, None, form_of(file, None, kinds), kinds)
    form = KindsForm()
    if "suite" in request.args:
        form.kinds.errors = [_("Choisissez au moins un changement.")]
    return render_template("amendments/choose.html", file=file, form=form), 422 if form.lines() else 200


@area.post("/stages/<uuid:id>/avenants/nouveau")
def create(id: uuid.UUID):
    file = rpc.ask(agreements.GetInternship, id=id)
    kinds = known_kinds(request.form.getlist("kinds"))
    return saved(file, None, kinds)


@area.route("/avenants/<uuid:id>/modifier", methods=["GET", "POST"])
def edit(id: uuid.UUID):
    amendment = rpc.ask(agreements.GetAmendment, id=id)
    if not any(action["name"] == "edit_amendment" and action["allowed"] for action in amendment["actions"]):
        raise MoveRefused("move_not_offered")
    file = rpc.ask(agreements.GetInternship, id=amendment["internship_id"])
    if request.method == "POST":
        return saved(file, amendment, known_kinds(request.form.getlist("kinds")))
    kinds = known_kinds(request.args.getlist("kinds")) or amendment["kinds"]
    return edit_page(file, amendment, form_of(file, amendment, kinds), kinds)


def known_kinds(given: list[str]) -> list[str]:
    return [str(kind) for kind in AmendmentKind if kind in given]


def form_of(file: dict[str, Any], amendment: dict[str, Any] | None, kinds: list[str]) -> AmendmentForm:
    """What the amendment says, over what the file says today."""
    convention = file["convention"] or {}
    now = {name: file["request"].get(name) for name in ("starts_on", "ends_on", "at_host_address", "place")}
    now |= {name: file["request"].get(name) for name in ("title", "description")}
    kept = ("activities", "weekly_minutes", "weekdays", "stipend_cents", "stipend_payment")
    now |= {name: convention.get(name) for name in kept}
    mine = {k: v for k, v in ((amendment or {}).get("fields") or {}).items() if v not in (None, "", [])}
    reason = amendment["reason"] if amendment else ""
    given = start({**now, **mine}, amendment or {"version": 0})
    form = form_shown(AmendmentForm, **{**given, "kinds": kinds, "reason": reason})
    people(form, file, amendment)
    return form


def people(form: AmendmentForm, file: dict[str, Any], amendment: dict[str, Any] | None) -> None:
    form.tutor_id.fill(contacts(file), amendment["tutor"] if amendment else None)
    form.referent_id.fill(teachers(form.referent_words.data or ""), amendment["referent"] if amendment else None)


def saved(file: dict[str, Any], amendment: dict[str, Any] | None, kinds: list[str]) -> Any:
    form = form_of(file, amendment, kinds)
    if "chercher" in request.form:
        return edit_page(file, amendment, form, kinds)
    if not kinds:
        raise NotFound()
    if form.validate():
        fields = asked_fields(form, kinds)
        try:
            answer = rpc.ask(
                agreements.SaveAmendment,
                key=form.key.data,
                id=amendment["id"] if amendment else None,
                internship_id=file["id"],
                version=posted_version(),
                kinds=kinds,
                reason=form.reason.data,
                fields=fields,
                new_tutor=new_tutor(form, kinds),
            )
        except (InvalidInput, MoveRefused, StaleVersion) as refusal:
            form.refuse(refusal)
        else:
            flash(_("Avenant enregistré en brouillon : relisez ce qui change, puis soumettez-le."), "warning")
            return redirect(url_for("amendments.show", id=answer["id"]))
    return edit_page(file, amendment, form, kinds)


def new_tutor(form: AmendmentForm, kinds: list[str]) -> dict[str, Any] | None:
    given = typed(form.new_tutor.form)
    return given if AmendmentKind.TUTOR in kinds and any(given.values()) else None


@area.post("/stages/<uuid:id>/avenants/calcul")
def preview(id: uuid.UUID):
    """While typing: presence, stipend and controls of the file as it would be; a fragment of the page.

    None while a field cannot be read: computed without it, the figures would pass for those of what is typed.
    """
    kinds, form = known_kinds(request.form.getlist("kinds")), AmendmentForm()
    try:
        if not all(field.validate(form) for field in walk(form[name] for name in names_of(kinds))):
            raise InvalidInput()
        law = law_of(rpc.ask(agreements.GetInternship, deadline=2.0, id=id), form, kinds)
    except (InvalidInput, NotFound, Unavailable):
        law = None
    return render_template("agreements/_law.html", law=law) if law else ("", 204)


def names_of(kinds: list[str]) -> set[str]:
    return {name for kind in kinds for name in FIELDS[AmendmentKind(kind)]}


def asked_fields(form: AmendmentForm, kinds: list[str]) -> dict[str, Any]:
    """Of the kinds chosen alone, and only what was typed."""
    names = names_of(kinds)
    given = {name: value for name, value in typed(form).items() if name in SCHEMA and name in names}
    return {name: value for name, value in given.items() if value is not None}


def law_of(file: dict[str, Any], form: AmendmentForm, kinds: list[str]) -> dict[str, Any] | None:
    """Computed by the service from the file's fields under those typed; the page does without when it does not come."""
    given = asked_fields(form, kinds)
    request_, convention = file["request"], file["convention"] or {}
    question = {
        "id": file["id"],
        "request": {**request_, **{name: value for name, value in given.items() if name in request_}},
        "convention": {**convention, **{name: value for name, value in given.items() if name in convention}},
    }
    answer = rpc.ask_together({"law": (agreements.PreviewSchedule, question)}, deadline=2.0)["law"]
    return None if isinstance(answer, Refusal) else {**answer, "proposed_end": None}


def edit_page(file: dict[str, Any], amendment: dict[str, Any] | None, form: AmendmentForm, kinds: list[str]) -> Any:
    law = law_of(file, form, kinds)
    body = render_template("amendments/edit.html", file=file, amendment=amendment, form=form, kinds=kinds, law=law)
    return body, 422 if form.lines() else 200
