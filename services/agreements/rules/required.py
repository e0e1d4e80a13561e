"""Which fields must be there before a file may be submitted, and where: data, read by guards and by forms."""

from datetime import date
from typing import Any

from services.agreements.rules import calendar, law
from services.agreements.rules.file import File

REQUEST = ("title", "description", "function", "starts_on", "ends_on", "zone", "supervisor_id", "host_id", "tutor_id")
CONVENTION = (
    "officer_group_id",
    "teaching_hours",
    "referent_id",
    "skills",
    "activities",
    "weekly_minutes",
    "weekdays",
    "supervision",
    "social_cover",
    "insurance",
    "absences",
    "suspension",
    "interruption",
    "certificate",
)
SIGNATORY = ("last_name", "first_name", "role", "email")
PLACE = ("address1", "city", "country")


def missing_in_request(file: File) -> list[str]:
    """Dotted names, in the form's order. A request from a candidacy gives its dates instead of a duration (E2, E3)."""
    missing = [name for name in REQUEST if not file.request.get(name)]
    if file.candidacy_id is None and not file.request.get("duration_months"):
        missing.append("duration_months")
    return missing + missing_in_place(file.request)


def missing_in_place(request: dict[str, Any]) -> list[str]:
    """Another place than the host's own address is said whole, in a request as in an amendment of it."""
    place = request.get("place") or {}
    return [] if request.get("at_host_address", True) else [f"place.{name}" for name in PLACE if not place.get(name)]


def missing_in_convention(file: File, today: date) -> list[str]:
    convention = file.convention or {}
    signatory = convention.get("signatory") or {}
    missing = [f"signatory.{name}" for name in SIGNATORY if not signatory.get(name)]
    missing += [name for name in CONVENTION if not convention.get(name)]
    if convention.get("stipend_cents") is None:
        missing.append("stipend_cents")
    if convention.get("stipend_cents") and not convention.get("stipend_payment"):
        missing.append("stipend_payment")
    missing += [name for name in ("weeks", "interruptions") if not _in_order(file, name)]
    if is_minor(file) and not (convention.get("legal_representative") or {}).get("name"):
        missing.append("legal_representative.name")
    return missing


def _in_order(file: File, name: str) -> bool:
    """Each line is whole, and its dates still fit those of the internship, which may have changed since."""
    lines = (file.convention or {}).get(name) or []
    unfinished = calendar.unfinished(lines, week=name == "weeks")
    return not unfinished and not calendar.wrong(lines, file.request.get("starts_on"), file.request.get("ends_on"))


def is_minor(file: File) -> bool:
    """On the first day of the internship."""
    born, starts = file.student.get("born_on"), file.request.get("starts_on")
    if not born or not starts:
        return False
    return law.full_years(born, starts) < law.MAJORITY
