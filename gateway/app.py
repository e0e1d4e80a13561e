"""The site's assembly."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_bootstrap
from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from gateway import actor, areas, bell, health, i18n, labels, limits, menu, pages, security, settings, standing, tracing
from gateway.proxies import BelievedProxies

LARGEST_REQUEST = 64 * 1024 * 1024  # over the 10 MB of a document, so that a too big one is refused in its form
COOKIE_OUTLIVES_HOURS = 24  # the session ends on our side; the cookie then still tells whose words to keep
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
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
        PERMANENT_SESSION_LIFETIME=timedelta(hours=chosen.absolute_hours + COOKIE_OUTLIVES_HOURS),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.wsgi_app = BelievedProxies(app.wsgi_app, chosen.proxies)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    tracing.init(app)
    i18n.init(app)
    labels.init(app)
    menu.init(app)
    actor.init(app)
    standing.init(app)
    csrf.init_app(app)
    limits.init(app)
    pages.init(app, csrf)
    security.init(app)
    bell.init(app)
    app.register_blueprint(health.area)
    app.register_blueprint(installed_assets())
    areas.register(app)
    version_assets(app)
    app.jinja_env.globals.update(site=chosen, useful_links=settings.USEFUL_LINKS)
    return app


def installed_assets() -> Blueprint:
    """Bootstrap and its icons, served by us from the installed package: no request leaves the site."""
    return Blueprint("bootstrap", __name__, static_folder=str(BOOTSTRAP), static_url_path="/static/bootstrap")


def version_assets(app: Flask) -> None:
    """Each asset's address carries its fingerprint: browsers keep it, and a new release is seen at once."""
    folders = {"static": Path(str(app.static_folder)), "bootstrap.static": BOOTSTRAP}

    @lru_cache(maxsize=256)
    def fingerprint(endpoint: str, filename: str) -> str:
        file = folders[endpoint] / filename
        return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""

    @app.url_defaults
    def add(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in folders and "v" not in values:
            values["v"] = fingerprint(endpoint, values.get("filename", "")) or None
