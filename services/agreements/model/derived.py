"""Columns that follow from a file's fields, computed whenever it is written, whoever changed it.

The law's sums and quotas over many files read these columns and never the fields themselves.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import attributes

from services.agreements.model.amendments import Amendment
from services.agreements.model.files import Internship
from services.agreements.rules.amendments import AsAmended
from services.agreements.rules.around import host_key, post_key
from services.agreements.rules.stipend import schedule

LIFTS_END = ("host_key", "tutor_id", "referent_id", "post_key", "minutes", "starts_on", "ends_on")


def derive(file: Internship) -> None:
    """What a manager lifted was about figures that change with any of these."""
    convention = file.convention or {}
    file.host_id, file.tutor_id = file.request.get("host_id"), file.request.get("tutor_id")
    file.referent_id = convention.get("referent_id")
    file.host_key = host_key(file.host)
    file.post_key = post_key(convention.get("post"))
    file.minutes = schedule(file).minutes
    if file.overrides and any(attributes.get_history(file, name).deleted for name in LIFTS_END):
        file.overrides = {}


@event.listens_for(Internship, "before_insert")
@event.listens_for(Internship, "before_update")
def _before_write(mapper: Any, connection: Any, file: Internship) -> None:
    derive(file)


@event.listens_for(Amendment, "before_insert")
@event.listens_for(Amendment, "before_update")
def _before_write_of_amendment(mapper: Any, connection: Any, amendment: Amendment) -> None:
    """Whom it takes, and when, from the day it is validated to the day the file itself says so."""
    after = AsAmended(amendment.file, amendment)
    amendment.tutor_id, amendment.referent_id = after.request.get("tutor_id"), after.convention.get("referent_id")
    amendment.starts_on, amendment.ends_on = after.request.get("starts_on"), after.request.get("ends_on")
