"""Lists of internships as spreadsheets write them."""

import uuid
from datetime import date

import pytest

from contracts.calls.agreements.opening import COLUMNS, MOST_LINES
from contracts.errors import InvalidInput
from services.agreements.commands.opening import months, zone
from services.agreements.rules import opening_list
from services.agreements.rules.opening_list import Row, Span, overlapping, read, typed

pytestmark = pytest.mark.feature("E19")
GOOD = {
    "student_number": "21500123",
    "host_name": "Hôpital",
    "host_city": "Marseille",
    "tutor_first_name": "Hakim",
    "tutor_last_name": "Belaïd",
    "tutor_email": "h@hopital.example",
    "supervisor_email": "c@univ.example",
    "title": "Soins",
    "description": "Tournées.",
    "starts_on": "01/03/2027",
    "ends_on": "2027-03-26",
}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_read(separator, encoding):
    headers = [column.header.upper() for column in COLUMNS]
    cells = [GOOD.get(column.name, "") for column in COLUMNS]
    rows = read("\r\n".join([separator.join(headers), separator.join(cells), separator * 3]).encode(encoding))
    assert [row.number for row in rows] == [2]
    assert rows[0].values["tutor_last_name"] == "Belaïd"


def test_titles_in_english_with_accents_or_spaces_are_known_and_others_left_alone():
    names = {"numero_etudiant": "Numéro étudiant", "debut": "Début", "fin": "ends on"}
    headers = [names.get(column.header, column.name) for column in COLUMNS] + ["Remarque"]
    rows = read((";".join(headers) + "\n" + ";".join("x" for _ in headers)).encode())
    assert {"student_number", "starts_on", "ends_on", "?Remarque"} <= set(rows[0].values)


def test_a_good_line_has_no_problem_and_its_values_are_typed():
    row = Row(2, {**GOOD, "weekly_hours": "17,5", "stipend": "1 200,50 €", "host_siret": "732 829 320 00074"})
    found = typed(row)
    assert row.problems == {}
    assert (found["starts_on"], found["ends_on"]) == (date(2027, 3, 1), date(2027, 3, 26))
    assert (found["weekly_minutes"], found["stipend_cents"]) == (1_050, 120_050)
    assert (found["host_siret"], found["host_country"]) == ("73282932000074", "FR")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"title": ""}, {"title": ["required"]}),
        ({"starts_on": "31/02/2027"}, {"starts_on": ["invalid"]}),
        ({"starts_on": "01/03/0027"}, {"starts_on": ["invalid"]}),
        ({"ends_on": "2027-02-01"}, {"ends_on": ["before_start"]}),
        ({"weekly_hours": "beaucoup"}, {"weekly_hours": ["invalid"]}),
        ({"weekly_hours": "200"}, {"weekly_hours": ["invalid"]}),
        ({"weekly_hours": "1h75"}, {"weekly_hours": ["invalid"]}),
        ({"weekly_hours": "169h30"}, {"weekly_hours": ["invalid"]}),
        ({"host_country": "Allemand"}, {"host_country": ["unknown_country"]}),
        ({"host_country": "XX"}, {"host_country": ["unknown_country"]}),
        ({"host_country": "Congo"}, {"host_country": ["unknown_country"]}),
        ({"stipend": "-5"}, {"stipend": ["invalid"]}),
        ({"host_name": "H" * 201}, {"host_name": ["too_long"]}),
    ],
)
def test_what_cannot_be_taken_names_its_column(changes, problems):
    row = Row(2, {**GOOD, **changes})
    typed(row)
    assert row.problems == problems


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "FR"), ("fr", "FR"), ("France", "FR"), ("Allemagne", "DE"), ("ALGÉRIE", "DZ"), ("Irlande", "IE"),
        ("Austria", "AT"), ("Royaume-Uni", "GB"), ("pays bas", "NL"), ("Chine", "CN"), ("Switzerland", "CH"),
        ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("États-Unis", "US"), ("UK", "GB"), ("République tchèque", "CZ"),
    ],
)  # fmt: skip
def test_a_country_is_a_code_or_a_name_in_french_or_english(written, code):
    row = Row(2, {**GOOD, "host_country": written})
    assert (typed(row)["host_country"], row.problems) == (code, {})


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("35", 2_100), ("35h", 2_100), ("17,5 h", 1_050), ("7h30", 450), ("35 H 30", 2_130), ("1h05", 65), ("", None)],
)
def test_hours_are_written_as_a_figure_or_with_their_minutes(written, minutes):
    row = Row(2, {**GOOD, "weekly_hours": written})
    assert (typed(row)["weekly_minutes"], row.problems) == (minutes, {})


@pytest.mark.parametrize(
    ("line", "earlier", "same"),
    [
        (("7", "", "alpha/lyon/FR"), ("7", "1", "beta/lyon/FR"), True),
        (("7", "", "alpha/lyon/FR"), ("8", "", "alpha/lyon/FR"), False),
        (("7", "1", "alpha/lyon/FR"), ("", "1", "alpha/lyon/FR"), False),
        (("", "1", "alpha/lyon/FR"), ("", "1", "alpha sas/lyon/FR"), True),
        (("", "1", "alpha/lyon/FR"), ("", "2", "alpha/lyon/FR"), False),
        (("", "1", "alpha/lyon/FR"), ("", "", "alpha/lyon/FR"), False),
        (("", "", "alpha/lyon/FR"), ("", "1", "alpha/lyon/FR"), True),
        (("", "", "alpha/lyon/FR"), ("", "", "alpha/lyon/FR"), True),
        (("", "", "alpha/lyon/FR"), ("", "", "alpha/paris/FR"), False),
    ],
)
def test_one_host_is_told_by_its_record_then_its_siret_then_its_name(line, earlier, same):
    hosts = [dict(zip(("id", "siret", "key"), host, strict=True)) for host in (line, earlier)]
    assert opening_list.same_host(*hosts) == same


def test_a_missing_column_is_named():
    with pytest.raises(InvalidInput) as refused:
        read(b"sujet;debut\nA;B")
    assert "numero_etudiant" in refused.value.params["columns"]
    assert "sujet" not in refused.value.params["columns"]


def test_a_zone_is_guessed_where_it_is_certain_and_months_are_counted():
    assert [zone(code) for code in ("FR", "BE", "BR")] == ["france", "european_union", ""]
    assert months(date(2027, 3, 1), date(2027, 3, 26)) == 1
    assert months(date(2027, 1, 4), date(2027, 6, 30)) == 6


def span(line=0, first=1, last=26, student=1, reference=None):
    file_id = uuid.UUID(int=reference) if reference else None
    return Span(uuid.UUID(int=student), date(2027, 3, first), date(2027, 3, last), line, file_id, reference)


def beside(lines, files=()):
    return {n: [(one.reference, one.line) for one in others] for n, others in overlapping(lines, files).items()}


@pytest.mark.parametrize(
    ("lines", "files", "found"),
    [
        ([span(1, 1, 12), span(2, 12, 20)], [], {1: [(None, 2)], 2: [(None, 1)]}),
        ([span(1, 1, 12), span(2, 13, 20)], [], {}),
        ([span(1, 1, 12), span(2, 1, 12, student=2)], [], {}),
        ([span(1, 10, 12)], [span(first=1, last=31, reference=61)], {1: [(61, 0)]}),
        ([span(1, 10, 12)], [span(first=12, last=12, reference=61)], {1: [(61, 0)]}),
        ([span(1, 10, 12)], [span(first=13, last=14, reference=61)], {}),
        ([span(1, reference=61)], [span(reference=61)], {}),
        ([span(1, reference=61), span(2)], [span(reference=61)], {1: [(None, 2)], 2: [(61, 0)]}),
        ([span(1, reference=61), span(2, reference=62)], [span(reference=61), span(reference=62)], {1: [(62, 0)], 2: [(61, 0)]}),
        ([span(1)], [span(first=n, reference=60 + n) for n in range(8, 0, -1)], {1: [(n, 0) for n in range(61, 66)]}),
    ],
)  # fmt: skip
def test_a_student_s_internships_that_share_a_day_are_found_each_by_the_other(lines, files, found):
    assert beside(lines, files) == found


def test_of_a_list_that_is_too_long_no_more_is_read_than_shows_it(monkeypatch):
    asked = []
    monkeypatch.setattr(opening_list, "Row", lambda number, values: asked.append(number))
    titles = ";".join(column.header for column in COLUMNS)
    with pytest.raises(InvalidInput) as refused:
        read((titles + "\n" + "x\n" * 200_000).encode())
    assert refused.value.params["fields"] == {"file": ["too_many_lines"]}
    assert len(asked) == MOST_LINES + 1
