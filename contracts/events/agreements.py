"""What happens to an internship file. Every event tells the file as it stands after the move, and the move.

Outside systems hear ids, dates, place and state; names, words typed by people and addresses stay inside. A
confidential internship is announced by its ids alone.
"""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.vocabulary import Language, Party, Service, State

PUBLIC = (
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
    "title",
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
    language = f.one_of(Language)
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


class AuthorizationValidated(AgreementEvent):
    """The supervisor validates; the convention is open, to be completed by the student."""


class AuthorizationRefused(AgreementEvent):
    """The supervisor refuses; `comment` holds the reasons."""


class ValidationTakenBack(AgreementEvent):
    """The supervisor takes his validation back before anybody built on it; `comment` holds the reason."""


class ConventionSubmitted(AgreementEvent):
    """The student hands the convention to a group of managers."""


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
