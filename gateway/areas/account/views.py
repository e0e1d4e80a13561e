"""Who comes in and goes out."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from contracts.calls import profiles
from contracts.errors import InvalidInput, NotAllowed, Refusal, Unavailable
from contracts.vocabulary import Role
from gateway import actor, errors, rpc
from gateway.areas.account import sign_on
from gateway.areas.account.forms import SignInForm
from gateway.i18n import LANGUAGES, _
from gateway.security import public, safe_path

area = Blueprint("account", __name__, template_folder="templates")


@area.get("/connexion")
@public
def sign_in():
    """Both doors, for who was stopped on his way."""
    if request.args.get("next"):
        session["next"] = safe_path(request.args["next"])
    return render_template("account/sign_in.html", form=SignInForm())


@area.post("/connexion")
@public
def sign_in_locally():
    """One refusal, whatever was wrong."""
    prefix = next((name[0] for name in ("r-email", "x-email") if name in request.form), "")
    form = SignInForm(prefix=prefix) if prefix else SignInForm()
    if form.validate_on_submit():
        try:
            person = rpc.ask(
                profiles.SignInLocally,
                actor=actor.gateway_actor(),
                deadline=8.0,
                email=form.email.data.strip(),
                password=form.password.data,
            )
            return welcome(person, "password")
        except (NotAllowed, InvalidInput, Unavailable) as refusal:
            known = refusal if isinstance(refusal, Unavailable) or refusal.code == "too_many_tries" else None
            form.form_errors.append(errors.sentence(known or "bad_credentials"))
    again = SignInForm(formdata=None)
    again.email.data = form.email.data
    again.email.errors = form.email.errors
    again.password.errors = form.password.errors
    again.form_errors.extend(form.form_errors)
    return render_template("account/sign_in.html", form=again), 422


@area.get("/connexion/ent")
@public
def by_university():
    """To the university's sign-on, and back from it with a ticket."""
    ticket = request.args.get("ticket", "")
    if not ticket:
        if request.args.get("next"):
            session["next"] = safe_path(request.args["next"])
        return redirect(sign_on.leave())
    try:
        state = request.args.get("etat", "")
        if not sign_on.came_back(state):
            raise NotAllowed("ticket_used")
        found = sign_on.check(ticket, state)
        person = rpc.ask(profiles.SignOnByUniversity, actor=actor.gateway_actor(), **found)
        return welcome(person, "cas", ticket)
    except Refusal as refusal:
        current_app.logger.warning("sign-on refused: %s", refusal.code)
        flash(errors.sentence(refusal), "error")
        return redirect(url_for("account.sign_in"))


@area.post("/connexion/ent")
@public
def closed_by_university():
    """Single logout: the university says that a ticket's session is over."""
    ticket = sign_on.ticket_to_close(request.form.get("logoutRequest", ""))
    if ticket:
        actor.register().end_by_ticket(ticket)
    return "", 204


closed_by_university.csrf_free = True  # type: ignore[attr-defined]


def welcome(person: dict[str, Any], strength: str, ticket: str | None = None) -> Any:
    back = safe_path(session.get("next"))
    if not actor.open_session(person, strength, ticket):
        raise NotAllowed("ticket_used")
    if strength == "cas" and Role.STUDENT in person.get("roles", ()) and not back:
        return redirect(url_for("account.entry"))
    return redirect(back or url_for("board.show"))


@area.get("/entree")
def entry():
    """Where this student's component makes its conventions (A6). Offers are open to all."""
    return render_template("account/entry.html", route=rpc.ask(profiles.GetRoute))


@area.post("/deconnexion")
@public
def sign_out():
    by_cas = current_user.is_authenticated and current_user.strength == "cas"
    actor.close_session()
    if by_cas:
        home = current_app.config["IPRO"].base_url + url_for("public.home")
        return redirect(sign_on.client().get_logout_url(home))
    flash(_("Vous êtes déconnecté."), "success")
    return redirect(url_for("public.home"))


@area.post("/langue")
@public
def language():
    """The page's language at once; the person's, for his mails, when he is signed in."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
        if current_user.is_authenticated:
            session["who"] = {**session["who"], "language": wanted}
            try:
                rpc.ask(profiles.SetLanguage, language=wanted, deadline=1.0)
            except Refusal:
                current_app.logger.warning("the language of the mails could not be kept")
    return redirect(safe_path(request.form.get("next"), url_for("public.home")))
