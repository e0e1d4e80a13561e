"""Cursors of keyset pages: opaque to who carries them, checked when read."""

import base64
import json
from collections.abc import Callable
from typing import Any

from contracts.errors import InvalidInput


def write(*values: Any) -> str:
    text = json.dumps([value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """The values, each made by its kind. Raises `InvalidInput` on anything that `write` did not make."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(values) != len(kinds) or not all(isinstance(value, str) for value in values):
            raise ValueError("other values")
        return [kind(value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError):
        raise InvalidInput(fields={"cursor": ["invalid"]}) from None
