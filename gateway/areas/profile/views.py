from flask import Blueprint, render_template_string

area = Blueprint("profile", __name__, template_folder="templates")


@area.get("/profil")
def show():
    return render_template_string("{% extends 'base.html' %}")
