"""Papers that the circuit of a group asks (E16): which, deposited, reviewed."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.vocabulary import PaperState, PaperWhen

MOST_PAPERS = 20


class AskedPaper(Schema):
    """`abroad`: asked only when the place of work is not in France. `when`: before what it must be accepted."""

    code = f.text(f.SHORT)
    fr = f.text(required=True)
    en = f.text()
    required = f.flag(True)
    when = f.one_of(PaperWhen, required=True)
    abroad = f.flag()


class GroupPapers(Schema):
    """`version` is the group's. `proposed`: nobody saved a list yet, so nothing is asked and these are the usual ones."""

    id = f.identifier(required=True)
    name = f.text()
    version = f.number()
    proposed = f.flag()
    papers = f.nested(AskedPaper, many=True)


class GetGroupPapers(Call):
    """What a group asks, for its members and administrators."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = GroupPapers


class SaveGroupPapers(Command):
    """Replace the list, by a member or an administrator. A line without a code gets one; what was deposited stays.

    Refuses `papers.N.code`: taken, invalid.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        papers = f.nested(AskedPaper, many=True, validate=f.at_most(MOST_PAPERS))

    Answer = GroupPapers


class PaperVersion(Schema):
    """One deposit. The last counts. `reason` is why it was refused."""

    id = f.identifier(required=True)
    state = f.one_of(PaperState)
    file_name = f.text()
    deposited_at = f.instant()
    reviewed_at = f.instant()
    reviewed_by = f.text()
    reason = f.text(f.PARAGRAPH)


class PaperRow(Schema):
    """A paper as asked, and its versions, the last first. Without versions, nothing was deposited."""

    code = f.text(f.SHORT)
    fr = f.text()
    en = f.text()
    required = f.flag()
    when = f.one_of(PaperWhen)
    state = f.one_of(PaperState)
    versions = f.nested(PaperVersion, many=True)


class DepositPaper(Command):
    """By the student, a PDF in quarantine. Refuses `file`: not_a_pdf, unsafe, encrypted, too_big; `code`: unknown_choice."""

    class Question(Schema):
        id = f.identifier(required=True)
        code = f.text(f.SHORT, required=True)
        upload_id = f.text(required=True)
        file_name = f.text()

    not_the_same = ("upload_id",)
    Answer = PaperRow


class ReviewPaper(Command):
    """By a manager, on the last version alone; a refusal says why (`reason`: required)."""

    class Question(Schema):
        id = f.identifier(required=True)
        paper_id = f.identifier(required=True)
        accepted = f.flag()
        reason = f.text(f.PARAGRAPH)

    Answer = PaperRow


class GetPaper(Call):
    """The stored PDF, for those who may see it."""

    class Question(Schema):
        id = f.identifier(required=True)
        paper_id = f.identifier(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        object_id = f.text()
        file_name = f.text()
