from wtforms import EmailField, PasswordField

from gateway.forms import Form, longest, required
from gateway.i18n import lazy


class SignInForm(Form):
    """For recruiters, graduates and outside teachers; everybody of the university comes by its sign-on."""

    email = EmailField(lazy("Adresse e-mail"), [required(), longest(200)])
    password = PasswordField(lazy("Mot de passe"), [required(), longest(200)])
