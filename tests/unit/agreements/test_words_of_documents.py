"""What documents say: both languages whole, other languages by staff, blanks that are never code."""

import re
from pathlib import Path

import pytest

from services.agreements.documents import wording
from services.agreements.documents.speaking import Speaker
from services.agreements.documents.wording import ARTICLE_BLANKS, blanks, built_in, fill, flat, from_flat, problems
from services.agreements.documents.words import ARTICLES, KINDS, WORDS

pytestmark = pytest.mark.feature("E9", "G3")
SAME = {"signatures", "article", "hours_unit", "total", "interruptions_columns.0", "changes_columns.0"}


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things_with_the_same_blanks(kind):
    french, english = flat(WORDS[kind]["fr"]), flat(WORDS[kind]["en"])
    assert list(french) == list(english)
    assert {name: blanks(text) for name, text in french.items()} == {n: blanks(t) for n, t in english.items()}
    assert all(text.strip() for text in [*french.values(), *english.values()])
    assert {name for name in french if french[name] == english[name]} <= SAME, "words that nobody translated"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_code_says_could_be_saved_by_staff(kind, language):
    assert problems(kind, flat(WORDS[kind][language]), ARTICLES[kind][language]) == {}
    assert len(ARTICLES[kind]["fr"]) == len(ARTICLES[kind]["en"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_the_documents_is_used_and_a_word_used_exists(kind):
    sources = "".join(path.read_text() for path in Path("services/agreements/documents").glob("*.py"))
    used = set(re.findall(r"""(?:w|words)\[["'](\w+)["']\]|say\(["'](\w+)["']|note: str = "(\w+)\"""", sources))
    named = {name for groups in used for name in groups if name}
    known = {name for words in WORDS.values() for name in words["fr"]}
    assert named <= known
    assert {name for name in WORDS[kind]["fr"] if not re.search(rf"""["']{name}["']""", sources)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_french_word_stands_before_a_name_that_would_ask_for_an_elision(kind):
    """« les rapports de Inès »: a name is put into a blank as it is."""
    texts = [*flat(WORDS[kind]["fr"]).values(), *(one["text"] for one in ARTICLES[kind]["fr"])]
    assert [
        text for text in texts if re.search(r"\b(de|que|le|la)\s+\{(university|host|student|referent|tutor)\}", text)
    ] == []


def test_a_wording_goes_through_its_flat_texts_unchanged():
    french = built_in("convention", "fr")
    again = from_flat("convention", "fr", flat(french.words), french.articles)
    assert again == french


def test_a_language_of_staff_s_keeps_english_where_the_code_has_a_word_since_then():
    made = from_flat("convention", "es", {"title": "Convenio de prácticas", "days_of_week.mon": "lunes"}, [])
    assert made.words["title"] == "Convenio de prácticas"
    assert made.words["days_of_week"] == {**WORDS["convention"]["en"]["days_of_week"], "mon": "lunes"}
    assert Speaker(made).money(75_000).replace("\xa0", " ") == "750,00 €"


def test_a_blank_is_a_name_and_nothing_else():
    assert (
        fill("{host} {host.__class__} {0} {} {{host}} %s", host="Banque")
        == "Banque {host.__class__} {0} {} {Banque} %s"
    )
    assert fill("{host}", host="{student}", student="Inès") == "{student}"


@pytest.mark.parametrize(
    ("words", "articles", "found"),
    [
        ({"title": ""}, [], {"words.title": ["required"]}),
        ({"nonsense": "x"}, [], {"words.nonsense": ["unknown_choice"]}),
        ({"title": "{host.__class__}"}, [], {"words.title": ["unknown_placeholder"]}),
        ({"made_on": "Fait"}, [], {"words.made_on": ["missing_placeholder"]}),
        ({}, [{"title": "", "text": "x"}], {"articles.0.title": ["required"]}),
        ({}, [{"title": "A", "text": " "}], {"articles.0.text": ["required"]}),
        ({}, [{"title": "A", "text": "{host} {hots}"}], {"articles.0.text": ["unknown_placeholder"]}),
        ({}, [{"title": "A", "text": " ".join(f"{{{name}}}" for name in ARTICLE_BLANKS)}], {}),
    ],
)
def test_what_cannot_be_saved_is_told_in_its_place(words, articles, found):
    assert problems("convention", words, articles) == found


@pytest.mark.parametrize("code", ["fr", "es", "de", "pt_BR", "ar", "zh"])
def test_a_language_has_its_dates_and_money(code):
    assert wording.is_language(code)


@pytest.mark.parametrize("code", ["", "xx", "../etc", "FR", "klingon", "e" * 300, "fr-FR"])
def test_what_is_no_language_is_refused(code):
    assert not wording.is_language(code)
