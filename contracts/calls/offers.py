"""What offers answers: hosts and their contacts, offers, moderation, candidacies."""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.vocabulary import (
    ApplyBy,
    CandidacyState,
    Civility,
    JobFunction,
    Level,
    OfferKind,
    OfferState,
    Service,
)


class Call(message.Call):
    service = Service.OFFERS


class Command(message.Command):
    service = Service.OFFERS


class HostInput(Schema):
    """A company, association or administration that receives interns. `country` is ISO 3166 alpha-2.

    A French host has a SIRET unless it says why not; a foreign one has none.
    """

    name = f.text(required=True)
    siret = f.text(14)
    country = f.text(2, required=True)
    address1 = f.text()
    address2 = f.text()
    postal_code = f.text(20)
    city = f.text(required=True)
    sector = f.text()
    headcount = f.number(0, 5_000_000)
    phone = f.text(f.SHORT)
    email = f.text()
    website = f.text()


class Host(HostInput):
    id = f.identifier(required=True)
    version = f.number()


class ContactInput(Schema):
    """Somebody in a host: a contact, a tutor, a signatory."""

    civility = f.one_of(Civility)
    first_name = f.text(required=True)
    last_name = f.text(required=True)
    role = f.text()
    email = f.text(required=True)
    phone = f.text(f.SHORT)


class Contact(ContactInput):
    id = f.identifier(required=True)
    host_id = f.identifier(required=True)


class SearchHosts(Call):
    """Hosts whose name (any case, any accents) holds the words, or whose SIRET is given; `exact` asks for the whole name."""

    class Question(Schema):
        words = f.text()
        exact = f.flag()
        limit = f.number(1, 50, load_default=10)

    Answer = Host
    many = True


class ContactName(Schema):
    """Enough to choose a tutor in a list: addresses and phones are for the file that chose him."""

    id = f.identifier(required=True)
    first_name = f.text(required=True)
    last_name = f.text(required=True)
    role = f.text()


class GetHost(Call):
    """One host with the names of its contacts."""

    class Question(Schema):
        id = f.identifier(required=True)

    class Answer(Host):  # type: ignore[assignment]
        contacts = f.nested(ContactName, many=True)


class HostFacts(Call):
    """For agreements: one host with its contacts, whole."""

    class Question(Schema):
        id = f.identifier(required=True)

    class Answer(Host):  # type: ignore[assignment]
        contacts = f.nested(Contact, many=True)


class CreateHost(Command):
    """Whoever needs it creates it. Refuses `siret` : `invalid`, `already_known` (then `params.host_id` names it)."""

    class Question(HostInput):
        pass

    Answer = Host


class HostFound(HostInput):
    """A host, without an id while it would have to be created. `key`: its name, city and country as hosts are compared."""

    id = f.identifier()
    version = f.number()
    key = f.text()


class ContactFound(ContactInput):
    id = f.identifier()
    host_id = f.identifier()


class RecordHost(Command):
    """For agreements: this host and this contact (by address), made if need be.

    A host is found by the SIRET that is given, else by name, city and country. Refuses `host.siret`: `several_hosts`,
    when the name alone does not tell which. Without `create` nothing is written: what would be made comes back
    without an id, and what could not be made is refused as `CreateHost` and `AddContact` would, on fields `host.…`
    and `contact.…`.
    """

    class Question(Schema):
        create = f.flag()
        host = f.nested(HostInput, required=True)
        contact = f.nested(ContactInput, required=True)

    class Answer(Schema):  # type: ignore[assignment]
        host = f.nested(HostFound)
        contact = f.nested(ContactFound)


class AddContact(Command):
    """Add a contact or tutor to a host. One whom it knows with all that is given is that one: asked twice adds him once."""

    class Question(ContactInput):
        host_id = f.identifier(required=True)

    Answer = Contact


class OfferInput(Schema):
    """An offer as its recruiter writes it. `apply_url` is required when `apply_by` is website."""

    kind = f.one_of(OfferKind, required=True)
    title = f.text(required=True)
    description = f.text(f.LONG, required=True)
    profile = f.text(f.LONG)
    level = f.one_of(Level)
    function = f.one_of(JobFunction, required=True)
    city = f.text(required=True)
    country = f.text(2, required=True)
    starts_on = f.day()
    duration_months = f.number(1, 36)
    stipend_cents = f.cents()
    benefits = f.text(f.PARAGRAPH)
    apply_by = f.one_of(ApplyBy, required=True)
    apply_email = f.text()
    apply_url = f.text()
    expires_on = f.day()


class Offer(OfferInput):
    """`actions` are the moves its reader may make now: edit, submit, approve, refuse, close, apply."""

    id = f.identifier(required=True)
    reference = f.number()
    version = f.number()
    state = f.one_of(OfferState)
    refusal_reason = f.text(f.PARAGRAPH)
    host = f.nested(Host)
    origin = f.text()
    created_at = f.instant()
    published_at = f.instant()
    view_count = f.number()
    candidacy_count = f.number()
    my_candidacy_id = f.identifier()
    actions = f.several(f.text())


class OfferRow(Schema):
    """A line of results."""

    id = f.identifier(required=True)
    reference = f.number()
    kind = f.one_of(OfferKind)
    title = f.text()
    host_name = f.text()
    city = f.text()
    country = f.text()
    function = f.text()
    level = f.text()
    origin = f.text()
    state = f.one_of(OfferState)
    published_at = f.instant()
    created_at = f.instant()
    candidacy_count = f.number()


class SaveOffer(Command):
    """Create (no `id`) or edit a draft, a refused or a published offer of mine; an edited published one is moderated again.

    The host is one that exists (`host_id`) or a new one (`new_host`). With `submit` it goes to moderation at once.
    """

    class Question(OfferInput):
        id = f.identifier()
        version = f.number()
        host_id = f.identifier()
        new_host = f.nested(HostInput)
        submit = f.flag()

    Answer = Offer


class MoveOffer(Command):
    """Submit, approve, refuse (with its reason), close."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        move = f.one_of(("submit", "approve", "refuse", "close"), required=True)
        reason = f.text(f.PARAGRAPH)

    Answer = Offer


class GetOffer(Call):
    """A published or archived offer for anyone signed in; any state for its recruiter and careers staff."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Offer


class ListMyOffers(Call):
    """The recruiter's offers, newest first."""

    Answer = OfferRow
    many = True


class ListOffersToModerate(Call):
    """For careers staff: oldest first."""

    Answer = OfferRow
    many = True


class Facet(Schema):
    value = f.text()
    count = f.number()


class OfferResults(Schema):
    """`total` is exact up to 1 000; beyond, it is 1 001. `next` is the cursor of the next page, or empty."""

    rows = f.nested(OfferRow, many=True)
    total = f.number()
    next = f.text()
    facets = f.mapping(values=f.nested(Facet, many=True))


class SearchOffers(Call):
    """Published (or archived) offers. Fields combine with AND, several values of one field with OR (D1)."""

    class Question(Schema):
        words = f.text()
        kinds = f.several(f.one_of(OfferKind))
        levels = f.several(f.one_of(Level))
        functions = f.several(f.one_of(JobFunction))
        countries = f.several(f.text(2), longest=250)
        host = f.text()
        sector = f.text()
        city = f.text()
        since = f.day()
        archived = f.flag()
        sort = f.one_of(("relevance", "newest", "title", "host", "city"))
        cursor = f.text()
        limit = f.number(1, 100, load_default=20)

    Answer = OfferResults


class SentDocument(Schema):
    """A document as it was on the day it was sent."""

    kind = f.text()
    name = f.text()
    file_name = f.text()
    media_type = f.text()
    size = f.number(0, 100_000_000)
    object_id = f.text()


class Candidacy(Schema):
    id = f.identifier(required=True)
    version = f.number()
    state = f.one_of(CandidacyState)
    student_id = f.identifier()
    student_name = f.text()
    student_email = f.text()
    subject = f.text()
    message = f.text(f.LONG)
    documents = f.nested(SentDocument, many=True)
    sent_at = f.instant()
    updated_at = f.instant()
    offer = f.nested(Offer)
    actions = f.several(f.text())


class CandidacyRow(Schema):
    """A line of « Vos candidatures »; `mission` is the beginning of the offer's description."""

    id = f.identifier(required=True)
    version = f.number()
    state = f.one_of(CandidacyState)
    sent_at = f.instant()
    offer_id = f.identifier()
    offer_reference = f.number()
    offer_kind = f.one_of(OfferKind)
    offer_title = f.text()
    mission = f.text(f.PARAGRAPH)
    host_name = f.text()
    student_name = f.text()
    actions = f.several(f.text())


class Apply(Command):
    """Apply to a published offer of the platform with documents of mine. One candidacy per offer: `already_applied`."""

    class Question(Schema):
        offer_id = f.identifier(required=True)
        email = f.text(required=True)
        subject = f.text(required=True)
        message = f.text(f.LONG, required=True)
        cv_id = f.identifier()
        letter_id = f.identifier()

    Answer = Candidacy


class ListCandidacies(Call):
    """The asker's candidacies, newest first."""

    Answer = CandidacyRow
    many = True


class GetCandidacy(Call):
    """For its student, and for the recruiter of its offer (whose first reading makes it « viewed »)."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Candidacy


class MoveCandidacy(Command):
    """withdraw (student); shortlist, invite, accept, refuse (recruiter)."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        move = f.one_of(("withdraw", "shortlist", "invite", "accept", "refuse"), required=True)

    Answer = Candidacy


class ListApplications(Call):
    """The candidacies to one offer of the asking recruiter, newest first."""

    class Question(Schema):
        offer_id = f.identifier(required=True)

    Answer = CandidacyRow
    many = True


class CandidacyFacts(Call):
    """For agreements: the candidacy with offer and host, if it is this student's; else `not_found`."""

    class Question(Schema):
        id = f.identifier(required=True)
        student_id = f.identifier(required=True)

    Answer = Candidacy


class ImportHostsAndOffers(Command):
    """For the operator: demonstration hosts and offers, matched by SIRET or name and by title; safe to run again.

    An offer: the fields of `OfferInput` and `host` (name), `recruiter_id`, `contact` of the host. Answers
    `{hosts: {name: id}, offers: {title: id}}`.
    """

    class Question(Schema):
        hosts = f.several(f.mapping(), longest=1_000)
        offers = f.several(f.mapping(), longest=1_000)
