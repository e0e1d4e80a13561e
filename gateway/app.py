"""The site's assembly."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_bootstrap
from flask import Blueprint, Flask
from flask_wtf import CSRFProtect
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import actor, areas, bell, health, i18n, labels, menu, pages, security, settings

LARGEST_REQUEST = 32 * 1024 * 1024  # over the 10 MB of a document, so that a too big one is refused in its form
csrf = CSRFProtect()


def create_app(given: settings.Settings | None = None, client_factory: Callable[[], Any] | None = None) -> Flask:
    """The WSGI application. `client_factory` replaces the broker's client in rendering tests."""
    chosen = given or settings.from_environment()
    app = Flask(__name__)
    app.config.update(
        IPRO=chosen,
        CLIENT_FACTORY=client_factory,
        SECRET_KEY=chosen.secret,
        SESSION_COOKIE_NAME="ipro",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.secure,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=chosen.absolute_hours),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    i18n.init(app)
    labels.init(app)
    menu.init(app)
    actor.init(app)
    csrf.init_app(app)
    pages.init(app, csrf)
    security.init(app)
    bell.init(app)
    app.register_blueprint(health.area)
    app.register_blueprint(installed_assets())
    areas.register(app)
    app.jinja_env.globals.update(site=chosen, useful_links=settings.USEFUL_LINKS, pick=pick)
    return app


def installed_assets() -> Blueprint:
    """Bootstrap and its icons, served by us from the installed package: no request leaves the site."""
    folder = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
    return Blueprint("bootstrap", __name__, static_folder=str(folder), static_url_path="/static/bootstrap")


def pick(**attributes: Any) -> Markup:
    """HTML attributes from names: underscores become dashes, None and False vanish."""
    parts = [
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), "" if value is True else value)
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
    return Markup("").join(parts)
