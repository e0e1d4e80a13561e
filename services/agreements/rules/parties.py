"""Who a person is to one file. Roles at the university grant nothing here."""

import uuid
from collections.abc import Collection

from contracts.vocabulary import Party, SignatoryRole
from services.agreements.rules.file import File
from services.agreements.rules.signatories import who_may_answer


def parties(
    file: File,
    person: uuid.UUID | None,
    groups: Collection[uuid.UUID],
    deputy_of: Collection[uuid.UUID] = (),
) -> frozenset[Party]:
    """`groups` are the officer groups in which the person acts, `deputy_of` those whose decisions he takes today.

    Nobody decides on his own file: its student is its student, whatever he was delegated, and signs as that alone.
    """
    if person is None:
        return frozenset()
    found = {Party.STUDENT} if person == file.student_id else _others(file, person, groups, deputy_of)
    if signs_now(file, person):
        found.add(Party.SIGNATORY)
    return frozenset(found)


def _others(
    file: File, person: uuid.UUID, groups: Collection[uuid.UUID], deputy_of: Collection[uuid.UUID]
) -> set[Party]:
    found = set()
    if file.supervisor_id is not None and (file.supervisor_id == person or file.supervisor_id in deputy_of):
        found.add(Party.SUPERVISOR)
    if file.officer_group_id in groups:
        found.add(Party.OFFICER)
    if (file.referent or {}).get("id") == str(person):
        found.add(Party.REFERENT)
    return found


def signs_now(file: File, person: uuid.UUID) -> bool:
    """Whether this person may sign with his own account now, or refuse to."""
    if file.round is None:
        return False
    mine = [row for row in who_may_answer(file.round) if row.person_id == person]
    if person == file.student_id:
        mine = [row for row in mine if row.slot == SignatoryRole.STUDENT]
    return bool(mine)
