import pytest

from contracts.vocabulary import DocumentKind, Role
from services.profiles.rules.completeness import completeness
from services.profiles.rules.groups import groups_of
from services.profiles.rules.names import fold, says_nothing
from services.profiles.rules.roles import facts_from, language_from, roles_from
from services.profiles.rules.throttle import too_many


@pytest.mark.feature("C3")
@pytest.mark.parametrize(
    "name",
    [
        "CV1",
        "cv 2",
        "CV",
        "lettre",
        "Lettre de motivation",
        "document",
        "Mon CV final (3).pdf",
        "cv_v2",
        "1",
        "---",
        "Nouveau document 4",
        "CV 2026",
        "lm",
    ],
)
def test_a_name_that_says_nothing_is_seen(name):
    assert says_nothing(name)


@pytest.mark.feature("C3")
@pytest.mark.parametrize(
    "name",
    ["Inès Martin - Chargée d’études", "CV analyste crédit", "Lettre Banque Maritime", "Data analyst 2026", "李小龙"],
)
def test_a_name_that_tells_something_is_taken(name):
    assert not says_nothing(name)


@pytest.mark.feature("A2")
@pytest.mark.parametrize(
    ("affiliations", "roles"),
    [
        (["student", "member"], [Role.STUDENT]),
        ("student", [Role.STUDENT]),
        (["Faculty", "employee"], [Role.TEACHER]),
        (["teacher"], [Role.TEACHER]),
        (["student", "teacher"], [Role.STUDENT, Role.TEACHER]),
        (["employee", "staff"], []),
        (["admin", "officer", "careers", "service"], []),
        (None, []),
    ],
)
def test_affiliations_give_study_and_teaching_roles_only(affiliations, roles):
    assert roles_from({"eduPersonAffiliation": affiliations}) == roles


@pytest.mark.feature("A2")
def test_attributes_come_alone_or_as_lists_with_or_without_labels():
    facts = facts_from(
        {
            "sn": ["Martin"],
            "givenName": "Inès",
            "mail": ["ines.martin@etu.example"],
            "supannEtuEtape": ["{UAI:0000000A}B5BAF"],
            "supannEntiteAffectation": ["LABO", "FSEG"],
            "supannEtuId": 21500123,
        },
        frozenset({"FSEG"}),
    )
    assert facts == {
        "first_name": "Inès",
        "last_name": "Martin",
        "email": "ines.martin@etu.example",
        "student_number": "21500123",
        "programme_code": "B5BAF",
        "component_code": "FSEG",
    }


def test_the_displayed_name_serves_when_its_parts_are_missing():
    assert facts_from({"displayName": "Jean Paul Roux"}) == {"first_name": "Jean Paul", "last_name": "Roux"}


def test_the_language_is_french_unless_english_is_preferred():
    assert language_from({}) == "fr"
    assert language_from({"preferredLanguage": "en-GB, fr;q=0.5"}) == "en"


def test_folding_makes_accents_ligatures_and_signs_equal():
    assert fold("Œuvre  d’Inès_M.") == "oeuvre d ines m"


@pytest.mark.feature("C1")
def test_a_student_without_documents_is_told_what_is_missing():
    percent, missing = completeness(
        roles=[Role.STUDENT], name="Inès Martin", email="i@x.example", programme="B5BAF", kinds=[]
    )
    assert (percent, missing) == (40, ["cv", "cover_letter", "photo"])


@pytest.mark.feature("C1")
def test_a_profile_with_everything_is_complete():
    assert completeness(
        roles=[Role.STUDENT], name="I", email="i@x.example", programme="B5BAF", kinds=list(DocumentKind)
    ) == (100, [])


@pytest.mark.feature("B3")
def test_one_is_in_the_groups_of_ones_status_component_and_programme():
    groups = groups_of(["student"], "fr", ("FSEG", "Faculté d’économie"), ("B5BAF", "Master Banque et affaires"))
    assert [(group["code"], group["kind"]) for group in groups] == [
        ("ETUDS", "status"),
        ("FSEG", "component"),
        ("B5BAF", "programme"),
    ]


@pytest.mark.feature("A3")
def test_the_eleventh_try_is_one_too_many():
    assert not too_many(9)
    assert too_many(10)
