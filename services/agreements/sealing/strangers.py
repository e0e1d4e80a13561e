"""Files that came from outside, read and sealed in a child process: no library of ours trusts them.

Called by `runtime.children`; arguments and results are JSON, bytes travel as base64. The keys are read from their folder
by the child itself and never pass through a pipe.
"""

import base64
from pathlib import Path
from typing import Any

from contracts.errors import InvalidInput
from services.agreements.sealing import limits, pades
from services.agreements.sealing.authority import read as read_authority


def signatures_of(content: str, folder: str) -> list[dict[str, Any]]:
    """Every signature of the file: {field, name, at, valid}; empty for what is no PDF or has none.

    Raises `InvalidInput` file: too_many_signatures, before they are looked at.
    """
    data = base64.b64decode(content)
    if pades.counted_fields(data) > limits.MOST_FIELDS:
        raise InvalidInput(fields={"file": ["too_many_signatures"]})
    found = pades.read_here(data, read_authority(Path(folder)))
    return [
        {"field": one.field, "name": one.name, "at": one.at.isoformat() if one.at else None, "valid": one.valid}
        for one in found
    ]


def sealed(content: str, folder: str, name: str) -> str:
    """The same file under the university's seal. Raises `InvalidInput` scan: already_sealed, not_a_pdf."""
    local, data = read_authority(Path(folder)), base64.b64decode(content)
    if any(one.field == pades.SEAL for one in pades.read_here(data, local)):
        raise InvalidInput(fields={"scan": ["already_sealed"]})
    try:
        done = pades.sign_here(data, local.seal, local, pades.SEAL, name, "sealed")
    except Exception:
        raise InvalidInput(fields={"scan": ["not_a_pdf"]}) from None
    return base64.b64encode(done).decode()
