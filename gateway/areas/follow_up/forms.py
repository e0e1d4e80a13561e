"""The forms of follow-up."""

import re
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, StringField, TextAreaField, TimeField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from contracts.calls.agreements.papers import MOST_PAPERS
from contracts.fields import LINE, LONG, PARAGRAPH
from gateway.areas.agreements.fields import plain
from gateway.areas.follow_up.labels import FORMS, QUESTIONS, RATINGS, WHEN
from gateway.forms import Choice, DayField, Form, MoneyField, longest, required
from gateway.i18n import _, lazy

TOTAL = re.compile(r"^(\d{1,5})(?:[.,](\d{1,2})|h(\d{2})?)?$")


class TotalHours(StringField):
    """Hours of a whole internship; its data are minutes, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        raw = re.sub(r"[\s\u00a0\u202f]", "", self.typed).lower()
        if not raw:
            return
        found = TOTAL.match(raw)
        if not found:
            raise ValueError(_("Écrivez des heures, par exemple 308, 308,5 ou 308 h 30."))
        whole, decimals, minutes = found.groups()
        part = round(int(decimals.ljust(2, "0")) * 60 / 100) if decimals else int(minutes or 0)
        self.data = int(whole) * 60 + part

    def _value(self) -> str:
        if self.raw_data:
            return getattr(self, "typed", "")
        return "" if self.data is None else plain(Decimal(self.data) / 60)


class HourField(TimeField):
    """An hour of the day, or none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0].strip():
            super().process_formdata([valuelist[0].strip()[:5]])
        else:
            self.data = None


class AskedForm(PlainForm):
    code = HiddenField()
    fr = StringField(lazy("Nom de la pièce, en français"), [longest(LINE)])
    en = StringField(lazy("Nom de la pièce, en anglais"), [longest(LINE)])
    when = Choice(lazy("À accepter"), WHEN)
    required = BooleanField(lazy("Obligatoire"))
    abroad = BooleanField(lazy("Pour un stage à l’étranger seulement"))


class PapersForm(Form):
    """A line whose French name is emptied is taken away."""

    version = HiddenField()
    papers = FieldList(FormField(AskedForm), max_entries=MOST_PAPERS)

    def asked(self) -> list[dict[str, Any]]:
        lines = [line.form.data for line in self.papers if (line.form.fr.data or "").strip()]
        return [{**line, "code": line["code"] or "", "en": line["en"] or ""} for line in lines]


class VisitForm(Form):
    version = HiddenField()
    on = DayField(lazy("Jour"), [required()])
    at = HourField(lazy("Heure"))
    form = Choice(lazy("De quelle façon"), FORMS)
    place = StringField(lazy("Lieu ou lien de la réunion"), [longest(LINE)])
    note = TextAreaField(lazy("À voir pendant la visite"), [longest(PARAGRAPH)])


class ReportForm(Form):
    version = HiddenField()
    held_on = DayField(lazy("Jour de la visite"), [required()])
    held_form = Choice(lazy("De quelle façon"), FORMS)
    report = TextAreaField(lazy("Compte rendu"), [required(), longest(LONG)])


class DifficultyForm(Form):
    words = TextAreaField(
        lazy("Ce qui se passe"), [required(lazy("Dites en quelques mots ce qui se passe.")), longest(LONG)]
    )
    with_managers = BooleanField(lazy("Le groupe de gestionnaires peut lire ce message"))


class AnswerForm(Form):
    answer = TextAreaField(lazy("Votre réponse à l’étudiant"), [longest(LONG)])
    close = BooleanField(lazy("Cette difficulté est réglée : la clore"))


class CertificateForm(Form):
    replaces = HiddenField()
    starts_on = DayField(lazy("Premier jour de présence"), [required()])
    ends_on = DayField(lazy("Dernier jour de présence"), [required()])
    minutes = TotalHours(lazy("Présence effective, en heures"), [required()])
    stipend_cents = MoneyField(lazy("Gratification versée, total brut"), [required()])
    reason = TextAreaField(lazy("Pourquoi la présence ou la gratification diffère"), [longest(PARAGRAPH)])
    activities = TextAreaField(lazy("Activités du stagiaire"), [required(), longest(LONG)])
    signed_by = StringField(lazy("Votre nom"), [required(), longest(LINE)])
    signed_role = StringField(lazy("Votre fonction"), [required(), longest(LINE)])
    place = StringField(lazy("Fait à"), [longest(LINE)])
    agreed = BooleanField(
        lazy("J’atteste au nom de l’organisme d’accueil que ces informations sont exactes."),
        [required(lazy("Cochez cette case pour établir l’attestation."))],
    )

    def fields(self) -> dict[str, Any]:
        names = ("starts_on", "ends_on", "minutes", "activities", "signed_by", "signed_role", "place")
        return {**{name: self[name].data for name in names}, "stipend_cents": self.stipend_cents.cents or 0}


def evaluation_form(by: str, questions: list[dict[str, Any]]) -> type[Form]:
    """One field a question, under its code. What is still missing is the service's to say, when it is submitted."""
    fields: dict[str, Any] = {"version": HiddenField()}
    ratings = [SelectChoice(value, text) for value, text in RATINGS.items()]
    for one in questions:
        label = QUESTIONS[by].get(one["code"], one["code"])
        if one["kind"] == "rating":
            fields[one["code"]] = RadioField(label, choices=ratings, validate_choice=False)
        else:
            fields[one["code"]] = TextAreaField(label, [longest(LONG)])
    return type("EvaluationForm", (Form,), fields)


def answers_of(form: Form, questions: list[dict[str, Any]]) -> dict[str, Any]:
    """Ratings as numbers; what is none goes as it was typed, for the service to refuse."""
    found: dict[str, Any] = {}
    for one in questions:
        value = form[one["code"]].data
        rating = one["kind"] == "rating" and isinstance(value, str) and value.isdecimal() and len(value) < 3
        found[one["code"]] = int(value) if rating else value
    return {code: value for code, value in found.items() if value not in (None, "")}
