"""What happens to an internship file. Every event tells the file as it stands after the move, and the move.

Outside systems hear ids, dates, place and state; names, words typed by people and addresses stay inside. A
confidential internship is announced by its ids alone.
"""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.vocabulary import (
    AmendmentKind,
    AmendmentState,
    DocumentSort,
    EndGround,
    Evaluator,
    Language,
    Party,
    Service,
    SignatoryRole,
    State,
    VisitForm,
)

PUBLIC: tuple[str, ...] = (
    "internship_id",
    "reference",
    "state",
    "state_before",
    "move",
    "at",
    "student_id",
    "supervisor_id",
    "officer_group_id",
    "offer_id",
    "host_id",
    "host_name",
    "host_siret",
    "host_country",
    "city",
    "programme",
    "component_code",
    "academic_year",
    "starts_on",
    "ends_on",
)
DISCREET = ("internship_id", "reference", "state", "state_before", "move", "at", "student_id", "academic_year")


class FileTold(Schema):
    """`officer_ids` are the group's members; `by_id` is who made the move, as `by_party`; `language` the convention's."""

    internship_id = f.identifier(required=True)
    reference = f.number(required=True)
    state = f.one_of(State, required=True)
    state_before = f.one_of(State, required=True)
    move = f.text(required=True)
    at = f.instant(required=True)
    by_id = f.identifier()
    by_name = f.text()
    by_party = f.one_of(Party)
    comment = f.text(f.LONG)
    student_id = f.identifier(required=True)
    student_name = f.text()
    supervisor_id = f.identifier()
    supervisor_name = f.text()
    officer_group_id = f.identifier()
    officer_group_name = f.text()
    officer_group_email = f.text()
    officer_ids = f.several(f.identifier(), longest=500)
    offer_id = f.identifier()
    candidacy_id = f.identifier()
    host_id = f.identifier()
    host_name = f.text()
    host_siret = f.text()
    host_country = f.text()
    city = f.text()
    title = f.text()
    programme = f.text()
    component_code = f.text()
    academic_year = f.text()
    starts_on = f.day()
    ends_on = f.day()
    language = f.text(10)
    pdf_object_id = f.text()


class AgreementEvent(message.Event):
    """Base of the family; not an event itself."""

    producer = Service.AGREEMENTS
    must_be_heard = True
    public = PUBLIC
    discreet = DISCREET

    class Data(FileTold):
        pass


class AuthorizationSubmitted(AgreementEvent):
    """The student hands his request to his supervisor, for the first time or after completing it."""


class AuthorizationPrecisionsAsked(AgreementEvent):
    """The supervisor asks for precisions (« À améliorer / préciser »); `comment` holds the questions."""


class ConventionOpenedForGroup(AgreementEvent):
    """A manager opens a convention to complete in a student's name, from a list; its supervisor may take it back."""


class AuthorizationValidated(AgreementEvent):
    """The supervisor validates; the convention is open, to be completed by the student."""


class AuthorizationRefused(AgreementEvent):
    """The supervisor refuses; `comment` holds the reasons."""


class ValidationTakenBack(AgreementEvent):
    """The supervisor takes his validation back before anybody built on it; `comment` holds the reason."""


class ConventionBegun(AgreementEvent):
    """The student begins to complete his convention: its supervisor's validation can no longer be taken back."""

    must_be_heard = False


class ConventionSubmitted(AgreementEvent):
    """The student hands the convention to a group of managers."""


class ControlLifted(AgreementEvent):
    """A manager lifts a legal control, `control`, on the figures of that day; his reason stays in the journal."""

    must_be_heard = False
    public = (*PUBLIC, "control")

    class Data(FileTold):
        control = f.text(f.SHORT, required=True)


class ConventionPrecisionsAsked(AgreementEvent):
    """A manager asks for precisions; `comment` holds the questions."""


class ConventionValidated(AgreementEvent):
    """A manager validates the convention; its PDF is `pdf_object_id`, and signatures may begin."""


class ConventionRefused(AgreementEvent):
    """A manager refuses the convention; `comment` holds the reasons."""


class ConventionSentBackToSupervisor(AgreementEvent):
    """The student changed host, dates, subject or place after the validation: the supervisor decides again."""


class RequestDropped(AgreementEvent):
    """The student gives the convention up (« Ne pas donner suite à cette demande »); `comment` may say why."""


class RequestDeleted(AgreementEvent):
    """The student deletes a request that nobody had decided on."""

    must_be_heard = False


class ConventionValidationWithdrawn(AgreementEvent):
    """A manager takes his validation back before anybody was asked to sign; `comment` holds the reason."""


class SignaturesOpened(AgreementEvent):
    """The convention goes to its signatories, on paper or by links; its document is `pdf_object_id`."""


class HostPartCompleted(AgreementEvent):
    """The host checked and completed its part by its link; `comment` names the fields that it changed, in code."""


class SignatureRecorded(AgreementEvent):
    """One signatory has signed, electronically or on the paper that a manager recorded; others are still to sign."""

    must_be_heard = False


class SignatureRefused(AgreementEvent):
    """A signatory refuses to sign; `comment` holds the reason, and the convention is back with its managers."""


class SignaturesCancelled(AgreementEvent):
    """A manager stops the round of signatures; `comment` holds the reason."""


class ConventionSigned(AgreementEvent):
    """Every required signatory has signed that very document, and it is sealed as `pdf_object_id`."""


class InternshipStarted(AgreementEvent):
    """The first day has come."""

    must_be_heard = False


class InternshipInterrupted(AgreementEvent):
    """An interruption begins."""


class InternshipResumed(AgreementEvent):
    """An interruption is over."""

    must_be_heard = False


class InternshipFinished(AgreementEvent):
    """The last day has passed: certificate and evaluations are due."""


class InternshipBrokenOff(AgreementEvent):
    """The internship ended early; `comment` holds why."""

    class Data(FileTold):
        """`end_ground`: on which ground. Internal: some are of health."""

        end_ground = f.one_of(EndGround)


class EarlyEndPlanned(AgreementEvent):
    """A manager writes down an early end that is ahead: `ends_on` is that day from now on; `comment` holds why."""


class EarlyEndWithdrawn(AgreementEvent):
    """The early end that was planned does not come: `ends_on` is again what was agreed before."""


class InternshipCalledOff(AgreementEvent):
    """Signed by all, it did not take place; `comment` holds why."""


class AmendmentTold(FileTold):
    """The file as it stands, and the amendment; its facts are those of the file until it is signed."""

    amendment_id = f.identifier(required=True)
    amendment_number = f.number(required=True)
    amendment_state = f.one_of(AmendmentState, required=True)
    amendment_state_before = f.one_of(AmendmentState)
    kinds = f.several(f.one_of(AmendmentKind, required=True), longest=10)


AMENDMENT_PUBLIC = (*PUBLIC, "amendment_id", "amendment_number", "amendment_state", "amendment_state_before", "kinds")
AMENDMENT_DISCREET = (*DISCREET, "amendment_id", "amendment_number", "amendment_state", "amendment_state_before")


class AmendmentEvent(message.Event):
    """Base of the family; not an event itself."""

    producer = Service.AGREEMENTS
    must_be_heard = True
    public = AMENDMENT_PUBLIC
    discreet = AMENDMENT_DISCREET

    class Data(AmendmentTold):
        pass


class AmendmentSubmitted(AmendmentEvent):
    """An amendment waits for the supervisor."""


class AmendmentApproved(AmendmentEvent):
    """The supervisor approves; it waits for the managers."""


class AmendmentPrecisionsAsked(AmendmentEvent):
    """The supervisor or a manager asks for precisions; `comment` holds the questions."""


class AmendmentRefused(AmendmentEvent):
    """The supervisor or a manager refuses; `comment` holds the reasons."""


class AmendmentValidated(AmendmentEvent):
    """A manager validates; the amendment is drawn, and signatures may begin."""


class AmendmentValidationWithdrawn(AmendmentEvent):
    """A manager takes his validation back before anybody was asked to sign."""

    must_be_heard = False


class AmendmentSignaturesOpened(AmendmentEvent):
    """The amendment goes to its signatories."""


class AmendmentSignatureRecorded(AmendmentEvent):
    """One signatory has signed the amendment."""

    must_be_heard = False


class AmendmentSignatureRefused(AmendmentEvent):
    """A signatory refuses to sign; `comment` holds the reason."""


class AmendmentSignaturesCancelled(AmendmentEvent):
    """A manager stops the round of signatures."""

    must_be_heard = False


class AmendmentSigned(AmendmentEvent):
    """Everybody has signed: the file's facts are now the amended ones."""


class AskedToSign(Schema):
    """Somebody who was asked by a link; `person_id` when he has an account."""

    name = f.text(400)
    email = f.text(required=True)
    person_id = f.identifier()


class AmendmentDropped(AmendmentEvent):
    """The student or a manager gives the amendment up, `comment` holds the reason; or it lapses (`move` is `lapse`), since
    the internship is called off.
    """

    class Data(AmendmentTold):
        """`asked`: those who were asked to sign it, if it was being signed by links."""

        asked = f.nested(AskedToSign, many=True)


class FollowUpEvent(message.Event):
    """Base of what happens to a file beside its moves; not an event itself."""

    producer = Service.AGREEMENTS
    must_be_heard = True

    class Data(FileTold):
        pass


class EvaluationSubmitted(FollowUpEvent):
    """A questionnaire was given for good, by `evaluation_by`; its words stay inside."""

    public = (*PUBLIC, "evaluation_by")
    discreet = (*DISCREET, "evaluation_by")

    class Data(FileTold):
        evaluation_by = f.one_of(Evaluator, required=True)


class CertificateIssued(FollowUpEvent):
    """The host issued the certificate (D124-9), sealed as `certificate_object_id`; `replaces` is the number it corrects."""

    public = (*PUBLIC, "certificate_number", "replaces", "effective_starts_on", "effective_ends_on", "minutes", "days")
    discreet = (*DISCREET, "certificate_number", "replaces")

    class Data(FileTold):
        certificate_number = f.number(required=True)
        replaces = f.number()
        effective_starts_on = f.day()
        effective_ends_on = f.day()
        minutes = f.number(0, 10_000_000)
        days = f.number()
        stipend_cents = f.number(0, 100_000_000)
        certificate_object_id = f.text()


class PaperTold(FileTold):
    """`paper_fr` and `paper_en` are its name as its group writes it; `comment` why it was refused."""

    paper_code = f.text(f.SHORT, required=True)
    paper_fr = f.text()
    paper_en = f.text()


class PaperDeposited(FollowUpEvent):
    """The student deposited a paper that his group asks. Internal."""

    class Data(PaperTold):
        pass


class PaperAccepted(FollowUpEvent):
    """A manager accepts the last version of a paper. Internal."""

    class Data(PaperTold):
        pass


class PaperRefused(FollowUpEvent):
    """A manager refuses the last version of a paper; `comment` says why. Internal."""

    class Data(PaperTold):
        pass


class VisitTold(FileTold):
    """`visit_at` is HH:MM or empty. What its planner noted stays inside."""

    visit_id = f.identifier(required=True)
    visit_on = f.day(required=True)
    visit_at = f.text(5)
    visit_form = f.one_of(VisitForm, required=True)
    visit_place = f.text()


class VisitPlanned(FollowUpEvent):
    """Who follows the intern plans a visit, or changes when, how or where it is (`move` is `change_visit`). Internal."""

    class Data(VisitTold):
        pass


class VisitCancelled(FollowUpEvent):
    """A visit that was planned will not be. Internal."""

    class Data(VisitTold):
        pass


class DifficultyTold(Schema):
    """Ids alone: what was said is for who follows the intern, on the site. `to_ids`: who is told."""

    internship_id = f.identifier(required=True)
    difficulty_id = f.identifier(required=True)
    to_ids = f.several(f.identifier(required=True), longest=600)


class DifficultySignalled(message.Event):
    """A student signals a difficulty in confidence. Internal, without a word of it."""

    producer = Service.AGREEMENTS
    must_be_heard = True

    class Data(DifficultyTold):
        pass


class DifficultyAnswered(message.Event):
    """Who follows the intern answered, or closed it. Internal, without a word of it."""

    producer = Service.AGREEMENTS
    must_be_heard = True

    class Data(DifficultyTold):
        pass


class Share(Schema):
    """What of a list is one supervisor's; `internship_id` when it is one file."""

    id = f.identifier(required=True)
    count = f.number(1, required=True)
    internship_id = f.identifier()


class ListOpened(message.Event):
    """A manager's list is opened to its last line, `count` conventions in all: what supervisors and managers are told
    of. Internal: each convention is announced by `convention_opened_for_group`, and its student told. `job_id` is the
    report, which `by_id` alone may read.
    """

    producer = Service.AGREEMENTS
    must_be_heard = True

    class Data(Schema):
        job_id = f.identifier(required=True)
        at = f.instant(required=True)
        by_id = f.identifier(required=True)
        by_name = f.text()
        officer_group_id = f.identifier(required=True)
        officer_group_name = f.text()
        officer_group_email = f.text()
        officer_ids = f.several(f.identifier(), longest=500)
        count = f.number(1, required=True)
        supervisors = f.nested(Share, many=True)


class LinkGiven(message.Event):
    """A link without an account goes to somebody: to sign (`purpose` sign), the host's page (`purpose` host), the
    same once the internship is over (`purpose` end).

    Internal: `path` opens the page for whoever holds it. `again` when it replaces an earlier one.
    """

    producer = Service.AGREEMENTS
    must_be_heard = True

    class Data(Schema):
        internship_id = f.identifier(required=True)
        reference = f.number(required=True)
        purpose = f.one_of(("sign", "host", "end"), required=True)
        sort = f.one_of(DocumentSort)
        amendment_number = f.number()
        amendment_kinds = f.several(f.one_of(AmendmentKind, required=True), longest=10)
        role = f.one_of(SignatoryRole, required=True)
        name = f.text(400)
        email = f.text(required=True)
        person_id = f.identifier()
        path = f.text(400, required=True)
        expires_at = f.instant()
        language = f.one_of(Language)
        again = f.flag()
        student_name = f.text()
        host_name = f.text()
        title = f.text()
        starts_on = f.day()
        ends_on = f.day()
        officer_group_name = f.text()
        officer_group_email = f.text()


class JournalHeadTaken(message.Event):
    """A head of the journal of all files was taken: whoever keeps `number` and `hash` can tell whether it was changed since.

    `hash` is the SHA-256 of the head's object, `previous` that of the head before; `lines` are the lines it took in.
    """

    producer = Service.AGREEMENTS
    public = ("number", "hash", "previous", "taken_at", "lines")
    discreet = ("number", "hash")

    class Data(Schema):
        number = f.number(1, 2_000_000_000, required=True)
        hash = f.text(64, required=True)
        previous = f.text(64, required=True)
        taken_at = f.instant(required=True)
        lines = f.number(1, required=True)
