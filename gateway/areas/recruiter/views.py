"""A recruiter's offers and the applications to them."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from contracts.calls import offers
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, Refusal, StaleVersion
from gateway import errors, files, rpc
from gateway.areas.recruiter.forms import NewHostOfferForm, OfferForm
from gateway.areas.recruiter.labels import CANDIDACY_MOVES, OFFER_MOVES
from gateway.forms import posted_version, shown
from gateway.i18n import _

area = Blueprint("recruiter", __name__, template_folder="templates")

HOSTS_SHOWN = 10
OWN = {"edit", "submit", "close"}


@area.get("/recruteur/offres", endpoint="offers")
def my_offers():
    return render_template("recruiter/offers.html", rows=rpc.ask(offers.ListMyOffers))


@area.get("/recruteur/offres/nouvelle")
def new():
    """First the company: found in the base and confirmed on its record, or new."""
    words = request.args.get("entreprise", "").strip()
    exact = request.args.get("exacte") == "1"
    hosts = rpc.ask(offers.SearchHosts, words=words[:200], exact=exact, limit=HOSTS_SHOWN) if words else []
    return render_template("recruiter/host.html", words=words, exact=exact, hosts=hosts)


@area.route("/recruteur/offres/deposer", methods=["GET", "POST"])
def deposit():
    """Then the offer, for `?entreprise=` of the base or with a company described here."""
    host_id = request.args.get("entreprise", "")
    host = rpc.ask(offers.GetHost, id=host_id) if host_id else None
    form = shown(OfferForm if host else NewHostOfferForm, data=first_answers(host))
    if form.validate_on_submit():
        question = {**form.answers(), "host_id": str(host["id"])} if host else form.answers()
        saved = save(form, question)
        if saved:
            return redirect(url_for("recruiter.show", id=saved["id"]))
    page = render_template("recruiter/form.html", form=form, host=host, offer=None)
    return page, 422 if form.is_submitted() else 200


def first_answers(host: dict[str, Any] | None) -> dict[str, Any]:
    given = {"kind": "internship", "apply_by": "platform", "apply_email": current_user.email, "country": "FR"}
    return {**given, "city": host["city"], "country": host["country"] or "FR"} if host else given


@area.route("/recruteur/offres/<uuid:id>/modifier", methods=["GET", "POST"])
def edit(id: uuid.UUID):
    """An edited published offer is moderated again: the page says so."""
    offer = rpc.ask(offers.GetOffer, id=id)
    if request.method == "GET" and "edit" not in offer["actions"]:
        raise MoveRefused() if OWN & set(offer["actions"]) else NotFound()
    form = shown(OfferForm, data=offer)
    if form.validate_on_submit():
        question = {**form.answers(), "id": id, "host_id": str(offer["host"]["id"])}
        question["version"] = posted_version(offer["version"])
        if save(form, question):
            return redirect(url_for("recruiter.show", id=id))
    page = render_template("recruiter/form.html", form=form, host=offer["host"], offer=offer)
    return page, 422 if form.is_submitted() else 200


def save(form: OfferForm, question: dict[str, Any]) -> dict[str, Any] | None:
    """None: the form shows why."""
    submit = request.form.get("fin") == "submit"
    try:
        saved = rpc.ask(offers.SaveOffer, **question, submit=submit, key=form.key.data)
    except (InvalidInput, StaleVersion, MoveRefused) as refusal:
        form.refuse(refusal)
        return None
    flash(_("Votre offre est soumise à la modération.") if submit else _("Votre brouillon est enregistré."), "success")
    return saved


@area.get("/recruteur/offres/<uuid:id>")
def show(id: uuid.UUID):
    offer = rpc.ask(offers.GetOffer, id=id)
    found = rpc.ask_together({"applications": (offers.ListApplications, {"offer_id": str(id)})}, deadline=3.0)
    rows = found["applications"]
    if isinstance(rows, NotFound | NotAllowed):  # the applications are their recruiter's alone, and so is this page
        raise NotFound()
    return render_template(
        "recruiter/show.html", offer=offer, rows=None if isinstance(rows, Refusal) else rows, moves=OFFER_MOVES
    )


@area.post("/recruteur/offres/<uuid:id>/action")
def move(id: uuid.UUID):
    name = request.form.get("move", "")
    done = OFFER_MOVES.get(name) or abort(404)
    try:
        rpc.ask(offers.MoveOffer, id=id, version=posted_version(), move=name, reason="")
    except (StaleVersion, MoveRefused, InvalidInput) as refusal:
        flash(errors.sentence(refusal), "error")
    else:
        flash(str(done.done), "success")
    return redirect(url_for("recruiter.show", id=id))


@area.get("/recruteur/candidatures/<uuid:id>")
def application(id: uuid.UUID):
    return render_template(
        "recruiter/application.html", found=rpc.ask(offers.GetCandidacy, id=id), moves=CANDIDACY_MOVES
    )


@area.post("/recruteur/candidatures/<uuid:id>/action")
def move_application(id: uuid.UUID):
    name = request.form.get("move", "")
    done = CANDIDACY_MOVES.get(name) or abort(404)
    try:
        rpc.ask(offers.MoveCandidacy, id=id, version=posted_version(), move=name)
    except (StaleVersion, MoveRefused, InvalidInput) as refusal:
        flash(errors.sentence(refusal), "error")
    else:
        flash(str(done.done), "success")
    return redirect(url_for("recruiter.application", id=id))


@area.get("/recruteur/candidatures/<uuid:id>/documents/<int:number>")
def document(id: uuid.UUID, number: int):
    """The service says yes by answering the candidacy; then the file is streamed."""
    sent = rpc.ask(offers.GetCandidacy, id=id)["documents"]
    if not 0 < number <= len(sent):
        abort(404)
    found = sent[number - 1]
    return files.send(found["object_id"], files.named(found), found["media_type"])
