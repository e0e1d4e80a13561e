"""Columns that follow from a file's fields, computed whenever it is written, whoever changed it.

The law's sums and quotas over many files read these columns and never the fields themselves.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import attributes

from services.agreements.model.files import Internship
from services.agreements.rules.around import post_key
from services.agreements.rules.stipend import schedule

LIFTS_END = ("host_id", "tutor_id", "referent_id", "post_key", "minutes", "starts_on", "ends_on")


def derive(file: Internship) -> None:
    """What a manager lifted was about figures that change with any of these."""
    convention = file.convention or {}
    file.host_id, file.tutor_id = file.request.get("host_id"), file.request.get("tutor_id")
    file.referent_id = convention.get("referent_id")
    file.post_key = post_key(convention.get("post"))
    file.minutes = schedule(file).minutes
    if file.overrides and any(attributes.get_history(file, name).deleted for name in LIFTS_END):
        file.overrides = {}


@event.listens_for(Internship, "before_insert")
@event.listens_for(Internship, "before_update")
def _before_write(mapper: Any, connection: Any, file: Internship) -> None:
    derive(file)
