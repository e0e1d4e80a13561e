"""What offers announces: the life of an offer, the life of a candidacy."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.offers import SentDocument
from contracts.message import Event
from contracts.vocabulary import CandidacyState, OfferKind, Service


class OfferData(Schema):
    """What every event on an offer tells. `recruiter_id` is the person who wrote it."""

    offer_id = f.identifier(required=True)
    reference = f.number(required=True)
    kind = f.one_of(OfferKind, required=True)
    title = f.text(required=True)
    host_name = f.text(required=True)
    city = f.text()
    country = f.text(2)
    recruiter_id = f.identifier()


class OfferSubmitted(Event):
    """An offer waits for moderation, for the first time or again after a change."""

    producer = Service.OFFERS
    Data = OfferData


class OfferPublished(Event):
    """An offer can be found and applied to. `imported`: the operator brought it in; its recruiter needs no mail."""

    producer = Service.OFFERS
    public = ("offer_id", "reference", "kind", "title", "host_name", "city", "country")
    discreet = ("offer_id", "reference", "kind")

    class Data(OfferData):
        imported = f.flag()


class OfferRefused(Event):
    """Moderation refused an offer, or took a published one down; `reason` is for its recruiter."""

    producer = Service.OFFERS

    class Data(OfferData):
        reason = f.text(f.PARAGRAPH, required=True)


class CandidacyData(Schema):
    """What every event on a candidacy tells."""

    candidacy_id = f.identifier(required=True)
    offer_id = f.identifier(required=True)
    offer_reference = f.number(required=True)
    offer_title = f.text(required=True)
    host_name = f.text(required=True)
    recruiter_id = f.identifier()
    student_id = f.identifier(required=True)
    student_name = f.text(required=True)


class CandidacySubmitted(Event):
    """A student applied: the message and the documents, as they are today, go to `recruiter_email`.

    `student_email` is where the recruiter answers. Documents are named by their object in storage.
    """

    producer = Service.OFFERS
    must_be_heard = True

    class Data(CandidacyData):
        recruiter_email = f.text(required=True)
        student_email = f.text(required=True)
        mail_subject = f.text(required=True)
        message = f.text(f.LONG, required=True)
        documents = f.nested(SentDocument, many=True)


class CandidacyMoved(Event):
    """A candidacy went from one state to another, by its recruiter or its student (`withdraw`)."""

    producer = Service.OFFERS

    class Data(CandidacyData):
        move = f.text(required=True)
        before = f.one_of(CandidacyState, required=True)
        after = f.one_of(CandidacyState, required=True)
