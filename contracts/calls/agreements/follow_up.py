"""Follow-up by the supervisor (E20): interns with a light, visits, difficulties told in confidence."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.evaluations import CertificateRow, Evaluation
from contracts.calls.agreements.papers import PaperRow
from contracts.vocabulary import Light, State, VisitForm, VisitState

PHASES = ("running", "coming", "ended")


class Visit(Schema):
    """`at` is HH:MM or empty. `report` and `note` are for who follows the intern, and managers."""

    id = f.identifier(required=True)
    internship_id = f.identifier()
    version = f.number()
    on = f.day()
    at = f.text(5)
    form = f.one_of(VisitForm)
    state = f.one_of(VisitState)
    place = f.text()
    note = f.text(f.PARAGRAPH)
    report = f.text(f.LONG)
    by_name = f.text()
    reported_at = f.instant()


class VisitFields(Schema):
    on = f.day(required=True)
    at = f.text(5)
    form = f.one_of(VisitForm, required=True)
    place = f.text()
    note = f.text(f.PARAGRAPH)


class SaveVisit(Command):
    """Plan a visit, or change one that was not held; by the supervisor or the référent.

    Refuses `fields.on`: outside_internship (more than a month off it); `fields.at`: invalid.
    """

    class Question(Schema):
        id = f.identifier()
        internship_id = f.identifier(required=True)
        version = f.number()
        fields = f.nested(VisitFields, required=True)  # type: ignore[assignment]

    Answer = Visit


class ReportVisit(Command):
    """It was held that day, and this is what was seen. A report may be completed later. Refuses `on`: in_the_future."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        on = f.day(required=True)
        form = f.one_of(VisitForm, required=True)
        report = f.text(f.LONG, required=True)

    Answer = Visit


class CancelVisit(Command):
    """A planned visit that will not be; it stays in the list, as cancelled."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)

    Answer = Visit


class PlannedVisit(Visit):
    """With what a calendar shows."""

    reference = f.number()
    student_name = f.text()
    host_name = f.text()
    city = f.text()


class ListVisits(Call):
    """The asker's planned visits, and those of the last month; the next first, 500 at most."""

    Answer = PlannedVisit
    many = True


class Difficulty(Schema):
    """Told by the student. `with_managers`: he lets the managers read it. `mine`: the reader may answer and close it."""

    id = f.identifier(required=True)
    words = f.text(f.LONG)
    with_managers = f.flag()
    signalled_at = f.instant()
    answer = f.text(f.LONG)
    answered_at = f.instant()
    answered_by = f.text()
    closed_at = f.instant()
    mine = f.flag()


class SignalDifficulty(Command):
    """By the student, to his supervisor and référent alone. Refuses `words`: required; `one_is_open` while one is not closed."""

    class Question(Schema):
        id = f.identifier(required=True)
        words = f.text(f.LONG, required=True)
        with_managers = f.flag()

    Answer = Difficulty


class AnswerDifficulty(Command):
    """By the supervisor or the référent; `close` ends it. An answer already given is replaced. Refuses `answer`: required."""

    class Question(Schema):
        id = f.identifier(required=True)
        answer = f.text(f.LONG)
        close = f.flag()

    Answer = Difficulty


class Reason(Schema):
    """Why a light is not green; `params` are what its words need."""

    code = f.text(f.SHORT)
    light = f.one_of(Light)
    params = f.mapping()


class FollowUp(Schema):
    """What follows a convention, as its reader may see it. `can`: deposit_paper, review_paper, visit, signal."""

    id = f.identifier(required=True)
    state = f.one_of(State)
    can = f.several(f.text(40))
    light = f.one_of(Light)
    reasons = f.nested(Reason, many=True)
    papers = f.nested(PaperRow, many=True)
    papers_readable = f.flag()
    evaluations = f.nested(Evaluation, many=True)
    certificates = f.nested(CertificateRow, many=True)
    visits = f.nested(Visit, many=True)
    difficulties = f.nested(Difficulty, many=True)


class GetFollowUp(Call):
    """One file's papers, evaluations, certificates, visits and difficulties, for its parties."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = FollowUp


class Intern(Schema):
    id = f.identifier(required=True)
    reference = f.number()
    state = f.one_of(State)
    student_name = f.text()
    programme = f.text()
    host_name = f.text()
    city = f.text()
    title = f.text()
    starts_on = f.day()
    ends_on = f.day()
    phase = f.text()
    light = f.one_of(Light)
    reasons = f.nested(Reason, many=True)
    next_visit_on = f.day()
    last_visit_on = f.day()
    as_deputy = f.flag()


class Interns(Schema):
    """`counts` and `reds`, those whose light is red, by phase; `lights` of the phase shown. `more`: there are more than are
    looked at.
    """

    rows = f.nested(Intern, many=True)
    counts = f.mapping()
    reds = f.mapping()
    lights = f.mapping()
    more = f.flag()


class ListMyInterns(Call):
    """Those that the asker follows as supervisor, référent or deputy: running, to come, or ended for less than 90 days
    or with a difficulty that nobody answered.

    The worst light first, then the first day. `words` are of the student, the host or the title.
    """

    class Question(Schema):
        phase = f.one_of(PHASES, load_default="running")
        light = f.one_of(Light)
        words = f.text()

    Answer = Interns
