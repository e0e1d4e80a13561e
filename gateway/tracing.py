"""One structured line a request, with the correlation id that follows it to the last event; and its metrics.

The line names the page, never what was asked of it: no query, no form, no person.
"""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from gateway import rpc
from runtime import health, logs
from runtime.logs import log

REQUESTS = Counter("ipro_gateway_requests_total", "Pages answered", ["page", "status"])
SECONDS = Histogram(
    "ipro_gateway_request_seconds", "Time to answer a page", ["page"], buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
)
QUIET = {"static", "bootstrap.static", "health.alive", "health.ready"}


def init(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        page = request.endpoint or "nowhere"
        seconds = time.monotonic() - g.get("began", time.monotonic())
        REQUESTS.labels(page, response.status_code).inc()
        SECONDS.labels(page).observe(seconds)
        if page not in QUIET:
            log.info(
                "request",
                page=page,
                method=request.method,
                status=response.status_code,
                ms=round(seconds * 1000),
                correlation_id=rpc.correlation_id(),
            )
        return response


def start_worker() -> None:
    """Once in each process that serves pages, after the fork. Metrics have a port of their own, never the site's."""
    logs.configure(os.environ.get("IPRO_LOG", "json"), "gateway")
    port = os.environ.get("IPRO_HEALTH_PORT", "")
    if port:
        health.serve(int(port), alive={"process": lambda: True}, ready={"broker": rpc.is_connected})
