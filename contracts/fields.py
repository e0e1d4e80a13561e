"""Fields shared by calls and events. Their messages are codes; the gateway has the words."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

CODES: dict[str, Any] = {
    "required": "required",
    "null": "required",
    "invalid": "invalid",
    "type": "invalid",
    "invalid_uuid": "invalid",
    "format": "invalid",
    "validator_failed": "invalid",
    "invalid_utf8": "invalid",
    "too_large": "invalid",
    "special": "invalid",
}
SHORT, LINE, PARAGRAPH, LONG = 40, 200, 2_000, 10_000
MOST = 2_000_000_000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def _storable(value: str) -> None:
    """A NUL and half of a surrogate pair travel as JSON, and no database takes them."""
    if UNSTORABLE.search(value):
        raise ValidationError("invalid")


def text(longest: int = LINE, *, required: bool = False, **options: Any) -> fields.String:
    """A string of at most `longest` characters; when required, an empty one is refused too."""
    checks: list[Any] = [validate.Length(max=longest, error="too_long"), _storable]
    if required:
        checks.append(validate.Length(min=1, error="required"))
    if not required:
        options.setdefault("load_default", "")
    return fields.String(required=required, validate=checks, error_messages=CODES, **options)


def one_of(enum: type[StrEnum] | Iterable[str], *, required: bool = False, **options: Any) -> fields.String:
    """A string that must be one of the enumeration's values; an optional one may be empty."""
    values = [str(item) for item in enum]
    if not required:
        options.setdefault("load_default", "")
        values = ["", *values]
    return fields.String(
        required=required, validate=validate.OneOf(values, error="unknown_choice"), error_messages=CODES, **options
    )


def identifier(*, required: bool = False, **options: Any) -> fields.UUID:
    """A random UUID. Loads to `uuid.UUID`, travels as text."""
    if not required:
        options.setdefault("load_default", None)
        options.setdefault("allow_none", True)
    return fields.UUID(required=required, error_messages=CODES, **options)


def day(*, required: bool = False, **options: Any) -> fields.Date:
    """A date, ISO 8601."""
    if not required:
        options.setdefault("load_default", None)
        options.setdefault("allow_none", True)
    return fields.Date(required=required, error_messages=CODES, **options)


def instant(**options: Any) -> fields.AwareDateTime:
    """An instant in UTC, ISO 8601."""
    options.setdefault("allow_none", True)
    return fields.AwareDateTime(error_messages=CODES, **options)


def number(low: int = 0, high: int = MOST, *, required: bool = False, **options: Any) -> fields.Integer:
    """A whole number between two bounds, both allowed. By itself it may be a reference of any file: millions of them."""
    if not required:
        options.setdefault("load_default", None)
        options.setdefault("allow_none", True)
    check = validate.Range(low, high, error="out_of_range")
    return fields.Integer(required=required, validate=check, error_messages=CODES, **options)


def cents(*, required: bool = False, **options: Any) -> fields.Integer:
    """An amount of money in euro cents, from 0 to 100 000 euros."""
    return number(0, 10_000_000, required=required, **options)


def flag(default: bool = False, **options: Any) -> fields.Boolean:
    return fields.Boolean(load_default=default, error_messages=CODES, **options)


def at_most(longest: int) -> validate.Length:
    """For a list of nested schemas."""
    return validate.Length(max=longest, error="too_many")


def several(item: fields.Field, *, longest: int = 100, **options: Any) -> fields.List:
    options.setdefault("load_default", list)
    return fields.List(item, validate=validate.Length(max=longest, error="too_many"), error_messages=CODES, **options)


def nested(schema: Any, *, many: bool = False, required: bool = False, **options: Any) -> fields.Nested:
    if not required:
        options.setdefault("load_default", list if many else None)
        if not many:
            options.setdefault("allow_none", True)
    return fields.Nested(schema, many=many, required=required, error_messages=CODES, **options)


def mapping(**options: Any) -> fields.Dict:
    options.setdefault("load_default", dict)
    return fields.Dict(keys=fields.String(), error_messages=CODES, **options)


def anything(**options: Any) -> fields.Raw:
    """Any JSON value: for facts whose kind another field tells."""
    options.setdefault("load_default", None)
    options.setdefault("allow_none", True)
    return fields.Raw(**options)
