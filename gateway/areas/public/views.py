"""What anybody may read."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import current_user

from gateway.areas.account.forms import SignInForm
from gateway.security import public

area = Blueprint("public", __name__, template_folder="templates")


@area.get("/")
@public
def home():
    if current_user.is_authenticated:
        return redirect(url_for("board.show"))
    return render_template("public/home.html", recruiter=SignInForm(prefix="r"), outsider=SignInForm(prefix="x"))


@area.get("/favicon.ico")
@public
def icon():
    return current_app.send_static_file("ipro.svg")


@area.get("/mentions-legales")
@public
def legal():
    return render_template("public/legal.html")


@area.get("/donnees-personnelles")
@public
def privacy():
    return render_template("public/privacy.html")


@area.get("/chartes")
@public
def charters():
    return render_template("public/charters.html")


@area.get("/accessibilite")
@public
def accessibility():
    return render_template("public/accessibility.html")


@area.get("/contact")
@public
def contact():
    return render_template("public/contact.html")


@area.get("/liens-utiles")
@public
def links():
    return render_template("public/links.html")


@area.get("/reseau")
@public
def network():
    return render_template("public/network.html")


@area.get("/premiere-connexion")
@public
def first_time():
    return render_template("public/first_time.html")
