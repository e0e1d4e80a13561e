"""Health and metrics of a process, on a port of their own: /healthz (it turns), /readyz (it can work), /metrics."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Check = Callable[[], bool]


def run_checks(checks: dict[str, Check]) -> tuple[bool, dict[str, str]]:
    """Each check by name: « ok », or « failing » when it answers False or raises."""
    results = {}
    for name, check in checks.items():
        try:
            results[name] = "ok" if check() else "failing"
        except Exception as error:
            results[name] = f"failing ({type(error).__name__})"
    return all(value == "ok" for value in results.values()), results


def serve(
    port: int, *, alive: dict[str, Check], ready: dict[str, Check], host: str = "127.0.0.1"
) -> ThreadingHTTPServer:
    """Answers in threads of its own (green ones in a service). `port` 0 chooses one; see `server_address`."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._send(200, CONTENT_TYPE_LATEST, generate_latest())
            elif self.path in ("/healthz", "/readyz"):
                fine, results = run_checks(alive if self.path == "/healthz" else {**alive, **ready})
                self._send(200 if fine else 503, "application/json", json.dumps(results).encode())
            else:
                self._send(404, "text/plain", b"not found")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Probes come every few seconds; they are not news."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
