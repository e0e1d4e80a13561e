"""Papers that a group asks: which are asked of a file, and which are still missing before a step."""

import re
from collections.abc import Iterable
from typing import Any

from contracts.vocabulary import PaperState, PaperWhen, State
from services.agreements.rules.file import File
from services.agreements.rules.stipend import under_french_law

CODE = re.compile(r"[a-z0-9_]{1,40}")
ORDER = (PaperWhen.VALIDATION, PaperWhen.SIGNATURE, PaperWhen.START)
DEPOSITED_IN = frozenset(
    {
        State.CONVENTION_TO_COMPLETE,
        State.CONVENTION_DRAFT,
        State.CONVENTION_TO_CLARIFY,
        State.AWAITING_OFFICER,
        State.VALIDATED,
        State.SIGNING,
        State.SIGNED,
        State.RUNNING,
        State.INTERRUPTED,
    }
)
"""States in which a student may deposit, and a manager decide on what was deposited."""
USUAL: tuple[dict[str, Any], ...] = (
    {
        "code": "liability",
        "fr": "Attestation de responsabilité civile",
        "en": "Certificate of civil liability insurance",
        "required": True,
        "when": PaperWhen.VALIDATION,
        "abroad": False,
    },
    {
        "code": "social_security",
        "fr": "Attestation de sécurité sociale",
        "en": "Certificate of social security cover",
        "required": True,
        "when": PaperWhen.SIGNATURE,
        "abroad": False,
    },
    {
        "code": "local_law",
        "fr": "Fiche d’information sur le droit local (article L124-20)",
        "en": "Information sheet on local law (article L124-20)",
        "required": True,
        "when": PaperWhen.SIGNATURE,
        "abroad": True,
    },
)
"""Proposed to a group that asks nothing yet; nothing is asked until it saves its list."""


def asked(file: File) -> list[dict[str, Any]]:
    """Of this file: what is for abroad is not asked in France."""
    abroad = not under_french_law(file)
    return [one for one in file.asked_papers if abroad or not one.get("abroad")]


def missing(file: File, *before: str) -> list[dict[str, Any]]:
    """The required papers of these steps whose last version is not accepted."""
    return [
        one
        for one in asked(file)
        if one["required"] and one["when"] in before and file.papers.get(one["code"]) != PaperState.ACCEPTED
    ]


def labels(papers: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """For a refusal's words, in both languages: a group writes its own."""
    return [{"code": one["code"], "fr": one["fr"], "en": one.get("en") or one["fr"]} for one in papers]


def due_now(file: File) -> list[dict[str, Any]]:
    """Missing at the step where the file stands. A step behind was passed under the list of its day: a new one asks nothing."""
    if file.state in (State.SIGNING, State.SIGNED, State.RUNNING, State.INTERRUPTED):
        return missing(file, PaperWhen.START)
    if file.state == State.VALIDATED:
        return missing(file, PaperWhen.SIGNATURE)
    if file.state in DEPOSITED_IN:
        return missing(file, PaperWhen.VALIDATION)
    return []


def to_deposit(file: File) -> list[dict[str, Any]]:
    """What waits for the student: a required paper that is missing where the file stands, or one that was refused."""
    if file.state not in DEPOSITED_IN:
        return []
    due = [one for one in due_now(file) if not file.papers.get(one["code"])]
    refused = [one for one in missing(file, *ORDER) if file.papers.get(one["code"]) == PaperState.REFUSED]
    return [*refused, *due]


def with_codes(papers: list[dict[str, Any]], known: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Each line under a code: its own, else the first free « paper_N », never one that something was deposited under."""
    taken = {one["code"] for one in papers if one["code"]} | set(known)
    result = []
    for one in papers:
        code = one["code"]
        if not code:
            code = next(name for n in range(1, 1_000) if (name := f"paper_{n}") not in taken)
            taken.add(code)
        result.append({**one, "code": code})
    return result


def wrong_with(papers: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Codes by field; empty when the list can be kept."""
    problems: dict[str, list[str]] = {}
    seen: set[str] = set()
    for n, one in enumerate(papers):
        code = one["code"]
        if code and not CODE.fullmatch(code):
            problems[f"papers.{n}.code"] = ["invalid"]
        elif code in seen:
            problems[f"papers.{n}.code"] = ["taken"]
        seen.add(code or f"#{n}")
    return problems
