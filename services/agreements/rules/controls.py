"""Legal controls of a file, each with its figures and its article. A refusal blocks; a warning is shown."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.agreements.rules import law
from services.agreements.rules.file import File
from services.agreements.rules.stipend import Schedule, country_of, schedule

OK, WARNING, REFUSAL = "ok", "warning", "refusal"
SIGNING_DAYS = 14


@dataclass(frozen=True)
class Control:
    code: str
    status: str
    article: str
    params: dict[str, Any] = field(default_factory=dict)

    def as_answer(self) -> dict[str, Any]:
        return {"code": self.code, "status": self.status, "article": self.article, "params": self.params}


def controls(file: File, today: date) -> list[Control]:
    """Problems first. Empty while the dates are not known."""
    starts, ends = file.request.get("starts_on"), file.request.get("ends_on")
    if not starts or not ends:
        return []
    plan = schedule(file)
    found = [duration(plan, starts), start(starts, today)]
    if country_of(file) == "FR":
        found.append(stipend(file, plan, starts))
    teaching_hours = (file.convention or {}).get("teaching_hours")
    if teaching_hours is not None:
        found.append(teaching(teaching_hours))
    return sorted(found, key=lambda control: (REFUSAL, WARNING, OK).index(control.status))


def duration(plan: Schedule, starts: date) -> Control:
    hours = plan.minutes / 60
    status = REFUSAL if hours > law.CEILING_HOURS else OK
    return Control(
        "duration",
        status,
        "L124-5",
        {
            "hours": round(hours, 2),
            "ceiling": law.CEILING_HOURS,
            "days": plan.days,
            "academic_year": law.academic_year(starts),
        },
    )


def start(starts: date, today: date) -> Control:
    left = (starts - today).days
    return Control("start", OK if left >= SIGNING_DAYS else WARNING, "L124-1", {"days_left": left})


def stipend(file: File, plan: Schedule, starts: date) -> Control:
    """Below the floor it warns in the request (asked at the latest in the convention) and refuses in the convention."""
    floor, provisional = law.floor_on(starts)
    params = {
        "hours": round(plan.minutes / 60, 2),
        "threshold": law.STIPEND_FROM_HOURS,
        "planned_cents_an_hour": round(plan.cents_an_hour),
        "floor_cents_an_hour": floor.cents_an_hour,
        "provisional": provisional,
        "due": plan.stipend_due,
    }
    # half a cent of an hour's rounding is not an offence: a month at the floor is 22 days of 7 hours
    if not plan.stipend_due or plan.cents_an_hour + 0.5 >= floor.cents_an_hour:
        return Control("stipend", OK, "L124-6", params)
    stated = (file.convention or {}).get("stipend_cents") is not None
    return Control("stipend", REFUSAL if stated else WARNING, "L124-6", params)


def teaching(hours: int) -> Control:
    status = OK if hours >= law.TEACHING_HOURS else WARNING
    return Control("teaching", status, "D124-2", {"hours": hours, "floor": law.TEACHING_HOURS})
