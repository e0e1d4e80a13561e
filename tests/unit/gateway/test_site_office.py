"""The managers' pages: filters as an address, decisions in bulk, exports, openings."""

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from contracts.calls.agreements.opening import COLUMNS
from contracts.errors import InvalidInput, MoveRefused, NotFound
from gateway.areas.office.filters import Filters
from gateway.areas.office.sheets import protected
from tests.builders.stores import marked
from tests.unit.gateway.answers import ANSWERS, NOW, Pages, internship, number, queue_row

pytestmark = pytest.mark.feature("E8")
EXPORT = {
    "reference": 57, "state": "awaiting_officer", "since": NOW, "student_name": "=cmd()", "student_number": "1",
    "student_email": "m@etu.test", "programme": "Prg", "component": "Cmp", "title": "Brmk", "host_name": "Quelf",
    "city": "Zorn", "starts_on": date(2027, 6, 1), "ends_on": None, "supervisor_name": "Sup", "group_name": "Grpz",
    "assigned_name": "", "tags": ["a", "b"], "problem": "refusal", "papers_to_review": True, "created_at": NOW,
}  # fmt: skip
JOB = {
    "id": number(95), "kind": "moves", "by": "officer", "move": "validate_convention", "comment": "", "file_name": "",
    "checked_only": False, "state": "running", "total": 2, "counts": {"waiting": 1, "done": 1}, "created_at": NOW,
    "finished_at": None, "next": 0,
    "lines": [
        {"n": 1, "internship_id": number(57), "reference": 57, "label": "Mina Zbtl", "outcome": "done",
         "code": "", "params": {}},
        {"n": 2, "internship_id": number(58), "reference": 58, "label": "Zoé", "outcome": "refused",
         "code": "comment_required", "params": {}},
    ],
}  # fmt: skip
PREVIEW = {
    "comment": "optional",
    "more": True,
    "lines": [
        {"id": number(57), "version": 3, "reference": 57, "student_name": "Mina Zbtl", "title": "Brmk",
         "state": "awaiting_officer", "allowed": True, "obstacle": "", "params": {}},
        {"id": number(58), "version": 4, "reference": 58, "student_name": "Zoé", "title": "Trmk", "state": "validated",
         "allowed": False, "obstacle": "move_not_offered", "params": {}},
    ],
}  # fmt: skip


def asked(site: Any, method: str) -> list[dict[str, Any]]:
    return [question for name, _actor, question in site.pages.asked if name == method]


def test_an_address_is_a_question_and_nonsense_is_left_out(site):
    site()
    pairs = [
        ("etat", "validated"), ("etat", "request_draft"), ("mots", "  zéphyr "), ("du", "2027-03-01"), ("au", "demain"),
        ("suivi", "me"), ("etiquette", "À  Relancer"), ("problemes", "tous"), ("groupe", "x"), ("tri", "starts"),
        ("pieces", "to_review"), ("pieces", "toutes"),
    ]  # fmt: skip
    with site.app.test_request_context("/"):
        question = Filters(MultiDict(pairs)).question()
    assert question == {
        "words": "zéphyr", "supervisor": "", "programme": "", "starts_from": "2027-03-01", "starts_to": None,
        "group_id": None, "states": ["validated"], "assigned": "me", "tags": ["à relancer"], "problems": "",
        "papers": "to_review", "sort": "starts",
    }  # fmt: skip


def test_each_filter_is_taken_away_by_its_own_address_and_the_page_starts_again(site):
    site()
    with site.app.test_request_context("/"):
        filters = Filters(MultiDict([("mots", "a"), ("etat", "validated"), ("suivi", "nobody"), ("suite", "zzz")]))
        chips = filters.chips({}, {})
    assert [chip.address for chip in chips] == [
        "/conventions?etat=validated&suivi=nobody",
        "/conventions?etat=validated&mots=a",
    ]


def test_a_view_is_an_address_and_comes_back_as_the_same_question(site):
    site()
    with site.app.test_request_context("/"):
        filters = Filters(
            MultiDict(
                [
                    ("mots", "a b"),
                    ("etat", "validated"),
                    ("etiquette", "x"),
                    ("du", "2027-03-01"),
                    ("pieces", "to_review"),
                ]
            )
        )
        view = {"id": number(96), "filters": {**filters.question(), "starts_from": date(2027, 3, 1)}}
        again = Filters.of_view(view)
        assert again.question() == filters.question()
        assert Filters.of_query(filters.query()).question() == filters.question()
    assert again.view == str(number(96))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_queue_shows_its_files_their_problems_and_what_may_be_done(site, language):
    text = site.signed("officer", language).get("/conventions?etat=awaiting_officer&mots=br").text
    assert "brtz" in text and "Offz" in text
    assert text.count('name="ids"') == 2
    assert "validate_convention" in text
    assert "export.csv?etat=awaiting_officer&amp;mots=br" in text
    assert f"/stages/{number(57)}?dans=" in text
    assert len(set(re.findall(r'id="([^"]+)"', text))) == len(re.findall(r'id="([^"]+)"', text)), "ids are unique"


def test_an_export_that_is_longer_than_its_bound_says_so_on_its_last_line(site, monkeypatch):
    monkeypatch.setattr("gateway.areas.office.exports.MOST_PAGES", 2)
    browser = site.signed("officer", pages=Pages(export_queue={"rows": [EXPORT], "next": "more"}))
    rows = list(csv.reader(io.StringIO(browser.get("/conventions/export.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 4
    assert rows[-1][0].startswith("Cette liste continue")


@pytest.mark.feature("E16")
@pytest.mark.parametrize(("language", "words"), [("fr", "Pièces à vérifier"), ("en", "Papers to check")])
def test_papers_to_check_are_a_link_with_their_number_a_chip_and_a_mark_that_opens_the_papers(site, language, words):
    rows = [queue_row(57, papers_to_review=True)]
    answer = {**ANSWERS["list_queue"], "rows": rows, "papers_to_review": 1_000}
    browser = site.signed("officer", language, pages=Pages(list_queue=answer))
    text = browser.get("/conventions?etat=tous&pieces=to_review").text
    assert asked(site, "list_queue")[-1]["papers"] == "to_review"
    assert re.search(r'href="/conventions\?etat=tous&amp;pieces=to_review">' + words + r" <b>1.000\+</b>", text)
    assert re.search(rf"/stages/{number(57)}\?dans=\S+#pieces", text)
    assert text.count(words) == 2, "the link and the mark of the row"
    without = site.signed("officer", language).get("/conventions?etat=awaiting_officer").text
    assert "#pieces" not in without


@pytest.mark.feature("E12", "E8")
@pytest.mark.parametrize(("language", "words"), [("fr", "Avenants à traiter"), ("en", "Amendments to decide")])
@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (3, "3"), (100, r"100\+")])
@pytest.mark.parametrize(
    ("role", "method", "address"),
    [("officer", "list_queue", "/conventions?etat=awaiting_officer"), ("teacher", "list_to_decide", "/a-traiter")],
)
def test_amendments_that_wait_have_their_number_beside_their_link(
    site, role, method, address, count, shown, language, words
):
    pages = Pages(**{method: {**ANSWERS[method], "amendments_to_decide": count}})
    text = site.signed(role, language, pages=pages).get(address).text
    assert re.search(rf'href="/avenants">{words} <b>{shown}</b>', text)


def test_an_empty_list_says_what_to_relax(site):
    empty = {"rows": [], "next": "", "counts": {"awaiting_officer": 0}, "total": 0, "moves": []}
    browser = site.signed("officer", pages=Pages(list_queue=empty))
    assert "Retirez-en un" in browser.get("/conventions?mots=zzz").text
    assert "Voir tous les états" in browser.get("/conventions?etat=awaiting_officer").text


def test_the_default_view_opens_first_and_only_when_nothing_is_asked(site):
    filters = {"words": "abc", "states": ["validated"], "tags": [], "sort": ""}
    view = {
        "id": number(96),
        "name": "Vue",
        "shared": False,
        "mine": True,
        "is_default": True,
        "count": 3,
        "filters": filters,
    }
    browser = site.signed("officer", pages=Pages(list_views=[view]))
    assert browser.get("/conventions").location == f"/conventions?etat=validated&mots=abc&vue={number(96)}"
    assert browser.get("/conventions?etat=validated").status_code == 200


def test_the_queue_stands_without_its_side_answers(site):
    pages = Pages(list_views=NotFound(), list_colleagues=NotFound(), list_tags=NotFound(), list_my_groups=NotFound())
    assert site.signed("officer", pages=pages).get("/conventions").status_code == 200


def test_a_preview_tells_what_will_be_done_and_what_will_not_and_sends_the_versions_shown(site, token):
    browser = site.signed("officer", pages=Pages(preview_bulk=PREVIEW, start_bulk=JOB))
    data = {"csrf_token": token(browser), "by": "officer", "move": "validate_convention", "ids": str(number(57))}
    page = browser.post("/lots/choix", data=data).text
    assert f"{number(57)}:3" in page and f"{number(58)}:4" not in page
    assert "Impossible dans l’état « Validée »." in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "plus de 500 dossiers" in page
    sent = {**data, "file": f"{number(57)}:3", "key": "k", "comment": "Bien"}
    answer = browser.post("/lots", data=sent)
    assert answer.location == f"/lots/{number(95)}"
    assert asked(site, "start_bulk")[0]["files"] == [{"id": str(number(57)), "version": 3}]


def test_all_that_the_filter_shows_is_asked_by_its_filters(site, token):
    browser = site.signed("officer", pages=Pages(preview_bulk=PREVIEW))
    data = {
        "csrf_token": token(browser),
        "move": "validate_convention",
        "tout": "1",
        "filtres": "mots=abc&etat=validated",
    }
    browser.post("/lots/choix", data=data)
    question = asked(site, "preview_bulk")[0]
    assert (question["ids"], question["filters"]["words"], question["by"]) == ([], "abc", "officer")
    data = {"csrf_token": token(browser), "by": "supervisor", "move": "validate", "tout": "1"}
    browser.post("/lots/choix", data=data)
    question = asked(site, "preview_bulk")[1]
    assert (question["filters"], question["by"]) == ({"states": ["awaiting_supervisor"]}, "supervisor")


def test_nothing_ticked_and_nothing_chosen_lead_back(site, token):
    browser = site.signed("officer")
    for data in ({}, {"ids": "1"}):
        answer = browser.post("/lots/choix", data={"csrf_token": token(browser), "back": "/conventions?mots=a", **data})
        assert answer.location == "/conventions?mots=a"
    answer = browser.post("/lots/choix", data={"csrf_token": token(browser), "back": "//elsewhere.test"})
    assert answer.location == "/conventions"


def test_files_are_entrusted_and_printed_by_their_ticks_or_all_that_the_filter_shows(site, token):
    browser = site.signed("officer", pages=Pages(assign={"assigned": 2, "name": "Offz"}))
    data = {"csrf_token": token(browser), "ids": [str(number(57)), str(number(58))], "person_id": str(number(2))}
    browser.post("/lots/choix", data={**data, "do": "assign"})
    assert asked(site, "assign")[0]["ids"] == data["ids"]
    assert browser.post("/lots/choix", data={**data, "do": "pdf"}).location.startswith("/conventions/pdf?ids=")
    rows = [queue_row(n) for n in range(1, 101)]
    site.pages.answers["list_queue"] = {**ANSWERS["list_queue"], "rows": rows, "next": "more"}
    whole = {"csrf_token": data["csrf_token"], "tout": "1", "filtres": "mots=abc&etat=validated", "person_id": ""}
    browser.post("/lots/choix", data={**whole, "do": "assign"})
    assert len(asked(site, "assign")[1]["ids"]) == 100
    assert (asked(site, "list_queue")[-1]["words"], asked(site, "list_queue")[-1]["limit"]) == ("abc", 100)
    assert "100 premiers dossiers" in browser.get("/conventions").text, "where it is cut is said"
    assert str(number(100)) in browser.post("/lots/choix", data={**whole, "do": "pdf"}).location
    site.pages.answers["list_queue"] = {**ANSWERS["list_queue"], "rows": rows, "next": ""}
    browser.get("/conventions")
    browser.post("/lots/choix", data={**whole, "do": "assign"})
    assert "100 premiers dossiers" not in browser.get("/conventions").text, "all are there"


def test_a_comment_left_out_gives_the_preview_back_with_its_reason(site, token):
    pages = Pages(preview_bulk={**PREVIEW, "comment": "required"}, start_bulk=MoveRefused("comment_required"))
    browser = site.signed("officer", pages=pages)
    data = {"csrf_token": token(browser), "move": "refuse_convention", "file": f"{number(57)}:3", "comment": " "}
    answer = browser.post("/lots", data=data)
    assert answer.status_code == 422
    assert "Écrivez un mot" in answer.text


def test_a_job_is_followed_with_or_without_a_script_and_reported(site):
    browser = site.signed("officer", pages=Pages(get_job=JOB))
    text = browser.get(f"/lots/{number(95)}").text
    assert "data-progress" in text and "Actualiser" in text
    assert "Écrivez un mot" in text
    assert browser.get(f"/lots/{number(95)}/avancement").json == {"state": "running", "total": 2, "over": 1}
    rows = list(csv.reader(io.StringIO(browser.get(f"/lots/{number(95)}.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [["1", "57", "Mina Zbtl", "Faite"], ["2", "58", "Zoé", "Refusée"]]


def test_an_export_in_csv_is_every_page_in_order_and_no_formula(site):
    def page(cursor, **_question):
        return {"rows": [EXPORT], "next": "" if cursor else "more"}

    browser = site.signed("officer", pages=Pages(export_queue=page))
    answer = browser.get("/conventions/export.csv?mots=abc&tri=starts")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert answer.text.startswith("\ufeff")
    assert len(rows) == 3
    assert rows[1][3] == "'=cmd()"
    assert "01/06/2027" in rows[1]
    assert re.search(r'filename="conventions-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    assert [(one["words"], one["sort"], one["cursor"]) for one in asked(site, "export_queue")] == [
        ("abc", "starts", ""),
        ("abc", "starts", "more"),
    ]


def test_an_export_in_xlsx_opens_and_holds_texts_never_formulas(site):
    browser = site.signed("officer", pages=Pages(export_queue={"rows": [EXPORT], "next": ""}))
    answer = browser.get("/conventions/export.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=cmd()" in sheet and "<f>" not in sheet


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\ta", "\ra", " =1", "＝1", "\u200b=1", "\u202e\u2060 @a", "\xad-1", "\ufeff+1"]
)
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert protected(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "\u200b", "محمد", "\u2067محمد\u2069", "1-2", "« a = b »", "👩‍🎓 +1"])
def test_what_a_spreadsheet_takes_for_a_text_is_left_as_it_is(text):
    assert protected(text) == text


def test_a_refused_export_is_a_page_not_half_a_file(site):
    assert (
        site.signed("officer", pages=Pages(export_queue=NotFound())).get("/conventions/export.csv").status_code == 404
    )


def record(**more: Any) -> dict[str, Any]:
    facts = [
        {"name": "ends_on", "kind": "day", "before": "2027-08-31", "now": "2027-09-30", "same": False},
        {"name": "stipend", "kind": "money", "before": "", "now": "70000", "same": False},
        {"name": "hours", "kind": "hours", "before": "6300", "now": "6300", "same": True},
    ]
    desk = {"assigned_to": str(number(1)), "assigned_name": "Mina Zbtl", "tags": ["brtz"]}
    given = {"state": "awaiting_officer", "i_am": ["officer"], "comparison": facts, "desk": desk, "convention": {}}
    group = {"id": str(number(90)), "name": "Grpz"}
    return internship({"name": "validate_convention"}, **{**given, "officer_group": group, **more})


def test_a_record_shows_its_manager_what_differs_who_sees_to_it_and_its_neighbours(site):
    around = {"previous_id": None, "next_id": number(58)}
    browser = site.signed("officer", pages=Pages(get_internship=record(), get_neighbours=around))
    text = browser.get(f"/stages/{number(61)}?dans=mots%3Da").text
    assert "<del>31 août 2027</del>" in text and "<ins>30 septembre 2027</ins>" in text
    assert "105 h" in text
    assert f'href="/stages/{number(58)}?dans=mots%3Da" rel="next" data-key="n"' in text
    assert f'name="back" value="/stages/{number(58)}?dans=mots%3Da"' in text, "deciding leads to the next one"
    assert 'value="brtz"' in text
    assert asked(site, "get_neighbours")[0]["words"] == "a"


def test_a_record_shows_nothing_of_it_to_its_student(site):
    shown = record(i_am=["student"], desk=None, comparison=[])
    text = site.signed("student", pages=Pages(get_internship=shown)).get(f"/stages/{number(61)}").text
    assert "Face à l’autorisation" not in text and "Étiquettes" not in text


@pytest.mark.feature("E10", "E14")
def test_the_history_says_as_whom_one_signed_and_where_a_link_went_in_words(site):
    line = {
        "at": NOW,
        "before": "signing",
        "after": "signing",
        "by_id": None,
        "by_name": "Ana Qrtz",
        "party": "signatory",
    }
    journal = [
        {
            **line,
            "move": "resend_signature",
            "party": "officer",
            "comment": "legal_representative: a@b.test → c@d.test",
        },
        {**line, "move": "ask_new_link", "comment": "host"},
        {**line, "move": "amendment.sign.1", "comment": "tutor, Directrice du laboratoire"},
        {**line, "move": "refuse_to_sign", "comment": "tutor: non"},
    ]
    browser = site.signed("officer", pages=Pages(get_internship=record(journal=journal)))
    text = browser.get(f"/stages/{number(61)}").text
    assert re.search(r"Ana Qrtz, représentant légal\s: a@b.test → c@d.test", text)
    assert "Ana Qrtz, signataire de l’entreprise" in text
    assert "Ana Qrtz, tuteur et Directrice du laboratoire" in text
    assert "tutor: non" in text, "a typed reason is quoted as it is"


def test_assigning_and_tagging_come_back_to_the_record_in_its_queue(site, token):
    browser = site.signed("officer", pages=Pages(assign={"assigned": 1, "name": "Offz"}, set_tags={"tags": []}))
    data = {"csrf_token": token(browser), "dans": "mots=a", "person_id": str(number(2)), "tags": "un, deux ,,"}
    assert browser.post(f"/stages/{number(61)}/suivi", data=data).location == f"/stages/{number(61)}?dans=mots%3Da"
    browser.post(f"/stages/{number(61)}/etiquettes", data=data)
    assert asked(site, "set_tags")[0]["tags"] == ["un", "deux"]
    assert asked(site, "assign")[0]["ids"] == [str(number(61))]


def test_the_supervisor_s_list_lets_him_choose_several(site):
    text = site.signed("teacher").get("/a-traiter").text
    assert 'form="lot" name="ids"' in text
    assert 'name="by" value="supervisor"' in text


@pytest.mark.feature("E19")
def test_the_columns_of_a_list_are_explained_and_its_example_has_them_all(site):
    browser = site.signed("officer")
    text = browser.get("/conventions/ouvrir").text
    assert all(f"<code>{column.header}</code>" in text for column in COLUMNS)
    rows = list(
        csv.reader(io.StringIO(browser.get("/conventions/ouvrir/exemple.csv").text.lstrip("\ufeff")), delimiter=";")
    )
    assert rows[0] == [column.header for column in COLUMNS]
    assert len(rows) == 2


@pytest.mark.feature("E19")
def test_a_refused_list_says_why_and_its_upload_is_not_kept(site, token, tmp_path):
    refused = InvalidInput(fields={"file": ["missing_columns"]}, columns="debut, fin")
    pages = Pages(start_opening=refused)
    browser = site.signed("officer", pages=pages, files_url=marked(tmp_path / "files"))
    data = {"csrf_token": token(browser), "group_id": str(number(90)), "file": (io.BytesIO(b"a;b"), "liste.csv")}
    answer = browser.post("/conventions/ouvrir", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Il manque des colonnes : debut, fin." in answer.text.replace("\u00a0", " ")
    assert not list((tmp_path / "files" / "quarantine").glob("*"))


@pytest.mark.feature("E19")
def test_a_checked_list_offers_to_open_what_is_ready_and_names_the_column_of_what_is_not(site):
    refused = {
        **JOB["lines"][1],
        "code": "invalid_input",
        "params": {"fields": {"student_number": ["unknown_student"]}},
    }
    job = {
        **JOB, "kind": "opening", "move": "open_for_group", "checked_only": True, "state": "done",
        "counts": {"ready": 1, "refused": 1}, "lines": [{**JOB["lines"][0], "outcome": "ready"}, refused],
    }  # fmt: skip
    text = site.signed("officer", pages=Pages(get_job=job)).get(f"/lots/{number(95)}").text.replace("\u00a0", " ")
    assert "Ouvrir 1 convention" in text
    assert "numero_etudiant : Aucun étudiant de la composante de ce groupe n’a ce numéro." in text


def test_the_keys_of_rows_are_those_of_the_contract():
    from contracts.calls.agreements.work import QueueRow

    assert set(queue_row(1)) <= set(QueueRow().fields)
