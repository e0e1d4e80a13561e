"""The university's sign-on, for the demonstration: a CAS 3.0 server whose people are invented.

    python -m deploy.local.cas --port 8001 --service http://127.0.0.1:8000

Never for real accounts: passwords are those of `deploy.demo.people.CAS_PEOPLE`, in clear, and shown on the page.
"""

import argparse
import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape

import requests
from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from deploy.local.cas_tickets import Tickets
from deploy.local.serving import POLICY, serve
from deploy.local.texts import words

NAMESPACE = "http://www.yale.edu/tp/cas"
COOKIE, FORM_COOKIE = "TGC", "CASFORM"
LOGOUT_SECONDS = 3
People = Mapping[str, dict[str, Any]]

cas = Blueprint("cas", __name__, url_prefix="/cas")


def demonstration_people() -> People:
    try:
        return import_module("deploy.demo.people").CAS_PEOPLE
    except (ModuleNotFoundError, AttributeError):
        return {}


def create_app(services: list[str], people: Callable[[], People] = demonstration_people) -> Flask:
    """`services`: the addresses that may ask for a sign-on. `people` is asked at each request."""
    app = Flask(__name__)
    app.config.update(SERVICES=services, PEOPLE=people, TICKETS=Tickets())
    app.register_blueprint(cas)
    app.context_processor(words)
    app.add_url_rule("/readyz", view_func=lambda: {"status": "ok"})

    @app.after_request
    def protect(response: Response) -> Response:
        forms = " ".join(["'self'", *services])  # the answer to the form redirects to the service
        response.headers["Content-Security-Policy"] = POLICY.format(form=forms, ancestors="'none'")
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    return app


def tickets() -> Tickets:
    return current_app.config["TICKETS"]


def is_allowed(service: str) -> bool:
    """Same scheme, host and port as an allowed address: a prefix would let http://127.0.0.1:8000.evil.example in."""
    parts = urlsplit(service)
    if parts.username or parts.password or "\\" in service:
        return False
    return any((parts.scheme, parts.netloc) == urlsplit(known)[:2] for known in current_app.config["SERVICES"])


def with_ticket(service: str, ticket: str) -> str:
    parts = urlsplit(service)
    query = "&".join(part for part in (parts.query, urlencode({"ticket": ticket})) if part)
    return urlunsplit(parts._replace(query=query))


@cas.get("/login")
def login() -> Response | str | tuple[str, int]:
    service = request.args.get("service", "")
    if service and not is_allowed(service):
        return render_template("cas_message.html", title="refused_title", text="refused"), 403
    name = request.cookies.get(COOKIE, "")
    session = tickets().session(name)
    renew = "renew" in request.args
    if session and not renew:
        if service:
            return redirect(with_ticket(service, tickets().give(name, service, new_login=False)))
        return render_template("cas_message.html", title="signed_title", text="signed", who=session.uid)
    if service and "gateway" in request.args and not renew:
        return redirect(service)
    return form(service)


def form(service: str, problem: str = "", status: int = 200) -> Response:
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    people = current_app.config["PEOPLE"]()
    page = render_template("cas_login.html", service=service, people=people, problem=problem, token=token)
    response = make_response(page, status)
    response.set_cookie(FORM_COOKIE, token, httponly=True, samesite="Lax", path="/cas")
    return response


@cas.post("/login")
def sign_in() -> Response | tuple[str, int]:
    service = request.form.get("service", "")
    if service and not is_allowed(service):
        return render_template("cas_message.html", title="refused_title", text="refused"), 403
    token = request.cookies.get(FORM_COOKIE, "")
    if not token or not hmac.compare_digest(token, request.form.get("lt", "")):
        return form(service, "expired", 403)
    people = current_app.config["PEOPLE"]()
    chosen = request.form.get("person", "")
    uid = chosen or request.form.get("username", "").strip()
    known = people.get(uid)
    right = known and (
        chosen or hmac.compare_digest(known["password"].encode(), request.form.get("password", "").encode())
    )
    if not right:
        return form(service, "wrong", 401)
    tickets().close(request.cookies.get(COOKIE, ""))
    name = tickets().open(uid)
    target = with_ticket(service, tickets().give(name, service, new_login=True)) if service else url_for("cas.login")
    response = redirect(target, 303)
    response.set_cookie(COOKIE, name, httponly=True, samesite="Lax", path="/cas")
    response.delete_cookie(FORM_COOKIE, path="/cas")
    return response


@cas.get("/serviceValidate")
@cas.get("/p3/serviceValidate")
def validate() -> Response:
    service, name = request.args.get("service", ""), request.args.get("ticket", "")
    if not service or not name:
        return failure("INVALID_REQUEST", "service and ticket are both required")
    ticket = tickets().take(name)
    if ticket is None:
        return failure("INVALID_TICKET", f"Ticket {name} is not recognised")
    if ticket.service != service:
        return failure("INVALID_SERVICE", "The ticket was given for another service")
    if "renew" in request.args and not ticket.new_login:
        return failure("INVALID_TICKET", "The ticket does not come from a new sign-on")
    known = current_app.config["PEOPLE"]().get(ticket.uid, {})
    attributes = {
        "authenticationDate": datetime.fromtimestamp(ticket.given_at, UTC).isoformat(),
        "longTermAuthenticationRequestTokenUsed": "false",
        "isFromNewLogin": str(ticket.new_login).lower(),
        "uid": ticket.uid,
    } | known.get("attributes", {})
    return xml(
        "<cas:authenticationSuccess>"
        f"<cas:user>{escape(ticket.uid)}</cas:user><cas:attributes>{elements(attributes)}</cas:attributes>"
        "</cas:authenticationSuccess>"
    )


def elements(attributes: Mapping[str, Any]) -> str:
    """A list is repeated, an empty value is left out."""
    found = []
    for name, value in attributes.items():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one not in (None, ""):
                found.append(f"<cas:{name}>{escape(str(one))}</cas:{name}>")
    return "".join(found)


def xml(inside: str) -> Response:
    return Response(
        f'<cas:serviceResponse xmlns:cas="{NAMESPACE}">{inside}</cas:serviceResponse>',
        content_type="application/xml; charset=utf-8",
    )


def failure(code: str, text: str) -> Response:
    return xml(f'<cas:authenticationFailure code="{code}">{escape(text)}</cas:authenticationFailure>')


@cas.get("/logout")
def logout() -> Response:
    told = tickets().close(request.cookies.get(COOKIE, ""))
    for ticket, service in told.items():
        threading.Thread(target=tell_logout, args=(service, ticket), daemon=True).start()
    service = request.args.get("service", "")
    if service and is_allowed(service):
        response = redirect(service)
    else:
        response = make_response(render_template("cas_message.html", title="out_title", text="out", again=True))
    response.delete_cookie(COOKIE, path="/cas")
    return response


def tell_logout(service: str, ticket: str) -> None:
    """The back channel of CAS's single logout. A service that does not answer has a session that ends by itself."""
    instant = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'ID="LR-{secrets.token_hex(16)}" Version="2.0" IssueInstant="{instant}">'
        '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>'
        f"<samlp:SessionIndex>{escape(ticket)}</samlp:SessionIndex></samlp:LogoutRequest>"
    )
    try:
        requests.post(service, data={"logoutRequest": body}, timeout=LOGOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as problem:
        print(f"single logout not delivered to {urlsplit(service).netloc}: {type(problem).__name__}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1", help="in a container: 0.0.0.0")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--service", action="append", required=True, help="an address that may ask; may be repeated")
    given = parser.parse_args()
    serve(create_app(given.service), given.port, given.host)


if __name__ == "__main__":
    main()
