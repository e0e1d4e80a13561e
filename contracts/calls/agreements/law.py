"""What managers decide on legal controls."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Command
from contracts.calls.agreements.files import Internship


class OverrideControl(Command):
    """A manager of the file's group lifts, with a reason, a control that refuses and that may be lifted.

    Only while the convention waits for a manager. The decision holds for the figures of that moment.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        code = f.text(f.SHORT, required=True)
        reason = f.text(f.PARAGRAPH, required=True)

    Answer = Internship
