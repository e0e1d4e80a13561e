"""The forms of a file: the request in two steps or in one page, the convention, hosts and contacts.

Nothing is required to save a draft; what is missing is said by the action that cannot be made yet.
"""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from contracts.calls.agreements import MOST_MONTHS, MOST_PERIODS
from contracts.fields import LINE, LONG, PARAGRAPH
from contracts.vocabulary import OfferKind
from gateway.areas.agreements.fields import Boxes, Hours
from gateway.areas.agreements.labels import ORIGINS, SPREADS, WEEKDAYS, ZONES
from gateway.forms import Choice, DayField, Form, MoneyField, WholeField, longest, phone_number, required
from gateway.i18n import lazy, page_language
from gateway.labels import CIVILITIES, FUNCTIONS, LEVELS, OFFER_KINDS, countries

CHOOSE = lazy("Choisissez")


class ChosenPerson(SelectField):
    """Filled by the view with the people found; an unknown id is the service's to refuse."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, choices=[("", CHOOSE)], validate_choice=False, **options)

    def fill(self, people: list[dict[str, Any]], kept: dict[str, Any] | None = None) -> None:
        known = {str(one["id"]): one["name"] for one in people}
        if kept and kept.get("id"):
            known.setdefault(str(kept["id"]), kept["name"])
        self.choices = [("", CHOOSE), *sorted(known.items(), key=lambda item: item[1].casefold())]


def text(label: Any, most: int = LINE, **options: Any) -> StringField:
    return StringField(label, [longest(most)], **options)


def paragraph(label: Any, most: int = PARAGRAPH) -> TextAreaField:
    return TextAreaField(label, [longest(most)])


def months(_form: Any, field: WholeField) -> None:
    if field.data is not None and not 1 <= field.data <= MOST_MONTHS:
        raise ValidationError(str(lazy("Écrivez une durée de 1 à 12 mois.")))


class StartForm(Form):
    """E1: before the form. The two boxes are checked by the service."""

    candidacy = HiddenField()
    copy_of = HiddenField()
    terms_agreed = BooleanField(
        lazy(
            "J’ai validé avec l’entreprise qui va m’accueillir toutes les informations nécessaires au bon déroulement du stage"
        )
    )
    supervisor_known = BooleanField(
        lazy("Je connais le nom de mon responsable pédagogique, en charge de valider la pertinence de mon stage")
    )


class VersionedForm(Form):
    version = HiddenField()


class StepOneForm(VersionedForm):
    """Case 1, step 1: what the supervisor needs to decide."""

    kind = Choice(lazy("Type d’offre"), {OfferKind.INTERNSHIP: OFFER_KINDS[OfferKind.INTERNSHIP]})
    title = text(lazy("Intitulé du stage (H/F)"))
    level = Choice(lazy("Niveau d’études"), LEVELS, blank=lazy("Indifférent"))
    function = Choice(lazy("Secteur / Fonction"), FUNCTIONS, blank=lazy("Vous devez choisir une fonction"))
    description = paragraph(lazy("Descriptif de la mission"), LONG)
    starts_on = DayField(lazy("Date de début"))
    duration_months = WholeField(lazy("Durée"), [months])
    duration_note = text(lazy("Observations sur la durée"), PARAGRAPH)
    ends_on = DayField(lazy("Date de fin"))
    stipend_cents = MoneyField(lazy("Gratification mensuelle brute"))
    stipend_note = text(lazy("Observations sur la gratification"), PARAGRAPH)
    benefits = paragraph(lazy("Avantages"))
    programme = text(lazy("Diplôme préparé"))
    origin = Choice(lazy("Origine du stage"), ORIGINS, blank=CHOOSE)
    zone = Choice(lazy("Zone géographique"), ZONES, blank=CHOOSE)
    supervisor_words = text(lazy("Chercher un enseignant"))
    supervisor_id = ChosenPerson(lazy("Choisir un responsable pédagogique"))
    phone = text(lazy("Votre n° de téléphone"), 40)
    comment = paragraph(lazy("Commentaire si besoin"))
    confidential = BooleanField(lazy("Ce stage est confidentiel"))


class PlaceForm(PlainForm):
    address1 = text(lazy("Adresse 1"))
    address2 = text(lazy("Adresse 2"))
    postal_code = text(lazy("Code postal"), 20)
    city = text(lazy("Ville"))
    country = SelectField(lazy("Pays"), choices=lambda: list(countries(page_language()).items()), validate_choice=False)


class StepTwoForm(VersionedForm):
    """Case 1, step 2: the host, the tutor, the place; then the status of the request."""

    tutor_id = ChosenPerson(lazy("Tuteur de stage"))
    at_host_address = BooleanField(
        lazy("Cochez cette case si la mission se déroule à l’adresse de l’entreprise sélectionnée plus haut")
    )
    place = FormField(PlaceForm)
    status = SelectField(
        lazy("Statut de votre demande"),
        choices=[
            ("draft", lazy("Brouillon, à modifier ou compléter plus tard")),
            ("submit", lazy("À soumettre au responsable pédagogique")),
        ],
        validate_choice=False,
    )


class CaseTwoForm(VersionedForm):
    """Case 2: from a candidacy, on one page."""

    programme = text(lazy("Diplôme préparé"))
    supervisor_words = text(lazy("Chercher un enseignant"))
    supervisor_id = ChosenPerson(lazy("Veuillez choisir un responsable pédagogique"))
    tutor_id = ChosenPerson(lazy("Tuteur de stage"))
    zone = Choice(lazy("Zone géographique"), ZONES, blank=CHOOSE)
    phone = text(lazy("Merci de renseigner votre téléphone"), 40)
    title = text(lazy("Intitulé du stage"))
    function = Choice(lazy("Secteur / Fonction"), FUNCTIONS, blank=lazy("Vous devez choisir une fonction"))
    description = paragraph(lazy("Description précise du sujet du stage"), LONG)
    comment = paragraph(lazy("Commentaire si besoin"))
    confidential = BooleanField(lazy("Ce stage est confidentiel"))
    starts_on = DayField(lazy("Date de début de stage"))
    ends_on = DayField(lazy("Date de fin de stage"))
    stipend_cents = MoneyField(lazy("Gratification mensuelle brute"))
    at_host_address = BooleanField(
        lazy("Cochez cette case si la mission se déroule à l’adresse de l’entreprise sélectionnée plus haut")
    )
    place = FormField(PlaceForm)


class HostForm(Form):
    """A host that is not in the base yet."""

    name = StringField(lazy("Nom / Raison sociale"), [required(), longest(LINE)])
    siret = text(lazy("SIRET"), 20)
    country = SelectField(lazy("Pays"), choices=lambda: list(countries(page_language()).items()), validate_choice=False)
    address1 = text(lazy("Adresse 1"))
    address2 = text(lazy("Adresse 2"))
    postal_code = text(lazy("Code postal"), 20)
    city = StringField(lazy("Ville"), [required(), longest(LINE)])
    sector = text(lazy("Secteur d’activité"))
    headcount = WholeField(lazy("Effectif"))
    phone = text(lazy("Téléphone"), 40)
    email = text(lazy("E-mail"))
    website = text(lazy("Site web"))


class ContactForm(Form):
    civility = Choice(lazy("Civilité"), CIVILITIES, blank=CHOOSE)
    first_name = StringField(lazy("Prénom"), [required(), longest(LINE)])
    last_name = StringField(lazy("Nom"), [required(), longest(LINE)])
    role = text(lazy("Fonction"))
    email = StringField(lazy("E-mail"), [required(), longest(LINE)])
    phone = StringField(lazy("Téléphone"), [longest(40), phone_number])


class SignatoryForm(PlainForm):
    last_name = text(lazy("Nom du signataire en entreprise"))
    first_name = text(lazy("Prénom du signataire en entreprise"))
    role = text(lazy("Fonction du signataire en entreprise"))
    civility = Choice(lazy("Civilité du signataire en entreprise"), CIVILITIES, blank=CHOOSE)
    address1 = text(lazy("Adresse 1"))
    address2 = text(lazy("Adresse 2"))
    postal_code = text(lazy("Code postal"), 20)
    city = text(lazy("Ville"))
    email = text(lazy("E-mail du signataire en entreprise"))


class RepresentativeForm(PlainForm):
    name = text(lazy("Nom du représentant légal"))
    email = text(lazy("E-mail du représentant légal"))
    phone = text(lazy("Téléphone du représentant légal"), 40)


class WeekForm(PlainForm):
    """An irregular period: its week replaces the normal one."""

    starts_on = DayField(lazy("Début de la période"))
    ends_on = DayField(lazy("Fin de la période"))
    weekly_minutes = Hours(lazy("Heures par semaine"))
    weekdays = Boxes(lazy("Jours de cette période"), WEEKDAYS, validate_choice=False)


class InterruptionForm(PlainForm):
    starts_on = DayField(lazy("Début de l’interruption"))
    ends_on = DayField(lazy("Fin de l’interruption"))
    reason = text(lazy("Motif"))


class ConventionForm(VersionedForm):
    """E6: what the guide's form asks, and each item of article D124-4."""

    language = HiddenField()
    signatory = FormField(SignatoryForm)
    officer_group_id = ChosenPerson(lazy("Veuillez sélectionner un groupe de gestionnaires"))
    teaching_hours = WholeField(lazy("Volume horaire d’enseignement par an"))
    teaching_presence_hours = WholeField(lazy("Dont heures en présence"))
    referent_words = text(lazy("Chercher un enseignant"))
    referent_id = ChosenPerson(lazy("Enseignant référent"))
    skills = paragraph(lazy("Compétences à acquérir ou à développer"), LONG)
    activities = paragraph(lazy("Activités confiées"), LONG)
    supervision = paragraph(lazy("Comment le référent et le tuteur vous encadrent"), LONG)
    post = text(lazy("Poste ou service qui vous accueille"))
    headcount = WholeField(lazy("Effectif de l’organisme"))
    weekly_minutes = Hours(lazy("Heures de présence par semaine"))
    weekdays = Boxes(lazy("Jours travaillés"), WEEKDAYS, validate_choice=False)
    weeks = FieldList(FormField(WeekForm), max_entries=MOST_PERIODS)
    interruptions = FieldList(FormField(InterruptionForm), max_entries=MOST_PERIODS)
    works_on_holidays = BooleanField(lazy("Je travaille aussi les jours fériés"))
    unusual_hours = paragraph(lazy("Présence la nuit, le dimanche ou un jour férié"))
    stipend_cents = MoneyField(lazy("Gratification mensuelle brute"))
    stipend_spread = Choice(lazy("Répartition de la gratification"), SPREADS)
    stipend_payment = text(lazy("Versement de la gratification"), PARAGRAPH)
    benefits = paragraph(lazy("Avantages (repas, transport, hébergement)"))
    social_cover = paragraph(lazy("Protection sociale et accidents du travail"))
    insurance = paragraph(lazy("Assurance de responsabilité civile"))
    absences = paragraph(lazy("Congés et absences autorisées"))
    suspension = paragraph(lazy("Suspension et résiliation"))
    interruption = paragraph(lazy("Validation du stage en cas d’interruption"))
    house_rules = paragraph(lazy("Clauses du règlement intérieur applicables"))
    certificate = paragraph(lazy("Délivrance de l’attestation de stage"))
    confidential = BooleanField(lazy("Ce stage est confidentiel"))
    legal_representative = FormField(RepresentativeForm)
