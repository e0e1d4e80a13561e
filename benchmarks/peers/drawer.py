"""`python -m benchmarks.peers.drawer 100`: draws that many different conventions, prints each one's milliseconds as JSON.

Drawn as the service does, by its child process, from facts to bytes; the database and the store are not measured.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from datetime import UTC, date, datetime, timedelta  # noqa: E402
from typing import Any  # noqa: E402

from services.agreements.documents import convention, demonstration, drawing  # noqa: E402
from services.agreements.documents.drawing import Check, Pdf  # noqa: E402

NAMES = ("Inès Martin", "محمد العربي", "Ωμέγα Παπαδόπουλος", "Дмитрий Іванов", "李小龙", "山田太郎", "김철수", "Zoë 🎓")


def one(number: int, names: tuple[str, ...]) -> Any:
    """A file of its own: name, texts, dates, amounts."""
    file = demonstration.file(("fr", "en")[number % 2])
    first = date(2027, 1, 4) + timedelta(days=number)
    file.reference = 1_000 + number
    file.student = {**file.student, "name": f"{names[number % len(names)]} {number}"}
    file.request = {**file.request, "starts_on": first, "ends_on": first + timedelta(days=120)}
    texts = {name: f"{name} {number}. " * 20 for name in ("skills", "activities", "supervision", "absences")}
    file.convention = {**file.convention, **texts, "stipend_cents": 66_000 + number}
    return file


def draw(number: int, names: tuple[str, ...]) -> Pdf:
    check = Check(f"https://ipro.example/verifier/{number:032x}")
    return convention.render(one(number, names), datetime.now(UTC), draft=False, check=check)


def timed(numbers: range, names: tuple[str, ...]) -> list[float]:
    took = []
    for number in numbers:
        began = time.perf_counter()
        drawn = draw(number, names)
        took.append((time.perf_counter() - began) * 1000)
        if drawn.plain:
            raise RuntimeError("a font is missing: see docs/operations.md")
    return took


def kilobytes() -> int:
    """The most memory that this process and the one that draws have held."""
    return sum(_most(f"/proc/{number}/status") for number in ("self", drawing.workshop.pid))


def _most(path: str) -> int:
    with open(path) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main() -> None:
    count = int(sys.argv[1])
    first = timed(range(1), NAMES[:1])
    latin = timed(range(1, count + 1), NAMES[:1])
    every = timed(range(count + 1, 2 * count + 1), NAMES)
    before = kilobytes()
    timed(range(2 * count + 1, 5 * count + 1), NAMES)
    grown = kilobytes() - before
    print(json.dumps({"first": first[0], "latin": latin, "every": every, "kilobytes": before, "grown": grown}))


if __name__ == "__main__":
    main()
