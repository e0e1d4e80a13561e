from typing import Any

from wtforms import EmailField, FormField, RadioField, StringField, TextAreaField, URLField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from contracts.calls.offers import HostInput, OfferInput
from contracts.fields import LINE, LONG, PARAGRAPH, SHORT
from gateway import labels
from gateway.forms import Choice, DayField, Form, MoneyField, WholeField, as_asked, longest, required
from gateway.i18n import lazy, page_language

TYPED = tuple(name for name in OfferInput().fields if name != "stipend_cents")


class CountryField(Choice):
    """Countries in the page's language, France first."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, words=labels.countries(page_language()), default="FR", **options)


class HostForm(PlainForm):
    """A company that the base does not know yet."""

    name = StringField(lazy("Nom / Raison sociale de l’entreprise"), [required(), longest(LINE)])
    country = CountryField(lazy("Pays"), validators=[required()])
    siret = StringField(lazy("Numéro SIRET"), [longest(14)], filters=[lambda text: "".join((text or "").split())])
    sector = StringField(lazy("Secteur d’activité"), [longest(LINE)])
    address1 = StringField(lazy("Adresse"), [longest(LINE)])
    address2 = StringField(lazy("Complément d’adresse"), [longest(LINE)])
    postal_code = StringField(lazy("Code postal"), [longest(20)])
    city = StringField(lazy("Ville"), [required(), longest(LINE)])
    headcount = WholeField(lazy("Effectif"))
    phone = StringField(lazy("Téléphone"), [longest(SHORT)])
    email = EmailField(lazy("Adresse e-mail de l’entreprise"), [longest(LINE)])
    website = URLField(lazy("Site web"), [longest(LINE)])


class HostPart(Form):
    """Declared before the offer, so that its errors come first, as on the page."""

    new_host = FormField(HostForm, lazy("L’entreprise"))


class OfferForm(Form):
    """An offer as its recruiter writes it."""

    kind = RadioField(
        lazy("Type d’offre"), [required()], choices=[SelectChoice(*one) for one in labels.OFFER_KINDS.items()]
    )
    title = StringField(lazy("Intitulé"), [required(), longest(LINE)])
    description = TextAreaField(lazy("Descriptif de la mission"), [required(), longest(LONG)])
    profile = TextAreaField(lazy("Profil recherché"), [longest(LONG)])
    function = Choice(
        lazy("Secteur / Fonction"), labels.FUNCTIONS, lazy("Choisissez une fonction"), validators=[required()]
    )
    level = Choice(lazy("Niveau d’études"), labels.LEVELS, lazy("Indifférent"))
    city = StringField(lazy("Ville"), [required(), longest(LINE)])
    country = CountryField(lazy("Pays"), validators=[required()])
    starts_on = DayField(lazy("Date de début"))
    duration_months = WholeField(lazy("Durée"))
    stipend_cents = MoneyField(lazy("Gratification ou rémunération mensuelle brute"))
    benefits = TextAreaField(lazy("Avantages"), [longest(PARAGRAPH)])
    apply_by = RadioField(
        lazy("Comment candidater"),
        [required()],
        choices=[SelectChoice(*one) for one in labels.APPLY_BY.items()],
        default="platform",
    )
    apply_email = EmailField(lazy("Adresse qui reçoit les candidatures"), [longest(LINE)])
    apply_url = URLField(lazy("Adresse de la page de candidature"), [longest(LINE)])
    expires_on = DayField(lazy("Candidatures ouvertes jusqu’au"))

    def answers(self) -> dict[str, Any]:
        """As `SaveOffer` asks: texts never None, amounts in cents."""
        said = as_asked(OfferInput(), {name: self[name].data for name in TYPED})
        return {**said, "stipend_cents": self.stipend_cents.cents}


class NewHostOfferForm(OfferForm, HostPart):
    """An offer and a company that the base does not know yet."""

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "new_host": as_asked(HostInput(), self.new_host.data)}
