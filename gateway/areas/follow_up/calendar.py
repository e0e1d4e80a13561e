"""Visits as an iCalendar (RFC 5545), for whatever calendar their reader uses."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.areas.follow_up.labels import FORMS
from gateway.i18n import ZONE, _

LONGEST_LINE = 75  # octets, before a line is folded
MEETING = timedelta(hours=1)


def calendar(visits: Iterable[dict[str, Any]], address: Any, host: str, now: datetime) -> str:
    """`address(visit)` is the file's page; `host` makes the ids ours."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//IPRO//Visites//FR", "METHOD:PUBLISH"]
    for visit in visits:
        lines += event(visit, address(visit), host, now)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(visit: dict[str, Any], address: str, host: str, now: datetime) -> list[str]:
    name = visit.get("student_name") or ""
    title = _("Visite de stage : %(name)s", name=name) if name else _("Visite de stage")
    place = ", ".join(part for part in (visit["place"], visit.get("host_name"), visit.get("city")) if part)
    how = FORMS.get(visit["form"], "")
    cancelled = visit["state"] == "cancelled"
    return [
        "BEGIN:VEVENT",
        f"UID:visite-{visit['id']}@{host}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{visit['version']}",
        *when(visit),
        f"SUMMARY:{escaped(f'{title} ({how})')}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        f"URL:{address}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def when(visit: dict[str, Any]) -> list[str]:
    """A whole day, or an hour of it in the university's time, told in UTC."""
    if not visit["at"]:
        return [
            f"DTSTART;VALUE=DATE:{visit['on']:%Y%m%d}",
            f"DTEND;VALUE=DATE:{visit['on'] + timedelta(days=1):%Y%m%d}",
        ]
    hour, minute = (int(part) for part in visit["at"].split(":"))
    begins = datetime(visit["on"].year, visit["on"].month, visit["on"].day, hour, minute, tzinfo=ZONE).astimezone(UTC)
    return [f"DTSTART:{begins:%Y%m%dT%H%M%SZ}", f"DTEND:{begins + MEETING:%Y%m%dT%H%M%SZ}"]


def escaped(text: str) -> str:
    """What people typed stays text: no line of theirs becomes a line of the calendar."""
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in text.replace("\r\n", "\n").replace("\r", "\n"))
    for special in ("\\", ";", ","):
        plain = plain.replace(special, f"\\{special}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """At 75 octets, never inside a letter."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
