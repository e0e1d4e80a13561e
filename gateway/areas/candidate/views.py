"""« Mon espace candidat »: four doors, the search, an offer, applying, and what became of it."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from contracts.calls import agreements, offers, profiles
from contracts.errors import InvalidInput, MoveRefused, Refusal
from contracts.vocabulary import CandidacyState, Role
from gateway import errors, files, kept, rpc, settings
from gateway.actor import register
from gateway.areas.candidate import labels
from gateway.areas.candidate.criteria import Criteria
from gateway.areas.candidate.forms import ApplyForm
from gateway.areas.profile.labels import BY_PATH
from gateway.forms import posted_version, restore
from gateway.i18n import _
from gateway.security import safe_path

area = Blueprint("candidate", __name__, template_folder="templates")

PAGE, FILES_SHOWN = 20, 100
OVER = {CandidacyState.REFUSED, CandidacyState.WITHDRAWN}


@area.get("/espace-candidat")
def space():
    """« Votre espace candidat » (D0). The doors open even when the count of candidacies does not come."""
    found = rpc.ask_together({"candidacies": (offers.ListCandidacies, {})})["candidacies"]
    current = None if isinstance(found, Refusal) else [row for row in found if row["state"] not in OVER]
    return render_template("candidate/space.html", current=current)


@area.get("/espace-candidat/alertes")
def alerts():
    return render_template("candidate/alerts.html")


@area.get("/espace-candidat/suivi")
def candidacies():
    """« Voir toutes vos candidatures et suivre vos conventions de stage »."""
    asked: dict[str, tuple[Any, dict[str, Any]]] = {"candidacies": (offers.ListCandidacies, {})}
    if current_user.is_a(Role.STUDENT):
        for name, call in (
            ("authorizations", agreements.ListAuthorizations),
            ("conventions", agreements.ListConventions),
        ):
            asked[name] = (call, {"limit": FILES_SHOWN, "cursor": request.args.get(name, "")})
    answers = rpc.ask_together(asked)
    found = {name: None if isinstance(answer, Refusal) else answer for name, answer in answers.items()}
    return render_template("candidate/candidacies.html", asked=set(asked), found=found)


@area.get("/offres/rechercher")
def search():
    return render_template("candidate/search.html", criteria=Criteria(request.args), labels=labels)


@area.get("/offres")
def results():
    criteria = Criteria(request.args)
    if "" in request.args.values():  # a form sends its empty fields too; the address to share has none
        return redirect(criteria.address())
    found = rpc.ask(offers.SearchOffers, **criteria.question(PAGE))
    return render_template(
        "candidate/results.html", criteria=criteria, found=found, labels=labels, link_outs=settings.LINK_OUTS
    )


@area.get("/offres/<uuid:id>")
def offer(id: uuid.UUID):
    found = rpc.ask(offers.GetOffer, id=id)
    back = safe_path(request.args.get("retour"), url_for("candidate.results"))
    return render_template("candidate/offer.html", offer=found, back=back)


@area.route("/offres/<uuid:id>/candidater", methods=["GET", "POST"])
def apply(id: uuid.UUID):
    """« Candidature en direct ». Going to add a document keeps the message as a draft."""
    found = rpc.ask(offers.GetOffer, id=id)
    documents = rpc.ask(profiles.ListDocuments)
    draft = f"apply:{id}"
    given = {"email": current_user.email, "subject": _("Candidature : %(title)s", title=found["title"])}
    form = ApplyForm(data=given)
    if request.method == "GET":
        restore(form, register().draft(current_user.id, draft) or {})
        restore(form, kept.given_back())  # typed since
    form.offer_documents(documents)
    if request.method == "POST" and request.form.get("ajouter") in BY_PATH:
        register().keep_draft(current_user.id, draft, {n: v for n, v in request.form.lists() if n != "csrf_token"})
        return redirect(url_for("profile.add", path=request.form["ajouter"], retour=request.path))
    if form.validate_on_submit():
        try:
            sent = send(id, form)
        except (InvalidInput, MoveRefused) as refusal:
            form.refuse(refusal)
        else:
            register().drop_draft(current_user.id, draft)
            flash(_("Votre candidature est envoyée au recruteur."), "success")
            return redirect(url_for("candidate.candidacy", id=sent["id"]))
    page = render_template("candidate/apply.html", offer=found, form=form, documents=documents)
    return page, 422 if form.is_submitted() else 200


def send(offer_id: uuid.UUID, form: ApplyForm) -> Any:
    return rpc.ask(
        offers.Apply,
        offer_id=offer_id,
        email=form.email.data.strip(),
        subject=form.subject.data.strip(),
        message=form.message.data,
        cv_id=form.cv_id.data or None,
        letter_id=form.letter_id.data or None,
        key=form.key.data,
        deadline=8.0,
    )


@area.get("/candidatures/<uuid:id>")
def candidacy(id: uuid.UUID):
    return render_template("candidate/candidacy.html", candidacy=rpc.ask(offers.GetCandidacy, id=id))


@area.get("/candidatures/<uuid:id>/documents/<int:number>")
def document(id: uuid.UUID, number: int):
    """A document as it was on the day it was sent; the service says whose it is."""
    sent = rpc.ask(offers.GetCandidacy, id=id)["documents"]
    if not 0 < number <= len(sent):
        abort(404)
    found = sent[number - 1]
    return files.send(found["object_id"], files.named(found), found["media_type"])


@area.route("/candidatures/<uuid:id>/retirer", methods=["GET", "POST"])
def withdraw(id: uuid.UUID):
    found = rpc.ask(offers.GetCandidacy, id=id)
    if request.method == "POST":
        try:
            rpc.ask(offers.MoveCandidacy, id=id, version=posted_version(), move="withdraw")
        except Refusal as refusal:
            flash(errors.sentence(refusal), "error")
        else:
            flash(_("Votre candidature est retirée. Elle reste dans votre historique."), "success")
        return redirect(url_for("candidate.candidacy", id=id))
    return render_template("candidate/withdraw.html", candidacy=found)
