"""The mail server of the demonstration and of the tests: takes every mail, delivers none, shows them on a page.

python -m deploy.local.mail --smtp-port 8025 --port 8002 --folder .ipro/run/mail
"""

import argparse
import io
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, render_template, request, send_file

from deploy.local.mail_store import Mail, MailStore
from deploy.local.serving import POLICY, serve
from deploy.local.texts import words

SIZE_LIMIT = 32 * 1024 * 1024
REFUSED_DOMAIN = "refused.example"  # tests of a recipient that the server does not want
LATER_DOMAIN = "later.example"  # tests of one that it wants later
SHOWN = 200

box = Blueprint("box", __name__)


class Receiver:
    """aiosmtpd calls these by name."""

    def __init__(self, store: MailStore) -> None:
        self.store = store

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower().endswith("@" + REFUSED_DOMAIN):
            return "550 5.1.1 No such person here"
        if address.lower().endswith("@" + LATER_DOMAIN):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        name = self.store.add(content, [str(address) for address in envelope.rcpt_tos])
        return f"250 2.0.0 Kept as {name}"


def start_smtp(store: MailStore, port: int, host: str = "127.0.0.1") -> Controller:
    controller = Controller(
        Receiver(store), hostname=host, port=port, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, ready_timeout=10
    )
    controller.start()
    return controller


def create_app(store: MailStore) -> Flask:
    app = Flask(__name__)
    app.config["STORE"] = store
    app.register_blueprint(box)
    app.context_processor(words)
    app.add_url_rule("/readyz", view_func=lambda: {"status": "ok"})

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY.format(form="'self'", ancestors="'none'"))
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return app


def store() -> MailStore:
    return current_app.config["STORE"]


def wanted(name: str) -> Mail:
    return store().get(name) or abort(404)


@box.get("/")
def inbox() -> str:
    to = request.args.get("to", "")
    return render_template("mail_list.html", mails=store().list(to, SHOWN), to=to)


@box.get("/mails/<name>")
def show(name: str) -> str:
    return render_template("mail_show.html", mail=wanted(name))


@box.get("/mails/<name>/html")
def show_html(name: str) -> Response:
    """For a sandboxed frame: no script runs, nothing is fetched, whatever the mail contains."""
    response = Response(wanted(name).body("html"), content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
        "img-src data:; frame-ancestors 'self'"
    )
    return response


@box.get("/mails/<name>/source")
def source(name: str) -> Response:
    return Response(wanted(name).message.as_bytes(), content_type="text/plain; charset=utf-8")


@box.get("/mails/<name>/attachments/<int:number>", endpoint="attachment")
@box.get("/api/mails/<name>/attachments/<int:number>")
def attachment(name: str, number: int) -> Response:
    found = wanted(name).attachments
    if number >= len(found):
        abort(404)
    one = found[number]
    return send_file(io.BytesIO(one["data"]), one["type"], as_attachment=True, download_name=one["name"])


@box.get("/api/mails")
def api_list() -> Response:
    return jsonify([mail.as_json() for mail in store().list(request.args.get("to", ""))])


@box.get("/api/mails/<name>")
def api_show(name: str) -> dict[str, Any]:
    return wanted(name).as_json()


@box.delete("/api/mails")
def api_clear() -> dict[str, int]:
    return {"deleted": store().clear()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="in a container: 0.0.0.0")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    mails = MailStore(given.folder.absolute())
    controller = start_smtp(mails, given.smtp_port, given.host)
    try:
        serve(create_app(mails), given.port, given.host)
    finally:
        controller.stop()


if __name__ == "__main__":
    main()
