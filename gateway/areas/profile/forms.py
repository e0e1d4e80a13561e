from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from contracts.fields import LINE, PARAGRAPH
from gateway.forms import Form, longest, required
from gateway.i18n import lazy

VISIBLE = [SelectChoice("no", lazy("Non")), SelectChoice("yes", lazy("Oui"))]


class EditForm(Form):
    name = StringField(lazy("Nom du document"), [required(), longest(LINE)])
    description = TextAreaField(lazy("Description"), [longest(PARAGRAPH)])
    visible = RadioField(lazy("Visibilité"), [required()], choices=VISIBLE, default="no")
    version = HiddenField()

    def answers(self) -> dict:
        return {
            "name": self.name.data,
            "description": self.description.data or "",
            "visible": self.visible.data == "yes",
        }


class AddForm(EditForm):
    """No is the default of the visibility, on purpose: it is a consent."""

    file = FileField(lazy("Joindre le fichier"), [required(lazy("Choisissez un fichier."))])
