"""Facts of other services, asked when the student chooses and kept in the file as they were then."""

import uuid
from typing import Any

from contracts.calls import offers, profiles
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import Circuit, Role
from runtime.unit_of_work import UnitOfWork
from services.agreements.model import Internship
from services.agreements.rules import countries


def person(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    """Raises `NotFound` for nobody."""
    found = work.ask(profiles.GetPeople, ids=[id])
    if not found:
        raise NotFound()
    return found[0]


def full_name(someone: dict[str, Any]) -> str:
    return f"{someone['first_name']} {someone['last_name']}".strip()


def student(work: UnitOfWork, id: uuid.UUID) -> dict[str, Any]:
    """Raises `MoveRefused` other_circuit when his component makes its conventions elsewhere (A6)."""
    someone = person(work, id)
    if someone["convention_circuit"] != Circuit.IPRO:
        raise MoveRefused("other_circuit")
    return student_of(someone)


def student_of(someone: dict[str, Any]) -> dict[str, Any]:
    """What a file remembers of its student."""
    names = ("email", "student_number", "programme_name", "component_name", "component_code", "born_on", "phone")
    return {"id": someone["id"], "name": full_name(someone), **{name: someone.get(name) for name in names}}


def teacher(work: UnitOfWork, id: uuid.UUID, field: str, not_for: uuid.UUID) -> dict[str, Any]:
    """For a JSON column. Raises `InvalidInput` on the field: unknown, yourself, not_a_teacher."""
    found = work.ask(profiles.GetPeople, ids=[id])
    problem = (
        "yourself"
        if id == not_for
        else "unknown_choice"
        if not found
        else "not_a_teacher"
        if Role.TEACHER not in found[0]["roles"]
        else ""
    )
    if problem:
        raise InvalidInput(fields={f"fields.{field}": [problem]})
    return {"id": str(id), "name": full_name(found[0]), "email": found[0]["email"]}


def refresh(work: UnitOfWork, file: Internship, before: dict[str, Any]) -> None:
    """Ask again only for what the student changed: typing must not wait for other services."""
    now = file.request
    if now.get("supervisor_id") != before.get("supervisor_id") or (now.get("supervisor_id") and not file.supervisor):
        chosen = now.get("supervisor_id")
        file.supervisor = teacher(work, chosen, "supervisor_id", file.student_id) if chosen else None
    file.supervisor_id = now.get("supervisor_id")
    people_changed = any(now.get(name) != before.get(name) for name in ("host_id", "tutor_id"))
    if people_changed or (now.get("host_id") and not file.host):
        _host_and_tutor(work, file)
    spread(file)


def wrong_country(place: dict[str, Any]) -> dict[str, list[str]]:
    """Codes by field: a country is one of ISO 3166, in capitals, since its law and its holidays follow from it."""
    country = place.get("country") or ""
    return {} if not country or country in countries.CODES else {"fields.place.country": ["unknown_choice"]}


def spread(file: Internship) -> None:
    """The columns that lists read, from the request's fields."""
    now = file.request
    file.title = now.get("title", "")
    file.host_name = (file.host or {}).get("name", "")
    file.city = city(file)
    file.starts_on, file.ends_on = now.get("starts_on"), now.get("ends_on")


def _host_and_tutor(work: UnitOfWork, file: Internship) -> None:
    host_id, tutor_id = file.request.get("host_id"), file.request.get("tutor_id")
    file.host = file.tutor = None
    if not host_id:
        return
    try:
        host = work.ask(offers.HostFacts, id=host_id)
    except NotFound:
        raise InvalidInput(fields={"fields.host_id": ["unknown_choice"]}) from None
    contacts = host.pop("contacts")
    file.host = offers.Host().dump(host)
    if tutor_id:
        tutor = next((contact for contact in contacts if contact["id"] == tutor_id), None)
        if tutor is None:
            raise InvalidInput(fields={"fields.tutor_id": ["unknown_choice"]})
        file.tutor = offers.Contact().dump(tutor)


def city(file: Internship) -> str:
    if not file.request.get("at_host_address", True):
        return (file.request.get("place") or {}).get("city") or ""
    return (file.host or {}).get("city", "")
