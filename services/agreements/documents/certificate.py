"""The attestation de stage (article D124-9): the effective duration and the stipend paid, issued by the host."""

from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from runtime.clock import day_of
from services.agreements.documents.chosen import wording_of
from services.agreements.documents.convention import filled, signatures
from services.agreements.documents.drawing import Check, Page, Pdf, clauses, draw, section
from services.agreements.documents.facts import Facts, facts_of
from services.agreements.documents.speaking import Speaker, clean, joined, named
from services.agreements.documents.wording import Wording
from services.agreements.rules import law

MINUTES_A_MONTH = law.DAYS_A_MONTH * law.MINUTES_A_DAY


class Effective(TypedDict):
    """What the host certifies; `minutes` and `days` are of effective presence, `days` of 7 hours.

    `replaces` is the number of the certificate that this one, `number`, corrects.
    """

    starts_on: date
    ends_on: date
    minutes: int
    days: int
    stipend_cents_total: int
    activities: str
    signed_by: str
    signed_role: str
    signed_at: datetime | None
    place: str
    number: NotRequired[int]
    replaces: NotRequired[int | None]


def render(
    file: Any, facts: Effective, now: datetime, *, check: Check | None = None, wording: Wording | None = None
) -> Pdf:
    chosen = (wording or wording_of(file, "certificate", draft=False)).over(wording_of(file, "convention", draft=False))
    return draw(contents(file, facts, chosen), Speaker(chosen), day_of(now), draft=False, check=check)


def contents(file: Any, effective: Effective, wording: Wording) -> Page:
    facts, speak = facts_of(file), Speaker(wording)
    words, told = speak.words, clean(dict(effective))
    signer = joined(", ", told.get("signed_by"), told.get("signed_role"))
    return Page(
        title=words["title"],
        subtitle=speak.say("between", host=facts.host_name),
        university=facts.university,
        reference=str(facts.reference),
        blocks=[
            issuer(facts, speak),
            trainee(facts, speak),
            done(facts, told, speak),
            section(
                words["issued"],
                (words["issued_at"], told.get("place")),
                (words["issued_on"], speak.day(day_of(told["signed_at"])) if told.get("signed_at") else ""),
                (words["issued_by"], signer),
                paragraphs=(*correction(told, speak), words["months_note"], words["pension_note"]),
            ),
            clauses(words["articles"], speak, filled(wording.articles, facts, speak)),
        ],
        boxes=[{"role": words["for_host"], "name": signer}],
        signatures=issued(speak) if told.get("signed_at") else signatures(speak),
    )


def issued(speak: Speaker) -> dict[str, str]:
    """On the host's link, and sealed by the university: there is nothing to sign by hand."""
    words = speak.words
    return {"title": words["signatures"], "note": words["issued_online_note"], "box": words["issued_online"]}


def correction(told: dict[str, Any], speak: Speaker) -> tuple[str, ...]:
    """Which one this is, and which one it stands for."""
    if not told.get("replaces"):
        return ()
    return (speak.say("replaces_note", number=told["number"], replaces=told["replaces"]),)


def issuer(facts: Facts, speak: Speaker) -> dict[str, Any]:
    words = speak.words
    return section(
        words["issuer"],
        (words["host"], facts.host_name),
        (words["siret"], facts.host.get("siret")),
        (words["host_address"], speak.address(facts.host)),
    )


def trainee(facts: Facts, speak: Speaker) -> dict[str, Any]:
    words = speak.words
    return section(
        words["trainee"],
        (words["student"], facts.student["name"]),
        (words["born_on"], speak.day(facts.student.get("born_on"))),
        (words["student_number"], facts.student.get("student_number")),
        (words["programme"], facts.request.get("programme") or facts.student.get("programme_name")),
        (words["establishment"], joined(", ", facts.university, facts.student.get("component_name"))),
    )


def done(facts: Facts, told: dict[str, Any], speak: Speaker) -> dict[str, Any]:
    words = speak.words
    months = speak.number(round(told["minutes"] / MINUTES_A_MONTH, 2))
    return section(
        words["done"],
        (words["subject_title"], facts.title),
        (words["tutor"], named(facts.tutor)),
        (words["activities"], told.get("activities")),
        (words["effective_starts_on"], speak.day(told["starts_on"])),
        (words["effective_ends_on"], speak.day(told["ends_on"])),
        (
            words["effective_presence"],
            speak.say("presence_value", hours=speak.hours(told["minutes"]), days=speak.number(told["days"])),
        ),
        (words["effective_months"], speak.say("effective_months_value", months=months)),
        (words["stipend_total"], speak.money(told["stipend_cents_total"])),
    )
