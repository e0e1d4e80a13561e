"""The worst of a file's legal controls, kept with the file at each save so that a queue may be filtered by it."""

from typing import Any

from sqlalchemy import event

from runtime.clock import today
from services.agreements.model.files import Internship
from services.agreements.rules.controls import controls

BY_THE_DAY = "start"  # it warns as days go by, without anybody saving anything: a filter on dates says it better
WORST_FIRST = ("refusal", "warning", "ok")


def worst(file: Internship) -> str:
    """ok, warning or refusal; empty while nothing can be judged."""
    found = {one.status for one in controls(file, today()) if one.code != BY_THE_DAY}
    return next((status for status in WORST_FIRST if status in found), "")


@event.listens_for(Internship, "before_insert")
@event.listens_for(Internship, "before_update")
def _before_write(mapper: Any, connection: Any, file: Internship) -> None:
    file.control_status = worst(file)
