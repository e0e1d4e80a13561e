"""What agreements answers: the internship file, its moves, its lists, its papers."""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.calls.offers import Contact, Host
from contracts.vocabulary import (
    AmendmentState,
    Civility,
    DocumentSort,
    EndGround,
    JobFunction,
    Level,
    OfferKind,
    Party,
    RequestOrigin,
    RoundState,
    Service,
    SignatoryRole,
    SignatoryState,
    SigningMode,
    State,
    Zone,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Call(message.Call):
    service = Service.AGREEMENTS


class Command(message.Command):
    service = Service.AGREEMENTS


class Place(Schema):
    """Where the internship happens when it is not at the host's address."""

    address1 = f.text()
    address2 = f.text()
    postal_code = f.text(20)
    city = f.text()
    country = f.text(2)


class RequestFields(Schema):
    """The authorisation request as the student types it (E2, E3); a draft may be incomplete, so nothing is required here.

    Dates are inclusive. `stipend_cents` is gross, a month.
    """

    kind = f.one_of(OfferKind, load_default=OfferKind.INTERNSHIP)
    title = f.text()
    level = f.one_of(Level)
    function = f.one_of(JobFunction)
    description = f.text(f.LONG)
    starts_on = f.day()
    ends_on = f.day()
    duration_months = f.number(0, 12)
    duration_note = f.text(f.PARAGRAPH)
    stipend_cents = f.cents()
    stipend_note = f.text(f.PARAGRAPH)
    benefits = f.text(f.PARAGRAPH)
    programme = f.text()
    origin = f.one_of(RequestOrigin)
    zone = f.one_of(Zone)
    supervisor_id = f.identifier()
    phone = f.text(f.SHORT)
    comment = f.text(f.PARAGRAPH)
    host_id = f.identifier()
    tutor_id = f.identifier()
    at_host_address = f.flag(True)
    place = f.nested(Place)
    confidential = f.flag()


class Signatory(Schema):
    """Who signs for the host."""

    civility = f.one_of(Civility)
    last_name = f.text()
    first_name = f.text()
    role = f.text()
    address1 = f.text()
    address2 = f.text()
    postal_code = f.text(20)
    city = f.text()
    email = f.text()


class LegalRepresentative(Schema):
    """Of a student who is a minor on the first day."""

    name = f.text()
    email = f.text()
    phone = f.text(f.SHORT)


SPREADS = ("hours", "even")
MOST_PERIODS = 60


class Week(Schema):
    """An irregular period, days included: its week replaces the normal one."""

    starts_on = f.day()
    ends_on = f.day()
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)


class Interruption(Schema):
    """Days, both included, without presence: neither hours nor stipend. Leave and absences allowed are not written here."""

    starts_on = f.day()
    ends_on = f.day()
    reason = f.text()


class ConventionFields(Schema):
    """The convention as the student completes it: what article D124-4 asks, and the guide's form (E6).

    `language` is the document's, whatever the interface's: one of ListLanguages. `weekly_minutes` is presence in a normal week.
    `stipend_spread`: paid on the hours of each month, or evenly over the months.
    """

    language = f.text(10)
    signatory = f.nested(Signatory)
    officer_group_id = f.identifier()
    teaching_hours = f.number(0, 5_000)
    teaching_presence_hours = f.number(0, 5_000)
    referent_id = f.identifier()
    skills = f.text(f.LONG)
    activities = f.text(f.LONG)
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)
    weeks = f.nested(Week, many=True, validate=f.at_most(MOST_PERIODS))
    interruptions = f.nested(Interruption, many=True, validate=f.at_most(MOST_PERIODS))
    works_on_holidays = f.flag()
    unusual_hours = f.text(f.PARAGRAPH)
    supervision = f.text(f.LONG)
    stipend_cents = f.cents()
    stipend_spread = f.one_of(SPREADS, load_default="hours")
    stipend_payment = f.text(f.PARAGRAPH)
    social_cover = f.text(f.PARAGRAPH)
    insurance = f.text(f.PARAGRAPH)
    absences = f.text(f.PARAGRAPH)
    suspension = f.text(f.PARAGRAPH)
    interruption = f.text(f.PARAGRAPH)
    benefits = f.text(f.PARAGRAPH)
    house_rules = f.text(f.PARAGRAPH)
    certificate = f.text(f.PARAGRAPH)
    confidential = f.flag()
    post = f.text()
    headcount = f.number(0, 5_000_000)
    legal_representative = f.nested(LegalRepresentative)


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
    """A signature of a round. `email` is told to managers alone; `my_turn`: the reader may sign it with his account."""

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
    """What the supervisor validated beside what the file says now; `kind`: text, day (ISO), money (cents), hours (minutes)."""

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


class InternshipRow(Schema):
    """A line of a list. `actions` are names of those allowed now; `linked_conventions` counts those of the same offer."""

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
    actions = f.several(f.text())
    created_at = f.instant()
    updated_at = f.instant()


class Page(Schema):
    """`next` is the cursor of the next page, or empty."""

    rows = f.nested(InternshipRow, many=True)
    next = f.text()


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


class Overview(Schema):
    """The board's share of agreements: what waits for me, and both lists' first lines with their totals."""

    todo = f.nested(InternshipRow, many=True)
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
    """`moves` are those that may be made on several of these files at once."""

    rows = f.nested(InternshipRow, many=True)
    next = f.text()
    counts = f.mapping()
    moves = f.nested(PlainMove, many=True)


class ListToDecide(Call):
    """The supervisor's page: files of his in this state, oldest first; `counts` by state. Default: awaiting him."""

    class Question(Schema):
        state = f.one_of(State)
        cursor = f.text()
        limit = f.number(1, 100, load_default=20)

    Answer = WorkList


class ListOfficerGroups(Call):
    """All groups, for choosing one."""

    Answer = OfficerGroup
    many = True


class ListMyGroups(Call):
    """The groups of which the asker is a member."""

    Answer = OfficerGroup
    many = True


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


class ImportOfficerGroups(Command):
    """For the operator, matched by name; safe to run again.

    A group is `{name, contact_email, contact_phone, component_code, member_ids, university}`, its last one who signs.
    """

    class Question(Schema):
        groups = f.several(f.mapping(), longest=1_000)


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
