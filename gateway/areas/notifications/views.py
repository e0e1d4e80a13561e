from flask import Blueprint

area = Blueprint("notifications", __name__, template_folder="templates")


@area.get("/notifications")
def show():
    return ""
