"""The order of signatures of a group."""

import uuid
from typing import Any

from contracts.errors import InvalidInput
from runtime.addresses import is_address
from runtime.database import check_version
from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view
from services.agreements.rules.signatories import wrong_with


def save_circuit(
    work: UnitOfWork,
    *,
    id: uuid.UUID,
    version: int,
    circuit: dict[str, Any],
    contact_email: str,
    contact_phone: str,
) -> dict[str, Any]:
    group = group_view.to_manage(work, id)
    work.session.refresh(group, with_for_update=True)
    check_version(group, version)
    problems = {f"circuit.{name}": codes for name, codes in wrong_with(circuit).items()}
    addresses = {"circuit.university.email": circuit["university"].get("email"), "contact_email": contact_email}
    addresses |= {f"circuit.others.{n}.email": one.get("email") for n, one in enumerate(circuit.get("others") or [])}
    for name, address in addresses.items():
        if address and not is_address(address):
            problems[name] = ["invalid"]
    if problems:
        raise InvalidInput(fields=problems)
    person = circuit["university"].get("person_id")
    before = {"circuit": group.circuit, "contact_email": group.contact_email, "contact_phone": group.contact_phone}
    group.circuit = {**circuit, "university": {**circuit["university"], "person_id": str(person) if person else None}}
    group.contact_email, group.contact_phone = contact_email, contact_phone
    after = {"circuit": group.circuit, "contact_email": contact_email, "contact_phone": contact_phone}
    group_view.write_down(work, group, before, after)
    group.version += 1
    work.session.flush()
    return group_view.settings(work, group)
