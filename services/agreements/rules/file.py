"""What the rules need to know of a file; the SQLAlchemy entity has these attributes, and so has the tests' plain one."""

import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.vocabulary import State


class File(Protocol):
    """`request` and `convention` hold the fields of `RequestFields` and `ConventionFields`, as loaded."""

    state: State
    student_id: uuid.UUID
    supervisor_id: uuid.UUID | None
    officer_group_id: uuid.UUID | None
    candidacy_id: uuid.UUID | None
    request: dict[str, Any]
    convention: dict[str, Any] | None
    host: dict[str, Any] | None
    tutor: dict[str, Any] | None
    student: dict[str, Any]


@dataclass(frozen=True)
class Obstacle:
    """Why a move is refused now: the same for the grey button and for the refusal."""

    code: str
    params: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: str, **params: Any) -> "Obstacle":
        return cls(code, tuple(sorted(params.items())))

    def as_dict(self) -> dict[str, Any]:
        return dict(self.params)
