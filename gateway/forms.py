"""The base of every form: the idempotency key, errors that services send back, and text that is never lost."""

import contextlib
import re
import uuid
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from flask import request
from flask_wtf import FlaskForm
from marshmallow import Schema
from marshmallow.fields import String
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from contracts.errors import InvalidInput, Refusal
from gateway import errors, kept
from gateway.i18n import _, amount, labelled, lazy

MOST_DIGITS = 9
FEWEST_OF_A_PHONE = 6
MOST_LINES = 60
NEVER_RESTORED = {"csrf_token"}
BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")


def required(message: Any = None) -> InputRequired:
    return InputRequired(message or lazy("Ce champ est obligatoire."))


def longest(most: int) -> Length:
    return Length(max=most, message=lazy("Ce texte est trop long."))


optional = Optional


def phone_number(_form: Any, field: StringField) -> None:
    """However it is written, with its country or an extension: a number has digits."""
    if (field.data or "").strip() and sum(letter.isdigit() for letter in field.data) < FEWEST_OF_A_PHONE:
        raise ValidationError(str(errors.FIELDS["bad_phone"]))


class Form(FlaskForm):
    """`key` is made when the form is shown and sent with the command: two clicks create one thing."""

    key = HiddenField(default=lambda: str(uuid.uuid4()))

    class Meta(FlaskForm.Meta):
        locales = False

    def process(self, *args: Any, **options: Any) -> None:
        """A field of one line holds one line, whatever was pasted or sent."""
        super().process(*args, **options)
        for field in walk(self):
            several = isinstance(field, TextAreaField | PasswordField) or not isinstance(field, StringField)
            if not several and isinstance(field.data, str):
                field.data = BREAKS.sub(" ", field.data).strip()

    def refuse(self, refusal: Refusal, **aliases: str) -> None:
        """Put a service's refusal on the fields it names (`aliases`: its name → ours), the rest on the whole form."""
        named = refusal.params.get("fields") or {}
        params = {k: v for k, v in refusal.params.items() if k != "fields"}
        for name, codes in named.items():
            found = find(self, aliases.get(name.replace(".", "_"), name))
            for code in codes:
                text = errors.field_sentence(code, name, **params)
                if found is None:
                    self.form_errors.append(text)
                else:
                    found.errors = [*found.errors, text]
        if not named or not isinstance(refusal, InvalidInput):
            self.form_errors.append(errors.sentence(refusal))

    def lines(self) -> list[tuple[str, str]]:
        """(field's id, sentence) of every error, in the order of the form, for the summary on top."""
        found = [("", str(text)) for text in self.form_errors]
        for field in walk(self):
            found += [(field.id, labelled(field.label.text, text)) for text in flat(field.errors)]
        return found


AnyForm = TypeVar("AnyForm", bound=Form)


def walk(form: Any) -> Any:
    for field in form:
        if isinstance(field, FormField):
            yield from walk(field.form)
        elif isinstance(field, FieldList):
            for entry in field:
                yield from walk(entry.form) if isinstance(entry, FormField) else (entry,)
        else:
            yield field


def flat(found: Any) -> list[str]:
    return [str(text) for text in found or () if isinstance(text, str) or not isinstance(text, dict | list | tuple)]


def find(form: Any, path: str) -> Any:
    """The field of a dotted name, or None. `fields.host_id` also finds `host_id`."""
    name, _dot, rest = path.partition(".")
    field = form._fields.get(name)
    if field is None:
        return find(form, rest) if rest else None
    if rest and isinstance(field, FormField):
        return find(field.form, rest)
    if rest and isinstance(field, FieldList):
        return find_line(field, rest)
    return field


def find_line(lines: FieldList, path: str) -> Any:
    """« 1.ends_on » in the second line; the list itself when there is no such line."""
    number, _dot, rest = path.partition(".")
    line = lines.entries[int(number)] if number.isdecimal() and int(number) < len(lines.entries) else lines
    return find(line.form, rest) if rest and isinstance(line, FormField) else line


class Choice(SelectField):
    """A drop-down over an enumeration's words; `blank` is the first line, « Indifférent » or « Choisissez »."""

    def __init__(self, label: Any = None, words: dict | None = None, blank: Any = None, **options: Any) -> None:
        choices = [SelectChoice("", blank)] if blank is not None else []
        choices += [SelectChoice(str(value), text) for value, text in (words or {}).items()]
        super().__init__(label, choices=choices, **options)

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {str(value) for value, *_rest in self.iter_choices()}:
            raise ValidationError(str(errors.FIELDS["unknown_choice"]))


class MoneyField(StringField):
    """Euros as people type them (« 659,40 », « 1 200 € », €1,200.50); `cents` is the amount, or None."""

    cents: int | None = None

    def process_data(self, value: Any) -> None:
        self.cents = value
        self.data = amount(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""
        self.cents = None
        plain = re.sub(r"[\s\u00a0\u202f€]", "", self.data)
        if re.fullmatch(r"\d{1,3}([.,])\d{3}(?!\1)[.,]\d{1,2}", plain):  # a mark of thousands, and another of cents
            plain = re.sub(r"[.,]", "", plain, count=1)
        plain = plain.replace(",", ".")
        if plain:
            if not re.fullmatch(r"\d{1,6}(\.\d{1,2})?", plain):
                raise ValueError(str(_("Écrivez un montant en euros, par exemple 659,40.")))
            self.cents = int(Decimal(plain) * 100)


class WholeField(IntegerField):
    """A whole number; what is not one gets our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        plain = re.sub(r"[\s\u00a0\u202f]", "", valuelist[0]) if valuelist else ""
        if plain and not plain.isdecimal():
            raise ValueError(str(_("Écrivez un nombre entier.")))
        if len(plain) > MOST_DIGITS:
            raise ValueError(str(errors.FIELDS["out_of_range"]))
        self.data = int(plain) if plain else None


class DayField(DateField):
    """A day, by the browser's own calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError:
                raise ValueError(str(_("Cette date n’est pas valable."))) from None


def as_asked(schema: Schema, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as a call's schema wants it: a text left out is an empty text, anything else left out is None."""
    return {
        name: "" if value is None and isinstance(schema.fields.get(name), String) else value
        for name, value in typed.items()
    }


def shown(cls: type[AnyForm], /, **given: Any) -> AnyForm:
    """The form of this page: with what was posted; else with what its reader could not send; else `given`."""
    form = cls(**given)
    restore(form, kept.given_back())
    return form


def posted_version(otherwise: int = 0) -> int:
    """The version of the record that the page showed; nonsense counts as none, and the service refuses it as stale."""
    given = request.form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else otherwise


def restore(form: Form, found: dict[str, list[str]]) -> None:
    """As it was typed: what cannot be read is shown too, and refused when it is sent. A box left empty is not sent."""
    for lines in (field for field in form if isinstance(field, FieldList)):
        restore_lines(lines, found)
    fields = list(walk(form))
    if not any(field.name in found for field in fields if field.short_name not in kept.UNTYPED):
        return
    for field in fields:
        if isinstance(field, BooleanField | SelectMultipleField) and field.name not in found:
            field.process_formdata([])
        if field.name in found and field.short_name not in NEVER_RESTORED:
            field.raw_data = found[field.name]
            with contextlib.suppress(ValueError):
                field.process_formdata(found[field.name])


def restore_lines(lines: FieldList, found: dict[str, list[str]]) -> None:
    """As many lines as were typed; what they hold is restored with the other fields."""
    numbers = {name.split("-")[1] for name in found if name.startswith(f"{lines.name}-") and name.count("-") > 1}
    most = max((int(number) for number in numbers if number.isdecimal() and len(number) < 4), default=-1)
    while len(lines.entries) <= min(most, (lines.max_entries or MOST_LINES) - 1):
        lines.append_entry()
