"""A small socket in the platform's folder: how another terminal asks the running platform, one JSON line each way.

Only the folder's owner can open it. The path is taken through /proc because a socket's name may not pass 107 bytes.
"""

import json
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.local.steps import Failed

ANSWER_SECONDS = 120
NAME = "control.sock"
Handler = Callable[[str, str], Any]


def serve(base: Path, handler: Handler) -> socket.socket:
    """`handler(verb, process)` answers something JSON can carry; a `Failed` becomes the asker's message."""
    (base / NAME).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    folder = os.open(base, os.O_RDONLY)
    try:
        listener.bind(f"/proc/self/fd/{folder}/{NAME}")
    finally:
        os.close(folder)
    (base / NAME).chmod(0o600)
    listener.listen(8)
    threading.Thread(target=_accept, args=(listener, handler), name="control", daemon=True).start()
    return listener


def _accept(listener: socket.socket, handler: Handler) -> None:
    while True:  # until the listener is closed
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection, handler), daemon=True).start()


def _answer(connection: socket.socket, handler: Handler) -> None:
    with connection:
        connection.settimeout(5)
        try:
            asked = json.loads(connection.makefile().readline(4096))
            try:
                answer = {"answer": handler(asked["verb"], asked.get("process", ""))}
            except Failed as failure:
                answer = {"failed": str(failure)}
            connection.settimeout(10)
            connection.sendall(json.dumps(answer).encode() + b"\n")
        except (OSError, ValueError, KeyError):
            return


def ask(base: Path, verb: str, process: str = "", seconds: float = ANSWER_SECONDS) -> Any:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(seconds)
        try:
            folder = os.open(base, os.O_RDONLY)
        except FileNotFoundError:
            raise Failed("The platform is not running (`make run`).") from None
        try:
            connection.connect(f"/proc/self/fd/{folder}/{NAME}")
        except OSError:
            raise Failed("The platform is not running (`make run`).") from None
        finally:
            os.close(folder)
        connection.sendall(json.dumps({"verb": verb, "process": process}).encode() + b"\n")
        line = connection.makefile().readline()
    answer = json.loads(line) if line else {"failed": "the platform ended before it answered"}
    if "failed" in answer:
        raise Failed(answer["failed"])
    return answer["answer"]
