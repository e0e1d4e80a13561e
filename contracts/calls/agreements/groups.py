"""Groups of convention managers: to choose one, and as the operator loads them."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.parts import OfficerGroup


class ListOfficerGroups(Call):
    """All groups, for choosing one."""

    Answer = OfficerGroup
    many = True


class ListMyGroups(Call):
    """The groups of which the asker is a member."""

    Answer = OfficerGroup
    many = True


class ImportOfficerGroups(Command):
    """For the operator, matched by name; safe to run again.

    A group is `{name, contact_email, contact_phone, component_code, member_ids, university}`, its last one who signs.
    """

    class Question(Schema):
        groups = f.several(f.mapping(), longest=1_000)
