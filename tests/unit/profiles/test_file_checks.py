import base64

import pytest

from contracts.vocabulary import DocumentKind
from services.profiles.files.check import examine, safe_name
from tests.builders import papers

pytestmark = [
    pytest.mark.feature("C2"),
    pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning:oletools.*"),
]


def report(data: bytes, name: str, kind: str = DocumentKind.CV) -> dict:
    return examine(base64.b64encode(data).decode(), kind, name)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (papers.pdf(), "Inès.pdf", ["Inès Martin", "économiques"]),
        (papers.word(), "Inès.docx", ["Inès Martin", "Économétrie", "En-tête"]),
        (papers.odt(), "Inès.odt", ["Inès Martin chargée d’études"]),
        (papers.old_word(), "Inès.DOC", ["Inès Martin, chargée d’études à 15 € « œuvre »"]),
    ],
    ids=["pdf", "docx", "odt", "doc"],
)
def test_a_good_paper_is_taken_and_its_text_read(data, name, words):
    found = report(data, name)
    assert found["problem"] == ""
    for word in words:
        assert word in found["text"]


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "moi.jpg"), ("JPEG", "moi.JPEG"), ("PNG", "moi.png"), ("WEBP", "moi.webp")]
)
def test_a_good_photo_is_taken(kind, name):
    found = report(papers.picture(kind), name, DocumentKind.PHOTO)
    assert (found["problem"], found["media_type"]) == ("", f"image/{kind.lower()}")


BAD = {
    "an empty file": (b"", "cv.pdf", "empty"),
    "a file over 10 MB": (b"%PDF-" + b"0" * 10 * 1024 * 1024, "cv.pdf", "too_big"),
    "a text file": (b"bonjour", "cv.txt", "wrong_type"),
    "a file without extension": (papers.pdf(), "cv", "wrong_type"),
    "a photo as a CV": (papers.png(), "cv.png", "wrong_type"),
    "text named pdf": (b"bonjour tout le monde", "cv.pdf", "not_what_its_name_says"),
    "html named doc": (b"<html><body>bonjour</body></html>", "cv.doc", "not_what_its_name_says"),
    "rtf named doc": (b"{\\rtf1 bonjour}", "cv.doc", "not_what_its_name_says"),
    "pdf named docx": (papers.pdf(), "cv.docx", "not_what_its_name_says"),
    "docx named pdf": (papers.word(), "cv.pdf", "not_what_its_name_says"),
    "docx named odt": (papers.word(), "cv.odt", "not_what_its_name_says"),
    "odt named docx": (papers.odt(), "cv.docx", "not_what_its_name_says"),
    "a program named pdf": (b"MZ" + b"\0" * 500, "cv.pdf", "not_what_its_name_says"),
    "an OLE file that is no Word": (papers.ole({"Workbook": b"\0" * 4096}), "cv.doc", "not_what_its_name_says"),
    "an encrypted pdf": (papers.encrypted_pdf(), "cv.pdf", "encrypted"),
    "a pdf encrypted without a password": (papers.encrypted_pdf(""), "cv.pdf", "encrypted"),
    "an encrypted docx": (papers.ole({"EncryptedPackage": b"\0" * 4096}), "cv.docx", "encrypted"),
    "an encrypted doc": (papers.old_word(encrypted=True), "cv.doc", "encrypted"),
    "an encrypted odt": (papers.odt(encrypted=True), "cv.odt", "encrypted"),
    "a docm named docx": (papers.macro_word(), "cv.docx", "has_macros"),
    "a project hidden in a docx": (
        papers.rezip(papers.word(), add={"word/vbaProject.bin": b"x"}),
        "cv.docx",
        "has_macros",
    ),
    "a doc with macros": (papers.old_word(macros=True), "cv.doc", "has_macros"),
    "an odt with a Basic module": (papers.odt(script=True), "cv.odt", "has_macros"),
    "an odt with a listener": (papers.odt(listener=True), "cv.odt", "has_macros"),
    "a pdf with a script": (papers.pdf_with_script(), "cv.pdf", "has_macros"),
    "half a pdf": (papers.pdf()[:300], "cv.pdf", "unreadable"),
    "half a docx": (papers.word()[:5_000], "cv.docx", "unreadable"),
    "a zip bomb": (papers.zip_bomb_word(), "cv.docx", "too_big"),
    "a zip that lies on its sizes": (papers.lying_zip_word(), "cv.docx", "unreadable"),
    "an XML bomb": (papers.xml_bomb_word(), "cv.docx", "unreadable"),
}


@pytest.mark.parametrize(("data", "name", "code"), BAD.values(), ids=BAD.keys())
def test_a_bad_paper_is_refused_with_its_reason(data, name, code):
    assert report(data, name)["problem"] == code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (papers.picture("JPEG"), "moi.png", "not_what_its_name_says"),
        (papers.picture("PNG")[:-20], "moi.png", "unreadable"),
        (papers.picture("JPEG")[:200], "moi.jpg", "unreadable"),
        (papers.picture("WEBP")[:-10], "moi.webp", "unreadable"),
        (papers.png(promised=(40_000, 40_000)), "moi.png", "too_big"),
        (papers.pdf(), "moi.pdf", "wrong_type"),
    ],
)
def test_a_bad_photo_is_refused_with_its_reason(data, name, code):
    assert report(data, name, DocumentKind.PHOTO)["problem"] == code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("C:\\Users\\ines\\CV Inès.pdf", "CV Inès.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('cv".pdf\r\nX-Header: a', "cv.pdfX-Heade"),
        ("a" * 500 + ".pdf", "a" * 150 + ".pdf"),
    ],
)
def test_a_file_name_cannot_reach_a_folder_or_a_header(said, kept):
    assert safe_name(said) == kept
