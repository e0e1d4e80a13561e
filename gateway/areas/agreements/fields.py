"""Fields that read what people type: « 659,40 » euros, « 35 h » or « 35,5 » hours."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import DateField, IntegerField, SelectMultipleField, StringField

from gateway.i18n import _, page_language

AMOUNT = re.compile(r"^\d{1,6}([.,]\d{1,2})?$")
HOURS = re.compile(r"^(\d{1,3})(?:[.,](\d{1,2})|\s*h\s*(\d{2})?)?$")


def tidy(text: str) -> str:
    """Without spaces of any width nor the unit."""
    return re.sub(r"[\s\u00a0\u202f€]", "", text)


def plain(value: Decimal) -> str:
    """As it is typed: no grouping, two decimals at most, the page's decimal sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if page_language() == "fr" else text


class Euros(StringField):
    """An amount; its data are cents, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        raw = tidy(self.typed)
        if not raw:
            self.data = None
            return
        if not AMOUNT.match(raw):
            raise ValueError(_("Écrivez un montant en euros, par exemple 659,40."))
        try:
            self.data = int(Decimal(raw.replace(",", ".")) * 100)
        except InvalidOperation as error:
            raise ValueError(_("Écrivez un montant en euros, par exemple 659,40.")) from error

    def _value(self) -> str:
        if getattr(self, "typed", None) is not None and self.raw_data:
            return self.typed
        return "" if self.data is None else plain(Decimal(self.data) / 100)


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


class Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Choisissez une date valable.")) from None


class Whole(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([tidy(valuelist[0])])
        except ValueError:
            raise ValueError(_("Écrivez un nombre entier.")) from None


class Boxes(SelectMultipleField):
    """Several boxes; shown as a fieldset by the field macro."""

    def __init__(self, label: Any = None, words: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(label, choices=list((words or {}).items()), **options)
