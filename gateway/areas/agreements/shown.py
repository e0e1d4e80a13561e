"""A file's answer in words, for the templates: actions, steps, controls, timeline."""

from datetime import date, datetime
from typing import Any

from contracts.vocabulary import State
from gateway import errors
from gateway.areas.agreements import labels
from gateway.i18n import _, day, listed, money, number, page_language

ELSEWHERE = {"refuse_to_sign", "override_control", "plan_end"}
"""What stands where it belongs: on the page where one signs, beside the control, on the page of an early end."""
NOTHING_THERE = {"no_end_planned", "hours_as_authorized", "on_paper", "not_on_paper"}
"""An obstacle of what has no object here: its move is not worth a grey button."""
ANSWERS = {"submit", "submit_convention"}
"""What hands a file over again: there one answers the question that sent it back, and elsewhere there is nothing to say."""
OF_SIGNATORIES = {"sign", "ask_new_link", "resend_signature"}


def stands_elsewhere(action: dict[str, Any], actions: list[dict[str, Any]]) -> bool:
    """A paper is refused from the record: nothing else leads to the page where one signs."""
    on_paper = any(one["name"] == "sign" and one["obstacle"] == "on_paper" for one in actions)
    return action["name"] in ELSEWHERE and not (action["name"] == "refuse_to_sign" and on_paper)


def by_the_day(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One page asks for the last day, and the day tells an end that is ahead from one that has come."""
    ahead = any(one["name"] == "plan_end" and one["allowed"] for one in actions)
    return [
        {**one, "allowed": True, "obstacle": ""} if ahead and one["name"] == "break_off" else one for one in actions
    ]


def actions(file: dict[str, Any]) -> list[dict[str, Any]]:
    """What is offered, with its words. The first that is allowed and leads on is the main one; giving up comes last."""
    found = []
    for action in by_the_day(file["actions"]):
        words = labels.MOVES.get(action["name"])
        if words is None or stands_elsewhere(action, file["actions"]) or action["obstacle"] in NOTHING_THERE:
            continue
        answers = action["name"] in ANSWERS
        asked = file["state"] in (State.REQUEST_TO_CLARIFY, State.CONVENTION_TO_CLARIFY)
        found.append(
            {
                **action,
                "comment": "none" if answers and not asked else action["comment"],
                "answer": answers and asked,
                "words": words,
                "why": "" if action["allowed"] else why_not(action),
            }
        )
    steps_on = [
        action
        for action in found
        if action["allowed"] and action["words"].style != "btn-link" and action["name"] != "invite_host"
    ]
    main = steps_on[0] if steps_on else None
    for action in found:
        action["style"] = "btn-primary" if action is main else action["words"].style
    return sorted(found, key=lambda action: (action["style"] == "btn-link", action["name"] == "invite_host"))


def why_not(offer: dict[str, Any]) -> str:
    """The sentence of an offer's obstacle; nothing when there is none."""
    return errors.obstacle(offer["obstacle"], params(offer["params"] or {})) if offer["obstacle"] else ""


def params(given: dict[str, Any]) -> dict[str, Any]:
    """Lists of codes as lists of words, and minutes as hours."""
    said = {name: hours(value) if name.startswith("minutes_") else value for name, value in given.items()}
    return errors.in_words(said)


errors.IN_WORDS.update(
    {
        "fields": lambda names: listed([str(labels.FIELD_NAMES.get(name, name)) for name in names]),
        "slots": lambda slots: listed([str(labels.SIGNED_AS.get(slot, slot)) for slot in slots]),
        "controls": lambda codes: listed([str(labels.CONTROLS[code][0]) for code in codes if code in labels.CONTROLS]),
        "papers": lambda papers: listed([one.get(page_language()) or one["fr"] for one in papers]),
    }
)


def hours(minutes: int) -> str:
    return f"{number(round(minutes / 60, 2))} h"


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
            "title": happened(line["move"]),
            "text": by_whom(line, file),
            "quote": line.get("comment") or "",
            **as_whom(line, file),
            **what_changed(line),
        }
        for line in file["journal"]
    ]


def as_whom(line: dict[str, Any], file: dict[str, Any]) -> dict[str, str]:
    """What signatures note is no quotation: « tutor: an address » is as whom, and where the link went."""
    move = line["move"].split(".")[1] if line["move"].startswith("amendment.") else line["move"]
    noted = line.get("comment") or ""
    if move not in OF_SIGNATORIES or not noted:
        return {}
    slots, colon, address = noted.partition(": ")
    words = listed([str(labels.SIGNED_AS.get(slot, slot)) for slot in slots.split(", ")])
    if colon:
        words = _("%(signatory)s : %(address)s", signatory=words, address=address)
    return {"text": _("%(name)s, %(signatory)s", name=by_whom(line, file), signatory=words), "quote": ""}


def what_changed(line: dict[str, Any]) -> dict[str, str]:
    """What the host's line notes is the fields that it changed, in code."""
    if line["move"] != "complete_host_part" or not line.get("comment"):
        return {}
    names = listed([str(labels.HOST_FIELDS.get(name, name)) for name in line["comment"].split(", ")])
    return {"text": _("%(name)s a changé : %(fields)s", name=line.get("by_name") or "", fields=names), "quote": ""}


def by_whom(line: dict[str, Any], file: dict[str, Any]) -> str:
    """A supervisor's decision made by somebody else is a deputy's."""
    name, supervisor = line.get("by_name") or "", file["supervisor"] or {}
    if line["party"] == "supervisor" and line.get("by_id") and str(line["by_id"]) != str(supervisor.get("id")):
        return _("%(deputy)s, par délégation", deputy=name)
    return name


def offered_by_state(one: dict[str, Any], moves: dict[str, Any] | None = None) -> list[tuple[Any, str]]:
    """(what can be done, by whom) of a line of the lexicon."""
    words = moves or labels.MOVES
    return [
        (words[name].label, listed([str(labels.PARTIES[party]) for party in by if party in labels.PARTIES]))
        for name, by in one["moves"].items()
        if name in words
    ]


def sent_back(file: dict[str, Any]) -> bool:
    """Whether the file came back to its managers from validation or signature, with a reason to read."""
    last = next((line["move"] for line in file["journal"] if line["before"] != line["after"]), "")
    return last in ("refuse_to_sign", "withdraw_validation")


def happened(move: str) -> Any:
    """« amendment.submit.2 » is a step of the second amendment."""
    if move.startswith("amendment."):
        _amendment, name, n = move.split(".")
        return errors.filled(labels.AMENDMENT_HAPPENED.get(name, name), {"number": n})
    return labels.HAPPENED.get(move, move)


def checks(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems first, as the service sends them; each figure in words, what a manager decided, what is not known."""
    result = []
    for check in found:
        title, text = labels.CONTROLS.get(check["code"], (check["code"], ""))
        figures = figures_of(check["params"])
        if check["code"] == "start" and check["params"].get("days_left", 0) < 0:
            text = labels.STARTED
        said = errors.filled(text, figures)
        if figures.get("provisional"):
            said += " " + _("Plancher provisoire : celui de l’année n’est pas encore publié.")
        liftable = check["status"] == "refusal" and check.get("overridable", False)
        if liftable:
            said += " " + _("Un gestionnaire peut lever ce contrôle, avec une raison.")
        only = check["code"] in labels.ONLY_WHAT_WE_KNOW
        result.append(
            {
                "code": check["code"],
                "title": title,
                "text": said,
                "status": labels.CONTROL_STATUS.get(check["status"], labels.CONTROL_STATUS["warning"]),
                "article": check["article"],
                "note": _("Compté sur les dossiers de la plateforme et ce que l’organisme déclare.") if only else "",
                "lifted": lifted(check.get("override")),
                "liftable": liftable,
            }
        )
    return result


def figures_of(given: dict[str, Any]) -> dict[str, Any]:
    figures = {name: number(value) if isinstance(value, float) else value for name, value in given.items()}
    for name in ("previous_end", "earliest"):
        if name in figures:
            figures[name] = day(date.fromisoformat(given[name]))
    for name in ("headcount", "presence"):
        if name in figures:
            figures[name] = _("non précisé") if given[name] is None else number(given[name])
    if "planned_cents_an_hour" in figures:
        stated = given.get("stated", True)
        figures["planned"] = (
            _("%(amount)s de l’heure", amount=money(given["planned_cents_an_hour"])) if stated else _("non précisée")
        )
        figures["floor"] = money(given["floor_cents_an_hour"])
        figures["least"] = money(given.get("least_cents_a_month", 0))
    return figures


def lifted(override: dict[str, Any] | None) -> str:
    if not override:
        return ""
    at = datetime.fromisoformat(override["at"])
    return _(
        "Levé par %(name)s le %(day)s : %(reason)s", name=override["by_name"], day=day(at), reason=override["reason"]
    )
