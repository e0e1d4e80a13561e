"""Doors open to anybody: the check of a document."""

import io

import pytest

from contracts.errors import InvalidInput, Unavailable
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
    assert "plus de 30 champs de signature" in answer.text
