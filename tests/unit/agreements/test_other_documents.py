"""The amendment and the certificate."""

import io
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pypdf
import pytest

from services.agreements.documents import amendment, certificate, convention
from services.agreements.documents.convention import presence
from services.agreements.documents.speaking import Speaker
from services.agreements.documents.wording import built_in
from services.agreements.documents.words import WORDS
from services.agreements.rules import amendments
from services.agreements.rules.stipend import schedule
from tests.builders import files as builders
from tests.unit.agreements.papers import CERTIFIED, CHECK, NOW, complete, plain, text_of

BEFORE = {
    "request.ends_on": date(2027, 6, 30),
    "convention.stipend_cents": 75_000,
    "convention.weekly_minutes": 2_100,
    "convention.weekdays": ["mon", "tue"],
    "convention.confidential": False,
    "request.place.city": "",
    "request.title": "Analyste",
    "tutor": {"first_name": "Hakim", "last_name": "Belaïd", "role": "Chef"},
    "convention.interruptions": [],
    "convention.skills": "Les mêmes",
}
AFTER = {
    "request.ends_on": "2027-07-31",
    "convention.stipend_cents": 80_050,
    "convention.weekly_minutes": 1_050,
    "convention.weekdays": ["wed"],
    "convention.confidential": True,
    "request.place.city": "Toulon #panic()",
    "request.title": "Analyste senior",
    "tutor": {"first_name": "Ana", "last_name": "Lopez", "role": ""},
    "convention.interruptions": [{"starts_on": "2027-05-03", "ends_on": "2027-05-07", "reason": "Examens"}],
    "convention.skills": "Les mêmes",
}


def amended(language="fr", before=BEFORE, after=AFTER, **options):
    told = SimpleNamespace(
        number=2,
        kinds=["dates", "stipend"],
        before=before,
        after=after,
        reason="Mission prolongée.",
        effective_on=date(2027, 5, 1),
    )
    return amendment.render(complete(language), told, NOW, draft=options.pop("draft", False), **options)


@pytest.mark.feature("E12")
def test_an_amendment_tells_each_change_in_words():
    pdf = amended(check=CHECK)
    text = text_of(pdf)
    assert not pdf.plain
    for said in (
        "Avenant n° 2 à la convention de stage n° 1042 entre", "Dates du stage, Gratification", "Mission prolongée.",
        "1er mai 2027",
        "Date de fin 30 juin 2027 31 juillet 2027", "750,00 € 800,50 €", "35 h 17,5 h", "lundi, mardi mercredi",
        "Confidentialité Non Oui", "Lieu du stage Non renseigné Toulon #panic()", "Analyste Analyste senior", "Belaïd, Chef",
        "Ana Lopez", "du 3 mai 2027 au 7 mai 2027, Examens", "Article 1. Objet", "Date et signature",
    ):  # fmt: skip
        assert said in text, said
    assert "Les mêmes" not in text


@pytest.mark.feature("E12")
def test_an_amendment_speaks_the_language_of_its_convention():
    text = text_of(amended("en", draft=True))
    assert "Amendment no. 2 to internship agreement no. 1042 between" in text
    assert "Last day 30 June 2027 31 July 2027" in text
    assert "DRAFT" in text


@pytest.mark.feature("E12")
@pytest.mark.parametrize(("language", "word"), [("fr", "Lieu du stage"), ("en", "Place of the internship")])
@pytest.mark.parametrize("to_the_host", [False, True])
def test_an_amendment_of_the_place_tells_one_address_and_the_other_on_one_line(language, word, to_the_host):
    file = complete(language)
    street = {"address1": "12 rue Neuve", "postal_code": "13001", "city": "Marseille", "country": "FR"}
    file.host = {**file.host, "address1": "1 quai du Port", "address2": "", "postal_code": "13002", "city": "Marseille"}
    file.request = {**file.request, "at_host_address": not to_the_host, "place": street if to_the_host else None}
    asked = builders.amendment(["place"], file, at_host_address=to_the_host, place=None if to_the_host else street)
    found = amendments.changes(asked)
    text = text_of(amended(language, {name: b for name, b, _a in found}, {name: a for name, _b, a in found}))
    both = ["1 quai du Port, 13002 Marseille", "12 rue Neuve, 13001 Marseille"]
    assert " ".join([word, *(reversed(both) if to_the_host else both)]) in text
    assert text.count(word) == 1, "its own kind is not among those of this sample"


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("kind", "name", "role"), [("tutor", "Ana Lopez", "Cheffe de quai"), ("other", "Hakim Belaïd", "Chef de salle")]
)
def test_the_box_of_the_tutor_who_signs_an_amendment_tells_his_role_as_the_convention_s_does(kind, name, role):
    file = complete("fr")
    file.tutor = {**file.tutor, "first_name": "Hakim", "last_name": "Belaïd", "role": "Chef de salle"}
    asked = builders.amendment([kind], file)
    asked.people = {"tutor": {"first_name": "Ana", "last_name": "Lopez", "role": role}} if kind == "tutor" else {}
    signatories = [{"role": "tutor", "name": name}]
    pdf = amended(before={}, after={}, amended=amendments.AsAmended(file, asked), signatories=signatories)
    assert f"{name}, {role}" in text_of(pdf)


@pytest.mark.feature("E12")
def test_an_amendment_that_changes_no_clause_says_so():
    assert WORDS["amendment"]["fr"]["nothing"] in text_of(amended(before={}, after={}))


@pytest.mark.feature("E12")
def test_the_heading_of_signatures_is_never_alone_at_the_foot_of_a_page():
    heading, role, ends = WORDS["convention"]["fr"]["signatures"], "Stagiaire", set()
    for lines in range(1, 60, 2):
        pages = pypdf.PdfReader(io.BytesIO(amended(after={**AFTER, "words": "Un mot.\n" * lines}))).pages
        where, page = next((n, page) for n, page in enumerate(pages) if f"{heading}\nToutes" in page.extract_text())
        assert role in page.extract_text().split(f"{heading}\nToutes")[1], lines
        ends.add(where)
    assert len(ends) > 1, "it went over an end of page"


@pytest.mark.feature("E12")
def test_a_field_that_has_no_word_is_told_by_its_name():
    assert "convention.something" in text_of(amended(before={}, after={"convention.something": "neuf"}))


@pytest.mark.feature("E12")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_certificate_states_what_article_d124_9_asks(language):
    pdf = certificate.render(complete(language), CERTIFIED, NOW, check=CHECK)
    text = text_of(pdf)
    assert not pdf.plain
    money = {"fr": "3 012,34 €", "en": "€3,012.34"}[language]
    months = {"fr": "3,79 mois", "en": "3.79 months"}[language]
    for said in (
        "Inès Martin",
        "Banque maritime",
        "Master Banque",
        "Notes de risque.",
        money,
        months,
        "Marseille",
        "Solène Arnaud, Direction",
    ):
        assert said in text, said
    assert plain(WORDS["certificate"][language]["title"]) in text
    assert WORDS["convention"][language]["date_and_signature"] not in text, "it is issued on a link"
    assert plain(WORDS["certificate"][language]["signatures_note"]) not in text
    assert plain(WORDS["certificate"][language]["issued_online"]) in text


@pytest.mark.feature("E12")
def test_a_certificate_not_yet_signed_is_drawn_without_a_date():
    unsigned = {**CERTIFIED, "signed_at": None, "signed_by": "", "signed_role": "", "place": ""}
    text = text_of(certificate.render(complete(), unsigned, NOW))
    assert "Attestation de stage" in text
    assert text.count("Date et signature") == 1


@pytest.mark.feature("E10", "E12")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_amendment_signed_electronically_has_no_box_for_a_pen(language):
    words = WORDS["convention"][language]
    text = text_of(amended(language, electronic=True, check=CHECK))
    assert words["date_and_signature"] not in text
    assert text.count(plain(words["signed_online"])) == 5


@pytest.mark.feature("E12")
def test_a_certificate_is_issued_on_the_day_of_france():
    """Its summer's midnight is two hours before the one of UTC."""
    late = {**CERTIFIED, "signed_at": datetime(2027, 6, 28, 22, 30, tzinfo=UTC)}
    assert "29 juin 2027" in text_of(certificate.render(complete(), late, NOW))


@pytest.mark.feature("E6", "E12")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_amendment_that_changes_hours_or_stipend_tells_the_new_total_and_the_new_months(language):
    file = complete(language)
    longer = complete(language)
    longer.request = {**longer.request, "ends_on": date(2027, 7, 31)}
    was, now = schedule(file), schedule(longer)
    assert now.minutes > was.minutes
    text = text_of(amended(language, amended=longer))
    speak = Speaker(built_in("convention", language))
    for plan in (was, now):
        assert plain(presence(plan, speak)) in text
    assert plain(WORDS["amendment"][language]["schedule_replaces"]) in text
    assert plain(speak.money(now.cents)) in text
    assert plain(speak.month(now.months[-1].month)) in text
    assert WORDS["amendment"][language]["schedule_replaces"] not in text_of(
        amended(language, amended=complete(language))
    )


@pytest.mark.feature("E9")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_convention_says_that_its_stipend_is_of_a_full_month_and_what_an_hour_is_paid(language):
    file = complete(language)
    plan, speak = schedule(file), Speaker(built_in("convention", language))
    text = text_of(convention.render(file, NOW, draft=False))
    assert (
        plain(
            speak.say(
                "stipend_month", amount=speak.money(plan.monthly_cents), hourly=speak.money(round(plan.cents_an_hour))
            )
        )
        in text
    )
