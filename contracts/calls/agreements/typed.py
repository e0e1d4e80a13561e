"""What students type of an internship: the request and the convention."""

from marshmallow import Schema

from contracts import fields as f
from contracts.vocabulary import Civility, JobFunction, Level, OfferKind, RequestOrigin, Zone

MOST_MONTHS = 12
"""Of an internship; an offer of employment may last longer."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Place(Schema):
    """Where the internship happens when it is not at the host's address."""

    address1 = f.text()
    address2 = f.text()
    postal_code = f.text(20)
    city = f.text()
    country = f.text(2)


class RequestFields(Schema):
    """The authorisation request as the student types it (E2, E3); a draft may be incomplete, so nothing is required here.

    Dates are inclusive. `stipend_cents` is gross, a month.
    """

    kind = f.one_of(OfferKind, load_default=OfferKind.INTERNSHIP)
    title = f.text()
    level = f.one_of(Level)
    function = f.one_of(JobFunction)
    description = f.text(f.LONG)
    starts_on = f.day()
    ends_on = f.day()
    duration_months = f.number(0, MOST_MONTHS)
    duration_note = f.text(f.PARAGRAPH)
    stipend_cents = f.cents()
    stipend_note = f.text(f.PARAGRAPH)
    benefits = f.text(f.PARAGRAPH)
    programme = f.text()
    origin = f.one_of(RequestOrigin)
    zone = f.one_of(Zone)
    supervisor_id = f.identifier()
    phone = f.text(f.SHORT)
    comment = f.text(f.PARAGRAPH)
    host_id = f.identifier()
    tutor_id = f.identifier()
    at_host_address = f.flag(True)
    place = f.nested(Place)
    confidential = f.flag()


class Signatory(Schema):
    """Who signs for the host."""

    civility = f.one_of(Civility)
    last_name = f.text()
    first_name = f.text()
    role = f.text()
    address1 = f.text()
    address2 = f.text()
    postal_code = f.text(20)
    city = f.text()
    email = f.text()


class LegalRepresentative(Schema):
    """Of a student who is a minor on the first day."""

    name = f.text()
    email = f.text()
    phone = f.text(f.SHORT)


SPREADS = ("hours", "even")
MOST_PERIODS = 60


class Week(Schema):
    """An irregular period, days included: its week replaces the normal one."""

    starts_on = f.day()
    ends_on = f.day()
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)


class Interruption(Schema):
    """Days, both included, without presence: neither hours nor stipend. Leave and absences allowed are not written here."""

    starts_on = f.day()
    ends_on = f.day()
    reason = f.text()


class ConventionFields(Schema):
    """The convention as the student completes it: what article D124-4 asks, and the guide's form (E6).

    `language` is the document's, whatever the interface's: one of ListLanguages. `weekly_minutes` is presence in a normal week.
    `stipend_spread`: paid on the hours of each month, or evenly over the months.
    """

    language = f.text(10)
    signatory = f.nested(Signatory)
    officer_group_id = f.identifier()
    teaching_hours = f.number(0, 5_000)
    teaching_presence_hours = f.number(0, 5_000)
    referent_id = f.identifier()
    skills = f.text(f.LONG)
    activities = f.text(f.LONG)
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)
    weeks = f.nested(Week, many=True, validate=f.at_most(MOST_PERIODS))
    interruptions = f.nested(Interruption, many=True, validate=f.at_most(MOST_PERIODS))
    works_on_holidays = f.flag()
    unusual_hours = f.text(f.PARAGRAPH)
    supervision = f.text(f.LONG)
    stipend_cents = f.cents()
    stipend_spread = f.one_of(SPREADS, load_default="hours")
    stipend_payment = f.text(f.PARAGRAPH)
    social_cover = f.text(f.PARAGRAPH)
    insurance = f.text(f.PARAGRAPH)
    absences = f.text(f.PARAGRAPH)
    suspension = f.text(f.PARAGRAPH)
    interruption = f.text(f.PARAGRAPH)
    benefits = f.text(f.PARAGRAPH)
    house_rules = f.text(f.PARAGRAPH)
    certificate = f.text(f.PARAGRAPH)
    confidential = f.flag()
    post = f.text()
    headcount = f.number(0, 5_000_000)
    legal_representative = f.nested(LegalRepresentative)
