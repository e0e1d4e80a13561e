"""Papers: what a group asks, deposits, reviews, downloads."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, Refusal, StaleVersion
from gateway import errors, files, rpc
from gateway.areas.follow_up.forms import PapersForm
from gateway.areas.follow_up.views import area, file_page, status_of
from gateway.forms import posted_version
from gateway.forms import shown as form_shown
from gateway.i18n import _

SLOW = 15.0  # a PDF is read in a child process
SPARE = 2


@area.route("/groupes/<uuid:id>/pieces", methods=["GET", "POST"])
def group_papers(id: uuid.UUID):
    group = rpc.ask(agreements.GetGroupPapers, id=id)
    spare = [{"required": True} for _line in range(SPARE)]
    form = form_shown(PapersForm, version=group["version"], papers=[*group["papers"], *spare][:20])
    if form.validate_on_submit():
        try:
            question: dict[str, Any] = {"id": id, "version": posted_version(), "papers": form.asked()}
            rpc.ask(agreements.SaveGroupPapers, key=form.key.data, **question)
        except (InvalidInput, StaleVersion) as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("Les pièces demandées sont enregistrées ; elles valent dès maintenant pour tous les dossiers."),
                "success",
            )
            return redirect(url_for("follow_up.group_papers", id=id))
    return render_template("follow_up/papers.html", group=group, form=form), status_of(form)


@area.post("/stages/<uuid:id>/pieces/<code>")
def deposit(id: uuid.UUID, code: str):
    upload: dict[str, str] | None = None
    try:
        upload = files.take_in(request.files.get("file"))
        rpc.ask(agreements.DepositPaper, key=request.form.get("key"), deadline=SLOW, id=id, code=code, **upload)
    except (InvalidInput, MoveRefused) as refusal:
        flash(said(refusal), "error")
        if upload:
            files.forget(upload["upload_id"])
    except Refusal:
        if upload:
            files.forget(upload["upload_id"])
        raise
    else:
        flash(_("La pièce est déposée ; un gestionnaire va l’examiner."), "success")
    return redirect(file_page(id, "pieces"))


def said(refusal: Refusal) -> str:
    """The first field's own words, else the refusal's."""
    for name, codes in (refusal.params.get("fields") or {}).items():
        return errors.field_sentence(codes[0], name)
    return errors.sentence(refusal)


@area.post("/stages/<uuid:id>/pieces/<uuid:paper_id>/avis")
def review(id: uuid.UUID, paper_id: uuid.UUID):
    accepted = request.form.get("avis") == "accepter"
    reason = "" if accepted else request.form.get("reason", "")
    try:
        question: dict[str, Any] = {"id": id, "paper_id": paper_id, "accepted": accepted, "reason": reason[:2_000]}
        rpc.ask(agreements.ReviewPaper, key=request.form.get("key"), **question)
    except InvalidInput:
        flash(_("Dites pourquoi vous refusez cette pièce : l’étudiant doit pouvoir comprendre."), "error")
    except MoveRefused as refusal:
        flash(errors.sentence(refusal), "warning")
    else:
        flash(
            _("La pièce est acceptée.") if accepted else _("La pièce est refusée ; l’étudiant lit pourquoi."), "success"
        )
    return redirect(file_page(id, "pieces"))


@area.get("/stages/<uuid:id>/pieces/<uuid:paper_id>.pdf")
def paper(id: uuid.UUID, paper_id: uuid.UUID):
    found = rpc.ask(agreements.GetPaper, id=id, paper_id=paper_id)
    return files.send(found["object_id"], found["file_name"], "application/pdf")
