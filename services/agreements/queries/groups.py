"""Groups of convention managers."""

from collections.abc import Sequence

from contracts.errors import NotAllowed
from runtime.unit_of_work import UnitOfWork
from services.agreements import store
from services.agreements.model import OfficerGroup


def list_officer_groups(work: UnitOfWork) -> Sequence[OfficerGroup]:
    """For whoever is signed in; a process that asks for itself is refused."""
    if work.actor.id is None:
        raise NotAllowed()
    return store.groups(work.session)


def list_my_groups(work: UnitOfWork) -> list[OfficerGroup]:
    mine = set(store.groups_of(work.session, work.actor.person_id))
    return [group for group in store.groups(work.session) if group.id in mine]
