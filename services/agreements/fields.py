"""A JSON column that holds the fields of a contract's schema, as native dates and ids in Python."""

from typing import Any

from marshmallow import EXCLUDE, Schema
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from contracts.calls.agreements import Student


class FieldsOf(TypeDecorator[dict[str, Any]]):
    """Compared by value, so assigning a new dict is what marks the row changed; never mutate in place."""

    impl = JSONB
    cache_ok = True

    def __init__(self, schema: type[Schema] = Student) -> None:
        super().__init__(none_as_null=True)
        self._schema = schema
        self._dumper = schema()
        self._loader = schema(unknown=EXCLUDE)

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else self._dumper.dump(value)

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else self._loader.load(value)
