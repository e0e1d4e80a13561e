"""Searching, applying, and a document refused."""

import io

import pytest
from werkzeug.datastructures import MultiDict

from contracts.errors import InvalidInput, MoveRefused
from gateway.areas.candidate.criteria import Criteria
from tests.builders.stores import marked
from tests.unit.gateway.answers import CANDIDACY, Pages, number

APPLY = f"/offres/{number(30)}/candidater"


@pytest.mark.feature("D2")
def test_an_address_is_a_question(site):
    site()
    with site.app.test_request_context("/"):
        asked = Criteria(
            MultiDict(
                [("q", " python "), ("type", "job"), ("type", "internship"), ("type", "nonsense"), ("pays", "DE")]
            )
        ).question(20)
    assert asked["words"] == "python"
    assert asked["kinds"] == ["job", "internship"]
    assert asked["countries"] == ["DE"]
    assert asked["sort"] == "relevance"
    assert asked["since"] is None


@pytest.mark.feature("D1")
def test_a_group_of_countries_is_its_countries(site):
    site()
    with site.app.test_request_context("/"):
        asked = Criteria(MultiDict([("pays", "francophones"), ("pays", "DE")])).question(20)
    assert {"FR", "BE", "SN", "DE"} <= set(asked["countries"])


@pytest.mark.feature("D1")
def test_each_criterion_has_an_address_without_it(site):
    site()
    with site.app.test_request_context("/"):
        chips = Criteria(MultiDict([("q", "python"), ("pays", "FR"), ("suite", "cursor")])).chips()
    assert [chip.address for chip in chips] == ["/offres?pays=FR", "/offres?q=python"]
    assert chips[1].label.endswith("France")


@pytest.mark.feature("D5")
def test_an_application_is_sent_once_with_the_key_of_its_form(site, token):
    browser = site.signed(pages=Pages(apply=CANDIDACY))
    form = browser.get(APPLY).text
    key = form.split('name="key"')[1].split('value="')[1].split('"')[0]
    data = {
        "csrf_token": token(browser),
        "key": key,
        "email": "m@etu.test",
        "subject": "s",
        "message": "m",
        "cv_id": str(number(50)),
    }
    answer = browser.post(APPLY, data=data)
    assert answer.status_code == 302
    _method, actor, question = next(one for one in site.pages.asked if one[0] == "apply")
    assert question["key"] == key
    assert question["cv_id"] == str(number(50))
    assert question["letter_id"] is None
    assert actor.id == number(1)


@pytest.mark.feature("D6")
def test_a_second_application_is_refused_without_losing_the_message(site, token):
    browser = site.signed(pages=Pages(apply=MoveRefused("already_applied")))
    data = {"csrf_token": token(browser), "email": "m@etu.test", "subject": "s", "message": "Mon long message"}
    answer = browser.post(APPLY, data=data)
    assert answer.status_code == 422
    assert "Vous avez déjà candidaté à cette offre." in answer.text
    assert "Mon long message" in answer.text


@pytest.mark.feature("D5")
def test_going_to_add_a_document_keeps_the_message(site, token):
    browser = site.signed(pages=Pages(list_documents=[]))
    assert "Vous n’avez pas encore de document" in browser.get(APPLY).text
    data = {"csrf_token": token(browser), "message": "Mon long message", "ajouter": "cv"}
    answer = browser.post(APPLY, data=data)
    assert answer.location == f"/profil/documents/ajouter/cv?retour={APPLY}"
    assert "Mon long message" in browser.get(APPLY).text


@pytest.mark.feature("C2")
def test_a_refused_file_says_why_and_keeps_the_other_fields(site, token, tmp_path):
    browser = site.signed(
        pages=Pages(add_document=InvalidInput(fields={"file": ["has_macros"]})), files_url=marked(tmp_path / "f")
    )
    data = {
        "csrf_token": token(browser),
        "name": "Mina Zbtl - Brmk",
        "visible": "yes",
        "file": (io.BytesIO(b"%PDF-1.4"), "zbtl.pdf"),
    }
    answer = browser.post("/profil/documents/ajouter/cv", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Ce fichier contient des macros." in answer.text
    assert 'value="Mina Zbtl - Brmk"' in answer.text
    assert list((tmp_path / "f" / "quarantine").glob("*")) == []


@pytest.mark.feature("C2")
def test_a_file_over_ten_megabytes_is_refused_before_any_service_is_asked(site, token, tmp_path):
    browser = site.signed(files_url=marked(tmp_path / "f"))
    data = {
        "csrf_token": token(browser),
        "name": "n",
        "visible": "no",
        "file": (io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "a.pdf"),
    }
    answer = browser.post("/profil/documents/ajouter/cv", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Ce fichier dépasse 10" in answer.text
    assert "add_document" not in {method for method, *_rest in site.pages.asked}


@pytest.mark.feature("C2")
def test_a_download_is_never_shown_in_our_origin(site, tmp_path):
    from runtime.files import FileStore

    object_id = FileStore(marked(tmp_path / "f"), "profiles").put(b"<script>alert(1)</script>")
    sent = {**CANDIDACY, "documents": [{**CANDIDACY["documents"][0], "object_id": object_id, "file_name": 'é"x.pdf'}]}
    answer = site.signed(pages=Pages(get_candidacy=sent), files_url=marked(tmp_path / "f")).get(
        f"/candidatures/{number(40)}/documents/1"
    )
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="__x.pdf"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd"),
        ("a\r\nSet-Cookie: x\u2028.pdf", "aSet-Cookie%3A%20x.pdf"),
        ("é\u200b\ud800.pdf", "%C3%A9.pdf"),
        ("\u2067", "document"),
    ],
)
@pytest.mark.feature("C2")
def test_the_name_of_a_download_is_read_as_it_is_and_names_no_folder(site, tmp_path, name, sent):
    from runtime.files import FileStore

    folder = marked(tmp_path / "f")
    object_id = FileStore(folder, "profiles").put(b"x")
    given = {**CANDIDACY, "documents": [{**CANDIDACY["documents"][0], "object_id": object_id, "file_name": name}]}
    browser = site.signed(pages=Pages(get_candidacy=given), files_url=folder)
    said = browser.get(f"/candidatures/{number(40)}/documents/1").headers["Content-Disposition"]
    assert said.endswith(f"; filename*=UTF-8''{sent}")
    assert "/" not in said.partition("=")[2]


@pytest.mark.feature("D5")
def test_a_document_that_was_not_sent_does_not_exist(site):
    browser = site.signed()
    for n in (0, 2, 99):
        assert browser.get(f"/candidatures/{number(40)}/documents/{n}").status_code == 404
