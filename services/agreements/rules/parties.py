"""Who a person is to one file. Roles at the university grant nothing here."""

import uuid
from collections.abc import Collection

from contracts.vocabulary import Party
from services.agreements.rules.file import File


def parties(file: File, person: uuid.UUID | None, groups: Collection[uuid.UUID]) -> frozenset[Party]:
    """`groups` are the officer groups of which the person is a member. Nobody decides on his own file."""
    if person is None:
        return frozenset()
    if person == file.student_id:
        return frozenset({Party.STUDENT})
    found = set()
    if person == file.supervisor_id:
        found.add(Party.SUPERVISOR)
    if file.officer_group_id in groups:
        found.add(Party.OFFICER)
    return frozenset(found)
