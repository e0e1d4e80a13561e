"""The statuses of files and amendments, from the tables of moves themselves."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call
from contracts.vocabulary import AmendmentState, Party, State


class StateMeaning(Schema):
    """A state of the table: who acts next, and the moves that it offers, each with who may make it."""

    state = f.one_of(State)
    holder = f.one_of(Party)
    moves = f.mapping()


class ListStates(Call):
    """The lexicon of statuses, from the table of moves itself; for anybody."""

    Answer = StateMeaning
    many = True


class AmendmentStateMeaning(Schema):
    """The same of an amendment's state."""

    state = f.one_of(AmendmentState)
    holder = f.one_of(Party)
    moves = f.mapping()


class ListAmendmentStates(Call):
    """The lexicon of amendments' statuses, from their own table; for anybody."""

    Answer = AmendmentStateMeaning
    many = True
