"""« Mon Profil »."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from contracts.calls import profiles
from contracts.errors import InvalidInput, StaleVersion
from contracts.vocabulary import DocumentKind
from gateway import errors, files, rpc
from gateway.areas.profile.forms import AddForm, EditForm
from gateway.areas.profile.labels import BY_PATH, KINDS
from gateway.forms import posted_version, shown
from gateway.i18n import _
from gateway.security import safe_path

area = Blueprint("profile", __name__, template_folder="templates")

TAB = "profile.documents"
UPLOAD_SECONDS = 25.0


@area.get("/profil")
def show():
    answers = rpc.ask_together({"me": (profiles.GetMe, {}), "summary": (profiles.GetProfileSummary, {})}, deadline=3.0)
    me = answers["me"]
    if isinstance(me, Exception):
        raise me
    summary = answers["summary"]
    return render_template("profile/show.html", me=me, summary=None if isinstance(summary, Exception) else summary)


@area.get("/profil/documents")
def documents():
    rows = rpc.ask(profiles.ListDocuments)
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in KINDS}
    return render_template("profile/documents.html", by_kind=by_kind, kinds=KINDS)


@area.route("/profil/documents/ajouter/<path>", methods=["GET", "POST"])
def add(path: str):
    """`?retour=` leads back to the application that wanted the document."""
    kind = BY_PATH.get(path) or abort(404)
    back = safe_path(request.values.get("retour"), url_for(TAB))
    form = shown(AddForm)
    if form.validate_on_submit():
        try:
            add_document(kind, form)
        except InvalidInput as refusal:
            form.refuse(refusal, upload_id="file", file_name="file")
        else:
            flash(_("Votre document est enregistré."), "success")
            return redirect(back)
    page = render_template("profile/add.html", form=form, kind=kind, words=KINDS[kind], back=back)
    return page, 422 if form.is_submitted() else 200


def add_document(kind: str, form: AddForm) -> Any:
    taken = files.take_in(form.file.data)
    try:
        return rpc.ask(
            profiles.AddDocument, kind=kind, **form.answers(), **taken, key=form.key.data, deadline=UPLOAD_SECONDS
        )
    except InvalidInput:
        files.forget(taken["upload_id"])
        raise


@area.route("/profil/documents/<uuid:id>", methods=["GET", "POST"])
def edit(id: uuid.UUID):
    document = rpc.ask(profiles.GetDocument, id=id)
    form = shown(EditForm, data={**document, "visible": "yes" if document["visible"] else "no"})
    if form.validate_on_submit():
        try:
            rpc.ask(profiles.EditDocument, id=id, version=posted_version(), **form.answers())
        except StaleVersion as refusal:
            form.version.data = str(document["version"])
            form.form_errors.append(errors.sentence(refusal))
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            flash(_("Votre document est à jour."), "success")
            return redirect(url_for(TAB))
    page = render_template("profile/edit.html", form=form, document=document)
    return page, 422 if form.is_submitted() else 200


@area.route("/profil/documents/<uuid:id>/supprimer", methods=["GET", "POST"])
def delete(id: uuid.UUID):
    document = rpc.ask(profiles.GetDocument, id=id)
    if request.method == "POST":
        rpc.ask(profiles.DeleteDocument, id=id, version=posted_version(document["version"]))
        flash(_("Le document est supprimé de votre profil. Les candidatures déjà envoyées le gardent."), "success")
        return redirect(url_for(TAB))
    return render_template("profile/delete.html", document=document)


@area.get("/profil/documents/<uuid:id>/fichier")
def download(id: uuid.UUID):
    document = rpc.ask(profiles.GetDocument, id=id)
    return files.send(document["object_id"], files.named(document), document["media_type"])


@area.get("/profil/documents/photo/<uuid:id>")
def photo(id: uuid.UUID):
    """My photo, shown in my page: the only file that is not a download, and it is an image by its content."""
    document = rpc.ask(profiles.GetDocument, id=id)
    if document["kind"] != DocumentKind.PHOTO or not document["media_type"].startswith("image/"):
        abort(404)
    answer = files.send(document["object_id"], files.named(document), document["media_type"])
    del answer.headers["Content-Disposition"]
    return answer
