from typing import Any

import pytest
from flask import request

from gateway import actor, rpc
from gateway.app import create_app
from gateway.security import public
from gateway.settings import Settings
from tests.unit.gateway.answers import ME, Pages


@pytest.fixture
def site(tmp_path, monkeypatch):
    """`site(client)` makes the site around a client; `site.signed(...)` a browser that is signed in."""
    monkeypatch.setattr(rpc, "_clients", {})
    return Site(tmp_path)


class Site:
    def __init__(self, folder: Any) -> None:
        self.folder = folder
        self.app: Any = None

    def __call__(self, pages: Pages | None = None, **settings: Any) -> Any:
        self.pages = pages or Pages()
        rpc._clients.clear()
        self.app = create_app(Settings(state_folder=self.folder, **settings), client_factory=lambda: self.pages)

        @self.app.get("/_in/<roles>/<language>")
        @public
        def sign_in(roles: str, language: str) -> str:
            who = {**ME, "id": request.args.get("id", ME["id"])}
            actor.open_session({**who, "roles": roles.split("+"), "language": language}, "password")
            return ""

        return self.app.test_client()

    def signed(self, roles: str = "student", language: str = "fr", pages: Pages | None = None, **settings: Any) -> Any:
        browser = self(pages, **settings)
        browser.get(f"/_in/{roles}/{language}")
        return browser


@pytest.fixture
def token():
    """The CSRF token of a page, as its forms carry it."""

    def find(browser: Any, path: str = "/contact") -> str:
        return browser.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]

    return find
