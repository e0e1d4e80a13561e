"""What the rules need to know of a file; the SQLAlchemy entity has these attributes, and so has the tests' plain one."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from contracts.vocabulary import State
from services.agreements.rules.around import Around


class File(Protocol):
    """`request` and `convention` hold the fields of `RequestFields` and `ConventionFields`, as loaded.

    `around` is what other files say of this one; None when it was not looked up, and then no control judges by it.
    `overrides`: by control's code, what a manager lifted (see `controls.lift`). `ended_on`: the day it is broken off;
    `end_before`: what a manager's plan replaced (see `effects.plan_end`).
    `authorized`: what the supervisor validated (see `authorized.snapshot`). `opened_by`: the manager who filled it in
    from a list. `full_mailboxes`: those that got a day's links of this file already (see `links.py`); None when they
    were not looked up. `managers`: the mailboxes of who leads the file: its group, those who act in their place today and
    who opened it; None while one of them is not known. `papers`: the state of the last version deposited of each, by
    code. `lived`: the code of what shows that it took place, visit_was_held or already_evaluated; empty when nothing does.
    """

    state: State
    student_id: uuid.UUID
    supervisor_id: uuid.UUID | None
    officer_group_id: uuid.UUID | None
    candidacy_id: uuid.UUID | None
    request: dict[str, Any]
    convention: dict[str, Any] | None
    host: dict[str, Any] | None
    tutor: dict[str, Any] | None
    referent: dict[str, Any] | None
    student: dict[str, Any]
    ended_on: date | None
    end_ground: str
    end_before: dict[str, Any] | None
    authorized: dict[str, Any] | None
    opened_by: uuid.UUID | None
    full_mailboxes: frozenset[str] | None
    overrides: dict[str, Any]
    around: Around | None
    round: Any
    papers: dict[str, str]

    @property
    def lived(self) -> str: ...

    @property
    def managers(self) -> frozenset[str] | None: ...

    @property
    def circuit(self) -> dict[str, Any]:
        """The order of signatures of the file's officer group, see `rules/signatories.py`."""
        ...

    @property
    def asked_papers(self) -> list[dict[str, Any]]:
        """What that group asks, see `rules/papers.py`."""
        ...


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
