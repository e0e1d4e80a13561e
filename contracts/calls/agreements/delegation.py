"""Absences: who decides in whose place, and until when."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command


class Delegation(Schema):
    """Days are inclusive; `active` today."""

    id = f.identifier(required=True)
    from_id = f.identifier()
    from_name = f.text()
    to_id = f.identifier()
    to_name = f.text()
    starts_on = f.day()
    ends_on = f.day()
    active = f.flag()


class Delegate(Command):
    """Let a colleague decide in one's place for these days: as supervisor, and in one's officer groups.

    Refuses `to_id`: yourself, unknown_choice, not_staff; `ends_on`: before_start, over (in the past), over_a_year.
    """

    class Question(Schema):
        to_id = f.identifier(required=True)
        starts_on = f.day(required=True)
        ends_on = f.day(required=True)

    Answer = Delegation


class RevokeDelegation(Command):
    """By the one who gave it; what the deputy decided stays decided."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Delegation


class ListDelegations(Call):
    """Those that the asker gave or holds and that are not over, the next first."""

    Answer = Delegation
    many = True
