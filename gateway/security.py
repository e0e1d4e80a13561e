"""Headers that keep the browser on our side, and the guards of addresses."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_login import current_user

PUBLIC = "ipro_public"


def policy(cas_origin: str) -> str:
    """Nothing from elsewhere, nothing inline; a form may lead to the university's sign-on."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            f"form-action 'self' {cas_origin}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def init(app: Flask) -> None:
    settings = app.config["IPRO"]
    content_policy = policy(settings.cas_origin)

    @app.after_request
    def headers(response: Response) -> Response:
        kept = response.headers
        kept.setdefault("Content-Security-Policy", content_policy)
        kept["X-Content-Type-Options"] = "nosniff"
        kept["X-Frame-Options"] = "DENY"
        kept["Referrer-Policy"] = "same-origin"
        kept["Cross-Origin-Opener-Policy"] = "same-origin"
        kept["Cross-Origin-Resource-Policy"] = "same-origin"
        kept["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if settings.secure:
            kept["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint and not request.endpoint.endswith("static"):
            kept["Vary"] = "Cookie, Accept-Language"
            secret = request.path.startswith("/lien/")  # the address alone opens it: nothing of it stays in a browser
            if current_user.is_authenticated or request.method != "GET" or "Set-Cookie" in kept or secret:
                kept["Cache-Control"] = "no-store"
            else:
                kept.setdefault("Cache-Control", "private, no-cache")
        return response


def public(view):
    """A view for anybody; every other one asks for a sign-on first."""
    setattr(view, PUBLIC, True)
    return view


def safe_path(given: str | None, otherwise: str = "") -> str:
    """A path of ours to go back to, or `otherwise`: never another site's address, however it is disguised."""
    if not given or not given.startswith("/") or given[1:2] in ("/", "\\") or len(given) > 1_000:
        return otherwise
    if any(ord(letter) < 32 for letter in given) or "\\" in given:
        return otherwise
    parts = urlsplit(given)
    return otherwise if parts.scheme or parts.netloc else given
