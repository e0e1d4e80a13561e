"""Dates, money and sizes in each language; what people type as money."""

from datetime import UTC, date, datetime

import pytest
from flask import session
from wtforms import BooleanField

from gateway import i18n
from gateway.forms import Form, MoneyField
from gateway.i18n import lazy


@pytest.fixture
def page(site):
    """Inside a page of a given language."""

    def open_page(language: str):
        site()
        context = site.app.test_request_context("/")
        context.push()
        session["language"] = language
        return context

    contexts = []
    yield lambda language: contexts.append(open_page(language))
    for context in reversed(contexts):
        context.pop()


def test_french_dates_and_amounts(page):
    page("fr")
    assert i18n.day(date(2027, 5, 3)) == "3 mai 2027"
    assert i18n.day(date(2027, 5, 1)) == "1er mai 2027"
    assert i18n.money(65_940) == "659,40\u00a0€"
    assert i18n.moment(datetime(2027, 5, 3, 7, 5, tzinfo=UTC)) == "3 mai 2027, 09:05"
    assert i18n.size(2_100_000) == "2,1\u00a0Mo"


def test_english_dates_and_amounts(page):
    page("en")
    assert i18n.day(date(2027, 5, 3)) == "3 May 2027"
    assert i18n.money(65_940) == "€659.40"
    assert i18n.size(2_100_000) == "2.1\u00a0MB"


def test_french_spaces_before_high_punctuation_do_not_break(page):
    page("fr")
    assert i18n.spaced("Sujet : « oui » ! 3 % de %(n)s") == "Sujet\u00a0: «\u00a0oui\u00a0»\u202f! 3\u00a0% de %(n)s"


@pytest.mark.parametrize(
    ("language", "label", "said"),
    [
        ("fr", "Heures par semaine", "Heures par semaine\u00a0: Écrivez un nombre."),
        ("en", "Hours a week", "Hours a week: Écrivez un nombre."),
        ("fr", "J’ai lu et je signe.", "J’ai lu et je signe\u00a0: Écrivez un nombre."),
        ("en", "I have read and I sign.", "I have read and I sign: Écrivez un nombre."),
        ("fr", "Nom\u00a0:", "Nom\u00a0: Écrivez un nombre."),
        ("en", "Name *", "Name: Écrivez un nombre."),
    ],
)
def test_what_follows_a_label_follows_one_colon_with_the_spaces_of_the_language(page, language, label, said):
    page(language)
    assert i18n.labelled(label, "Écrivez un nombre.") == said


class Agreed(Form):
    agreed = BooleanField(lazy("J’ai lu ce document dans son entier, je l’approuve et je le signe."))


@pytest.mark.parametrize(
    ("language", "start"),
    [("fr", "J’ai lu ce document dans son entier, je l’approuve et je le signe\u00a0: "), ("en", "I have read")],
)
def test_the_summary_of_errors_writes_a_label_as_the_page_s_language_does(page, language, start):
    page(language)
    form = Agreed()
    form.agreed.errors = ["Cochez cette case."]
    ((target, said),) = form.lines()
    assert (target, said.endswith(": Cochez cette case.")) == ("agreed", True)
    assert said.startswith(start)
    assert (" : " in said.replace("\u00a0", " ")) == (language == "fr")
    assert ".:" not in said.replace("\u00a0", "")


def test_zero_is_singular_in_french_and_plural_in_english(page):
    page("fr")
    assert i18n.ngettext("%(num)s candidature", "%(num)s candidatures", 0) == "0 candidature"
    page("en")
    assert i18n.ngettext("%(num)s candidature", "%(num)s candidatures", 0) == "0 applications"


class Pay(Form):
    amount = MoneyField("amount")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("659,40", 65_940),
        ("1 200 €", 120_000),
        ("1\u202f200,5", 120_050),
        ("0", 0),
        ("", None),
        ("4.50", 450),
        ("€1,200.50", 120_050),
        ("1.200,50 €", 120_050),
    ],
)
def test_money_is_read_as_people_type_it(site, typed, cents):
    site()
    with site.app.test_request_context("/", method="POST", data={"amount": typed}):
        form = Pay(meta={"csrf": False})
        assert form.validate()
        assert form.amount.cents == cents


@pytest.mark.parametrize(("language", "shown"), [("fr", "1200,50"), ("en", "1200.50")])
def test_money_to_correct_is_written_as_its_reader_writes_it(page, language, shown):
    page(language)
    assert Pay(meta={"csrf": False}, data={"amount": 120_050}).amount.data == shown


@pytest.mark.parametrize("typed", ["abc", "-5", "1,234", "12345678", "1,200,50"])
def test_what_is_no_amount_is_refused_and_kept_as_typed(site, typed):
    site()
    with site.app.test_request_context("/", method="POST", data={"amount": typed}):
        form = Pay(meta={"csrf": False})
        assert not form.validate()
        assert form.amount.data == typed
