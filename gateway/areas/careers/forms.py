from wtforms import TextAreaField

from contracts.fields import PARAGRAPH
from gateway.forms import Form, longest, required
from gateway.i18n import lazy


class RefuseForm(Form):
    reason = TextAreaField(
        lazy("Raison du refus"), [required(lazy("Dites au recruteur pourquoi.")), longest(PARAGRAPH)]
    )
