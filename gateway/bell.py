"""The count on the bell: asked for while the page is being made, never waited for long."""

import time
from typing import Any

from flask import Flask, g, request
from flask_login import current_user

from contracts.calls import notifications
from gateway import rpc
from gateway.security import PUBLIC

DEADLINE, REST_SECONDS = 0.4, 10.0
_silent_until = 0.0


def init(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        view = app.view_functions.get(request.endpoint or "")
        wants_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not wants_page or getattr(view, PUBLIC, False) or not current_user.is_authenticated:
            return
        if time.monotonic() > _silent_until:
            try:
                g.unread = rpc.start(notifications.CountUnread, deadline=DEADLINE)
            except Exception:
                rest()

    app.jinja_env.globals["unread_count"] = unread_count


def rest() -> None:
    """A bell that does not answer is left alone for a while: pages do not wait for it."""
    global _silent_until  # noqa: PLW0603
    _silent_until = time.monotonic() + REST_SECONDS


def known(count: int) -> None:
    """The page knows the count already."""
    g.unread = count


def unread_count() -> int:
    pending: Any = g.get("unread", 0)
    if isinstance(pending, int):
        return pending
    try:
        g.unread = int(pending.result() or 0)
    except Exception:
        rest()
        g.unread = 0
    return g.unread
