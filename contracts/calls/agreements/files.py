"""What agreements answers of one file: as its reader may see it, its fields saved, its moves, its paper."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.parts import (
    Action,
    Check,
    ComparedFact,
    Desk,
    JournalLine,
    Named,
    OfficerGroup,
    Schedule,
    Signing,
    Step,
    Student,
)
from contracts.calls.agreements.typed import ConventionFields, RequestFields
from contracts.calls.offers import Contact, Host
from contracts.vocabulary import EndGround, Party, State


class Internship(Schema):
    """A file as its reader may see it."""

    id = f.identifier(required=True)
    reference = f.number()
    version = f.number()
    state = f.one_of(State)
    since = f.instant()
    holder = f.one_of(Party)
    holder_name = f.text()
    my_turn = f.flag()
    i_am = f.several(f.one_of(Party))
    student = f.nested(Student)
    supervisor = f.nested(Named)
    referent = f.nested(Named)
    officer_group = f.nested(OfficerGroup)
    host = f.nested(Host)
    tutor = f.nested(Contact)
    request = f.nested(RequestFields)
    convention = f.nested(ConventionFields)
    candidacy_id = f.identifier()
    offer_id = f.identifier()
    linked_conventions = f.number()
    actions = f.nested(Action, many=True)
    steps = f.nested(Step, many=True)
    checks = f.nested(Check, many=True)
    schedule = f.nested(Schedule)
    journal = f.nested(JournalLine, many=True)
    last_question = f.text(f.LONG)
    last_answer = f.text(f.LONG)
    signing = f.nested(Signing)
    host_checked_at = f.instant()
    ended_on = f.day()
    end_ground = f.one_of(EndGround)
    open_amendments = f.number()
    comparison = f.nested(ComparedFact, many=True)
    desk = f.nested(Desk)
    pdf_object_id = f.text()
    pdf_plain = f.flag()
    created_at = f.instant()
    updated_at = f.instant()


class CreateRequest(Command):
    """A new request of the asking student, in draft: from nothing, from a candidacy of his, or by copying a file of his.

    `fields` overrides what the candidacy or the copy gives. `terms_agreed` and `supervisor_known` are the two boxes
    of E1; without both: `boxes_unticked`.
    """

    class Question(Schema):
        candidacy_id = f.identifier()
        copy_of = f.identifier()
        terms_agreed = f.flag()
        supervisor_known = f.flag()
        fields = f.nested(RequestFields)  # type: ignore[assignment]

    Answer = Internship


class SaveRequest(Command):
    """Replace the request's fields, in draft or « à améliorer ». Refuses fields: end before start (`ends_on`: `before_start`)…"""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        fields = f.nested(RequestFields, required=True)  # type: ignore[assignment]

    Answer = Internship


class SaveConvention(Command):
    """Replace the convention's fields; the first time makes it a draft."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        fields = f.nested(ConventionFields, required=True)  # type: ignore[assignment]

    Answer = Internship


class Perform(Command):
    """Make one move of the table on one file: submit, ask_precisions, validate, refuse, delete, take_back…

    The file's version must be the one read. See docs/lifecycle.md for all of them.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        move = f.text(required=True)
        comment = f.text(f.LONG)

    Answer = Internship


class GetInternship(Call):
    """One file, for its parties; for anybody else it does not exist."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Internship


class PreviewSchedule(Call):
    """Presence, stipend and legal controls for these fields, while typing; nothing is written. `id` lends its other facts."""

    class Question(Schema):
        id = f.identifier()
        request = f.nested(RequestFields)
        convention = f.nested(ConventionFields)

    class Answer(Schema):  # type: ignore[assignment]
        schedule = f.nested(Schedule)
        checks = f.nested(Check, many=True)
        proposed_end = f.day()


class GetPdf(Call):
    """The convention's PDF for its parties: the object in storage. A draft carries a watermark and is made anew.

    `plain`: a letter that no font has kept it from being declared PDF/A and PDF/UA.
    """

    class Question(Schema):
        id = f.identifier(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        object_id = f.text()
        file_name = f.text()
        plain = f.flag()
