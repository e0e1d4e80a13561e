"""The queue as a spreadsheet: exactly the list on screen, asked page by page and sent as it comes."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import xlsxwriter
from flask import Response, request, stream_with_context

from contracts.calls import agreements
from gateway import rpc
from gateway.areas.office.filters import Filters
from gateway.areas.office.labels import EXPORTED, PAPERS
from gateway.areas.office.sheets import MARK, attached, written
from gateway.areas.office.views import area
from gateway.files import CHUNK
from gateway.i18n import _, local
from gateway.labels import chip

A_PAGE, MOST_PAGES = 500, 400
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pages() -> Iterator[list[list[Any]]]:
    """Lines of cells, 500 at a time, up to 200 000; a later page that does not come stops the file, and its end shows."""
    asked, cursor = Filters(request.args).question(), ""
    for _page in range(MOST_PAGES):
        found = rpc.ask(agreements.ExportQueue, **asked, cursor=cursor, limit=A_PAGE, deadline=15.0)
        yield [[cell(name, row[name]) for name in EXPORTED] for row in found["rows"]]
        cursor = found["next"]
        if not cursor:
            return


def cell(name: str, value: Any) -> Any:
    if name == "state":
        return str(chip("internship", value).word)
    if name == "problem":
        return str(chip("control", value).word) if value else ""
    if name == "papers_to_review":
        return str(PAPERS["to_review"]) if value else ""
    if name == "tags":
        return ", ".join(value)
    return local(value).replace(tzinfo=None) if isinstance(value, datetime) else value


@area.get("/conventions/export.csv")
def export_csv():
    found = pages()
    first = next(found)  # a refusal is a page of ours, not half a file
    return attached(Response(stream_with_context(lines(first, found)), mimetype="text/csv"), "conventions", "csv")


def lines(first: list[list[Any]], rest: Iterator[list[list[Any]]]) -> Iterator[str]:
    yield MARK + written([[str(title) for title in EXPORTED.values()], *first])
    for page in rest:
        yield written(page)


@area.get("/conventions/export.xlsx")
def export_xlsx():
    """Written to disk line by line, then sent: its memory does not grow with the list."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        workbook(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return attached(Response(sent(file), mimetype=XLSX), "conventions", "xlsx")


def workbook(file: Any) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_("Conventions"))
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [str(title) for title in EXPORTED.values()], book.add_format({"bold": True}))
        number = 0
        for page in pages():
            for row in page:
                number += 1
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, formats[type(value)])
                    elif value not in (None, ""):
                        sheet.write(number, column, value)


def sent(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
