"""What reached me; and for staff, what became of the mails."""

import uuid

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from contracts.calls import notifications
from contracts.errors import Refusal
from gateway import bell, rpc
from gateway.i18n import _
from gateway.security import safe_path

area = Blueprint("notifications", __name__, template_folder="templates")

SHOWN = 50


@area.get("/notifications")
def show():
    inbox = rpc.ask(notifications.ListNotifications, limit=SHOWN)
    bell.known(inbox.get("unread") or 0)
    return render_template("notifications/show.html", inbox=inbox)


@area.get("/notifications/<uuid:id>")
def follow(id: uuid.UUID):
    """To what it speaks of; following it reads it."""
    try:
        rpc.ask(notifications.MarkRead, id=id, deadline=1.0)
    except Refusal:
        current_app.logger.warning("a notification could not be marked as read")
    return redirect(safe_path(request.args.get("to"), url_for("notifications.show")))


@area.post("/notifications/lues")
def mark_read():
    rpc.ask(notifications.MarkRead)
    flash(_("Toutes vos notifications sont marquées comme lues."), "success")
    return redirect(url_for("notifications.show"))


@area.get("/staff/mails")
def mails():
    state = request.args.get("etat", "")
    rows = rpc.ask(notifications.ListDeliveries, state=state, limit=100)
    return render_template("notifications/mails.html", rows=rows, state=state)


@area.post("/staff/mails/<uuid:id>/renvoyer")
def retry(id: uuid.UUID):
    rpc.ask(notifications.RetryDelivery, id=id)
    flash(_("Le message est remis dans la file d’envoi."), "success")
    return redirect(url_for("notifications.mails"))
