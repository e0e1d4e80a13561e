"""The convention's contents: the fifteen items of the law, both languages, and people's text as data."""

import io
import json
from datetime import date

import pypdf
import pytest

from services.agreements.documents.convention import _compile, contents
from services.agreements.documents.words import EN, FR
from tests.builders import files
from tests.builders.files import TODAY

pytestmark = pytest.mark.feature("E9")

HOSTILE = '#eval("1+1") $x^2$ *gras* _italique_ [crochet] <repere> @renvoi // fin /* */ \\ #image("secret.png") `brut` = Titre'


def complete(language: str = "fr", **changes):
    return files.file(
        convention=files.convention_fields(
            language=language,
            unusual_hours="Deux samedis en mai.",
            benefits="Tickets restaurant.",
            house_rules="Badge obligatoire.",
            post="Direction des risques",
            confidential=True,
            **changes,
        )
    )


def shown(language: str = "fr", plain=None) -> dict[str, str]:
    found = contents(plain or complete(language), TODAY, draft=False)
    return {label: value for section in found["sections"] for label, value in section["facts"]}


def kinds(value):
    """The shape of the words: keys of dictionaries, length of lists, and that no text is empty."""
    if isinstance(value, dict):
        return {name: kinds(item) for name, item in value.items()}
    if isinstance(value, list):
        return [kinds(item) for item in value]
    assert value.strip()
    return sorted(part.split("}")[0] for part in value.split("{")[1:])


def test_both_languages_say_the_same_things_with_the_same_blanks():
    assert kinds(FR) == kinds(EN)
    same = {name for name in FR if FR[name] == EN[name]}
    assert same <= {"description", "signatures", "hours_unit", "total"}, "words that nobody translated"


@pytest.mark.feature("E6")
@pytest.mark.parametrize(("language", "words"), [("fr", FR), ("en", EN)])
def test_the_fifteen_items_of_article_d124_4_are_there(language, words):
    facts = shown(language)
    items = {
        1: {"programme": "Master Banque", "teaching_hours": "400 h"},
        2: {"referent": "Marc Olivier", "tutor": "Hakim Belaïd, Chef de service"},
        3: {"skills": "Texte de skills."},
        4: {"activities": "Texte de activities."},
        5: {"starts_on": None, "ends_on": None, "presence": None},
        6: {"weekly": "35 h", "unusual_hours": "Deux samedis en mai."},
        7: {"supervision": "Texte de supervision."},
        8: {"stipend_value": None, "stipend_payment": "Chaque mois, par virement."},
        9: {"social_cover": "Texte de social_cover.", "insurance": "Texte de insurance."},
        10: {"absences": "Texte de absences."},
        11: {"suspension": "Texte de suspension."},
        12: {"interruption": "Texte de interruption."},
        13: {"benefits": "Tickets restaurant."},
        14: {"house_rules": "Badge obligatoire."},
        15: {"certificate": "Texte de certificate."},
    }
    assert sorted(items) == list(range(1, 16))
    for item, expected in items.items():
        for name, value in expected.items():
            assert facts.get(words[name]), f"item {item}: {name}"
            assert value is None or facts[words[name]] == value


def test_dates_and_money_are_written_as_the_document_s_language_writes_them():
    french, english = shown("fr"), shown("en")
    assert french["Date de début"] == "1 mars 2027"
    assert english["First day"] == "1 March 2027"
    assert french["Gratification mensuelle brute"].replace("\u202f", " ").replace("\xa0", " ") == "750,00 €"
    assert english["Gross monthly stipend"] == "€750.00"


def test_what_does_not_apply_is_said_to_be_none():
    plain = files.file(convention=files.convention_fields())
    facts = shown(plain=plain)
    for name in ("unusual_hours", "benefits", "house_rules"):
        assert facts[FR[name]] == "Néant"


def test_five_sign_and_a_minor_is_represented():
    found = contents(complete(), TODAY, draft=False)["signatories"]
    assert [one["role"] for one in found] == [
        FR[n] for n in ("student", "for_host", "tutor", "referent", "for_establishment")
    ]
    minor = complete(legal_representative={"name": "Paul Martin"})
    first = contents(minor, TODAY, draft=False)["signatories"][0]
    assert first == {"role": FR["legal_representative"], "name": "Paul Martin"}


def test_the_schedule_s_last_line_is_its_total():
    found = contents(complete(), TODAY, draft=False)["months"]
    assert found[-1][0] == "Total"
    assert int(found[-1][1]) == sum(int(row[1]) for row in found[:-1])
    unsaid = files.file(request=files.request_fields(starts_on=None), convention=files.convention_fields())
    assert contents(unsaid, TODAY, draft=True)["months"] == []


def test_a_nearly_empty_convention_can_be_drawn_as_a_draft():
    bare = files.file(
        request=files.request_fields(starts_on=None, ends_on=None), convention={}, tutor=None, host=None, referent=None
    )
    assert text_of(contents(bare, TODAY, draft=True))


def text_of(data: dict) -> str:
    reader = pypdf.PdfReader(io.BytesIO(_compile(json.dumps(data))))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_what_people_type_is_text_never_code():
    plain = complete(skills=HOSTILE)
    plain.request["title"] = HOSTILE
    plain.student["name"] = "Inès #panic() Martin"
    text = text_of(contents(plain, TODAY, draft=False))
    for word in ('#eval("1+1")', "$x^2$", "*gras*", "<repere>", '#image("secret.png")', "`brut`", "#panic()"):
        assert word in text


@pytest.mark.parametrize("name", ["李小龙 Ωμέγα", "محمد", "Zoë 🎓", "\u2028\u200f\ue000"])
def test_any_letter_leaves_a_document(name):
    plain = complete()
    plain.student["name"] = name
    assert text_of(contents(plain, TODAY, draft=False))


def test_a_draft_is_marked_and_a_pdf_is_tagged_in_its_language():
    data = contents(complete("en"), date(2026, 11, 23), draft=True)
    reader = pypdf.PdfReader(io.BytesIO(_compile(json.dumps(data))))
    assert data["draft"] is True
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "DRAFT" in reader.pages[0].extract_text()
