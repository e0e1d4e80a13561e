"""The refusals: the only exceptions that cross a process, as a code and parameters.

A refusal carries no sentence; `gateway/errors.py` turns codes into French and English. Its parameters
are JSON values, never a path, a query or a person's data.
"""

import json
from typing import Any, ClassVar


class Refusal(Exception):
    """Base of all that may be told to a caller.

    Args: `code` names the obstacle for the words; `params` are JSON values the words need.
    """

    default_code: ClassVar[str] = "refused"

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.code = code or self.default_code
        self.params = params
        # nameko sends `args`; it would turn numbers into text, so parameters travel as one JSON string
        super().__init__(self.code, json.dumps(params, default=str))


class NotFound(Refusal):
    """It does not exist, or it is not yours: the two look the same."""

    default_code = "not_found"


class NotAllowed(Refusal):
    """The actor is missing, forged, expired, meant for another service, or lacks the right to ask at all."""

    default_code = "not_allowed"


class MoveRefused(Refusal):
    """The table offers no such move here, or a guard stands in its way; `code` is the guard's."""

    default_code = "move_refused"


class InvalidInput(Refusal):
    """Fields that cannot be taken. `params["fields"]` maps a field's dotted name to a list of codes."""

    default_code = "invalid_input"

    def __init__(self, code: str | None = None, *, fields: dict[str, Any] | None = None, **params: Any) -> None:
        super().__init__(code, fields=fields or {}, **params)


class StaleVersion(Refusal):
    """Somebody changed the record since the caller read it. `params["version"]` is today's."""

    default_code = "stale_version"


class Unavailable(Refusal):
    """No answer within the deadline, or no such service; trying again may help."""

    default_code = "unavailable"


class Internal(Refusal):
    """A fault of ours. `params["reference"]` finds it in the logs; nothing else is told."""

    default_code = "internal"


BY_NAME: dict[str, type[Refusal]] = {
    cls.__name__: cls for cls in (NotFound, NotAllowed, MoveRefused, InvalidInput, StaleVersion, Unavailable, Internal)
}


def from_wire(error: dict[str, Any]) -> Refusal:
    """The refusal that an RPC error `{exc_type, exc_args, value}` stands for; what is not ours is `Internal`."""
    name = error.get("exc_type", "")
    if name == "MethodNotFound":
        return Unavailable("no_such_question")
    cls = BY_NAME.get(name)
    args = error.get("exc_args") or []
    if cls is None or len(args) != 2:
        return Internal("remote_fault", kind=str(name))
    try:
        params = json.loads(args[1])
    except (TypeError, ValueError):
        params = {}
    return cls(str(args[0]), **params)
