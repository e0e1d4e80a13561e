"""The convention: the fifteen items of the law, both languages, and people's text as data."""

import io
import re
from datetime import date
from types import SimpleNamespace

import pypdf
import pytest

from contracts.calls.profiles import Person
from gateway.areas.agreements import forms
from gateway.areas.groups.forms import CircuitForm
from runtime.settings import from_environment
from services.agreements.documents import convention
from services.agreements.documents.d124_4 import AROUND, ITEMS
from services.agreements.documents.drawing import Check
from services.agreements.documents.wording import built_in
from services.agreements.documents.words import EN, FR
from tests.builders import files
from tests.unit.agreements.papers import CHECK, NOW, complete, plain, text_of

pytestmark = pytest.mark.feature("E9")
each_language = pytest.mark.parametrize(("language", "words"), [("fr", FR), ("en", EN)])

SAID = {
    "programme": "Master Banque et finance",
    "teaching_hours": "417 h",
    "teaching_presence": "63 h",
    "referent": "Marc Olivier",
    "tutor": "Hakim Belaïd, Chef de service",
    "skills": "Texte de skills.",
    "activities": "Texte de activities.",
    "starts_on": {"fr": "1er mars 2027", "en": "1 March 2027"},
    "ends_on": {"fr": "30 juin 2027", "en": "30 June 2027"},
    "presence": {"fr": "jours de 7 heures", "en": "days of 7 hours"},
    "weekly": "35 h",
    "weekdays": {"fr": "lundi, mardi", "en": "Monday, Tuesday"},
    "unusual_hours": "Deux samedis en mai.",
    "holidays": {"fr": "est présent les jours fériés", "en": "is present on public holidays"},
    "weeks": {"fr": "20,25 h", "en": "20.25 h"},
    "supervision": "Texte de supervision.",
    "stipend_value": {"fr": "750,00 €", "en": "€750.00"},
    "stipend_spread": {"fr": "En parts égales", "en": "In equal parts"},
    "stipend_payment": "Chaque mois, par virement.",
    "social_cover": "Texte de social_cover.",
    "insurance": "Texte de insurance.",
    "absences": "Texte de absences.",
    "interruptions": "Examens du semestre",
    "suspension": "Texte de suspension.",
    "interruption": "Texte de interruption.",
    "benefits": "Tickets restaurant.",
    "house_rules": "Badge obligatoire.",
    "certificate": "Texte de certificate.",
}


def drawn(file, **options):
    return convention.render(file, NOW, draft=options.pop("draft", False), **options)


@pytest.mark.feature("E6")
def test_the_fifteen_items_are_declared_once_each():
    assert [item.number for item in ITEMS] == list(range(1, 16))
    assert {word for item in ITEMS for _field, word in item.parts} == set(SAID)


@pytest.mark.feature("E6")
@pytest.mark.parametrize("field", [field for item in ITEMS for field, _word in item.parts])
def test_each_item_of_article_d124_4_is_in_a_form(field):
    part, name = field.split(".")
    asked = {
        "convention": [forms.ConventionForm],
        "request": [forms.StepOneForm, forms.StepTwoForm, forms.CaseTwoForm],
    }[part]
    assert any(hasattr(form, name) for form in asked), f"no form asks for {name}"


AROUND_SAID = {
    "settings.university": from_environment().university,
    "group.university": "Aude Roche, Vice-présidente",
    "group.name": "Convention Licence 3 - Aix",
    "host.name": "Banque maritime",
    "host.siret": "73282932000074",
    "host.address1": "1 quai",
    "host.address2": "Bâtiment Sirocco",
    "host.postal_code": "1003",
    "host.city": "Lausanne",
    "host.country": {"fr": "Suisse", "en": "Switzerland"},
    "convention.headcount": "250",
    "signatory.civility": {"fr": "Madame", "en": "Ms"},
    "signatory.first_name": "Solène",
    "signatory.last_name": "Arnaud",
    "signatory.role": "Direction",
    "signatory.email": "s@host.example",
    "signatory.address1": "12 rue des Signataires",
    "signatory.address2": "Étage 7",
    "signatory.postal_code": "75011",
    "signatory.city": "Paris",
    "person.first_name": "Inès",
    "person.last_name": "Martin",
    "person.student_number": "21500123",
    "person.component_name": "Faculté d’économie",
    "legal_representative.name": "Paule Martin",
    "request.supervisor_id": "Claire Ferrand",
    "request.title": "Analyste risque de crédit (H/F)",
    "request.description": "Lecture de comptes et note de risque.",
    "place.address1": "5 allée du Stage",
    "place.address2": "Porte B",
    "place.postal_code": "1201",
    "place.city": "Genève",
    "place.country": {"fr": "Suisse", "en": "Switzerland"},
    "convention.post": "Direction des risques",
    "convention.confidential": {"fr": "Les parties s’engagent", "en": "The parties undertake"},
    "convention.language": {"fr": "Convention de stage", "en": "Internship agreement"},
}
TYPED_IN = {
    "request": {*dir(forms.StepOneForm), *dir(forms.StepTwoForm)} & {*dir(forms.CaseTwoForm)},
    "place": dir(forms.PlaceForm),
    "host": dir(forms.HostForm),
    "convention": dir(forms.ConventionForm),
    "signatory": dir(forms.SignatoryForm),
    "legal_representative": dir(forms.RepresentativeForm),
    "person": Person().fields,
    "settings": dir(from_environment()),
}
PARTS = {"place": "request", "signatory": "convention", "legal_representative": "convention"}
ALL_SAID = [(f"item {item.number}: {field}", word, SAID[word]) for item in ITEMS for field, word in item.parts] + [
    (field, word, AROUND_SAID[field]) for field, word in AROUND
]


def whole(language):
    """A file in which each item of the two lists has a value that is found nowhere else in its section."""
    signatory = {name.partition(".")[2]: said for name, said in AROUND_SAID.items() if name.startswith("signatory.")}
    file = complete(
        language, signatory={**signatory, "civility": "madam"}, legal_representative={"name": "Paule Martin"}
    )
    host, place = (
        {name.partition(".")[2]: said for name, said in AROUND_SAID.items() if name.startswith(part)}
        for part in ("host.", "place.")
    )
    file.host = {**host, "country": "CH"}
    file.request |= {"at_host_address": False, "place": {**place, "country": "CH"}}
    file.university_signatory = {"name": "Aude Roche", "role": "Vice-présidente"}
    file.officer_group = SimpleNamespace(name="Convention Licence 3 - Aix")
    return file


def rows_of(file, language):
    """(Its section's title, label, value) of each row that the document states, in its order; a table is one row."""
    page = convention.contents(file, built_in("convention", language))
    yield "", plain(page.title), plain(page.title)
    for block in page.blocks:
        for fact in block.get("facts", []):
            yield plain(block["title"]), plain(fact["label"]), plain(fact["value"]["text"])
        if block["is"] == "table":
            cells = [cell["text"] for row in block["rows"] for cell in row]
            yield plain(block["title"]), plain(block["title"]), plain(" ".join([*block["columns"], *cells]))


@pytest.mark.feature("E6")
def test_what_is_asked_around_the_article_is_declared_once_each():
    assert [field for field, _word in AROUND] == list(AROUND_SAID)
    declared = {word for _about, word, _said in ALL_SAID}
    stated = {label for _title, label, _value in rows_of(whole("fr"), "fr")}
    assert stated == {FR[word] for word in (*declared, "schedule")}, "a row that no list declares, or the reverse"


@pytest.mark.feature("E6")
@pytest.mark.parametrize("field", [field for field, _word in AROUND if not field.startswith("group.")])
def test_each_item_around_the_article_is_typed_somewhere(field):
    part, name = field.split(".")
    assert name in TYPED_IN[part]
    assert part not in PARTS or part in TYPED_IN[PARTS[part]]


@pytest.mark.feature("E6")
def test_a_group_is_chosen_in_the_form_and_who_signs_for_the_university_on_the_group_s_page():
    assert hasattr(forms.ConventionForm, "officer_group_id")
    assert hasattr(CircuitForm, "signs")


@pytest.mark.feature("E6")
@each_language
def test_each_item_stands_in_the_pdf_beside_its_label_with_its_value(language, words):
    """In the row of its own, in its section: the same name in an article or in a box of signatures is another matter."""
    file = whole(language)
    text, at, section, rows = text_of(drawn(file)), 0, "", {}
    for title, label, value in rows_of(file, language):
        if title != section and title != label:
            at, section = text.index(title, at), title
        at = text.index(f"{label} {value}" if label != value else value, at)
        rows[label] = value
    for about, word, expected in ALL_SAID:
        value = expected if isinstance(expected, str) else expected[language]
        assert plain(words[word]) in rows, f"the label of {about}"
        assert value in rows[plain(words[word])], f"the value of {about}"


@pytest.mark.feature("E6")
def test_a_convention_without_a_headcount_says_what_the_host_s_record_says():
    file = whole("fr")
    file.convention["headcount"] = None
    file.host["headcount"] = 41
    assert facts_of(file)[FR["headcount"]] == "41"


def test_every_field_of_the_convention_s_form_reaches_the_page():
    """Each text field holds a word of its own; all of them are found."""
    names = [
        "skills",
        "activities",
        "supervision",
        "unusual_hours",
        "stipend_payment",
        "social_cover",
        "insurance",
        "absences",
        "suspension",
        "interruption",
        "benefits",
        "house_rules",
        "certificate",
        "post",
    ]
    text = text_of(drawn(complete(**{name: f"mot-{name}" for name in names})))
    assert [name for name in names if f"mot-{name}" not in text] == []


def test_dates_and_money_are_written_as_the_document_s_language_writes_them():
    french, english = text_of(drawn(complete("fr"))), text_of(drawn(complete("en")))
    assert "Date de début 1er mars 2027" in french
    assert "First day 1 March 2027" in english
    assert "Gratification mensuelle brute 750,00 €" in french
    assert "Gross monthly stipend €750.00" in english


def test_what_does_not_apply_is_said_to_be_none():
    facts = facts_of(files.file(convention=files.convention_fields()))
    for name in ("unusual_hours", "benefits", "house_rules"):
        assert facts[FR[name]] == "Néant"


def facts_of(file):
    page = convention.contents(file, built_in("convention", "fr"))
    found = [fact for block in page.blocks for fact in block.get("facts", [])]
    return {fact["label"]: fact["value"]["text"] for fact in found}


def test_five_sign_and_a_minor_is_represented():
    page = convention.contents(complete(), built_in("convention", "fr"))
    assert [one["role"] for one in page.boxes] == [
        FR[name] for name in ("student", "for_host", "tutor", "referent", "for_establishment")
    ]
    minor = complete(legal_representative={"name": "Paul Martin"})
    first = convention.contents(minor, built_in("convention", "fr")).boxes[0]
    assert first == {"role": FR["legal_representative"], "name": "Paul Martin"}


@each_language
def test_drawn_for_electronic_signatures_no_box_waits_for_a_pen(language, words):
    pdf = drawn(complete(language), electronic=True, check=CHECK)
    text = text_of(pdf)
    assert words["date_and_signature"] not in text
    assert text.count(plain(words["signed_online"])) == 5
    assert not pdf.plain
    assert text_of(drawn(complete(language))).count(words["date_and_signature"]) == 5


def test_as_many_sign_as_are_given_up_to_seven():
    given = [{"role": "university", "name": ""}, *({"role": f"Rôle {n}", "name": f"Nom {n}"} for n in range(9))]
    file = complete()
    file.university_signatory = {"name": "Aude Roche", "role": "Vice-présidente"}
    text = text_of(drawn(file, signatories=given))
    assert text.count("Date et signature") == 7
    assert "Pour l’établissement Aude Roche, Vice-présidente" in text
    assert "Nom 5" in text
    assert "Nom 6" not in text


def test_the_schedule_s_last_line_is_its_total():
    def months(file):
        page = convention.contents(file, built_in("convention", "fr"))
        return next(block["rows"] for block in page.blocks if block["title"] == FR["schedule"])

    found = [[cell["text"] for cell in row] for row in months(complete())]
    assert found[-1][0] == "Total"
    assert int(found[-1][1]) == sum(int(row[1]) for row in found[:-1])
    unsaid = files.file(request=files.request_fields(starts_on=None), convention=files.convention_fields())
    assert months(unsaid) == []


def test_a_nearly_empty_convention_can_be_drawn_as_a_draft():
    bare = files.file(
        request=files.request_fields(starts_on=None, ends_on=None), convention={}, tutor=None, host=None, referent=None
    )
    assert FR["title"] in text_of(drawn(bare, draft=True))


def test_the_articles_name_the_parties_and_no_blank_is_left():
    text = text_of(drawn(complete()))
    assert "Article 1. Objet" in text
    assert "Marc Olivier, enseignant référent" in text
    assert re.findall(r"\{\w*\}", text) == []
    assert "Article 1. Purpose" in text_of(drawn(complete("en")))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_marked_and_a_pdf_is_tagged_in_its_language(language):
    pdf = drawn(complete(language), draft=True)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert {"fr": "BROUILLON", "en": "DRAFT"}[language] in reader.pages[0].extract_text()
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "BROUILLON" not in text_of(drawn(complete("fr")))


def test_the_check_s_address_is_written_and_drawn_with_words_for_who_cannot_see_it():
    pdf = drawn(complete(), check=CHECK)
    assert CHECK.url in text_of(pdf).replace(" ", "")
    assert "/verifier/" not in text_of(drawn(complete()))
    alternatives = [value for name, value in entries_of(pdf) if name == "/Alt"]
    assert alternatives == [FR["check_alt"]]


LONG = "https://ipro.univ-mediterranee.example/stages/et/conventions/de/toutes/les/composantes/verifier/" + "Ab3_" * 12


@pytest.mark.parametrize("url", [CHECK.url, LONG], ids=["on one line", "longer than a line"])
@each_language
def test_the_check_s_address_is_a_link_and_what_is_copied_of_it_leads_there(language, words, url):
    pdf = drawn(complete(language), check=Check(url))
    last = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1]
    assert {one.get_object()["/A"]["/URI"] for one in last["/Annots"]} == {url}
    copied = last.extract_text()
    assert not set(copied) & set("\u200b\u200c\u200d\u2060\xad\ufeff"), "a letter that is copied without being seen"
    assert url in copied.replace("\n", "")
    assert (url in copied) == (url == CHECK.url), "the shorter one is on a line"
    assert not pdf.plain


def entries_of(pdf):
    """(key, value) of every dictionary of the file."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for number in range(1, reader.trailer["/Size"]):
        found = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        if isinstance(found, pypdf.generic.DictionaryObject):
            yield from ((key, value) for key, value in found.items() if isinstance(key, str))


def test_the_same_file_at_the_same_moment_is_the_same_document():
    assert drawn(complete(), check=CHECK) == drawn(complete(), check=CHECK)


def test_the_university_s_signatory_is_named_when_there_is_one():
    file = complete()
    assert FR["university_signatory"] not in facts_of(file)
    assert (
        facts_of(SimpleNamespace(**vars(file), title="", university_signatory={"name": "Aude Roche", "role": "VP"}))[
            FR["university_signatory"]
        ]
        == "Aude Roche, VP"
    )


def test_a_day_of_the_first_of_the_month_is_said_as_it_is_said():
    file = complete()
    file.request["ends_on"] = date(2027, 7, 1)
    assert facts_of(file)[FR["ends_on"]] == "1er juillet 2027"
