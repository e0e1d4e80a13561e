"""Lines for a spreadsheet, as it must not misread them."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import Response

from gateway.files import INLINE_NEVER
from gateway.i18n import local

FORMULAS = ("=", "+", "-", "@")
DANGEROUS = (*FORMULAS, "\t", "\r")
UNSEEN = "CZM"  # what controls, parts or joins letters
MARK = "\ufeff"  # by which spreadsheets know UTF-8


def protected(value: Any) -> str:
    """A spreadsheet must not take somebody's words for a formula."""
    text = "" if value is None else str(value)
    if isinstance(value, datetime):
        text = value.strftime("%d/%m/%Y %H:%M")
    elif isinstance(value, date):
        text = value.strftime("%d/%m/%Y")
    if text[:1].isascii() and text[:1].isalnum():
        return text  # as most do: no need to look closer
    plain = unicodedata.normalize("NFKC", text)  # wide signs and what leads them unseen count as what they look like
    first = next((letter for letter in plain if unicodedata.category(letter)[0] not in UNSEEN), "")
    return f"'{text}" if first in FORMULAS or text.startswith(DANGEROUS) else text


def written(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(
        [protected(value) for value in row] for row in rows
    )
    return out.getvalue()


def attached(answer: Response, name: str, extension: str) -> Response:
    today = local(datetime.now().astimezone()).date().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{today}.{extension}"'
    answer.headers["Content-Security-Policy"] = INLINE_NEVER
    return answer
