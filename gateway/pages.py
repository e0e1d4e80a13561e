"""What every page shares: sign-on first, CSRF, and refusals shown as pages."""

from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, session, url_for
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
from gateway import errors, forms, rpc
from gateway.i18n import _
from gateway.security import PUBLIC, safe_path

STATUS = {NotFound: 404, NotAllowed: 403, InvalidInput: 422, StaleVersion: 409, MoveRefused: 409, Unavailable: 503}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def init(app: Flask, csrf: CSRFProtect) -> None:
    @app.before_request
    def guard() -> Any:
        elsewhere = sign_on_first(app)
        if elsewhere is None:
            check_csrf(app, csrf)
        return elsewhere

    @app.after_request
    def tell_correlation(response: Any) -> Any:
        if "correlation_id" in g:
            response.headers["X-Correlation-Id"] = g.correlation_id
        return response

    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, fault)


def sign_on_first(app: Flask) -> Any:
    """Every view asks for a sign-on unless it is marked public; what was being typed is kept for after it."""
    view = app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, PUBLIC, False) or (request.endpoint or "").endswith("static"):
        return None
    if current_user.is_authenticated:
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if g.get("session_expired"):
        kept = request.method == "POST" and forms.keep_typed(g.expired_person)
        flash(
            _("Votre session a expiré. Reconnectez-vous : votre saisie est gardée.")
            if kept
            else _("Votre session a expiré. Reconnectez-vous."),
            "info",
        )
    session["next"] = safe_path(back)
    return redirect(url_for("account.sign_in"))


def check_csrf(app: Flask, csrf: CSRFProtect) -> None:
    view = app.view_functions.get(request.endpoint or "")
    if request.method in UNSAFE and app.config.get("WTF_CSRF_ENABLED", True) and not getattr(view, "csrf_free", False):
        csrf.protect()


def refused(refusal: Refusal) -> Any:
    """A refusal that no view took: a page that says what happened and what to do."""
    if isinstance(refusal, NotAllowed) and not current_user.is_authenticated:
        session["next"] = safe_path(request.full_path.rstrip("?"))
        return redirect(url_for("account.sign_in"))
    status = next((code for cls, code in STATUS.items() if isinstance(refusal, cls)), 500)
    return page(status, errors.sentence(refusal), refusal)


def page(status: int, text: str, refusal: Refusal | None = None) -> Any:
    reference = rpc.correlation_id() if status >= 500 else ""
    retry = request.full_path.rstrip("?") if request.method == "GET" else ""
    body = render_template("error.html", status=status, text=text, reference=reference, retry=retry)
    return body, status, ({"Retry-After": "5"} if status == 503 else {})


def form_expired(_error: CSRFError) -> Any:
    return page(400, errors.sentence("form_expired"))


def http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    words = {
        404: errors.sentence("not_found"),
        405: _("Cette adresse ne s’ouvre pas de cette façon."),
        413: errors.sentence("too_big"),
        403: errors.sentence("not_allowed"),
    }
    answer = page(code, words.get(code, errors.sentence("internal" if code >= 500 else "move_refused")))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return answer[0], code, {"Allow": ", ".join(error.valid_methods)}
    return answer


def fault(_error: Exception) -> Any:
    return page(500, errors.sentence(Internal()))
