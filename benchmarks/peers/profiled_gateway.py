"""gunicorn's settings for a gateway that profiles each board it draws.

At the worker's end the file that BENCH_PROFILE names tells, in milliseconds a board: the time within each library itself,
and within each function of ours with all that it calls. Time spent waiting (locks, sockets) is left out of the first.
For one user at a time: with more, a thread's time would hold its wait for the interpreter's lock.
"""

import cProfile
import json
import os
import pstats
import threading
from collections import Counter
from pathlib import Path

from gateway.gunicorn_conf import *  # noqa: F403
from gateway.gunicorn_conf import worker_exit as end

ROOT = str(Path.cwd())
WAITS = ("acquire", "poll", "recv", "select", "sleep")
profiles: list[cProfile.Profile] = []
lock = threading.Lock()


def library_of(file: str) -> str:
    """The package a function is of; the file name of a compiled template ends in .html; builtins have none."""
    if file.endswith(".html") or file == "<template>":
        return "templates"
    _, found, inside = file.rpartition("site-packages/")
    if found:
        return inside.partition("/")[0].removesuffix(".py")
    if file.startswith(ROOT):
        return "ours: " + os.path.relpath(file, ROOT).partition("/")[0]
    return "python"


def post_worker_init(worker):
    """The worker's application, wrapped; the gateway's own settings start its logs."""
    from gateway import tracing

    tracing.start_worker()
    application = worker.wsgi

    def profiled(environ, start_response):
        if environ.get("PATH_INFO") != os.environ["BENCH_PAGE"]:
            return application(environ, start_response)
        profile = cProfile.Profile()
        try:
            return profile.runcall(application, environ, start_response)
        finally:
            with lock:
                profiles.append(profile)

    worker.wsgi = profiled


def worker_exit(server, worker):
    Path(os.environ["BENCH_PROFILE"]).write_text(json.dumps(told()))
    end(server, worker)


def told() -> dict[str, dict[str, float]]:
    libraries: Counter = Counter()
    ours: Counter = Counter()
    with lock:
        kept = profiles[20:]  # the first ones fill caches
    if not kept:
        return {"libraries": {}, "ours": {}}
    stats = pstats.Stats(*kept).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, _, own, whole, _) in stats.items():
        if any(wait in name for wait in WAITS) and file == "~":
            continue
        library = library_of(file)
        libraries[library] += own * 1000 / len(kept)
        if library.startswith("ours") or library == "templates":
            ours[f"{os.path.basename(file)}:{name}"] += whole * 1000 / len(kept)
    return {"libraries": dict(libraries), "ours": dict(ours)}
