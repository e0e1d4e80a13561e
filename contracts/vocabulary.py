"""The enumerations that appear on the wire. A value here is frozen: other systems read it."""

from enum import StrEnum


class Service(StrEnum):
    """Who owns data and answers questions."""

    PROFILES = "profiles"
    OFFERS = "offers"
    AGREEMENTS = "agreements"
    NOTIFICATIONS = "notifications"


class Role(StrEnum):
    """What a person is at the university, whatever the file at hand (relations to a file are `Party`)."""

    STUDENT = "student"
    GRADUATE = "graduate"
    RECRUITER = "recruiter"
    TEACHER = "teacher"
    OFFICER = "officer"
    CAREERS = "careers"
    ADMIN = "admin"
    SERVICE = "service"


class Party(StrEnum):
    """A relation to one internship file. Moves are granted to parties, never to mere roles."""

    STUDENT = "student"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    REFERENT = "referent"
    HOST = "host"
    SIGNATORY = "signatory"
    PLATFORM = "platform"


class State(StrEnum):
    """The one life of an internship file: authorisation, convention, internship."""

    REQUEST_DRAFT = "request_draft"
    AWAITING_SUPERVISOR = "awaiting_supervisor"
    REQUEST_TO_CLARIFY = "request_to_clarify"
    REQUEST_REFUSED = "request_refused"
    REQUEST_DELETED = "request_deleted"
    CONVENTION_TO_COMPLETE = "convention_to_complete"
    CONVENTION_DRAFT = "convention_draft"
    AWAITING_OFFICER = "awaiting_officer"
    CONVENTION_TO_CLARIFY = "convention_to_clarify"
    CONVENTION_REFUSED = "convention_refused"
    VALIDATED = "validated"
    SIGNING = "signing"
    DROPPED = "dropped"
    SIGNED = "signed"
    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    BROKEN_OFF = "broken_off"


AUTHORIZATION_STATES = (
    State.REQUEST_DRAFT,
    State.AWAITING_SUPERVISOR,
    State.REQUEST_TO_CLARIFY,
    State.REQUEST_REFUSED,
)
CONVENTION_STATES = (
    State.CONVENTION_TO_COMPLETE,
    State.CONVENTION_DRAFT,
    State.AWAITING_OFFICER,
    State.CONVENTION_TO_CLARIFY,
    State.CONVENTION_REFUSED,
    State.VALIDATED,
    State.SIGNING,
    State.SIGNED,
    State.RUNNING,
    State.FINISHED,
    State.INTERRUPTED,
    State.BROKEN_OFF,
)


class SignatoryRole(StrEnum):
    """As whom one signs: the five of the law (a minor's representative in his place), and further ones."""

    STUDENT = "student"
    LEGAL_REPRESENTATIVE = "legal_representative"
    HOST = "host"
    TUTOR = "tutor"
    REFERENT = "referent"
    UNIVERSITY = "university"
    OTHER = "other"


class SigningMode(StrEnum):
    ELECTRONIC = "electronic"
    PAPER = "paper"


class RoundState(StrEnum):
    """A round of signatures of one document."""

    OPEN = "open"
    COMPLETE = "complete"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class SignatoryState(StrEnum):
    WAITING = "waiting"
    ASKED = "asked"
    SIGNED = "signed"
    REFUSED = "refused"


class DocumentSort(StrEnum):
    """What a numbered, checkable document of a file is."""

    CONVENTION = "convention"
    AMENDMENT = "amendment"
    CERTIFICATE = "certificate"


class AmendmentKind(StrEnum):
    """What an amendment changes (E12)."""

    DATES = "dates"
    PLACE = "place"
    TUTOR = "tutor"
    REFERENT = "referent"
    SUBJECT = "subject"
    HOURS = "hours"
    STIPEND = "stipend"
    INTERRUPTION = "interruption"
    TERMINATION = "termination"
    OTHER = "other"


class AmendmentState(StrEnum):
    DRAFT = "draft"
    AWAITING_SUPERVISOR = "awaiting_supervisor"
    AWAITING_OFFICER = "awaiting_officer"
    TO_CLARIFY = "to_clarify"
    REFUSED = "refused"
    VALIDATED = "validated"
    SIGNING = "signing"
    SIGNED = "signed"
    DROPPED = "dropped"


class EndGround(StrEnum):
    """Why an internship ended early (L124-15 and what conventions say)."""

    AGREEMENT = "agreement"
    STUDENT = "student"
    HOST = "host"
    ESTABLISHMENT = "establishment"
    HEALTH = "health"
    PREGNANCY = "pregnancy"
    HOST_BREACH = "host_breach"
    OTHER = "other"


class PaperWhen(StrEnum):
    """Before what a paper that a group asks must be accepted."""

    VALIDATION = "validation"
    SIGNATURE = "signature"
    START = "start"


class PaperState(StrEnum):
    """Of the last version deposited."""

    DEPOSITED = "deposited"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Evaluator(StrEnum):
    """Whose questionnaire."""

    STUDENT = "student"
    SUPERVISOR = "supervisor"
    TUTOR = "tutor"


class EvaluationState(StrEnum):
    OPEN = "open"
    DRAFT = "draft"
    SUBMITTED = "submitted"


class VisitForm(StrEnum):
    ON_SITE = "on_site"
    VIDEO = "video"
    PHONE = "phone"


class VisitState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Light(StrEnum):
    """How an internship goes, for who follows it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class OfferState(StrEnum):
    DRAFT = "draft"
    AWAITING_MODERATION = "awaiting_moderation"
    PUBLISHED = "published"
    REFUSED = "refused"
    CLOSED = "closed"
    ARCHIVED = "archived"


class OfferKind(StrEnum):
    INTERNSHIP = "internship"
    JOB = "job"


class CandidacyState(StrEnum):
    SENT = "sent"
    VIEWED = "viewed"
    SHORTLISTED = "shortlisted"
    INTERVIEW = "interview"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ApplyBy(StrEnum):
    """How one applies to an offer: by a message through the platform, or on the recruiter's own site."""

    PLATFORM = "platform"
    WEBSITE = "website"


class DocumentKind(StrEnum):
    CV = "cv"
    COVER_LETTER = "cover_letter"
    PHOTO = "photo"


class Language(StrEnum):
    FR = "fr"
    EN = "en"


class Civility(StrEnum):
    MADAM = "madam"
    SIR = "sir"
    NONE = "none"


class RequestOrigin(StrEnum):
    """« Origine du stage »: how the student found it."""

    PERSONAL_CONTACT = "personal_contact"
    PLATFORM_OFFER = "platform_offer"
    OTHER_OFFER = "other_offer"
    UNSOLICITED = "unsolicited"
    UNIVERSITY_NETWORK = "university_network"
    FAIR = "fair"
    OTHER = "other"


class Zone(StrEnum):
    """« Zone géographique »."""

    FRANCE = "france"
    OVERSEAS_FRANCE = "overseas_france"
    EUROPEAN_UNION = "european_union"
    OTHER_EUROPE = "other_europe"
    NORTH_AMERICA = "north_america"
    SOUTH_AMERICA = "south_america"
    AFRICA = "africa"
    ASIA = "asia"
    OCEANIA = "oceania"


class Level(StrEnum):
    """« Niveau d'études »."""

    BAC1 = "bac1"
    BAC2 = "bac2"
    BAC3 = "bac3"
    BAC4 = "bac4"
    BAC5 = "bac5"
    BAC8 = "bac8"


class JobFunction(StrEnum):
    """« Secteur / Fonction »."""

    ACCOUNTING_FINANCE = "accounting_finance"
    AGRICULTURE_ENVIRONMENT = "agriculture_environment"
    ARTS_CULTURE = "arts_culture"
    BANKING_INSURANCE = "banking_insurance"
    BUILDING = "building"
    COMMUNICATION = "communication"
    COMPUTING = "computing"
    EDUCATION_RESEARCH = "education_research"
    HEALTH_SOCIAL = "health_social"
    HUMAN_RESOURCES = "human_resources"
    INDUSTRY = "industry"
    JOURNALISM = "journalism"
    LAW = "law"
    LOGISTICS_TRANSPORT = "logistics_transport"
    MARKETING_SALES = "marketing_sales"
    PUBLIC_SERVICE = "public_service"
    TOURISM_HOSPITALITY = "tourism_hospitality"
    OTHER = "other"


class Circuit(StrEnum):
    """Where a component's students make their conventions (A6): here, in another application, at the school office."""

    IPRO = "ipro"
    OTHER_APPLICATION = "other_application"
    SCHOOL_OFFICE = "school_office"
