"""What agreements answers to managers at work: the queue, saved views, who sees to what, decisions in bulk, exports."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.lists import InternshipRow, PlainMove
from contracts.vocabulary import CONVENTION_STATES, Party, State

QUEUE_STATES = (*CONVENTION_STATES, State.DROPPED)
SORTS = ("waiting", "starts", "newest", "student")
TAG, MOST_TAGS = 40, 10
MOST_IN_BULK = 500
OUTCOMES = ("waiting", "ready", "done", "already", "refused", "changed", "failed")


class QueueFilters(Schema):
    """What combines with AND; several states or tags with OR and AND. Empty `states`: those that await a manager.

    `words`: student, number, host, subject or reference. `supervisor` and `programme`: words of his name, of the
    programme or the component. `assigned`: me, nobody, someone, or a colleague's id. `problems`: refusal, warning
    (either), none; as the controls stood when the file was last saved. `papers`: to_review, a deposited paper waits
    for a manager while the file still takes papers.
    """

    group_id = f.identifier()
    states = f.several(f.one_of(State, required=True), longest=len(State))
    words = f.text()
    supervisor = f.text()
    programme = f.text()
    starts_from = f.day()
    starts_to = f.day()
    assigned = f.text(f.SHORT)
    tags = f.several(f.text(TAG, required=True), longest=MOST_TAGS)
    problems = f.one_of(("refusal", "warning", "none"))
    papers = f.one_of(("to_review",))
    sort = f.one_of(SORTS)


class QueueRow(InternshipRow):
    """`problem` is the worst of the legal controls when the file was last saved: ok, warning, refusal, or empty.

    `papers_to_review`: a deposited paper waits for a manager.
    """

    student_number = f.text()
    assigned_to = f.identifier()
    assigned_name = f.text()
    tags = f.several(f.text(TAG))
    problem = f.text()
    papers_to_review = f.flag()


class Queue(Schema):
    """`counts` by state, each up to 1 000, under all the filters but the states; `total` over the chosen states.

    `papers_to_review`: files of all the asker's groups and of any state with a paper that waits, up to 1 000, whatever
    the filters. `amendments_to_decide`: how many `ListAmendmentsToDecide` answers, up to 100.
    """

    rows = f.nested(QueueRow, many=True)
    next = f.text()
    counts = f.mapping()
    total = f.number()
    papers_to_review = f.number()
    amendments_to_decide = f.number()
    moves = f.nested(PlainMove, many=True)


class ListQueue(Call):
    """The manager's page: files of his groups that these filters show, in the order asked (oldest first by default).

    `NotAllowed` for who is no manager and acts in no group.
    """

    class Question(QueueFilters):
        cursor = f.text(f.PARAGRAPH)
        limit = f.number(1, 100, load_default=20)

    Answer = Queue


class ExportRow(Schema):
    """A line of an export: what the queue shows, and what a list on paper needs beside."""

    reference = f.number()
    state = f.one_of(State)
    since = f.instant()
    student_name = f.text()
    student_number = f.text()
    student_email = f.text()
    programme = f.text()
    component = f.text()
    title = f.text()
    host_name = f.text()
    city = f.text()
    starts_on = f.day()
    ends_on = f.day()
    supervisor_name = f.text()
    group_name = f.text()
    assigned_name = f.text()
    tags = f.several(f.text(TAG))
    problem = f.text()
    papers_to_review = f.flag()
    created_at = f.instant()


class ExportQueue(Call):
    """Exactly what `ListQueue` shows for these filters, in the same order, up to 500 lines a call."""

    class Question(QueueFilters):
        cursor = f.text(f.PARAGRAPH)
        limit = f.number(1, 500, load_default=500)

    class Answer(Schema):  # type: ignore[assignment]
        rows = f.nested(ExportRow, many=True)
        next = f.text()


class GetNeighbours(Call):
    """The files before and after this one in the queue that these filters show; None at its ends."""

    class Question(QueueFilters):
        id = f.identifier(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        previous_id = f.identifier()
        next_id = f.identifier()


class Colleague(Schema):
    group_id = f.identifier(required=True)
    id = f.identifier(required=True)
    name = f.text()


class ListColleagues(Call):
    """Who belongs to the asker's groups, himself included: a line a group and person."""

    Answer = Colleague
    many = True


class ListTags(Call):
    """Tags in use in the asker's groups, for completing what he types; at most 200."""

    class Answer(Schema):  # type: ignore[assignment]
        tags = f.several(f.text(TAG), longest=200)


class Assign(Command):
    """Entrust files to a manager of their group, or to nobody (no `person_id`). Not a move; it enters the journal.

    Refuses `person_id`: `not_a_member`.
    """

    class Question(Schema):
        ids = f.several(f.identifier(required=True), longest=100)
        person_id = f.identifier()

    class Answer(Schema):  # type: ignore[assignment]
        assigned = f.number()
        name = f.text()


class SetTags(Command):
    """Replace a file's tags: the group's own free words. Neither a move nor in the journal."""

    class Question(Schema):
        id = f.identifier(required=True)
        tags = f.several(f.text(TAG), longest=MOST_TAGS)

    class Answer(Schema):  # type: ignore[assignment]
        tags = f.several(f.text(TAG))


class SavedView(Schema):
    """`count` is how many files it shows now, up to 1 000."""

    id = f.identifier(required=True)
    name = f.text()
    shared = f.flag()
    mine = f.flag()
    is_default = f.flag()
    filters = f.nested(QueueFilters)
    count = f.number()


class ListViews(Call):
    """The asker's views and those that a colleague shares with one of his groups; at most 30."""

    Answer = SavedView
    many = True


class SaveView(Command):
    """Name these filters. `share_with` is a group of the asker's; `is_default` opens the queue on this view.

    The same name again replaces the asker's own. Refuses `name`: `required`; `too_many_views` beyond 20.
    """

    class Question(Schema):
        name = f.text(60, required=True)
        share_with = f.identifier()
        is_default = f.flag()
        filters = f.nested(QueueFilters, required=True)

    Answer = SavedView


class DeleteView(Command):
    """One of the asker's own."""

    class Question(Schema):
        id = f.identifier(required=True)


class BulkChoice(Schema):
    """Files ticked, or all that the filters show, up to 500. `by` says as whom: officer or supervisor."""

    by = f.one_of((Party.OFFICER, Party.SUPERVISOR), required=True)
    move = f.text(required=True)
    ids = f.several(f.identifier(required=True), longest=MOST_IN_BULK)
    filters = f.nested(QueueFilters)


class BulkPreviewLine(Schema):
    id = f.identifier(required=True)
    version = f.number()
    reference = f.number()
    student_name = f.text()
    title = f.text()
    state = f.one_of(State)
    allowed = f.flag()
    obstacle = f.text()
    params = f.mapping()


class PreviewBulk(Call):
    """What this move would do to each file, by the table of moves; nothing is written. `more`: beyond the first 500."""

    class Question(BulkChoice):
        pass

    class Answer(Schema):  # type: ignore[assignment]
        comment = f.text()
        lines = f.nested(BulkPreviewLine, many=True)
        more = f.flag()


class BulkTarget(Schema):
    id = f.identifier(required=True)
    version = f.number(required=True)


class JobLine(Schema):
    """`outcome` is one of `OUTCOMES`; `code` and `params` say why it was refused, as any refusal does."""

    n = f.number()
    internship_id = f.identifier()
    reference = f.number()
    label = f.text(f.PARAGRAPH)
    outcome = f.text()
    code = f.text()
    params = f.mapping()


class Job(Schema):
    """A long work in the background: `kind` is moves or opening, `state` waiting, running or done; `counts` by outcome.

    An opening is first checked (`checked_only`), then run by `RunOpening`.
    """

    id = f.identifier(required=True)
    kind = f.text()
    by = f.text()
    move = f.text()
    comment = f.text(f.LONG)
    file_name = f.text()
    checked_only = f.flag()
    state = f.text()
    total = f.number()
    counts = f.mapping()
    created_at = f.instant()
    finished_at = f.instant()
    lines = f.nested(JobLine, many=True)
    next = f.number()


class StartBulk(Command):
    """Make this move on each of these files as they were previewed, in the background; answers the job.

    A file that changed since is left alone (`changed`). `by` and `move` as in the preview; `comment_required`.
    """

    class Question(Schema):
        by = f.one_of((Party.OFFICER, Party.SUPERVISOR), required=True)
        move = f.text(required=True)
        comment = f.text(f.LONG)
        files = f.nested(BulkTarget, many=True)

    Answer = Job


class GetJob(Call):
    """How far it is, and its lines from number `after` on. Only who asked for it sees it; kept 30 days."""

    class Question(Schema):
        id = f.identifier(required=True)
        after = f.number(load_default=0)
        limit = f.number(0, 1_000, load_default=100)

    Answer = Job


class ListJobs(Call):
    """The asker's jobs of the last 30 days, newest first, without their lines; at most 20."""

    Answer = Job
    many = True
