"""Careers staff: offers are read before they appear."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from contracts.calls import offers
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from gateway import errors, rpc
from gateway.areas.careers.forms import RefuseForm
from gateway.forms import posted_version, shown
from gateway.i18n import _

area = Blueprint("careers", __name__, template_folder="templates")


@area.get("/moderation")
def queue():
    return render_template("careers/queue.html", rows=rpc.ask(offers.ListOffersToModerate))


@area.get("/moderation/<uuid:id>")
def show(id: uuid.UUID):
    return render_template("careers/show.html", offer=to_moderate(id), form=shown(RefuseForm))


def to_moderate(id: uuid.UUID) -> dict[str, Any]:
    """The offer, for who may decide on it, or may moderate and comes after the decision; the service says who."""
    offer = rpc.ask(offers.GetOffer, id=id)
    if not {"approve", "refuse"} & set(offer["actions"]):
        try:
            rpc.ask(offers.ListOffersToModerate)
        except NotAllowed:
            raise NotFound() from None
    return offer


@area.post("/moderation/<uuid:id>/approuver")
def approve(id: uuid.UUID):
    return decide(id, "approve", "", _("L’offre est publiée, son auteur est prévenu."))


@area.post("/moderation/<uuid:id>")
def refuse(id: uuid.UUID):
    form = RefuseForm()
    if form.validate_on_submit():
        return decide(id, "refuse", form.reason.data, _("L’offre est refusée, son auteur est prévenu."))
    return render_template("careers/show.html", offer=to_moderate(id), form=form), 422


def decide(id: uuid.UUID, move: str, reason: str, done: str) -> Any:
    try:
        rpc.ask(offers.MoveOffer, id=id, version=posted_version(), move=move, reason=reason)
    except (StaleVersion, MoveRefused, InvalidInput) as refusal:
        flash(errors.sentence(refusal), "error")
        return redirect(url_for("careers.show", id=id))
    flash(done, "success")
    return redirect(url_for("careers.queue"))
