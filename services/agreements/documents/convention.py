"""Draws the convention: facts in, PDF out. French or English as the convention says, tagged, declared PDF/A-2a and UA-1."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from eventlet import tpool

from runtime.logs import log
from runtime.settings import from_environment
from services.agreements.documents.words import WORDS
from services.agreements.model import Internship
from services.agreements.rules.stipend import country_of, schedule

TEMPLATE = Path(__file__).with_name("convention.typ")
NO_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # would turn our own words around
STANDARDS: Any = ["a-2a", "ua-1"]


def render(file: Internship, now: datetime, *, draft: bool) -> bytes:
    """About 20 ms, in a native thread beside the green ones.

    Under PDF/A a letter that no font has stops the compilation; the document is then drawn without the declaration.
    """
    data = json.dumps(contents(file, now.date(), draft=draft), ensure_ascii=False).translate(NO_OVERRIDES)
    return tpool.execute(_compile, data)


def _compile(data: str) -> bytes:
    try:
        return typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
    except typst.TypstError as error:
        log.warning("pdf_without_standard", why=str(error)[:300])
        return typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"data": data})


def contents(file: Internship, today: date, *, draft: bool) -> dict[str, Any]:
    """Everything the page shows, already in words."""
    convention = file.convention or {}
    language = convention.get("language") or "fr"
    speak = Speaker(language)
    words = speak.words
    university = from_environment().university
    return {
        "language": language,
        "draft": draft,
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "title": words["title"],
        "subtitle": words["between"].format(university=university, host=file.host_name, student=file.student["name"]),
        "university": university,
        "reference": str(file.reference),
        "words": {
            name: words[name]
            for name in ("draft", "reference", "schedule", "schedule_columns", "signatures", "signatures_note")
        }
        | {
            "made_on": words["made_on"].format(date=speak.day(today)),
            "date_and_signature": words["date_and_signature"],
        },
        "sections": sections(file, speak, university),
        "months": months(file, speak),
        "signatories": signatories(file, words),
    }


class Speaker:
    """Dates, money and words in the document's language."""

    def __init__(self, language: str) -> None:
        self.words: dict[str, Any] = WORDS[language]
        self.locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")

    def day(self, value: date | None) -> str:
        return format_date(value, "d MMMM y", self.locale) if value else ""

    def money(self, cents: int | None) -> str:
        return format_currency((cents or 0) / 100, "EUR", locale=self.locale)

    def hours(self, minutes: int | None) -> str:
        return f"{format_decimal(round((minutes or 0) / 60, 2), locale=self.locale)} {self.words['hours_unit']}"

    def country(self, code: str) -> str:
        return self.locale.territories.get(code, code)


def sections(file: Internship, speak: Speaker, university: str) -> list[dict[str, Any]]:
    w, request, c, host = speak.words, file.request, file.convention or {}, file.host or {}
    plan = schedule(file)
    days = ", ".join(w["days_of_week"][day] for day in c.get("weekdays", []))
    representative = c.get("legal_representative") or {}
    presence = w["presence_value"].format(hours=speak.hours(plan.minutes), days=plan.days)
    return [
        _section(
            w["parties"],
            (w["establishment"], university),
            (w["host"], file.host_name),
            (w["siret"], host.get("siret")),
            (w["host_address"], address(host, speak)),
            (w["signatory"], signatory_line(c.get("signatory") or {}, w)),
            (w["student"], file.student["name"]),
            (w["student_number"], file.student.get("student_number")),
            (w["legal_representative"], representative.get("name")),
        ),
        _section(
            w["teaching"],
            (w["programme"], request.get("programme") or file.student.get("programme_name")),
            (w["component"], file.student.get("component_name")),
            (w["teaching_hours"], f"{c['teaching_hours']} {w['hours_unit']}" if c.get("teaching_hours") else ""),
        ),
        _section(
            w["people"],
            (w["referent"], (file.referent or {}).get("name")),
            (w["supervisor"], (file.supervisor or {}).get("name")),
            (w["tutor"], tutor_line(file.tutor or {})),
            (w["supervision"], c.get("supervision")),
        ),
        _section(
            w["subject"],
            (w["subject_title"], file.title),
            (w["description"], request.get("description")),
            (w["skills"], c.get("skills")),
            (w["activities"], c.get("activities")),
        ),
        _section(
            w["dates"],
            (w["starts_on"], speak.day(file.starts_on)),
            (w["ends_on"], speak.day(file.ends_on)),
            (w["presence"], presence),
            (w["weekly"], speak.hours(c.get("weekly_minutes"))),
            (w["weekdays"], days),
            (w["unusual_hours"], c.get("unusual_hours") or w["none"]),
            (w["place"], place(file, speak)),
            (w["post"], c.get("post")),
        ),
        _section(
            w["stipend"],
            (w["stipend_value"], speak.money(plan.monthly_cents)),
            (w["stipend_payment"], c.get("stipend_payment")),
            (w["benefits"], c.get("benefits") or w["none"]),
            paragraphs=[w["law_note"]],
        ),
        _section(w["cover"], (w["social_cover"], c.get("social_cover")), (w["insurance"], c.get("insurance"))),
        _section(
            w["life"],
            (w["absences"], c.get("absences")),
            (w["suspension"], c.get("suspension")),
            (w["interruption"], c.get("interruption")),
            (w["house_rules"], c.get("house_rules") or w["none"]),
            (w["certificate"], c.get("certificate")),
            (w["confidential"], w["confidential_yes"] if c.get("confidential") else ""),
        ),
    ]


def _section(title: str, *facts: tuple[str, Any], paragraphs: list[str] | None = None) -> dict[str, Any]:
    """Facts that are empty are left out."""
    kept = [[label, str(value)] for label, value in facts if value]
    return {"title": title, "facts": kept, "paragraphs": paragraphs or []}


def months(file: Internship, speak: Speaker) -> list[list[str]]:
    plan = schedule(file)
    rows = [
        [
            format_date(date.fromisoformat(f"{month.month}-01"), "LLLL y", speak.locale),
            str(month.days),
            speak.hours(month.minutes),
            speak.money(plan.cents_of(month)),
        ]
        for month in plan.months
    ]
    if not rows:
        return []
    total_days = sum(month.days for month in plan.months)
    return [*rows, [speak.words["total"], str(total_days), speak.hours(plan.minutes), speak.money(plan.cents)]]


def signatories(file: Internship, w: dict[str, Any]) -> list[dict[str, str]]:
    """The five whom the law names; the legal representative in place of a minor."""
    c = file.convention or {}
    minor = (c.get("legal_representative") or {}).get("name")
    return [
        {"role": w["legal_representative"] if minor else w["student"], "name": minor or file.student["name"]},
        {"role": w["for_host"], "name": signatory_line(c.get("signatory") or {}, w)},
        {"role": w["tutor"], "name": tutor_line(file.tutor or {})},
        {"role": w["referent"], "name": (file.referent or {}).get("name", "")},
        {"role": w["for_establishment"], "name": ""},
    ]


def signatory_line(signatory: dict[str, Any], w: dict[str, Any]) -> str:
    name = (w["civility"].get(signatory.get("civility")), signatory.get("first_name"), signatory.get("last_name"))
    return _join(", ", _join(" ", *name), signatory.get("role"))


def tutor_line(tutor: dict[str, Any]) -> str:
    return _join(", ", _join(" ", tutor.get("first_name"), tutor.get("last_name")), tutor.get("role"))


def place(file: Internship, speak: Speaker) -> str:
    if file.request.get("at_host_address", True):
        return address(file.host or {}, speak)
    return address({**(file.request.get("place") or {}), "country": country_of(file)}, speak)


def address(where: dict[str, Any], speak: Speaker) -> str:
    town = _join(" ", where.get("postal_code"), where.get("city"))
    country = speak.country(where.get("country") or "") if where.get("country") != "FR" else ""
    return _join(", ", where.get("address1"), where.get("address2"), town, country)


def _join(separator: str, *parts: str | None) -> str:
    return separator.join(part for part in parts if part)
