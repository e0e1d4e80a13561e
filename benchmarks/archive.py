"""A hundred conventions as one ZIP, through the real gateway and services, as the page's script asks for them."""

import io
import re
import time
import uuid
import zipfile
from typing import Any

import requests
from sqlalchemy import Engine, text

from benchmarks import desk, files, students
from benchmarks.figures import Goal, Line, Measured, percentile
from benchmarks.rig import Rig

NAME, TITLE = "archive", "A hundred PDFs as a ZIP"
MANY, AT_ONCE = 100, 10
GOAL = Goal(60, False, "ms")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def run(rig: Rig, quick: bool) -> Measured:
    rounds = 1 if quick else 5
    rig.platform.start()
    engine = desk.furnish(rig)
    desk.await_manager(engine, MANY)
    ids = _ids(engine)
    with requests.Session() as browser:
        browser.cookies.set("ipro", students.sign_on(rig, desk.OFFICER))
        page = Page(browser, rig.platform.url, ids)
        first = page.prepare(ids[:1])[0]
        before = rig.processor_seconds()
        found = [_round(page, ids) for _ in range(rounds)]
        after = rig.processor_seconds()
    desk.clear(engine)
    rig.halt(*rig.platform.processes)
    each = [[step / AT_ONCE for step in one["steps"]] for one in found]
    whole = [sum(one["steps"]) + one["sent"] for one in found]
    lines = [
        Line("the first document of the service's life", [first], "ms"),
        Line("each after it, ten at a time, median", [percentile(one, 0.5) for one in each], "ms", goal=GOAL),
        Line("each after it, ten at a time, slowest ten", [max(one) for one in each], "ms"),
        Line("each, until the ZIP's last byte", [one / MANY for one in whole], "ms", goal=GOAL),
        Line("from one step of the progress bar to the next, longest", [max(one["steps"]) for one in found], "ms"),
        Line("from the click to the ZIP's last byte", [one / 1000 for one in whole], "s"),
    ]
    size = found[-1]["bytes"] / 2**20
    used = {name: (after[name] - before.get(name, 0)) / MANY / rounds * 1000 for name in after}
    shown = ", ".join(f"{name} {cost:.1f}" for name, cost in used.items() if cost >= 0.5)
    notes = [
        f"Drafts, drawn anew each time; the ZIP has {size:.0f} MB.",
        f"Processor time of one document, in ms: {shown}.",
    ]
    return Measured(NAME, TITLE, lines, notes)


def _ids(engine: Engine) -> list[uuid.UUID]:
    with engine.connect() as connection:
        statement = text("SELECT id FROM internship WHERE officer_group_id = :group ORDER BY reference LIMIT :many")
        return list(connection.scalars(statement, {"group": files.GROUP, "many": MANY}))


class Page:
    """`/conventions/pdf` as its script sees it."""

    def __init__(self, browser: requests.Session, url: str, ids: list[uuid.UUID]) -> None:
        self._browser, self._url = browser, f"{url}/conventions/pdf"
        shown = browser.get(self._url, params={"ids": ",".join(map(str, ids))}, timeout=20)
        token = TOKEN.search(shown.text)
        if not token:
            raise RuntimeError(f"no form at {shown.url}: {shown.status_code}")
        self._token = token.group(1)

    def prepare(self, ids: list[uuid.UUID]) -> tuple[float, str]:
        """(milliseconds, ticket) of one step of the progress bar."""
        took, answer = self._post("/preparer", ids=",".join(map(str, ids)))
        said = answer.json()
        if any(file["problem"] or file["plain"] for file in said["files"]) or not said["ticket"]:
            raise RuntimeError(f"not all were drawn as PDF/A: {said['files'][:3]}")
        return took, said["ticket"]

    def archive(self, tickets: list[str]) -> tuple[float, bytes]:
        took, answer = self._post("/conventions.zip", ticket=tickets)
        return took, answer.content

    def _post(self, path: str, **fields: Any) -> tuple[float, requests.Response]:
        began = time.perf_counter()
        answer = self._browser.post(self._url + path, data={"csrf_token": self._token, **fields}, timeout=60)
        took = (time.perf_counter() - began) * 1000
        answer.raise_for_status()
        return took, answer


def _round(page: Page, ids: list[uuid.UUID]) -> dict[str, Any]:
    """Milliseconds of each step, then of the ZIP."""
    steps = [page.prepare(ids[place : place + AT_ONCE]) for place in range(0, len(ids), AT_ONCE)]
    sent, data = page.archive([ticket for _took, ticket in steps])
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        names = found.namelist()
        if len(names) != len(ids) or found.testzip() is not None:
            raise RuntimeError(f"the ZIP has {len(names)} whole documents, not {len(ids)}")
    return {"steps": [took for took, _ticket in steps], "sent": sent, "bytes": len(data)}
