"""Evaluations and the certificate at the end of an internship (E12, E17)."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.vocabulary import EvaluationState, Evaluator, State


class EvaluationQuestion(Schema):
    """`kind`: rating (1 to 5) or text. `confidential`: answered for the university alone."""

    code = f.text(f.SHORT)
    kind = f.text(f.SHORT)
    required = f.flag()
    confidential = f.flag()


class Evaluation(Schema):
    """One questionnaire as its reader may see it: without `answers` for who only knows that it was given.

    `mine`: the reader fills it in. `answers` maps a question's code to a number or a text.
    """

    by = f.one_of(Evaluator)
    state = f.one_of(EvaluationState)
    version = f.number()
    submitted_at = f.instant()
    submitted_by = f.text()
    mine = f.flag()
    readable = f.flag()
    questions = f.nested(EvaluationQuestion, many=True)
    answers = f.mapping()


class GetEvaluation(Call):
    """One party's questionnaire, for who fills it in or may read it."""

    class Question(Schema):
        id = f.identifier(required=True)
        by = f.one_of(Evaluator, required=True)

    Answer = Evaluation


class SaveEvaluation(Command):
    """By the student or the supervisor: keep a draft, or submit it for good.

    Refuses `answers.CODE`: required, out_of_range, invalid, too_long; `evaluation_over` once submitted.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        by = f.one_of(Evaluator, required=True)
        version = f.number(required=True)
        answers = f.mapping()
        submit = f.flag()

    Answer = Evaluation


class GetEvaluationByLink(Call):
    """The tutor's, by the link that the host got. `NotFound` when it is not his to give."""

    class Question(Schema):
        token = f.text(required=True)

    Answer = Evaluation


class SaveEvaluationByLink(Command):
    """The tutor keeps a draft, or submits it for good; refuses what `SaveEvaluation` refuses."""

    class Question(Schema):
        token = f.text(required=True)
        version = f.number(required=True)
        answers = f.mapping()
        submit = f.flag()

    Answer = Evaluation


class CertificateFields(Schema):
    """What the host certifies (D124-9): effective dates, presence in minutes, the whole gross stipend that was paid."""

    starts_on = f.day(required=True)
    ends_on = f.day(required=True)
    minutes = f.number(1, 10_000_000, required=True)
    stipend_cents = f.number(0, 100_000_000, required=True)
    activities = f.text(f.LONG, required=True)
    signed_by = f.text(required=True)
    signed_role = f.text(required=True)
    place = f.text()


class CertificateProposal(CertificateFields):
    """What the file knows of it; the host completes what is empty."""

    starts_on = f.day()
    ends_on = f.day()
    minutes = f.number(0, 10_000_000)
    stipend_cents = f.number(0, 100_000_000)
    activities = f.text(f.LONG)
    signed_by = f.text()
    signed_role = f.text()


class CertificateRow(Schema):
    """An issued certificate. `replaces` is the number of the one that it corrects; `days` are days of 7 hours."""

    number = f.number()
    replaces = f.number()
    replaced_by = f.number()
    issued_at = f.instant()
    signed_by = f.text()
    signed_role = f.text()
    minutes = f.number(0, 10_000_000)
    days = f.number()
    stipend_cents = f.number(0, 100_000_000)
    starts_on = f.day()
    ends_on = f.day()
    code = f.text()
    object_id = f.text()


class CertificatePage(Schema):
    """What the host sees: a proposal, the file's own count of presence and stipend, what was issued, the last first."""

    reference = f.number()
    state = f.one_of(State)
    title = f.text()
    student_name = f.text()
    host_name = f.text()
    proposed = f.nested(CertificateProposal)
    stipend_due = f.flag()
    counted_minutes = f.number(0, 10_000_000)
    counted_cents = f.number(0, 100_000_000)
    issued = f.nested(CertificateRow, many=True)


class GetCertificateByLink(Call):
    """For the host, by its link, once the internship is over."""

    class Question(Schema):
        token = f.text(required=True)

    Answer = CertificatePage


class IssueCertificate(Command):
    """By the host, by its link: drawn, sealed, kept for good. `replaces` is the last number that the page showed, or none.

    Refuses `fields.starts_on`, `fields.ends_on`: outside_internship, before_start, in_the_future; `reason`: differs_from_file when
    presence or stipend is not what the file counts (it goes to the journal); `certificate_changed` when another was issued
    meanwhile, `same_certificate` when nothing differs from the last.
    """

    class Question(Schema):
        token = f.text(required=True)
        replaces = f.number()
        agreed = f.flag()
        reason = f.text(f.PARAGRAPH)
        fields = f.nested(CertificateFields, required=True)  # type: ignore[assignment]

    Answer = CertificatePage


class GetCertificate(Call):
    """The sealed PDF of one number, for the file's parties."""

    class Question(Schema):
        id = f.identifier(required=True)
        number = f.number(1, 1_000, required=True)

    class Answer(Schema):  # type: ignore[assignment]
        object_id = f.text()
        file_name = f.text()
