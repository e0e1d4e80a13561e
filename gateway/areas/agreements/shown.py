"""A file's answer in words, for the templates: actions, steps, controls, timeline."""

from typing import Any

from gateway import errors
from gateway.areas.agreements import labels
from gateway.i18n import _, day, listed, money, number


def actions(file: dict[str, Any]) -> list[dict[str, Any]]:
    """What is offered, with its words. The first that is allowed and leads on is the main one; giving up comes last."""
    found = []
    for action in file["actions"]:
        words = labels.MOVES.get(action["name"])
        if words is None:
            continue
        found.append(
            {
                **action,
                "words": words,
                "why": "" if action["allowed"] else errors.obstacle(action["obstacle"], params(action["params"])),
            }
        )
    steps_on = [action for action in found if action["allowed"] and action["words"].style != "btn-link"]
    main = steps_on[0] if steps_on else None
    for action in found:
        action["style"] = "btn-primary" if action is main else action["words"].style
    return sorted(found, key=lambda action: action["style"] == "btn-link")


def params(given: dict[str, Any]) -> dict[str, Any]:
    """Lists of codes as lists of words."""
    said = dict(given)
    if "fields" in said:
        said["fields"] = listed([str(labels.FIELD_NAMES.get(name, name)) for name in said["fields"]])
    if "controls" in said:
        said["controls"] = listed(
            [str(labels.CONTROLS[code][0]) for code in said["controls"] if code in labels.CONTROLS]
        )
    return said


def offers(file: dict[str, Any], name: str) -> bool:
    return any(action["name"] == name and action["allowed"] for action in file["actions"])


def steps(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": labels.STEPS.get(step["name"], step["name"]),
            "status": step["status"],
            "note": _("le %(day)s", day=day(step["at"])) if step["status"] == "done" and step.get("at") else "",
        }
        for step in file["steps"]
    ]


def timeline(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "at": line["at"],
            "title": labels.HAPPENED.get(line["move"], line["move"]),
            "text": line.get("by_name") or "",
            "quote": line.get("comment") or "",
        }
        for line in file["journal"]
    ]


def checks(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems first, as the service sends them; each figure in words."""
    result = []
    for check in found:
        title, text = labels.CONTROLS.get(check["code"], (check["code"], ""))
        figures = {
            name: number(value) if isinstance(value, float) else value for name, value in check["params"].items()
        }
        if "planned_cents_an_hour" in figures:
            figures["planned"] = money(check["params"]["planned_cents_an_hour"])
            figures["floor"] = money(check["params"]["floor_cents_an_hour"])
        said = errors.filled(text, figures)
        if figures.get("provisional"):
            said += " " + _("Plancher provisoire : celui de l’année n’est pas encore publié.")
        status = labels.CONTROL_STATUS.get(check["status"], labels.CONTROL_STATUS["warning"])
        result.append({"title": title, "text": said, "status": status, "article": check["article"]})
    return result
