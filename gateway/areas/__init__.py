"""The areas of the site: one folder each, `views.py` holding its blueprint `area`."""

from importlib import import_module

from flask import Flask

AREAS = (
    "public",
    "account",
    "board",
    "profile",
    "candidate",
    "recruiter",
    "careers",
    "notifications",
    "agreements",
    "signing",
    "amendments",
    "groups",
    "follow_up",
    "office",
    "models",
    "pdfs",
)


def register(app: Flask) -> None:
    """Register each area's blueprint; a folder that holds no views yet is passed over."""
    for name in AREAS:
        module = f"gateway.areas.{name}.views"
        try:
            found = import_module(module)
        except ModuleNotFoundError as error:
            if error.name in {module, f"gateway.areas.{name}"}:
                continue
            raise
        app.register_blueprint(found.area)
