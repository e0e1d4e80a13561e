"""What agreements does about the others' events."""

from contracts.message import Received
from contracts.vocabulary import Role
from runtime.unit_of_work import UnitOfWork
from services.agreements import managers

STAFF = {Role.TEACHER, Role.OFFICER, Role.CAREERS, Role.ADMIN}


def on_person_recorded(work: UnitOfWork, event: Received) -> None:
    """Only the mailbox, and only of those who may come to lead files."""
    person = event.data
    staff = bool(STAFF & set(person["roles"]))
    managers.record(work.session, person["id"], person["email"], event.aggregate_version, staff=staff)
