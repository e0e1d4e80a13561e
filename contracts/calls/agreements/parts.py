"""What a file is made of when it is answered: people, actions, controls, steps, signatures."""

from marshmallow import Schema

from contracts import fields as f
from contracts.vocabulary import DocumentSort, RoundState, SignatoryRole, SignatoryState, SigningMode


class Named(Schema):
    """A person as the file remembers him."""

    id = f.identifier(required=True)
    name = f.text()
    email = f.text()


class Student(Named):
    student_number = f.text()
    programme_name = f.text()
    component_name = f.text()
    component_code = f.text()
    born_on = f.day()
    phone = f.text()


class OfficerGroup(Schema):
    """A group of convention managers, and whom to ask."""

    id = f.identifier(required=True)
    name = f.text()
    contact_email = f.text()
    contact_phone = f.text()


class Action(Schema):
    """One thing its reader may do now, or may not and why.

    `kind`: move (perform it), edit_request, edit_convention, see_pdf. `comment`: none, optional, required.
    `obstacle` is empty when `allowed`; else a code with `params`.
    """

    name = f.text()
    kind = f.text()
    allowed = f.flag()
    comment = f.text()
    obstacle = f.text()
    params = f.mapping()


class JournalLine(Schema):
    at = f.instant()
    move = f.text()
    before = f.text()
    after = f.text()
    by_name = f.text()
    by_id = f.identifier()
    party = f.text()
    comment = f.text(f.LONG)


class Override(Schema):
    """Who lifted a control, when, why."""

    by_name = f.text()
    at = f.text(f.SHORT)
    reason = f.text(f.PARAGRAPH)


class Check(Schema):
    """A legal control: `status` is ok, lifted, warning or refusal; `params` are the figures its words need.

    `article` is its source. What is `overridable` may be lifted by a manager, who says why (`OverrideControl`).
    """

    code = f.text()
    status = f.text()
    article = f.text()
    params = f.mapping()
    overridable = f.flag()
    override = f.nested(Override)


class Month(Schema):
    """A line of the stipend's schedule. `month` is YYYY-MM; presence in minutes."""

    month = f.text()
    days = f.number()
    minutes = f.number()
    cents = f.number(0, 100_000_000)


class Schedule(Schema):
    """Presence and stipend, month by month, as the law counts them: 7 hours are a day.

    `other_minutes`: of the student's other files in this host and academic year. `stipend_stated`: somebody said an
    amount, be it nothing.
    """

    minutes = f.number(0, 10_000_000)
    other_minutes = f.number(0, 10_000_000)
    stipend_stated = f.flag()
    days = f.number()
    cents = f.number(0, 1_000_000_000)
    stipend_due = f.flag()
    months = f.nested(Month, many=True)


class Step(Schema):
    """A step of the route: authorization, convention, signatures, done. `status`: done, current, todo, stopped."""

    name = f.text()
    status = f.text()
    at = f.instant()


class SignatoryRow(Schema):
    """A signature of a round. `my_turn`: the reader may sign it, or refuse to, with his account.

    `email` is told to managers alone, and so are `may_be_written_to`, when it is his turn to get a link, and `obstacle`:
    why none goes to that address.
    """

    id = f.identifier(required=True)
    slot = f.text()
    role = f.one_of(SignatoryRole)
    label = f.text()
    step = f.number()
    name = f.text()
    email = f.text()
    state = f.one_of(SignatoryState)
    asked_at = f.instant()
    signed_at = f.instant()
    signed_on = f.day()
    reason = f.text(f.LONG)
    my_turn = f.flag()
    may_be_written_to = f.flag()
    obstacle = f.text()
    params = f.mapping()


class Signing(Schema):
    """A round of signatures. `sha256` is the document's; `code` opens its check page."""

    id = f.identifier(required=True)
    sort = f.one_of(DocumentSort)
    mode = f.one_of(SigningMode)
    state = f.one_of(RoundState)
    opened_at = f.instant()
    closed_at = f.instant()
    sha256 = f.text(64)
    code = f.text()
    scan_object_id = f.text()
    signatories = f.nested(SignatoryRow, many=True)


class ComparedFact(Schema):
    """What the supervisor validated beside what the file says now.

    `kind`: text, place (ending with the country's code), day (ISO), money (cents), hours (minutes).
    """

    name = f.text()
    kind = f.text()
    before = f.text(f.LONG)
    now = f.text(f.LONG)
    same = f.flag()


class Desk(Schema):
    """What the file's managers know among themselves."""

    assigned_to = f.identifier()
    assigned_name = f.text()
    tags = f.several(f.text(f.SHORT))
