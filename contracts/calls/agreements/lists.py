"""Lists of files for their student and their supervisor."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call
from contracts.vocabulary import PaperState, State


class InternshipRow(Schema):
    """A line of a list. `edits` names the forms open to the reader; `linked_conventions` counts those of the same offer."""

    id = f.identifier(required=True)
    reference = f.number()
    version = f.number()
    state = f.one_of(State)
    since = f.instant()
    my_turn = f.flag()
    student_name = f.text()
    supervisor_name = f.text()
    host_name = f.text()
    city = f.text()
    title = f.text()
    programme = f.text()
    starts_on = f.day()
    ends_on = f.day()
    linked_conventions = f.number()
    edits = f.several(f.text())
    created_at = f.instant()
    updated_at = f.instant()


class Page(Schema):
    """`next` is the cursor of the next page, or empty."""

    rows = f.nested(InternshipRow, many=True)
    next = f.text()


class ListAuthorizations(Call):
    """« Vos autorisations de stages »: the asking student's files that are not yet conventions, newest first."""

    class Question(Schema):
        cursor = f.text()
        limit = f.number(1, 100, load_default=20)

    Answer = Page


class ListConventions(Call):
    """« Vos conventions »: the asking student's files whose authorisation is validated, newest first."""

    class Question(Schema):
        cursor = f.text()
        limit = f.number(1, 100, load_default=20)

    Answer = Page


class PaperDue(Schema):
    """A required paper that the student has to deposit, by the file that asks it. `state`: empty, or refused."""

    id = f.identifier(required=True)
    title = f.text()
    host_name = f.text()
    code = f.text(f.SHORT)
    fr = f.text()
    en = f.text()
    state = f.one_of(PaperState)


class EvaluationDue(Schema):
    """A file that has ended, and waits for its student's evaluation since that day."""

    id = f.identifier(required=True)
    title = f.text()
    host_name = f.text()
    since = f.instant()


class Overview(Schema):
    """The board's share of agreements: what waits for me, and both lists' first lines with their totals.

    `papers` that are missing where a file stands, or were refused, and `evaluations` due: 20 of each at most.
    """

    todo = f.nested(InternshipRow, many=True)
    papers = f.nested(PaperDue, many=True)
    evaluations = f.nested(EvaluationDue, many=True)
    authorizations = f.nested(InternshipRow, many=True)
    authorization_count = f.number()
    conventions = f.nested(InternshipRow, many=True)
    convention_count = f.number()


class GetOverview(Call):
    """For the asking student's board, in one question."""

    Answer = Overview


class PlainMove(Schema):
    """A move that needs nothing but a comment, so that it can be made on many files at once."""

    name = f.text()
    comment = f.text()


class WorkList(Schema):
    """`moves` are those that may be made on several of these files at once. `reds`: internships that the asker follows and
    whose light is red, by phase. `amendments_to_decide`: how many `ListAmendmentsToDecide` answers, up to 100.
    """

    rows = f.nested(InternshipRow, many=True)
    next = f.text()
    counts = f.mapping()
    moves = f.nested(PlainMove, many=True)
    reds = f.mapping()
    amendments_to_decide = f.number()


class ListToDecide(Call):
    """The supervisor's page: files of his in this state, oldest first; `counts` by state. Default: awaiting him."""

    class Question(Schema):
        state = f.one_of(State)
        cursor = f.text()
        limit = f.number(1, 100, load_default=20)

    Answer = WorkList
