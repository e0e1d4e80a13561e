"""What the asking processes share: read a question, drive so many callers for so long, answer with the figures."""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from benchmarks.figures import percentile


def serve(start: Callable[[dict[str, Any]], Callable[[dict[str, Any]], Any]]) -> None:
    """The first line configures; each next line is one round. Ends with its standard input."""
    take = start(json.loads(sys.stdin.readline()))
    _tell({"ready": True})
    for line in sys.stdin:
        _tell(take(json.loads(line)))


def _tell(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def drive(callers: list[Callable[[], Any]], seconds: float) -> dict[str, float]:
    """Each caller in a thread of its own, one call after the other; what fails is counted and has no time."""
    took: list[float] = []
    failures: list[str] = []
    end = time.perf_counter() + seconds

    def work(call: Callable[[], Any]) -> None:
        while (began := time.perf_counter()) < end:
            try:
                call()
            except Exception as error:
                failures.append(repr(error))
                if len(failures) > 1_000:
                    return
            else:
                took.append(time.perf_counter() - began)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(call,), daemon=True) for call in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 30)
    if failures:
        print(failures[:3], file=sys.stderr, flush=True)
    return summary(took, time.perf_counter() - began, len(failures))


def summary(took: list[float], seconds: float, failures: int = 0) -> dict[str, float]:
    """Times in milliseconds."""
    if not took:
        return {"rate": 0.0, "p50": float("inf"), "p95": float("inf"), "p99": float("inf"), "failures": failures}
    times = {f"p{share}": percentile(took, share / 100) * 1000 for share in (50, 95, 99)}
    return {"rate": len(took) / seconds, "failures": failures, **times}
