"""An amendment: what the convention said, what it says now, and why."""

from datetime import date, datetime
from typing import Any, Protocol

from babel.numbers import format_decimal

from runtime.clock import day_of
from services.agreements.documents.chosen import wording_of
from services.agreements.documents.convention import Signatories, boxes, filled, months, presence, signatures
from services.agreements.documents.drawing import Check, Page, Pdf, clauses, draw, section, table
from services.agreements.documents.facts import Facts, facts_of
from services.agreements.documents.speaking import Speaker, clean, named
from services.agreements.documents.wording import Wording
from services.agreements.rules.stipend import Schedule, schedule

MINUTES = ("weekly_minutes",)
CENTS = ("stipend_cents",)
LABELS = {  # last part of a dotted name -> the word that names it in the document
    "title": "subject_title",
    "stipend_cents": "stipend_value",
    "weekly_minutes": "weekly",
    "works_on_holidays": "holidays",
    "teaching_presence_hours": "teaching_presence",
    "referent_id": "referent",
    "tutor_id": "tutor",
    "supervisor_id": "supervisor",
    "host_id": "host",
    "words": "other_words",
    "ended_on": "ended_on",
}


class Amendment(Protocol):
    """`before` and `after` map dotted names (« request.ends_on ») to the old and the new value."""

    number: int
    kinds: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    effective_on: date | None


def render(
    file: Any,
    amendment: Amendment,
    now: datetime,
    *,
    draft: bool,
    amended: Any = None,
    check: Check | None = None,
    signatories: Signatories | None = None,
    wording: Wording | None = None,
    electronic: bool = False,
) -> Pdf:
    """`amended` is the file as it would be (`rules.amendments.AsAmended`): its presence and stipend are told when they change."""
    chosen = (wording or wording_of(file, "amendment", draft=draft)).over(wording_of(file, "convention", draft=draft))
    plans = (schedule(file), schedule(amended)) if amended is not None else None
    page = contents(file, amendment, chosen, signatories, plans, amended=amended, electronic=electronic)
    return draw(page, Speaker(chosen), day_of(now), draft=draft, check=check)


def contents(
    file: Any,
    amendment: Amendment,
    wording: Wording,
    signatories: Signatories | None = None,
    plans: tuple[Schedule, Schedule] | None = None,
    *,
    amended: Any = None,
    electronic: bool = False,
) -> Page:
    """Who signs is told as the file would know him: a new tutor with his role, as the convention tells its own."""
    facts, speak = facts_of(file), Speaker(wording)
    signing = facts_of(amended) if amended is not None else facts
    words = speak.words
    about = {"university": facts.university, "host": facts.host_name, "student": facts.student["name"]}
    return Page(
        title=speak.say("title", number=amendment.number),
        subtitle=speak.say("between", reference=facts.reference, **about),
        university=facts.university,
        reference=f"{facts.reference} / {amendment.number}",
        blocks=[
            modified(facts, speak),
            section(
                words["kinds"],
                (words["kinds"], ", ".join(words["kind"].get(kind, kind) for kind in amendment.kinds)),
                (words["reason"], clean(amendment.reason)),
                (words["effective_on"], speak.day(amendment.effective_on)),
            ),
            changes(amendment, speak, plans),
            *(replanned(plans[1], speak) if plans and plans[0] != plans[1] else []),
            clauses(words["articles"], speak, filled(wording.articles, facts, speak)),
        ],
        boxes=boxes(signing, speak, signatories),
        signatures=signatures(speak, electronic=electronic),
    )


def modified(facts: Facts, speak: Speaker) -> dict[str, Any]:
    words = speak.words
    return section(
        words["convention"],
        (words["reference"], str(facts.reference)),
        (words["subject_title"], facts.title),
        (words["student"], facts.student["name"]),
        (words["host"], facts.host_name),
        (words["dates"], speak.days(facts.starts_on, facts.ends_on)),
        (words["referent"], named(facts.referent)),
        (words["tutor"], named(facts.tutor)),
    )


def replanned(plan: Schedule, speak: Speaker) -> list[dict[str, Any]]:
    """The convention's own table is signed, and would go on saying other hours and amounts."""
    return [
        section(speak.words["presence"], paragraphs=(speak.words["schedule_replaces"],)),
        months(plan, speak, "schedule_now"),
    ]


def changes(amendment: Amendment, speak: Speaker, plans: tuple[Schedule, Schedule] | None) -> dict[str, Any]:
    """One row a field that differs, in words; what is not named here is shown as it is. Then the total presence."""
    names = list({**amendment.before, **amendment.after})
    rows = [
        [
            label(name, speak),
            value(name, amendment.before.get(name), speak),
            value(name, amendment.after.get(name), speak),
        ]
        for name in names
        if amendment.before.get(name) != amendment.after.get(name)
    ]
    words = speak.words
    if plans and plans[0].minutes != plans[1].minutes:
        rows.append([words["presence"], *(presence(plan, speak) for plan in plans)])
    if not rows:
        return section(words["changes"], paragraphs=(words["nothing"],))
    return table(words["changes"], words["changes_columns"], rows)


def label(name: str, speak: Speaker) -> str:
    """Of the innermost field that has a word: « request.place.city » is the place."""
    for part in reversed(name.split(".")[1:] or [name]):
        word = speak.words.get(LABELS.get(part, part))
        if isinstance(word, str):
            return word
    return name


def value(name: str, found: Any, speak: Speaker) -> str:
    field, words = name.rpartition(".")[2], speak.words
    if found in (None, "", [], {}):
        return words["empty"]
    if isinstance(found, bool):
        return words["yes"] if found else words["no"]
    if isinstance(found, date):
        return speak.day(found)
    if field in CENTS:
        return speak.money(int(found))
    if field in MINUTES:
        return speak.hours(int(found))
    if isinstance(found, int | float):
        return format_decimal(found, locale=speak.locale)
    if field == "weekdays":
        return speak.weekdays(list(found))
    if field == "stipend_spread":
        return words["spread"].get(found, str(found))
    if field == "end_ground":
        return words["ground"].get(str(found), str(found))
    if field == "country":
        return speak.country(str(found))
    return structured(clean(found), speak)


def structured(found: Any, speak: Speaker) -> str:
    """A day in ISO's writing, a person, a place, a period, or several of these, a line each."""
    if isinstance(found, list):
        return "\n".join(structured(one, speak) for one in found)
    if isinstance(found, dict):
        if found.get("starts_on"):
            period = speak.days(_day(found["starts_on"]), _day(found.get("ends_on")))
            weekly = speak.hours(found["weekly_minutes"]) if found.get("weekly_minutes") else ""
            return ", ".join(part for part in (period, weekly, found.get("reason") or "") if part)
        return named(found) or speak.address(found)
    day = _day(found)
    return speak.day(day) if day else str(found)


def _day(found: Any) -> date | None:
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError):
        return None
