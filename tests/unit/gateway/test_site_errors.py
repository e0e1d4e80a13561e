"""A refusal's code becomes a sentence, whatever the code."""

import pytest
from wtforms import FormField, StringField

from contracts.errors import Internal, InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion, Unavailable
from gateway import errors
from gateway.forms import Form, required


@pytest.fixture
def page(site):
    site()
    with site.app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    "refusal",
    [
        NotFound(),
        NotAllowed(),
        MoveRefused("never_heard_of"),
        InvalidInput(fields={"x": ["y"]}),
        StaleVersion(version=3),
        Unavailable("no_answer_in_time", service="offers"),
        Internal(reference="r"),
    ],
)
def test_every_refusal_has_a_sentence_and_never_its_code(page, refusal):
    said = errors.sentence(refusal)
    assert said.endswith((".", "gardé."))
    assert refusal.code not in said


def test_an_unknown_code_of_a_field_is_said_plainly(page):
    assert errors.field_sentence("never_heard_of") == str(errors.FIELDS["invalid"])


def test_words_that_name_a_value_the_service_did_not_send_do_not_break_the_page(page):
    assert errors.filled("Il faut %(hours)s heures.", {}) == "Cette action n’est pas possible pour l’instant."
    assert errors.filled("Il faut %(hours)s heures.", {"hours": 308}) == "Il faut 308 heures."


class Inner(Form):
    city = StringField("Ville")


class Outer(Form):
    title = StringField("Intitulé", [required()])
    new_host = FormField(Inner)


def test_a_service_s_refusal_lands_on_the_fields_it_names(page):
    form = Outer(meta={"csrf": False})
    form.refuse(InvalidInput(fields={"title": ["required"], "new_host.city": ["too_long"], "elsewhere": ["invalid"]}))
    lines = dict(form.lines())
    assert lines["title"] == "Intitulé\u00a0: Ce champ est obligatoire."
    assert lines["new_host-city"] == "Ville\u00a0: Ce texte est trop long."
    assert lines[""] == "Cette valeur n’est pas valable."


def test_a_refused_page_tells_its_status(site):
    from tests.unit.gateway.answers import Pages, number

    for refusal, status in (
        (NotFound(), 404),
        (NotAllowed(), 403),
        (StaleVersion(version=2), 409),
        (Unavailable(), 503),
    ):
        page = site.signed(pages=Pages(get_offer=refusal)).get(f"/offres/{number(30)}")
        assert page.status_code == status
        assert "<h1" in page.text
