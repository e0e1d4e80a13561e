"""Serves a small Flask application on loopback until SIGTERM. For the demonstration's own servers only."""

import signal
import threading

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action {form}; "
    "base-uri 'none'; frame-ancestors {ancestors}"
)


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Probes come every few moments; they are not news."""


def serve(app: Flask, port: int, host: str = "127.0.0.1") -> None:
    server = make_server(host, port, app, threaded=True, request_handler=Quiet)

    def stop(*_: object) -> None:
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    server.serve_forever()
