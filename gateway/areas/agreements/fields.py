"""Fields of these forms alone: hours as people type them, several boxes."""

import re
from decimal import Decimal
from typing import Any

from wtforms import SelectMultipleField, StringField

from gateway.i18n import _, page_language

HOURS = re.compile(r"^(\d{1,3})(?:[.,](\d{1,2})|\s*h\s*(\d{2})?)?$")


def plain(value: Decimal) -> str:
    """As it is typed: no grouping, two decimals at most, the page's decimal sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if page_language() == "fr" else text


class Hours(StringField):
    """Hours of a week; its data are minutes, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        raw = self.typed.strip().lower()
        if not raw:
            self.data = None
            return
        found = HOURS.match(raw)
        if not found:
            raise ValueError(_("Écrivez des heures, par exemple 35, 35,5 ou 35 h 30."))
        whole, decimals, minutes = found.groups()
        part = round(int(decimals.ljust(2, "0")) * 60 / 100) if decimals else int(minutes or 0)
        self.data = int(whole) * 60 + part

    def _value(self) -> str:
        if self.raw_data:
            return getattr(self, "typed", "")
        return "" if self.data is None else plain(Decimal(self.data) / 60)


class Boxes(SelectMultipleField):
    """Several boxes; shown as a fieldset by the field macro."""

    def __init__(self, label: Any = None, words: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(label, choices=list((words or {}).items()), **options)
