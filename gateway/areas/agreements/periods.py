"""Irregular periods and interruptions as lines of a form: added, taken away, still to be said."""

from typing import Any

from flask import request

from gateway.areas.agreements.fields import Boxes
from gateway.areas.agreements.forms import ConventionForm
from gateway.areas.agreements.typed import value_of
from gateway.forms import walk
from gateway.i18n import _


def lines_changed(form: ConventionForm) -> bool:
    """« Ajouter une période », « Enlever »: the page again, with what was typed; nothing is saved. Empty lines go."""
    added, _dash, number = request.form.get("ajouter", request.form.get("enlever", "")).partition("-")
    for lines in (form.weeks, form.interruptions):
        lines.entries = [line for line in lines.entries if not blank(line)]
        if added != lines.name:
            continue
        if "enlever" in request.form:
            lines.entries = [line for line in lines.entries if line.name != f"{added}-{number}"]
        elif len(lines.entries) < lines.max_entries:
            lines.last_index = max((int(line.name.split("-")[1]) for line in lines.entries), default=-1)
            lines.append_entry({"weekdays": form.weekdays.data or []} if lines is form.weeks else None)
    return request.method == "POST" and bool(added)


def blank(line: Any) -> bool:
    """Nothing was typed in it, not even what cannot be read. Days alone, which begin ticked, say nothing."""
    fields = [field for field in walk(line.form) if not isinstance(field, Boxes)]
    typed_in = [text for field in fields for text in field.raw_data or ()]
    return not any(str(text).strip() for text in typed_in) and not any(value_of(field) for field in fields)


def weeks_said(form: ConventionForm) -> bool:
    """Each irregular period has its days and its hours, or neither; else its line says what to do."""
    for line in (entry.form for entry in form.weeks):
        if line.weekly_minutes.data and not line.weekdays.data:
            line.weekdays.errors = [_("Cochez les jours de cette période.")]
        elif line.weekdays.data and not line.weekly_minutes.data:
            line.weekly_minutes.errors = [
                _("Écrivez les heures de cette période, ou décochez ses jours s’il n’y a pas de présence.")
            ]
    return not form.lines()


def to_be_said(convention: dict[str, Any]) -> list[int]:
    """Numbers of the periods that count as the normal week, because their days or hours are still to be said."""
    return [
        number
        for number, week in enumerate(convention.get("weeks") or (), start=1)
        if week.get("starts_on")
        and week.get("ends_on")
        and (week.get("weekly_minutes") is None or bool(week["weekly_minutes"]) != bool(week.get("weekdays")))
    ]
