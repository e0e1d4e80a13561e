"""The forms of signatures and of the host's page."""

from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as PlainForm

from contracts.fields import LINE, LONG, PARAGRAPH
from gateway.areas.agreements.fields import Boxes, Hours
from gateway.areas.agreements.forms import SignatoryForm
from gateway.areas.agreements.labels import WEEKDAYS
from gateway.areas.signing.labels import GROUNDS
from gateway.forms import Choice, DayField, Form, MoneyField, WholeField, longest, required
from gateway.i18n import lazy


class SignForm(Form):
    document_sha256 = HiddenField()
    agreed = BooleanField(
        lazy("J’ai lu ce document dans son entier, je l’approuve et je le signe."),
        [required(lazy("Cochez cette case pour signer."))],
    )


class RefuseForm(Form):
    reason = TextAreaField(
        lazy("La raison de votre refus"), [required(lazy("Dites pourquoi vous refusez.")), longest(LONG)]
    )


class HostPartForm(Form):
    """What the host knows better than the student."""

    version = HiddenField()
    signatory = FormField(SignatoryForm)
    post = StringField(lazy("Poste ou service qui reçoit le stagiaire"), [longest(LINE)])
    headcount = WholeField(lazy("Effectif de l’organisme"))
    activities = TextAreaField(lazy("Activités confiées"), [longest(LONG)])
    weekly_minutes = Hours(lazy("Heures de présence par semaine"))
    weekdays = Boxes(lazy("Jours travaillés"), WEEKDAYS, validate_choice=False)
    unusual_hours = TextAreaField(lazy("Présence la nuit, le dimanche ou un jour férié"), [longest(PARAGRAPH)])
    stipend_cents = MoneyField(lazy("Gratification mensuelle brute"))
    stipend_payment = StringField(lazy("Versement de la gratification"), [longest(PARAGRAPH)])
    benefits = TextAreaField(lazy("Avantages (repas, transport, hébergement)"), [longest(PARAGRAPH)])
    absences = TextAreaField(lazy("Congés et absences autorisées"), [longest(PARAGRAPH)])
    house_rules = TextAreaField(lazy("Clauses du règlement intérieur applicables"), [longest(PARAGRAPH)])


class PaperLine(PlainForm):
    signatory_id = HiddenField()
    signed_on = DayField(lazy("Date de signature"))


class PaperForm(Form):
    version = HiddenField()
    dates = FieldList(FormField(PaperLine), max_entries=10)
    scan = FileField(lazy("Le document signé, numérisé (PDF, 10 Mo au plus)"))


class BreakOffForm(Form):
    version = HiddenField()
    ended_on = DayField(lazy("Dernier jour de présence"), [required()])
    ground = Choice(lazy("Motif"), GROUNDS, blank=lazy("Choisissez"))
    comment = TextAreaField(lazy("Ce qui s’est passé"), [required(), longest(LONG)])


class CheckForm(Form):
    file = FileField(lazy("Le fichier PDF"))
