"""What a form holds, under the names of the contract; and, in a conflict, what the file holds beside it."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectField

from gateway.areas.agreements.fields import Boxes, Hours
from gateway.forms import DayField, MoneyField, WholeField, walk
from gateway.i18n import _, day, labelled, listed

NOT_FIELDS = {"csrf_token", "key", "version", "supervisor_words", "referent_words", "status"}


def typed(form: Any) -> dict[str, Any]:
    """What the form holds, under the names of the contract; an id not chosen is None, a text not typed is empty."""
    return {field.short_name: value_of(field) for field in form if field.short_name not in NOT_FIELDS}


def value_of(field: Any) -> Any:
    if isinstance(field, FormField):
        return typed(field.form)
    if isinstance(field, FieldList):
        return [typed(line.form) for line in field]
    if field.short_name.endswith("_id"):
        return field.data or None
    if isinstance(field, Boxes):
        return field.data or []
    if isinstance(field, MoneyField):
        return field.cents
    if isinstance(field, DayField | WholeField | Hours):
        return field.data
    return "" if field.data is None else field.data


def show_saved(form: Any, saved: dict[str, Any]) -> None:
    """Under each field that differs, what the file holds today; a line that the form does not have is told on top."""
    fields = {field.name: field for field in walk(form)}
    for kept in walk(type(form)(formdata=None, **saved)):
        field = fields.get(kept.name)
        if kept.short_name in {*NOT_FIELDS, "language"}:
            continue
        if field is not None and same(field) != same(kept):
            said = _("Valeur enregistrée : %(value)s", value=in_words(kept, field) or "–")
            field.errors = [*field.errors, said]
        elif field is None and value_of(kept):
            said = _("Valeur enregistrée : %(value)s", value=in_words(kept, kept))
            form.form_errors.append(labelled(kept.label.text, said))


def same(field: Any) -> Any:
    """To compare: a browser sends other line ends than those kept."""
    value = value_of(field)
    return " ".join(value.split()) if isinstance(value, str) else value


def in_words(kept: Any, field: Any) -> str:
    """What `kept` holds, with the names that the choices of `field` know."""
    if isinstance(kept, BooleanField):
        return _("case cochée") if kept.data else _("case non cochée")
    if isinstance(kept, DayField):
        return day(kept.data) if kept.data else ""
    if isinstance(kept, SelectField | Boxes):
        chosen = kept.data if isinstance(kept, Boxes) else [kept.data]
        words = {str(choice[0]): str(choice[1]) for choice in field.iter_choices() if choice[0]}
        return listed([words.get(str(one), str(one)) for one in chosen or () if one])
    return str(kept._value())
