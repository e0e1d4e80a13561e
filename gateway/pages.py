"""What every page shares: not too often, sign-on first, CSRF, and refusals shown as pages."""

import math
from typing import Any

from flask import Flask, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from contracts.errors import (
    Internal,
    InvalidInput,
    MoveRefused,
    NotAllowed,
    NotFound,
    Refusal,
    StaleVersion,
    Unavailable,
)
from gateway import errors, kept, limits, rpc
from gateway.i18n import _, ngettext
from gateway.security import PUBLIC

STATUS = {NotFound: 404, NotAllowed: 403, InvalidInput: 422, StaleVersion: 409, MoveRefused: 409, Unavailable: 503}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def init(app: Flask, csrf: CSRFProtect) -> None:
    @app.before_request
    def guard() -> Any:
        elsewhere = not_too_often() or sign_on_first(app)
        if elsewhere is None:
            check_csrf(app, csrf)
        return elsewhere

    @app.after_request
    def tell_correlation(response: Any) -> Any:
        if "correlation_id" in g:
            response.headers["X-Correlation-Id"] = g.correlation_id
        return response

    app.after_request(kept.forget_sent)
    app.jinja_env.globals.update(typist=kept.typist, was_given_back=lambda: "given_back" in g)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, fault)


def not_too_often() -> Any:
    """Doors open to anybody have a pace: who goes faster is told when to come back, before anything is asked or read."""
    seconds = math.ceil(limits.seconds_to_wait())
    if not seconds:
        return None
    said = ngettext(
        "Trop de demandes en peu de temps depuis votre réseau. Réessayez dans une seconde.",
        "Trop de demandes en peu de temps depuis votre réseau. Réessayez dans %(num)s secondes.",
        seconds,
    )
    body, status, _headers = page(429, said)
    return body, status, {"Retry-After": str(seconds)}


def sign_on_first(app: Flask) -> Any:
    """Every view asks for a sign-on unless it is marked public; what was being typed is kept for after it."""
    view = app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, PUBLIC, False) or (request.endpoint or "").endswith("static"):
        return None
    if current_user.is_authenticated:
        return None
    if kept.in_background():
        return background_refusal("expired_actor", 401)
    person = kept.typist_of_form() or g.get("expired_person")
    if person:
        tell_expiry(kept.keep(person, kept.Why.SESSION))
    session["next"] = kept.page_of_form()
    return redirect(url_for("account.sign_in"))


def tell_expiry(is_kept: bool) -> None:
    """Once, and at each text that is kept."""
    if is_kept:
        flash(_("Votre session a expiré. Reconnectez-vous : votre saisie est gardée."), "info")
    elif not session.get("expiry_told"):
        flash(_("Votre session a expiré. Reconnectez-vous."), "info")
    session["expiry_told"] = True


def background_refusal(code: str | Refusal, status: int) -> Any:
    """To a script: it stops, or tries again, and no page is lost for it."""
    return jsonify(errors=[errors.sentence(code)]), status


def check_csrf(app: Flask, csrf: CSRFProtect) -> None:
    view = app.view_functions.get(request.endpoint or "")
    if request.method in UNSAFE and app.config.get("WTF_CSRF_ENABLED", True) and not getattr(view, "csrf_free", False):
        csrf.protect()


def refused(refusal: Refusal) -> Any:
    """A refusal that no view took: a page that says what happened and what to do."""
    if isinstance(refusal, NotAllowed) and not current_user.is_authenticated:
        session["next"] = kept.page_of_form()
        return redirect(url_for("account.sign_in"))
    status = next((code for cls, code in STATUS.items() if isinstance(refusal, cls)), 500)
    if kept.in_background():
        return background_refusal(refusal, status)
    person = kept.keeper()
    if isinstance(refusal, Unavailable) and person and kept.keep(person, kept.Why.AWAY):
        said = _(
            "Le service ne répond pas pour l’instant. Votre texte est gardé : rouvrez ce formulaire dans un instant."
        )
        if any(file.filename for file in request.files.values()):
            said += " " + _("Le fichier sera à joindre à nouveau.")
        return page(status, said, kept.page_of_form(), _("Rouvrir le formulaire"))
    if isinstance(refusal, Unavailable) and "kept_now" in g:
        said = _("Le service ne répond pas pour l’instant, et votre texte est trop long pour être gardé.")
        return page(status, said + " " + _("Revenez à la page précédente pour le copier."))
    if isinstance(refusal, MoveRefused | StaleVersion):
        back = kept.page_of_form() if request.method == "POST" else kept.page_above()
        title = _("Cette action n’est pas possible") if isinstance(refusal, MoveRefused) else ""
        return page(status, errors.sentence(refusal), back or url_for("board.show"), _("Voir où cela en est"), title)
    return page(status, errors.sentence(refusal))


def page(status: int, text: str, retry: str = "", again: str = "", title: str = "") -> Any:
    """`retry` is where the main button leads, `again` its words; `title` when the status's own would not be true."""
    reference = rpc.correlation_id() if status >= 500 else ""
    retry = retry or (request.full_path.rstrip("?") if request.method == "GET" else "")
    words = {"title": title, "text": text, "reference": reference, "retry": retry, "again": again}
    body = render_template("error.html", status=status, **words)
    return body, status, ({"Retry-After": "5"} if status == 503 else {})


def form_expired(_error: CSRFError) -> Any:
    """A token of an earlier session gives the form back to whoever is signed in, or holds the page's link; no token nothing."""
    if kept.in_background():
        return background_refusal("form_expired", 401)
    reader = kept.keeper()
    if not reader or not request.form.get("csrf_token") or kept.from_elsewhere():
        return page(400, errors.sentence("form_expired"))
    person = kept.typist_of_form() or reader
    kept.keep(person, kept.Why.FORM)
    if person != reader:
        flash(
            _("Rien n’est enregistré : une autre personne avait ouvert ce formulaire. Sa saisie l’attend."), "warning"
        )
        return redirect(url_for("board.show"))
    flash(_("Ce formulaire avait expiré : vérifiez votre saisie, puis renvoyez-le."), "warning")
    return redirect(kept.page_of_form())


def http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    words = {
        404: errors.sentence("not_found"),
        405: _("Cette adresse ne s’ouvre pas de cette façon."),
        413: errors.sentence("too_big"),
        403: errors.sentence("not_allowed"),
    }
    said = words.get(code, errors.sentence("internal" if code >= 500 else "move_refused"))
    back = kept.page_of_form() if code == 413 and current_user.is_authenticated else ""
    answer = page(code, said, back, _("Rouvrir le formulaire") if back else "")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return answer[0], code, {"Allow": ", ".join(error.valid_methods)}
    return answer


def fault(_error: Exception) -> Any:
    return page(500, errors.sentence(Internal()))
