"""The mailboxes of those who lead a file: no signature of the host is led to one of them.

Looked up when it matters, since they belong to another service: see `File.managers`.
"""

from collections.abc import Collection, Iterable
from typing import Any

from contracts.calls import profiles
from contracts.errors import InvalidInput
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.model import Internship
from services.agreements.rules.signatories import mailbox, of_the_other_side, wanted


def look_up(work: UnitOfWork, file: Internship, view: Any = None) -> None:
    """Before signatures open: which of the signatories' addresses are managers'. `view`: the file as an amendment makes it."""
    file.managers = theirs(work, file, [one.email for one in wanted(view or file)])


def theirs(work: UnitOfWork, file: Internship, addresses: Collection[str]) -> frozenset[str]:
    """Of these addresses, the mailboxes of the group's managers, of who opened the file and of who acts in their place."""
    asked = {spelled for one in addresses if one for spelled in (one, mailbox(one))} - {""}
    if not asked:
        return frozenset()
    leading = {work.actor.id, file.opened_by, *store.members_of(work.session, file.officer_group_id)} - {
        file.student_id
    }
    known = work.ask(profiles.FindPeople, emails=sorted(asked))
    return frozenset(mailbox(one["email"]) for one in known if one["id"] in leading)


def refuse_on(
    work: UnitOfWork, file: Internship, slot: str, address: str, field: str, *, beside: Iterable[Any] | None = None
) -> None:
    """Raises `InvalidInput` on the field: a_manager_s_own, of_the_other_side. `beside`: a round's signatories."""
    if of_the_other_side(wanted(file) if beside is None else beside, slot, address):
        raise InvalidInput(fields={field: ["of_the_other_side"]})
    if theirs(work, file, [address]):
        raise InvalidInput(fields={field: ["a_manager_s_own"]})
