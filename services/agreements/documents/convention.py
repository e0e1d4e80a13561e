"""The convention: its contents, in the language that it says and in the words of its version of the template."""

from datetime import datetime
from typing import Any

from runtime.clock import day_of
from services.agreements.documents.chosen import wording_of
from services.agreements.documents.drawing import Check, Page, Pdf, clauses, draw, section, table
from services.agreements.documents.facts import Facts, facts_of
from services.agreements.documents.speaking import Speaker, clean, isolated, joined, named
from services.agreements.documents.wording import Wording, fill
from services.agreements.rules.stipend import Schedule, schedule

Signatories = list[dict[str, str]]


def render(
    file: Any,
    now: datetime,
    *,
    draft: bool,
    check: Check | None = None,
    signatories: Signatories | None = None,
    wording: Wording | None = None,
    electronic: bool = False,
) -> Pdf:
    """The bytes, which know whether they are `plain`. `signatories` are {role, name}, else the five of the law.

    `electronic`: it is drawn for a round of electronic signatures, and no box waits for a pen.
    """
    chosen = wording or wording_of(file, "convention", draft=draft)
    speak = Speaker(chosen)
    page = contents(file, chosen, signatories, electronic=electronic)
    return draw(page, speak, day_of(now), draft=draft, check=check)


def contents(file: Any, wording: Wording, signatories: Signatories | None = None, *, electronic: bool = False) -> Page:
    facts, speak, plan = facts_of(file), Speaker(wording), schedule(file)
    return Page(
        title=speak.words["title"],
        subtitle=speak.say("between", university=facts.university, host=facts.host_name, student=facts.student["name"]),
        university=facts.university,
        reference=str(facts.reference),
        blocks=[
            *sections(facts, speak, plan),
            weeks(facts, speak),
            interruptions(facts, speak),
            months(plan, speak),
            clauses(speak.words["articles"], speak, filled(wording.articles, facts, speak)),
        ],
        boxes=boxes(facts, speak, signatories),
        signatures=signatures(speak, electronic=electronic),
    )


def sections(facts: Facts, speak: Speaker, plan: Schedule) -> list[dict[str, Any]]:
    return [
        parties(facts, speak),
        teaching(facts, speak),
        people(facts, speak),
        subject(facts, speak),
        dates(facts, speak, plan),
        stipend(facts, speak, plan),
        cover(facts, speak),
        life(facts, speak),
    ]


def parties(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w, signatory = speak.words, facts.convention.get("signatory") or {}
    return section(
        w["parties"],
        (w["establishment"], facts.university),
        (w["university_signatory"], named(facts.university_signatory)),
        (w["officer_group"], facts.officer_group),
        (w["host"], facts.host_name),
        (w["siret"], facts.host.get("siret")),
        (w["host_address"], speak.address(facts.host)),
        (w["headcount"], facts.convention.get("headcount") or facts.host.get("headcount")),
        (w["signatory"], joined(", ", speak.signatory(signatory), signatory.get("email"))),
        (w["signatory_address"], speak.address(signatory)),
        (w["student"], facts.student["name"]),
        (w["student_number"], facts.student.get("student_number")),
        (w["legal_representative"], facts.minor),
    )


def teaching(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    return section(
        w["teaching"],
        (w["programme"], facts.request.get("programme") or facts.student.get("programme_name")),
        (w["component"], facts.student.get("component_name")),
        (w["teaching_hours"], _teaching_hours(c.get("teaching_hours"), speak)),
        (w["teaching_presence"], _teaching_hours(c.get("teaching_presence_hours"), speak)),
    )


def _teaching_hours(hours: int | None, speak: Speaker) -> str:
    return speak.hours(hours * 60) if hours else ""


def people(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w = speak.words
    return section(
        w["people"],
        (w["referent"], named(facts.referent)),
        (w["supervisor"], named(facts.supervisor)),
        (w["tutor"], named(facts.tutor)),
        (w["supervision"], facts.convention.get("supervision")),
    )


def subject(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    return section(
        w["subject"],
        (w["subject_title"], facts.title),
        (w["description"], facts.request.get("description")),
        (w["skills"], c.get("skills")),
        (w["activities"], c.get("activities")),
    )


def dates(facts: Facts, speak: Speaker, plan: Schedule) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    return section(
        w["dates"],
        (w["starts_on"], speak.day(facts.starts_on)),
        (w["ends_on"], speak.day(facts.ends_on)),
        (w["presence"], presence(plan, speak)),
        (w["weekly"], speak.hours(c.get("weekly_minutes"))),
        (w["weekdays"], speak.weekdays(c.get("weekdays") or [])),
        (w["unusual_hours"], c.get("unusual_hours") or w["none"]),
        (w["holidays"], w["holidays_yes"] if c.get("works_on_holidays") else ""),
        (w["place"], place(facts, speak)),
        (w["post"], c.get("post")),
    )


def presence(plan: Schedule, speak: Speaker) -> str:
    return speak.say("presence_value", hours=speak.hours(plan.minutes), days=speak.number(plan.days))


def place(facts: Facts, speak: Speaker) -> str:
    if facts.request.get("at_host_address", True):
        return speak.address(facts.host)
    return speak.address({**(facts.request.get("place") or {}), "country": facts.place_country})


def stipend(facts: Facts, speak: Speaker, plan: Schedule) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    paid = bool(plan.monthly_cents)
    return section(
        w["stipend"],
        (w["stipend_value"], monthly(plan, speak) if paid else w["stipend_none"]),
        (w["stipend_spread"], w["spread"].get(c.get("stipend_spread") or "hours") if paid else ""),
        (w["stipend_payment"], c.get("stipend_payment")),
        (w["benefits"], c.get("benefits") or w["none"]),
        paragraphs=(w["law_note"],),
    )


def monthly(plan: Schedule, speak: Speaker) -> str:
    """A month that is not full is paid by its hours: what is stated is not what every month pays."""
    hourly = speak.money(round(plan.cents_an_hour))
    return speak.say("stipend_month", amount=speak.money(plan.monthly_cents or 0), hourly=hourly)


def cover(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    return section(w["cover"], (w["social_cover"], c.get("social_cover")), (w["insurance"], c.get("insurance")))


def life(facts: Facts, speak: Speaker) -> dict[str, Any]:
    w, c = speak.words, facts.convention
    return section(
        w["life"],
        (w["absences"], c.get("absences")),
        (w["suspension"], c.get("suspension")),
        (w["interruption"], c.get("interruption")),
        (w["house_rules"], c.get("house_rules") or w["none"]),
        (w["certificate"], c.get("certificate")),
        (w["confidential"], w["confidential_yes"] if c.get("confidential") else ""),
    )


def weeks(facts: Facts, speak: Speaker) -> dict[str, Any]:
    rows = [
        [
            speak.days(one.get("starts_on"), one.get("ends_on")),
            speak.hours(one.get("weekly_minutes")),
            speak.weekdays(one.get("weekdays") or []),
        ]
        for one in facts.convention.get("weeks") or []
    ]
    return table(speak.words["weeks"], speak.words["weeks_columns"], rows)


def interruptions(facts: Facts, speak: Speaker) -> dict[str, Any]:
    rows = [
        [speak.days(one.get("starts_on"), one.get("ends_on")), one.get("reason") or ""]
        for one in facts.convention.get("interruptions") or []
    ]
    return table(speak.words["interruptions"], speak.words["interruptions_columns"], rows)


def months(plan: Schedule, speak: Speaker, title: str = "schedule") -> dict[str, Any]:
    rows = [
        [speak.month(month.month), str(month.days), speak.hours(month.minutes), speak.money(plan.cents_of(month))]
        for month in plan.months
    ]
    if rows:
        days = sum(month.days for month in plan.months)
        rows.append([speak.words["total"], str(days), speak.hours(plan.minutes), speak.money(plan.cents)])
    return table(speak.words[title], speak.words["schedule_columns"], rows, figures=True)


def filled(articles: list[dict[str, str]], facts: Facts, speak: Speaker) -> list[dict[str, str]]:
    """Each blank that an article may have (wording.ARTICLE_BLANKS); a fact that is not there yet is a dash."""
    values = {
        "university": facts.university,
        "host": facts.host_name,
        "student": facts.student["name"],
        "referent": named(facts.referent),
        "tutor": named(facts.tutor),
        "subject": facts.title,
        "starts_on": speak.day(facts.starts_on),
        "ends_on": speak.day(facts.ends_on),
        "reference": str(facts.reference),
    }
    said = {name: isolated(value) if value else "—" for name, value in values.items()}
    return [{"title": fill(one["title"], **said), "text": fill(one["text"], **said)} for one in articles]


def signatures(speak: Speaker, *, electronic: bool = False) -> dict[str, str]:
    """Each box says what it is for: a pen, or signatures that the file itself carries."""
    words = speak.words
    box = words["signed_online"] if electronic else words["date_and_signature"]
    return {"title": words["signatures"], "note": words["signatures_note"], "box": box}


def boxes(facts: Facts, speak: Speaker, signatories: Signatories | None) -> list[dict[str, str]]:
    """One a signatory, seven at most; a role that has a name of ours is told in the document's language."""
    roles = roles_of(facts, speak)
    if signatories is None:
        signatories = facts.signatories or [{"role": role, "name": ""} for role in roles]
    return [_box(one, *roles.get(one["role"], (clean(one["role"]), ""))) for one in signatories]


def _box(given: dict[str, str], role: str, ours: str) -> dict[str, str]:
    """Our own line says more (the role at the host), unless it is about somebody else."""
    name = clean(given["name"])
    return {"role": role, "name": ours if not name or name in ours else name}


def roles_of(facts: Facts, speak: Speaker) -> dict[str, tuple[str, str]]:
    """The five whom the law names, role and name; the legal representative in place of a minor."""
    w = speak.words
    return {
        "student": (w["legal_representative"] if facts.minor else w["student"], facts.minor or facts.student["name"]),
        "host": (w["for_host"], speak.signatory(facts.convention.get("signatory") or {})),
        "tutor": (w["tutor"], named(facts.tutor)),
        "referent": (w["referent"], named(facts.referent)),
        "university": (w["for_establishment"], named(facts.university_signatory)),
    }
