from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from contracts.fields import LINE, LONG
from gateway.forms import Form, longest, required
from gateway.i18n import lazy


class ApplyForm(Form):
    """« Candidature en direct »."""

    email = EmailField(lazy("Votre adresse e-mail"), [required(), longest(LINE)])
    subject = StringField(lazy("Sujet du message"), [required(), longest(LINE)])
    message = TextAreaField(lazy("Votre message au recruteur"), [required(), longest(LONG)])
    cv_id = SelectField(lazy("Choisissez un CV"), validate_choice=False)
    letter_id = SelectField(lazy("Choisissez une lettre de motivation"), validate_choice=False)

    def offer_documents(self, documents: list[dict]) -> None:
        """The drop-downs hold my documents, the latest first."""
        for field, kind in ((self.cv_id, "cv"), (self.letter_id, "cover_letter")):
            mine = [SelectChoice(str(one["id"]), one["name"]) for one in documents if one["kind"] == kind]
            field.choices = [SelectChoice("", lazy("Aucun")), *mine]
            if field.raw_data is None and field.data is None and mine and not self.is_submitted():
                field.data = mine[0].value
