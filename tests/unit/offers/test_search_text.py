import pytest

from services.offers.rules.keys import sort_key
from services.offers.rules.search_text import normalise, to_web_search

pytestmark = pytest.mark.feature("D1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("développeur", "développeuse"),
        ("Développeur·se", "développeuse"),
        ("développeur/euse", "développeur"),
        ("Vendeur(se)", "vendeuse"),
        ("chargé(e)", "Chargé"),
        ("étudiant·e·s", "étudiant"),
        ("rédactrice", "rédacteur"),
        ("conseillère", "conseiller"),
        ("infirmières", "infirmiers"),
        ("technicienne", "technicien"),
        ("C ++", "C ++"),
        ("Node.js", "nodejs"),
        ("Bac + 5", "bac+5"),
        ("Assistant H/F", "assistant (F/H)"),
        ("Aix-en-Provence", "aix en provence"),
        ("developpeuse", "Développeur"),
        ("Œuvre", "œuvre"),
    ],
)
def test_two_ways_to_write_one_thing_meet(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++ / C# / .NET", "cplusplus csharp dotnet"),
        ("ASP.NET et VB.NET", "asp dotnet et vb dotnet"),
        ("le langage C, c'est bien", "le langage clangage c est bien"),
        ("Internet, exemple.net", "internet exemple net"),
        ("F#", "fsharp"),
        ("heureuse et rigoureuse", "heureuse et rigoureuse"),
        ("R&D", "rechdev"),
    ],
)
def test_signs_that_the_dictionary_would_lose_become_words(text, words):
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("python simulation", "python simulation"),
        ("banque ou assurance", "banque or assurance"),
        ("banque -assurance", "banque -assurance"),
        ('"chargé d\'études" marseille', '"charge d etudes" marseille'),
        ("Aix-en-Provence", '"aix en provence"'),
        ("-C++ développeuse", "-cplusplus developpeur"),
        ('-"chef de projet"', '-"chef de projet"'),
        ("marketing et vente", "marketing vente"),
        ("banque ou", "banque"),
        ('"guillemet ouvert', '"guillemet ouvert"'),
        ("!!! ((( & | <->", ""),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_a_query(typed, asked):
    assert to_web_search(typed) == asked


def test_names_are_sorted_without_accents_nor_capitals():
    assert sort_key("  Société  Générale (Œuvres) ") == "societe generale oeuvres"
