"""The form of an amendment: only the fields of the kinds chosen are shown."""

from wtforms import BooleanField, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as PlainForm

from contracts.fields import LINE, LONG, PARAGRAPH
from contracts.vocabulary import AmendmentKind as K
from gateway.areas.agreements.fields import Boxes, Hours
from gateway.areas.agreements.forms import CHOOSE, ChosenPerson, PlaceForm, text
from gateway.areas.agreements.labels import WEEKDAYS
from gateway.areas.amendments.labels import KINDS
from gateway.areas.signing.labels import GROUNDS
from gateway.forms import Choice, DayField, Form, MoneyField, longest, phone_number, required
from gateway.i18n import lazy
from gateway.labels import CIVILITIES

FIELDS = {
    K.DATES: ("starts_on", "ends_on"),
    K.PLACE: ("at_host_address", "place"),
    K.TUTOR: ("tutor_id",),
    K.REFERENT: ("referent_id",),
    K.SUBJECT: ("title", "description", "activities"),
    K.HOURS: ("weekly_minutes", "weekdays"),
    K.STIPEND: ("stipend_cents", "stipend_payment"),
    K.INTERRUPTION: ("suspended_from", "suspended_to"),
    K.TERMINATION: ("ended_on", "ground"),
    K.OTHER: ("words",),
}
SCHEMA = tuple(name for names in FIELDS.values() for name in names)


class KindsForm(Form):
    kinds = Boxes(
        lazy("Qu’est-ce qui change ?"), {str(kind): name for kind, name in KINDS.items()}, validate_choice=False
    )


class NewTutorForm(PlainForm):
    """A tutor the company's contacts do not hold yet; what is missing is said by the service that adds the contact."""

    civility = Choice(lazy("Civilité du tuteur"), CIVILITIES, blank=CHOOSE)
    first_name = StringField(lazy("Prénom du tuteur"), [longest(LINE)])
    last_name = StringField(lazy("Nom du tuteur"), [longest(LINE)])
    role = text(lazy("Fonction du tuteur"))
    email = StringField(lazy("E-mail du tuteur"), [longest(LINE)])
    phone = StringField(lazy("Téléphone du tuteur"), [longest(40), phone_number])


class AmendmentForm(Form):
    version = HiddenField()
    kinds = Boxes(lazy("Ce qui change"), {str(kind): name for kind, name in KINDS.items()}, validate_choice=False)
    reason = TextAreaField(lazy("Pourquoi ?"), [required(), longest(PARAGRAPH)])
    starts_on = DayField(lazy("Date de début"))
    ends_on = DayField(lazy("Date de fin"))
    at_host_address = BooleanField(lazy("Le stage se déroule à l’adresse de l’entreprise"))
    place = FormField(PlaceForm)
    tutor_id = ChosenPerson(lazy("Nouveau tuteur"))
    new_tutor = FormField(NewTutorForm)
    referent_words = text(lazy("Chercher un enseignant"))
    referent_id = ChosenPerson(lazy("Nouvel enseignant référent"))
    title = text(lazy("Intitulé du stage"))
    description = TextAreaField(lazy("Descriptif de la mission"), [longest(LONG)])
    activities = TextAreaField(lazy("Activités confiées"), [longest(LONG)])
    weekly_minutes = Hours(lazy("Heures de présence par semaine"))
    weekdays = Boxes(lazy("Jours travaillés"), WEEKDAYS, validate_choice=False)
    stipend_cents = MoneyField(lazy("Gratification mensuelle brute"))
    stipend_payment = text(lazy("Versement de la gratification"), PARAGRAPH)
    suspended_from = DayField(lazy("Premier jour de l’interruption"))
    suspended_to = DayField(lazy("Dernier jour de l’interruption"))
    ended_on = DayField(lazy("Dernier jour de présence"))
    ground = Choice(lazy("Motif"), GROUNDS, blank=lazy("Choisissez"))
    words = TextAreaField(lazy("Ce qui change, en toutes lettres"), [longest(LONG)])
