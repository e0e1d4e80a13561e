"""The queue as a spreadsheet: exactly the list on screen, asked page by page and sent as it comes."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from flask import Response, request, stream_with_context

from contracts.calls import agreements
from gateway import rpc
from gateway.areas.office.filters import Filters
from gateway.areas.office.labels import EXPORTED, PAPERS
from gateway.areas.office.sheets import MARK, attached, written
from gateway.areas.office.views import area
from gateway.areas.office.workbook import workbook
from gateway.i18n import _, local
from gateway.labels import chip

A_PAGE, MOST_PAGES = 500, 400
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pages() -> Iterator[list[list[Any]]]:
    """Lines of cells, 500 at a time, up to 200 000, after which a last line says so; a later page that does not come stops
    the file, and its end shows.

    While a page is written the next one is under way.
    """
    asked = {**Filters(request.args).question(), "limit": A_PAGE, "deadline": 15.0}
    cells = Cells()
    waiting = rpc.start(agreements.ExportQueue, **asked, cursor="")
    for place in range(1, MOST_PAGES + 1):
        found = waiting.result()
        more = bool(found["next"]) and place < MOST_PAGES
        if more:
            waiting = rpc.start(agreements.ExportQueue, **asked, cursor=found["next"])
        rows = [cells.of(row) for row in found["rows"]]
        if found["next"] and not more:
            rows.append(
                [_("Cette liste continue : affinez ses filtres pour avoir la suite."), *[""] * (len(EXPORTED) - 1)]
            )
        yield rows
        if not more:
            return


class Cells:
    """A line's values in its reader's words; each word is looked up once, for lines are many."""

    def __init__(self) -> None:
        self._word = cache(lambda kind, value: str(chip(kind, value).word))
        self._papers = str(PAPERS["to_review"])

    def of(self, row: dict[str, Any]) -> list[Any]:
        return [self.cell(name, row[name]) for name in EXPORTED]

    def cell(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return local(value).replace(tzinfo=None)
        if name == "state":
            return self._word("internship", value)
        if name == "problem":
            return self._word("control", value) if value else ""
        if name == "papers_to_review":
            return self._papers if value else ""
        return ", ".join(value) if name == "tags" else value


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
    found = pages()
    first = next(found)
    titles = [str(title) for title in EXPORTED.values()]
    sheet = workbook(_("Conventions"), titles, chain([first], found))
    return attached(Response(stream_with_context(sheet), mimetype=XLSX), "conventions", "xlsx")
