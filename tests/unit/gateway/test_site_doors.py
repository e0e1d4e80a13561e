"""Doors open to anybody: the check of a document."""

import io

import pytest

from contracts.errors import InvalidInput, Unavailable
from runtime.files import FileStore
from tests.builders.stores import marked
from tests.unit.gateway.answers import Pages

LANGUAGES = [("fr", "Trop de fichiers sont vérifiés"), ("en", "Too many files are being checked")]


class Quarantine:
    def quarantine(self, stream, limit):
        return "0" * 32

    def discard(self, upload_id):
        """Nothing was kept."""


def check_file(site, token, refusal, **headers):
    browser = site(Pages(check_file=refusal))
    site.app.extensions["ipro-files"] = Quarantine()
    data = {"csrf_token": token(browser), "file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}
    return browser.post("/verifier", data=data, headers=headers)


@pytest.mark.feature("E10")
@pytest.mark.parametrize(("language", "said"), LANGUAGES)
def test_a_crowd_of_checks_is_told_to_come_back_and_is_no_fault(site, token, language, said):
    answer = check_file(site, token, Unavailable("crowded"), **{"Accept-Language": language})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
    assert said in answer.text


@pytest.mark.feature("E10")
def test_a_file_that_is_not_read_is_refused_in_its_place(site, token):
    answer = check_file(site, token, InvalidInput(fields={"file": ["too_many_signatures"]}))
    assert answer.status_code == 422
    assert "trop de champs de signature" in answer.text


@pytest.mark.feature("E10")
def test_a_document_whose_bytes_changed_in_the_store_is_not_sent(site, tmp_path):
    url = marked(tmp_path / "objects")
    object_id = FileStore(url, "agreements").put(b"%PDF-1.7 signed")
    page = {"object_id": object_id, "document_sort": "convention", "file": {"reference": 61}}
    browser = site(Pages(open_link=page), files_url=url)
    answer = browser.get("/lien/abc/document.pdf")
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 signed")
    digest = object_id.partition(".")[2]
    (tmp_path / "objects" / "agreements" / digest[:2] / digest).write_bytes(b"%PDF-1.7 forged")
    answer = browser.get("/lien/abc/document.pdf")
    assert answer.status_code == 500
    assert b"forged" not in answer.data
    assert "n’est plus celui qui a été gardé" in answer.text
