"""Lives internships of the demonstration in the past: the service's own commands, by its own people, on other days.

Nothing is written that a page could not have written; the clock alone is ours. Runs as agreements, with its database.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

from sqlalchemy import select

from contracts.calls import profiles
from contracts.message import Call
from runtime import children, clock
from runtime.actor import Actor
from runtime.outbox import OUTBOX
from runtime.unit_of_work import House, UnitOfWork
from services.agreements.commands import calendar
from services.agreements.model import Internship, OfficerGroup

LARGEST = 1024 * 1024


class Past:
    """`person` names people by their address, or students by their number; days are counted from today, negative before."""

    def __init__(self, house: House, now: datetime, numbers: list[str], emails: list[str]) -> None:
        self.house, self.now = house, now
        children.run = here
        self.people: dict[str, Actor] = {}
        with self.telling():
            found = self.on(0).ask(profiles.FindPeople, student_numbers=numbers, emails=emails)
            groups = self.on(0).session.execute(select(OfficerGroup.name, OfficerGroup.id)).all()
            self.groups: dict[str, uuid.UUID] = {row.name: row.id for row in groups}
        for one in found:
            actor = Actor(one["id"], frozenset(one["roles"]), "fr", "cas", f"{one['first_name']} {one['last_name']}")
            self.people[one["email"]] = actor
            if one["student_number"]:
                self.people[one["student_number"]] = actor

    @contextmanager
    def telling(self) -> Iterator[None]:
        """All of it or nothing; until its end nobody sees it, so that the running service's own days do not pass over it."""
        with UnitOfWork(self.house, Actor.service("agreements"), remaining=lambda: 30.0) as self.work:
            yield
            self.work.commit()

    def on(self, day: int, who: str = "") -> UnitOfWork:
        self.work.actor = self.people[who] if who else Actor.service("agreements")
        self.work.now = self.now + timedelta(days=day)
        return self.work

    def do(self, day: int, who: str, call: type[Call], function: Callable[..., Any], **question: Any) -> Any:
        """What that person did on that day, its question read as a service reads it."""
        asked = call.read_question(json.loads(json.dumps(question, default=str)))
        work = self.on(day, who)
        answer = function(work, **asked)
        work.session.flush()
        return answer

    def day_passes(self, day: int) -> None:
        """As the calendar's timer does: internships start and end."""
        calendar.advance(self.on(day))
        self.work.session.flush()

    def already(self, who: str, title: str) -> bool:
        mine = Internship.student_id == self.people[who].person_id
        with self.telling():
            found = self.work.session.scalar(select(Internship.id).where(mine, Internship.title == title).limit(1))
        return found is not None

    def version(self, id: uuid.UUID) -> int:
        """Papers change a file's version too."""
        return self.work.session.get_one(Internship, id).version

    def upload(self, *lines: str) -> str:
        """A page that says these words, in quarantine as the gateway would have put it."""
        return self.house.files.quarantine(BytesIO(sheet(*lines)), LARGEST)

    def links(self, id: uuid.UUID) -> dict[str, str]:
        """The secrets of the last links given for this file, by role: what the mails carry."""
        told = select(OUTBOX.c.body).where(OUTBOX.c.subject == str(id), OUTBOX.c.routing_key == "link_given.v1")
        bodies = [json.loads(body)["data"] for body in self.work.session.scalars(told.order_by(OUTBOX.c.id))]
        return {one["role"]: one["path"].removeprefix("/lien/") for one in bodies}


def here(target: str, *arguments: Any, **_bounds: Any) -> Any:
    """Stands for `runtime.children.run`: our own PDFs may be read in this process, which takes a tenth of the time."""
    module, function = target.split(":")
    return getattr(import_module(module), function)(*arguments)


def today() -> datetime:
    """Noon, so that a day is the same everywhere."""
    return datetime.combine(clock.today(), time(12), UTC)


def sheet(*lines: str) -> bytes:
    """A PDF of one page in the readers' own Helvetica."""
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    content = f"BT /F1 13 Tf 20 TL 70 760 Td {shown}ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
