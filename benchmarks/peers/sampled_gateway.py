"""gunicorn's settings for a gateway that looks at its own threads every few milliseconds and tells where they were.

Threads that wait are not counted. What is told at the worker's end, in the file that BENCH_SAMPLES names: how often each
library, and each function of ours, was at work.
"""

import json
import os
import sys
import threading
from collections import Counter
from pathlib import Path

from gateway.gunicorn_conf import *  # noqa: F403
from gateway.gunicorn_conf import post_worker_init as begin
from gateway.gunicorn_conf import worker_exit as end

EVERY = 0.004
WAITING = {
    "wait", "select", "poll", "read", "_read", "recv_into", "readinto", "readline", "accept", "get", "_wait_for_tstate_lock",
    "drain_events", "blocking_read", "read_frame", "_worker", "_listen", "_tick", "run", "_recv",
}  # fmt: skip
samples: dict[str, Counter] = {"library": Counter(), "ours": Counter()}
over = threading.Event()
ROOT = str(Path.cwd())


def library_of(file: str) -> str:
    """The package a frame is of; templates are compiled from files that end in .html."""
    if file.endswith(".html") or file == "<template>":
        return "templates"
    _, _, inside = file.rpartition("site-packages/")
    if inside != file and "site-packages" in file:
        return inside.partition("/")[0].removesuffix(".py")
    if file.startswith(ROOT) and ".venv" not in file:
        return "ours: " + os.path.relpath(file, ROOT).partition("/")[0]
    return "standard library"


def look() -> None:
    me = threading.get_ident()
    while not over.wait(EVERY):
        for thread, frame in sys._current_frames().items():
            if thread != me and frame.f_code.co_name not in WAITING:
                samples["library"][library_of(frame.f_code.co_filename)] += 1
                samples["ours"].update(set(callers(frame)))


def callers(frame):
    """Our functions and templates on this stack; of marshmallow only that it is there."""
    while frame is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        library = library_of(file)
        if library == "marshmallow":
            yield "marshmallow, all"
        elif library.startswith("ours") or library == "templates":
            yield f"{os.path.basename(file)}:{name}"
        frame = frame.f_back


def post_worker_init(worker):
    begin(worker)
    threading.Thread(target=look, name="samples", daemon=True).start()


def worker_exit(server, worker):
    over.set()
    Path(os.environ["BENCH_SAMPLES"]).write_text(json.dumps(samples))
    end(server, worker)
