"""What the supervisor validated, remembered on that day, and what the file says now: side by side for its managers."""

from typing import Any

from services.agreements.rules.file import File
from services.agreements.rules.stipend import last_day, schedule

TEXT, PLACE, DAY, MONEY, HOURS = "text", "place", "day", "money", "hours"
KINDS = {
    "host": TEXT,
    "place": PLACE,
    "address2": TEXT,
    "starts_on": DAY,
    "ends_on": DAY,
    "title": TEXT,
    "description": TEXT,
    "tutor": TEXT,
    "hours": HOURS,
    "stipend": MONEY,
}
PLACED = ("address1", "postal_code", "city", "country")
RARE = {"address2"}  # not worth a line where it was never given


def snapshot(file: File) -> dict[str, str]:
    """What a supervisor decides on, as texts: days in ISO, money in cents, hours in minutes, a place with its country's code.

    Never in a reader's words: a snapshot is compared for years, and read in two languages. What becomes part of it later is
    a fact of its own: a fact that changed its form would differ from every snapshot of before.
    """
    request, host, tutor = file.request, file.host or {}, file.tutor or {}
    place = host if request.get("at_host_address", True) else request.get("place") or {}
    starts, ends = request.get("starts_on"), last_day(file)
    monthly = (file.convention or {}).get("stipend_cents")
    if monthly is None:
        monthly = request.get("stipend_cents")
    return {
        "host": ", ".join(part for part in (host.get("name"), host.get("siret")) if part),
        "place": ", ".join(part for name in PLACED if (part := place.get(name) or "")),
        "address2": place.get("address2") or "",
        "starts_on": starts.isoformat() if starts else "",
        "ends_on": ends.isoformat() if ends else "",
        "title": request.get("title") or "",
        "description": request.get("description") or "",
        "tutor": " ".join(part for part in (tutor.get("first_name"), tutor.get("last_name")) if part),
        "hours": str(schedule(file).minutes),
        "stipend": "" if monthly is None else str(monthly),
    }


def changed_hours(file: File) -> tuple[int, int] | None:
    """Minutes of presence, as validated and as they are, once they differ. None for a file that nobody validated."""
    validated = (file.authorized or {}).get("hours")
    now = schedule(file).minutes
    return None if not validated or int(validated) == now else (int(validated), now)


def compared(authorized: dict[str, str] | None, file: File) -> list[dict[str, Any]]:
    """A line a fact; empty when nothing was validated. A fact that was added to the list later has no « before »."""
    if not authorized:
        return []
    now = snapshot(file)
    return [
        {
            "name": name,
            "kind": kind,
            "before": authorized[name],
            "now": now[name],
            "same": authorized[name] == now[name],
        }
        for name, kind in KINDS.items()
        if name in authorized and (name not in RARE or authorized[name] or now[name])
    ]
