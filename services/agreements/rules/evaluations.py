"""The three questionnaires at the end of an internship: their questions, who fills them in, who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.fields import LONG
from contracts.vocabulary import Evaluator, Party, State

RATING, TEXT = "rating", "text"
RATINGS = range(1, 6)
ENDED = frozenset({State.FINISHED, State.BROKEN_OFF})


@dataclass(frozen=True)
class Question:
    """`confidential`: for the university alone, whatever is shown to others one day."""

    code: str
    kind: str = RATING
    required: bool = True
    confidential: bool = False

    def as_answer(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "kind": self.kind,
            "required": self.required,
            "confidential": self.confidential,
        }


QUESTIONNAIRES: dict[str, tuple[Question, ...]] = {
    Evaluator.STUDENT: (
        Question("welcome"),
        Question("mission"),
        Question("tutor_support"),
        Question("university_support"),
        Question("skills_gained"),
        Question("recommend"),
        Question("learned", TEXT),
        Question("in_confidence", TEXT, required=False, confidential=True),
    ),
    Evaluator.SUPERVISOR: (
        Question("objectives_met"),
        Question("fits_programme"),
        Question("host_supervision"),
        Question("student_reporting"),
        Question("again_with_host"),
        Question("assessment", TEXT),
        Question("remarks", TEXT, required=False),
    ),
    Evaluator.TUTOR: (
        Question("integration"),
        Question("reliability"),
        Question("knowledge"),
        Question("autonomy"),
        Question("quality"),
        Question("would_recruit"),
        Question("strengths", TEXT),
        Question("to_improve", TEXT, required=False),
    ),
}
"""Their words are in `gateway/areas/follow_up/labels.py`."""

FILLED_BY: dict[str, frozenset[Party]] = {
    Evaluator.STUDENT: frozenset({Party.STUDENT}),
    Evaluator.SUPERVISOR: frozenset({Party.SUPERVISOR, Party.REFERENT}),
    Evaluator.TUTOR: frozenset(),
}
READ_BY: dict[str, frozenset[Party]] = {
    Evaluator.STUDENT: frozenset({Party.SUPERVISOR, Party.REFERENT, Party.OFFICER}),
    Evaluator.SUPERVISOR: frozenset({Party.STUDENT, Party.OFFICER}),
    Evaluator.TUTOR: frozenset({Party.STUDENT, Party.SUPERVISOR, Party.REFERENT, Party.OFFICER}),
}
UNIVERSITY = frozenset({Party.SUPERVISOR, Party.REFERENT, Party.OFFICER})


def may_fill(by: str, mine: frozenset[Party]) -> bool:
    return bool(FILLED_BY[by] & mine)


def may_read(by: str, mine: frozenset[Party]) -> bool:
    """Once submitted; a draft is its author's alone."""
    return bool(READ_BY[by] & mine)


def shown(by: str, answers: Mapping[str, Any], mine: frozenset[Party]) -> dict[str, Any]:
    """What is in confidence is told to the university alone."""
    hidden = {one.code for one in QUESTIONNAIRES[by] if one.confidential and not UNIVERSITY & mine}
    return {code: value for code, value in answers.items() if code not in hidden}


def kept(by: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to this questionnaire's questions; empty ones are none."""
    known = {one.code for one in QUESTIONNAIRES[by]}
    given = {code: value.strip() if isinstance(value, str) else value for code, value in answers.items()}
    return {code: value for code, value in given.items() if code in known and value not in ("", None)}


def wrong_with(by: str, answers: Mapping[str, Any], *, submitting: bool) -> dict[str, list[str]]:
    """Codes by field; a draft may be incomplete, never nonsense."""
    problems: dict[str, list[str]] = {}
    for one in QUESTIONNAIRES[by]:
        problem = _wrong(one, answers.get(one.code), submitting)
        if problem:
            problems[f"answers.{one.code}"] = [problem]
    return problems


def _wrong(one: Question, value: Any, submitting: bool) -> str:
    if value is None:
        return "required" if submitting and one.required else ""
    if one.kind == RATING:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and value in RATINGS else "out_of_range"
    if not isinstance(value, str) or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        return "invalid"
    return "too_long" if len(value) > LONG else ""
