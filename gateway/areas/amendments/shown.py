"""An amendment's answer in words, for the templates."""

from datetime import date
from typing import Any

from gateway import errors
from gateway.areas.agreements.labels import WEEKDAYS
from gateway.areas.agreements.shown import NOTHING_THERE, params, stands_elsewhere
from gateway.areas.agreements.shown import offered_by_state as of_the_lexicon
from gateway.areas.amendments import labels
from gateway.areas.signing.labels import GROUNDS
from gateway.i18n import _, day, money, number, page_language
from gateway.labels import countries


def actions(amendment: dict[str, Any]) -> list[dict[str, Any]]:
    """What is offered, with its words; refusing to sign is on the page where one signs."""
    found = []
    for action in amendment["actions"]:
        words = labels.MOVES.get(action["name"])
        if words is None or stands_elsewhere(action, amendment["actions"]) or action["obstacle"] in NOTHING_THERE:
            continue
        why = "" if action["allowed"] else errors.obstacle(action["obstacle"], params(action["params"]))
        found.append({**action, "words": words, "why": why, "style": words.style})
    main = next((a for a in found if a["allowed"] and a["style"] != "btn-link"), None)
    if main:
        main["style"] = "btn-primary"
    return sorted(found, key=lambda action: action["style"] == "btn-link")


def offered_by_state(one: dict[str, Any]) -> list[tuple[Any, str]]:
    return of_the_lexicon(one, labels.MOVES)


def changes(amendment: dict[str, Any]) -> list[dict[str, Any]]:
    return lines(amendment["changes"])


def lines(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """« Date de fin : 30 juin 2027 → 21 juillet 2027 ». An id alone says nothing: its name stands on another line."""
    return [
        {
            "label": labels.FACTS[one["name"]],
            "before": said(one["name"], one["before"]),
            "after": said(one["name"], one["after"]),
        }
        for one in found
        if one["name"] in labels.FACTS and one["name"] != "convention.referent_id"
    ]


def said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    if name == "request.place":
        return place(value)
    if name == "convention.weekly_minutes":
        return _("%(hours)s h", hours=number(value / 60))
    if name == "convention.weekdays":
        return ", ".join(str(WEEKDAYS.get(one, one)).lower() for one in value)
    if name == "convention.stipend_cents":
        return money(value)
    if name == "convention.interruptions":
        return "; ".join(period(one) for one in value)
    if name == "tutor":
        return " ".join(value.get(part) or "" for part in ("first_name", "last_name")).strip()
    if name == "referent":
        return value.get("name", "")
    if name == "end_ground":
        return str(GROUNDS.get(value, value))
    return str(value)


def period(one: dict[str, Any]) -> str:
    return _(
        "%(start)s au %(end)s",
        start=day(date.fromisoformat(one["starts_on"])),
        end=day(date.fromisoformat(one["ends_on"])),
    )


def place(value: dict[str, Any]) -> str:
    country = countries(page_language()).get(value.get("country") or "", "") if value.get("country") != "FR" else ""
    town = " ".join(part for part in (value.get("postal_code"), value.get("city")) if part)
    return ", ".join(part for part in (value.get("address1"), value.get("address2"), town, country) if part)
