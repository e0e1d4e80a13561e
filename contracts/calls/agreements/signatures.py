"""Signatures: the order of a group, rounds, links without an account, paper, the check of a document."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.amendments import AmendmentChange
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.files import Internship
from contracts.calls.agreements.parts import Check, Signing
from contracts.calls.agreements.typed import WEEKDAYS
from contracts.calls.agreements.typed import Signatory as HostSignatory
from contracts.vocabulary import AmendmentState, DocumentSort, EndGround, Language, SigningMode, State


class UniversitySignatory(Schema):
    """Who signs for the university, or his delegate; `person_id` lets him sign with his account."""

    name = f.text()
    role = f.text()
    email = f.text()
    person_id = f.identifier()


class FurtherSignatory(Schema):
    label = f.text()
    name = f.text()
    email = f.text()


class Circuit(Schema):
    """`steps`: slots that sign together, step after step: student, host, tutor, referent, university, other1, other2."""

    steps = f.several(f.several(f.text(40), longest=7), longest=7)
    university = f.nested(UniversitySignatory, required=True)
    others = f.nested(FurtherSignatory, many=True)
    link_days = f.number(1, 90, load_default=15)


class Member(Schema):
    id = f.identifier(required=True)
    name = f.text()


class GroupSettings(Schema):
    """`members` come with the names that profiles has for them today; empty when profiles does not answer."""

    id = f.identifier(required=True)
    name = f.text()
    contact_email = f.text()
    contact_phone = f.text()
    component_code = f.text()
    version = f.number()
    circuit = f.nested(Circuit)
    members = f.nested(Member, many=True)


class GetGroup(Call):
    """A group's settings, for its members and administrators."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = GroupSettings


class SaveCircuit(Command):
    """The order of signatures of a group, by a member or an administrator. Rounds already open keep theirs.

    Refuses `steps`: legal_signatory_missing, signatory_twice, unknown_choice; `others`: too_many, required.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        circuit = f.nested(Circuit, required=True)
        contact_email = f.text()
        contact_phone = f.text()

    Answer = GroupSettings


class LinkFile(Schema):
    """What the host may read of a file."""

    id = f.identifier(required=True)
    reference = f.number()
    version = f.number()
    state = f.one_of(State)
    title = f.text()
    description = f.text(f.LONG)
    activities = f.text(f.LONG)
    skills = f.text(f.LONG)
    student_name = f.text()
    programme = f.text()
    component_name = f.text()
    host_name = f.text()
    city = f.text()
    starts_on = f.day()
    ends_on = f.day()
    ended_on = f.day()
    supervisor_name = f.text()
    referent_name = f.text()
    tutor_name = f.text()
    group_name = f.text()
    group_email = f.text()
    group_phone = f.text()
    minutes = f.number(0, 10_000_000)
    days = f.number()


class HostFields(Schema):
    """The host's part of a convention: what its student cannot know better than the host itself."""

    signatory = f.nested(HostSignatory)
    headcount = f.number(0, 5_000_000)
    post = f.text()
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)
    unusual_hours = f.text(f.PARAGRAPH)
    stipend_cents = f.cents()
    stipend_payment = f.text(f.PARAGRAPH)
    benefits = f.text(f.PARAGRAPH)
    absences = f.text(f.PARAGRAPH)
    house_rules = f.text(f.PARAGRAPH)
    activities = f.text(f.LONG)


class LinkAmendment(Schema):
    """A signed amendment, for the host's page."""

    number = f.number()
    applied_at = f.instant()
    changes = f.nested(AmendmentChange, many=True)
    object_id = f.text()


class LinkPage(Schema):
    """What a link opens today.

    `status`: valid, used, expired, revoked. `can`: sign, complete_host_part, evaluate, certificate. `document_sha256`
    names the very document to sign. `obstacle` is the code, with its `params`, of what stops who would sign now. `email` is
    partly hidden. `checks` are the legal controls that the host's part bears on, while it may be changed.
    Everything but the status is empty unless it is valid or used; `refused_on` is told of one that is over because its
    holder refused to sign, `stopped` (signatures, amendment) because nobody signs any more what it was for. `may_renew`: a
    new one would be given to who asks.
    """

    status = f.text()
    refused_on = f.day()
    stopped = f.text(40)
    may_renew = f.flag(True)
    role = f.text()
    name = f.text()
    email = f.text()
    expires_at = f.instant()
    language = f.one_of(Language)
    can = f.several(f.text(40))
    obstacle = f.text()
    params = f.mapping()
    file = f.nested(LinkFile)
    host_part = f.nested(HostFields)
    host_checked_at = f.instant()
    checks = f.nested(Check, many=True)
    signing = f.nested(Signing)
    signatory_id = f.identifier()
    document_sha256 = f.text(64)
    document_sort = f.one_of(DocumentSort)
    amendment_number = f.number()
    amendment_state = f.one_of(AmendmentState)
    changes = f.nested(AmendmentChange, many=True)
    amendments = f.nested(LinkAmendment, many=True)
    object_id = f.text()


class OpenLink(Call):
    """The page behind a link; `NotFound` for a secret that was never given. Opening uses nothing up."""

    class Question(Schema):
        token = f.text(required=True)

    Answer = LinkPage


class SignByLink(Command):
    """Sign the document shown, once. Refuses `document_changed` when `document_sha256` is not the one to sign any more."""

    class Question(Schema):
        token = f.text(required=True)
        document_sha256 = f.text(64, required=True)
        agreed = f.flag()

    Answer = LinkPage


class RefuseByLink(Command):
    """Refuse to sign; the reason goes to the managers and to the student."""

    class Question(Schema):
        token = f.text(required=True)
        reason = f.text(f.LONG)

    Answer = LinkPage


class AskNewLink(Command):
    """A fresh link to the address that the file knows, never to another; at most a few a day (`too_many_links`)."""

    class Question(Schema):
        token = f.text(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        email = f.text()


class SaveHostPart(Command):
    """The host checks and completes its part while the student's convention can still be changed."""

    class Question(Schema):
        token = f.text(required=True)
        version = f.number(required=True)
        fields = f.nested(HostFields, required=True)  # type: ignore[assignment]

    Answer = LinkPage


class InviteHost(Command):
    """Send the host its link: to the signatory, or the tutor while there is none."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)

    Answer = Internship


class Sign(Command):
    """Sign with one's own account, when it is one's turn."""

    class Question(Schema):
        id = f.identifier(required=True)
        amendment_id = f.identifier()
        document_sha256 = f.text(64, required=True)
        agreed = f.flag()

    Answer = Internship


class Turn(Schema):
    """What waits for the reader beside his files' own states. `kind`: sign, or amendment (to decide). `obstacle` is what
    keeps him from signing now, though it is his turn.
    """

    kind = f.text()
    internship_id = f.identifier(required=True)
    amendment_id = f.identifier()
    amendment_number = f.number()
    reference = f.number()
    title = f.text()
    student_name = f.text()
    host_name = f.text()
    since = f.instant()
    obstacle = f.text()
    params = f.mapping()


class ListMyTurns(Call):
    """Signatures asked of the asker and amendments that he decides, the oldest first; at most 40."""

    Answer = Turn
    many = True


class RefuseToSign(Command):
    """Refuse to sign with one's own account; the reason goes to the managers and to the student."""

    class Question(Schema):
        id = f.identifier(required=True)
        amendment_id = f.identifier()
        reason = f.text(f.LONG)

    Answer = Internship


class ResendSignature(Command):
    """By a manager: a fresh link for a signatory whose turn it is; `email` corrects a wrong address."""

    class Question(Schema):
        id = f.identifier(required=True)
        signatory_id = f.identifier(required=True)
        email = f.text()

    Answer = Internship


class PaperDate(Schema):
    signatory_id = f.identifier(required=True)
    signed_on = f.day(required=True)


class Upload(Schema):
    upload_id = f.text(required=True)
    file_name = f.text()


class RecordPaper(Command):
    """By a manager: the dates read on the paper, and its scan (PDF). Signed once all dates and the scan are there.

    Refuses a date in the future (`in_the_future`), of a day before the document was drawn (`before_document`) or not before
    the first day (`after_first_day`).
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        amendment_id = f.identifier()
        dates = f.nested(PaperDate, many=True)
        scan = f.nested(Upload)

    Answer = Internship


class BreakOff(Command):
    """By a manager: the internship ends early. `ended_on` is the last day of presence; one that is ahead is written down,
    and the state changes once it has passed.
    """

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        ended_on = f.day(required=True)
        ground = f.one_of(EndGround, required=True)
        comment = f.text(f.LONG)

    Answer = Internship


class EvidenceLine(Schema):
    """`evidence` is what was sealed, `seal` its ECDSA signature by the university's key over its canonical JSON."""

    evidence = f.mapping()
    seal = f.text(f.LONG)
    holds = f.flag()


class EvidenceFile(Schema):
    """`certificate` is the seal's, PEM: who has it can verify each line without the platform."""

    reference = f.number()
    document_sha256 = f.text(64)
    certificate = f.text(f.LONG)
    lines = f.nested(EvidenceLine, many=True)


class GetEvidence(Call):
    """For managers of the file: the evidence of its last round of signatures, or of an amendment's."""

    class Question(Schema):
        id = f.identifier(required=True)
        amendment_id = f.identifier()

    Answer = EvidenceFile


class CheckedSignature(Schema):
    """`valid` when the cryptographic signature in the file holds over what was signed; of a `declared` one, made by hand
    and told by a manager from a scan, only that what he declared is as he declared it.
    """

    role = f.text()
    name = f.text()
    at = f.instant()
    signed_on = f.day()
    valid = f.flag()
    declared = f.flag()


class CheckedAmendment(Schema):
    number = f.number()
    signed_on = f.day()


class CheckAnswer(Schema):
    """Whether a document is true. `verdict`: sealed (true, signed by all), issued (true, not signed by all), unsigned
    (the file as it was before it was sealed), withdrawn, altered (one of ours, changed), unproven (by a code: the evidence
    or the file that we keep does not hold any more), unknown. `sealed_at` is told with « sealed » alone. Names are told
    only to who holds the file itself, and for a file the signatures in its own bytes alone, after those that a manager
    declared when it was signed on paper. `certificate_number` and `replaced_by`: of a certificate, and of the one that
    corrects it. What came after a signature, by its number and its day alone: the amendments signed since, the day the
    internship was called off, the last day of one that was broken off.
    """

    verdict = f.text()
    sort = f.one_of(DocumentSort)
    mode = f.one_of(SigningMode)
    reference = f.number()
    amendment_number = f.number()
    certificate_number = f.number()
    replaced_by = f.number()
    amended = f.nested(CheckedAmendment, many=True)
    called_off_on = f.day()
    ended_on = f.day()
    university = f.text()
    host_name = f.text()
    issued_at = f.instant()
    sealed_at = f.instant()
    sha256 = f.text(64)
    signatures = f.nested(CheckedSignature, many=True)
    authority = f.text()


class CheckCode(Call):
    """By the code printed on a document, for anybody."""

    class Question(Schema):
        code = f.text(60, required=True)

    Answer = CheckAnswer


class CheckFile(Call):
    """By the file itself, put in quarantine by the gateway, for anybody."""

    class Question(Schema):
        upload_id = f.text(required=True)

    Answer = CheckAnswer
