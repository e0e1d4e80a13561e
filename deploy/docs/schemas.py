"""JSON Schema of what a marshmallow schema of the contracts accepts: the few kinds of field of contracts/fields.py."""

from typing import Any

from marshmallow import Schema, fields, validate

KINDS: dict[type[fields.Field], dict[str, Any]] = {
    fields.UUID: {"type": "string", "format": "uuid"},
    fields.Date: {"type": "string", "format": "date"},
    fields.AwareDateTime: {"type": "string", "format": "date-time"},
    fields.Integer: {"type": "integer"},
    fields.Boolean: {"type": "boolean"},
    fields.Dict: {"type": "object"},
    fields.String: {"type": "string"},
}


def schema_of(schema: type[Schema], only: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Of an object; fields that are not declared are allowed, since they may be added later."""
    declared = {name: field for name, field in schema().fields.items() if only is None or name in only}
    required = [name for name, field in declared.items() if field.required]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {name: field_of(field) for name, field in declared.items()},
    }
    return {**found, "required": required} if required else found


def field_of(field: fields.Field) -> dict[str, Any]:
    if isinstance(field, fields.List):
        found: dict[str, Any] = {"type": "array", "items": field_of(field.inner)}
    elif isinstance(field, fields.Nested):
        one = schema_of(type(field.schema))
        found = {"type": "array", "items": one} if field.many else one
    else:
        kind = next((kind for kind in KINDS if isinstance(field, kind)), None)
        if kind is None:
            raise TypeError(f"no JSON Schema for {type(field).__name__}: add a line to KINDS")
        found = dict(KINDS[kind])
    for check in field.validators:
        found |= bounds(check, found["type"])
    if field.allow_none:
        found["type"] = [found["type"], "null"]
    return found


def bounds(check: Any, kind: str) -> dict[str, Any]:
    if isinstance(check, validate.Length):
        low, high = ("minItems", "maxItems") if kind == "array" else ("minLength", "maxLength")
    elif isinstance(check, validate.Range):
        low, high = "minimum", "maximum"
    elif isinstance(check, validate.OneOf):
        return {"enum": list(check.choices)}
    else:
        return {}
    return {name: limit for name, limit in ((low, check.min), (high, check.max)) if limit is not None}
