from flask import Blueprint, render_template_string

area = Blueprint("candidate", __name__, template_folder="templates")


@area.get("/espace-candidat")
def space():
    return render_template_string("{% extends 'base.html' %}")


@area.get("/offres")
def search():
    return ""
