"""A manager lifts a legal control, with a reason."""

import uuid

from flask import flash, redirect, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, StaleVersion
from gateway import errors, rpc
from gateway.areas.agreements import shown
from gateway.areas.agreements.views import area, page
from gateway.forms import posted_version
from gateway.i18n import _
from gateway.pages import STATUS


@area.post("/stages/<uuid:id>/controle")
def override_control(id: uuid.UUID):
    """Refused, the page comes back with the reason still in its field."""
    code, reason = request.form.get("code", ""), request.form.get("reason", "")
    try:
        rpc.ask(
            agreements.OverrideControl,
            key=request.form.get("key"),
            id=id,
            version=posted_version(),
            code=code,
            reason=reason,
        )
    except (MoveRefused, InvalidInput, StaleVersion) as refusal:
        said = errors.sentence(refusal, **shown.params({k: v for k, v in refusal.params.items() if k != "fields"}))
        kind = next((status for cls, status in STATUS.items() if isinstance(refusal, cls)), 409)
        return page(rpc.ask(agreements.GetInternship, id=id), said, {code: reason}, kind)
    flash(_("Contrôle levé. Votre raison est gardée au dossier."), "success")
    return redirect(url_for("agreements.show", id=id, _anchor=f"controle-{code}"))
