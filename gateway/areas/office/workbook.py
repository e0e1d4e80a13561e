"""A workbook of one sheet, sent while it is written: the first lines leave before the last are asked for.

Office Open XML (ECMA-376) with its texts inside the cells: no table of shared texts has to be known first. A cell is a
text, a number or a day, never a formula or a link.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from gateway.zips import Pipe

PLAIN, BOLD, DAY, MOMENT = range(4)  # places in cellXfs
DAY_ZERO = date(1899, 12, 30)
LONGEST = 32_767  # letters of a cell
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def workbook(name: str, titles: list[str], pages: Iterable[list[list[Any]]]) -> Iterator[bytes]:
    """`name` is the sheet's, of at most 31 letters; its first line are the titles, which stay in sight."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[arg-type]
        for part, words in {**FIXED, "xl/workbook.xml": _book(name)}.items():
            archive.writestr(part, HEAD + words)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((HEAD + _top(len(titles)) + row(1, titles, BOLD)).encode())
            number = 1
            for page in pages:
                lines = [row(number + n, cells) for n, cells in enumerate(page, start=1)]
                number += len(lines)
                sheet.write("".join(lines).encode())
                yield pipe.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.taken()


def _book(name: str) -> str:
    sheet = f'<sheet name="{escape(name[:31], {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/>'
    views = "<bookViews><workbookView/></bookViews>"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{views}<sheets>{sheet}</sheets></workbook>'


def _top(columns: int) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    widths = f'<cols><col min="1" max="{max(1, columns)}" width="18" customWidth="1"/></cols>'
    return f'<worksheet xmlns="{MAIN}">{views}{widths}<sheetData>'


def row(number: int, values: Iterable[Any], style: int = PLAIN) -> str:
    cells = "".join([cell(f"{letters(n)}{number}", value, style) for n, value in enumerate(values)])
    return f'<row r="{number}">{cells}</row>'


@cache
def letters(column: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def cell(place: str, value: Any, style: int = PLAIN) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f'<c r="{place}" s="{MOMENT}"><v>{(value.date() - DAY_ZERO).days + seconds / 86_400:.9f}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{(value - DAY_ZERO).days}</v></c>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words(str(value))}</t></is></c>'


def words(text: str) -> str:
    """« _x0041_ » would be read as an A; what XML cannot hold is left out."""
    if "_x" in text:
        text = LIKE_AN_ESCAPE.sub("_x005F_", text)
    return escape(NO_XML.sub("", text[:LONGEST]))
