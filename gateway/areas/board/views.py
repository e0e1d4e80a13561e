from flask import Blueprint, render_template_string

area = Blueprint("board", __name__, template_folder="templates")


@area.get("/bureau")
def show():
    return render_template_string("{% extends 'base.html' %}")
