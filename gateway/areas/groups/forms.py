"""The order of signatures, and an absence."""

from typing import Any

from wtforms import Form as PlainForm
from wtforms import FormField, HiddenField, SelectField, StringField

from contracts.fields import LINE
from gateway.areas.agreements.forms import ChosenPerson, text
from gateway.areas.signing.labels import SLOTS
from gateway.forms import DayField, Form, WholeField, longest, required
from gateway.i18n import lazy

STEPS = range(1, 8)
FURTHER = ("other1", "other2")


class PersonForm(PlainForm):
    name = StringField(lazy("Nom"), [longest(LINE)])
    role = StringField(lazy("Fonction"), [longest(LINE)])
    email = StringField(lazy("E-mail"), [longest(LINE)])


class FurtherForm(PlainForm):
    label = StringField(lazy("Qualité"), [longest(LINE)])
    name = StringField(lazy("Nom"), [longest(LINE)])
    email = StringField(lazy("E-mail"), [longest(LINE)])


def rank(slot: str) -> SelectField:
    choices = [(str(n), lazy("Étape %(n)s", n=n)) for n in STEPS]
    if slot in FURTHER:
        choices = [("", lazy("Ne signe pas")), *choices]
    return SelectField(SLOTS[slot], choices=choices, validate_choice=False)


class CircuitForm(Form):
    """Each signatory has his step; those of one step sign in any order."""

    version = HiddenField()
    contact_email = text(lazy("E-mail du groupe"))
    contact_phone = text(lazy("Téléphone du groupe"), 40)
    student = rank("student")
    host = rank("host")
    tutor = rank("tutor")
    referent = rank("referent")
    university = rank("university")
    other1 = rank("other1")
    other2 = rank("other2")
    signs = FormField(PersonForm)
    first = FormField(FurtherForm)
    second = FormField(FurtherForm)
    link_days = WholeField(lazy("Durée de validité d’un lien de signature"), [required()])

    def circuit(self) -> dict[str, Any]:
        """As the call wants it; steps without anybody are left out."""
        ranks = {slot: self[slot].data for slot in SLOTS if self[slot].data}
        steps = [[slot for slot in SLOTS if ranks.get(slot) == str(n)] for n in STEPS]
        others = [line.form.data for slot, line in (("other1", self.first), ("other2", self.second)) if ranks.get(slot)]
        return {
            "steps": [step for step in steps if step],
            "university": {name: value or "" for name, value in self.signs.form.data.items()},
            "others": [{name: value or "" for name, value in other.items()} for other in others],
            "link_days": self.link_days.data,
        }

    @staticmethod
    def given(group: dict[str, Any]) -> dict[str, Any]:
        circuit = group["circuit"]
        ranks = {slot: str(n) for n, step in enumerate(circuit["steps"], start=1) for slot in step}
        others = [*circuit["others"], {}, {}]
        return {
            **{slot: ranks.get(slot, "") for slot in SLOTS},
            "signs": circuit["university"],
            "first": others[0],
            "second": others[1],
            "link_days": circuit["link_days"],
            "contact_email": group["contact_email"],
            "contact_phone": group["contact_phone"],
            "version": group["version"],
        }


class AbsenceForm(Form):
    words = text(lazy("Chercher un collègue"))
    to_id = ChosenPerson(lazy("Qui décide à ma place"))
    starts_on = DayField(lazy("Du"), [required()])
    ends_on = DayField(lazy("Au"), [required()])
