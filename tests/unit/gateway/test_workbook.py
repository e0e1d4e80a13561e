"""A workbook that is sent while it is written, read back part by part."""

import io
import struct
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime

import pytest

from gateway.areas.office.workbook import MAIN, letters, workbook

pytestmark = pytest.mark.feature("E8")
NS = {"m": MAIN}


def read(pages, titles=("Référence", "Sujet"), name="Conventions"):
    data = b"".join(workbook(name, list(titles), pages))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return {part: ET.fromstring(book.read(part)) for part in book.namelist()}


def cells(parts):
    """By place: (text or number, kind, style)."""
    found = {}
    for one in parts["xl/worksheets/sheet1.xml"].iterfind(".//m:c", NS):
        text = one.find("m:is/m:t", NS)
        value = one.find("m:v", NS)
        said = text.text if text is not None else value.text
        found[one.get("r")] = (said, one.get("t", "n"), one.get("s", ""))
    return found


def test_every_line_of_every_page_has_its_place_and_the_titles_come_first():
    found = cells(read([[[57, "Analyse"], [58, "Été"]], [[59, ""]], [[None, "seul"]]]))
    assert {place: value for place, (value, _kind, _style) in found.items()} == {
        "A1": "Référence", "B1": "Sujet", "A2": "57", "B2": "Analyse", "A3": "58", "B3": "Été", "A4": "59", "B5": "seul",
    }  # fmt: skip
    assert found["A1"][1:] == ("inlineStr", "1")
    assert found["A2"][1] == "n"


def test_days_and_instants_are_numbers_of_their_formats():
    found = cells(read([[[date(2027, 3, 1), datetime(2027, 3, 1, 18, 0)]]]))
    assert found["A2"] == ("46447", "n", "2")
    assert (float(found["B2"][0]), found["B2"][2]) == (46447.75, "3")


@pytest.mark.parametrize(
    ("typed", "read_back"),
    [
        ("=1+1", "=1+1"),
        ('<b>&"', '<b>&"'),
        ("  deux  espaces ", "  deux  espaces "),
        ("a\nb\tc", "a\nb\tc"),
        ("a\0b\x0b\ud800\uffff", "ab"),
        ("_x0041_", "_x005F_x0041_"),
        ("李小龙 🎓 محمد", "李小龙 🎓 محمد"),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_what_people_typed_is_a_text_whatever_it_looks_like(typed, read_back):
    parts = read([[[typed]]], name='<a&"b>' * 9)
    assert cells(parts)["A2"] == (read_back, "inlineStr", "0")
    assert not list(parts["xl/worksheets/sheet1.xml"].iterfind(".//m:f", NS))
    assert parts["xl/workbook.xml"].find(".//m:sheet", NS).get("name") == ('<a&"b>' * 9)[:31]


def test_each_part_is_declared_and_each_style_that_is_used_exists():
    parts = read([[[1, "a"]]])
    declared = {one.get("PartName") for one in parts["[Content_Types].xml"] if one.get("PartName")}
    assert declared == {"/xl/workbook.xml", "/xl/styles.xml", "/xl/worksheets/sheet1.xml"}
    assert {f"/{part}" for part in parts} >= declared
    assert len(parts["xl/styles.xml"].find("m:cellXfs", NS)) == 4


def test_a_page_leaves_before_the_next_is_asked_for():
    asked = []

    def pages():
        for n in range(3):
            asked.append(n)
            yield [[n, str(hash(str(n)) * 7919) * 200] for _line in range(500)]

    sent = workbook("C", ["a", "b"], pages())
    assert next(sent)
    assert asked == [0]
    next(sent)
    assert asked == [0, 1]


def test_columns_after_z_have_two_letters():
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_sizes_are_written_in_32_bits_for_readers_that_refuse_others_in_a_streamed_archive():
    data = b"".join(workbook("C", ["a"], [[["b"]]]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            (needed,) = struct.unpack_from("<H", data, part.header_offset + 4)
            assert (part.filename, needed) == (part.filename, 20)
