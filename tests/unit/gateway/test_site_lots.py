"""Lists that open conventions and decisions in bulk: what is said of each line."""

from typing import Any

import pytest

from tests.unit.gateway.answers import NOW, Pages, number
from tests.unit.gateway.test_site_office import PREVIEW

JOB = {
    "id": number(95), "kind": "opening", "by": "officer", "move": "open_for_group", "comment": "", "file_name": "l.csv",
    "checked_only": True, "state": "done", "total": 1, "counts": {"ready": 1, "overlapping": 1}, "created_at": NOW,
    "finished_at": NOW, "next": 0,
}  # fmt: skip
OTHERS = [
    {"reference": 61, "line": 0, "starts_on": "2027-03-01", "ends_on": "2027-03-26"},
    {"reference": None, "line": 4, "starts_on": "2027-03-15", "ends_on": "2027-04-02"},
]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&#39;", "'")


def page(site: Any, language: str, *lines: dict[str, Any]) -> str:
    shown = [
        {"n": n, "internship_id": None, "reference": None, "label": "Mina Zbtl", "params": {}, **line}
        for n, line in enumerate(lines, start=1)
    ]
    browser = site.signed("officer", language, pages=Pages(get_job={**JOB, "lines": shown}))
    return plain(browser.get(f"/lots/{number(95)}").text)


@pytest.mark.feature("E19")
@pytest.mark.parametrize(
    ("language", "words", "mark"),
    [
        (
            "fr",
            "Aux mêmes jours, l’étudiant a aussi le stage n° 61 (du 1er mars 2027 au 26 mars 2027) et la ligne 4 de"
            " cette liste (du 15 mars 2027 au 2 avril 2027).",
            "Même étudiant, mêmes jours",
        ),
        (
            "en",
            "On the same days, the student also has internship no. 61 (from 1 March 2027 to 26 March 2027) and line 4"
            " of this list (from 15 March 2027 to 2 April 2027).",
            "Same student, same days",
        ),
    ],
)
def test_a_line_that_overlaps_names_the_other_internships_and_may_be_opened_all_the_same(site, language, words, mark):
    text = page(site, language, {"outcome": "ready", "code": "overlapping", "params": {"others": OTHERS}})
    assert words in text
    assert text.count(mark) == 2, "on its line and among the counts"
    assert f"/lots/{number(95)}/ouvrir" in text


@pytest.mark.feature("E19")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Un gestionnaire devra lever, avec une raison : Temps de présence."),
        ("en", "A manager will have to lift, with a reason: Working time."),
    ],
)
def test_a_line_says_what_a_manager_will_have_to_lift_also_where_it_overlaps(site, language, words):
    waiting = {"controls": ["working_time"]}
    assert words in page(site, language, {"outcome": "ready", "code": "to_lift", "params": waiting})
    beside = page(site, language, {"outcome": "ready", "code": "overlapping", "params": {"others": OTHERS, **waiting}})
    assert words in beside
    assert "61" in beside


@pytest.mark.feature("E19")
@pytest.mark.parametrize(
    ("language", "word", "before", "words"),
    [
        (
            "fr", "En double dans la liste", "Déjà ouverte",
            "Étudiant, entreprise et dates de la ligne 1 de cette liste : une seule convention s’ouvre, avec ce que dit"
            " cette ligne-là.",
        ),
        (
            "en", "Twice in the list", "Already open",
            "Student, host and dates of line 1 of this list: one agreement is opened, with what that line says.",
        ),
    ],
)  # fmt: skip
def test_a_line_that_doubles_another_is_told_and_counted_apart_on_the_page_and_in_the_report(
    site, language, word, before, words
):
    lines = [
        {"n": 1, "internship_id": None, "reference": None, "label": "A", "outcome": "ready", "code": "", "params": {}},
        {"n": 2, "internship_id": None, "reference": None, "label": "A", "outcome": "already", "code": "same_line",
         "params": {"line": 1}},
    ]  # fmt: skip
    job = {**JOB, "total": 2, "counts": {"ready": 1, "same_line": 1}, "lines": lines}
    browser = site.signed("officer", language, pages=Pages(get_job=job))
    text = plain(browser.get(f"/lots/{number(95)}").text)
    report = plain(browser.get(f"/lots/{number(95)}.csv").text)
    assert words in text and words in report
    assert (text.count(word), report.count(word)) == (2, 1), "on its line and among the counts"
    assert before not in text + report


@pytest.mark.feature("E19")
def test_nothing_is_said_of_overlaps_where_there_is_none(site):
    text = page(site, "fr", {"outcome": "ready", "code": ""})
    assert "Aux mêmes jours" not in text


@pytest.mark.feature("E8")
@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Impossible dans l’état « Validée »."), ("en", "Not possible in the state “Validated”.")],
)
def test_where_a_move_is_not_offered_the_state_is_named_in_the_preview_and_in_the_report(site, token, language, words):
    browser = site.signed("officer", language, pages=Pages(preview_bulk=PREVIEW))
    data = {"csrf_token": token(browser), "by": "officer", "move": "validate_convention", "ids": str(number(58))}
    assert words in plain(browser.post("/lots/choix", data=data).text)
    line = {"outcome": "refused", "code": "move_not_offered", "params": {"move": "x", "state": "validated"}}
    assert words in page(site, language, line)
