"""From a message's template and an event's facts to a subject, a text, a page and a notice, in one language.

The words of a message are written once, in `messages/<event>.v<n>/<language>.jinja`, as blocks: subject, notice (one
sentence), words (paragraphs), button, quote (what stands over somebody's comment). The layouts make the text and the
HTML of the same blocks, so the two never differ, and HTML escapes everything that comes from people exactly once.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from services.notifications.rules.turns import YOUR_TURN

MESSAGES = Path(__file__).parent / "messages"
BLOCKS = ("subject", "notice", "words", "button", "quote")
LONGEST_SUBJECT, LONGEST_NOTICE = 200, 2_000
FACTS = {
    "kinds": {"fr": "Ce qui change", "en": "What changes"},
    "student": {"fr": "Étudiant", "en": "Student"},
    "programme": {"fr": "Formation", "en": "Programme"},
    "host": {"fr": "Entreprise", "en": "Host"},
    "place": {"fr": "Lieu du stage", "en": "Place of the internship"},
    "title": {"fr": "Sujet", "en": "Subject"},
    "dates": {"fr": "Dates", "en": "Dates"},
    "reference": {"fr": "Référence", "en": "Reference"},
    "offer": {"fr": "Offre", "en": "Offer"},
}
SIGNATORIES = {
    "student": {"fr": "stagiaire", "en": "intern"},
    "legal_representative": {"fr": "représentant légal du stagiaire", "en": "legal representative of the intern"},
    "host": {"fr": "signataire de l’organisme d’accueil", "en": "signatory of the host"},
    "tutor": {"fr": "tuteur dans l’organisme d’accueil", "en": "tutor at the host"},
    "referent": {"fr": "enseignant référent", "en": "academic referent"},
    "university": {"fr": "signataire de l’établissement", "en": "signatory of the university"},
    "other": {"fr": "signataire", "en": "signatory"},
}
KINDS = {
    "dates": {"fr": "les dates", "en": "the dates"},
    "place": {"fr": "le lieu", "en": "the place"},
    "tutor": {"fr": "le tuteur", "en": "the tutor"},
    "referent": {"fr": "l’enseignant référent", "en": "the academic referent"},
    "subject": {"fr": "le sujet ou les activités", "en": "the subject or the activities"},
    "hours": {"fr": "les horaires", "en": "the hours"},
    "stipend": {"fr": "la gratification", "en": "the stipend"},
    "interruption": {"fr": "une interruption du stage", "en": "an interruption of the internship"},
    "termination": {"fr": "une fin anticipée", "en": "an early end"},
    "other": {"fr": "une autre clause", "en": "another clause"},
}
VISITS = {
    "on_site": {"fr": "sur place", "en": "on site"},
    "video": {"fr": "en visioconférence", "en": "by video"},
    "phone": {"fr": "par téléphone", "en": "by phone"},
}
GROUNDS = {
    "agreement": {"fr": "d’un commun accord", "en": "by mutual agreement"},
    "student": {"fr": "à l’initiative du stagiaire", "en": "at the intern’s initiative"},
    "host": {"fr": "à l’initiative de l’organisme d’accueil", "en": "at the host’s initiative"},
    "establishment": {"fr": "à l’initiative de l’établissement", "en": "at the university’s initiative"},
    "host_breach": {"fr": "pour un manquement de l’organisme d’accueil", "en": "for a breach by the host"},
    "other": {"fr": "pour un autre motif", "en": "on another ground"},
}
"""Of an early end. Those of health and of a birth are read in the file: a mail passes through other hands."""
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Words:
    """A message ready to be sent."""

    subject: str
    notice: str
    text: str
    html: str


def render(kind: str, language: str, context: dict[str, Any], *, facts: dict[str, str] | None = None) -> Words:
    """`context` needs what the template names (a missing name is an error), `url`, `university`, `first_name`.

    `facts` are shown in their order, by the keys of FACTS; `context["comment"]` is quoted as it was typed, where the
    message has words to introduce it.
    """
    blocks = read_blocks(kind, language, context)
    subject = subject_of(blocks)
    shown = {
        **context,
        "language": language,
        "subject": subject,
        "notice": notice_of(blocks),
        "paragraphs": [one_line(part) for part in re.split(r"\n\s*\n", blocks["words"]) if part.strip()],
        "button": one_line(blocks["button"]),
        "quote": one_line(blocks["quote"]),
        "comment": str(context.get("comment") or "").strip() if blocks["quote"] else "",
        "facts": [(FACTS[name][language], one_line(value)) for name, value in (facts or {}).items() if value],
        "your_turn": kind in YOUR_TURN,
    }
    return Words(
        subject=subject,
        notice=shown["notice"],
        text=re.sub(r"\n{3,}", "\n\n", layout("layout.txt").render(shown)).strip() + "\n",
        html=layout("layout.html").render(shown),
    )


def notice(kind: str, language: str, context: dict[str, Any]) -> dict[str, str]:
    """What the site shows of the same message: its title and body."""
    blocks = read_blocks(kind, language, context)
    return {"title": subject_of(blocks), "body": notice_of(blocks)}


def subject_of(blocks: dict[str, str]) -> str:
    return one_line(blocks["subject"])[:LONGEST_SUBJECT]


def notice_of(blocks: dict[str, str]) -> str:
    return one_line(blocks["notice"])[:LONGEST_NOTICE]


def read_blocks(kind: str, language: str, context: dict[str, Any]) -> dict[str, str]:
    template = words_of(kind, language)
    values = template.new_context({**context, "day": lambda value: day(value, language)})
    found = {name: "".join(template.blocks[name](values)) if name in template.blocks else "" for name in BLOCKS}
    return {name: typography(text) if language == "fr" else text for name, text in found.items()}


@cache
def environment(*, escape: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(MESSAGES),
        autoescape=escape,  # noqa: S701 - the words are plain text; the HTML layout escapes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["of"] = of
    return made


def of(name: str) -> str:
    """« d’Inès Martin », « de Claire Ferrand »."""
    first = unicodedata.normalize("NFD", name[:1]).casefold()[:1]
    return f"d’{name}" if first and first in "aeiouy" else f"de {name}"


def words_of(kind: str, language: str) -> Template:
    return environment(escape=False).get_template(f"{kind}.v1/{language}.jinja")


def layout(name: str) -> Template:
    return environment(escape=name.endswith(".html")).get_template(name)


def one_line(text: str) -> str:
    """Single spaces, no control characters: what goes into a header, a title, a paragraph."""
    text = re.sub(r"[ \t\r\n\f\v]+", " ", str(text))
    return "".join(c for c in text if c.isprintable() or c == NO_BREAK).strip()


def typography(text: str) -> str:
    """French spaces that do not break: before : ; ? ! », after «."""
    return re.sub(r"« ?", f"«{NO_BREAK}", re.sub(r" ([:;?!»])", rf"{NO_BREAK}\1", text))


def day(value: date | None, language: str) -> str:
    """« 1er mars 2027 », « 3 mai 2027 »: French has an ordinal for the first of the month, which Babel does not write."""
    if not value:
        return ""
    text = format_date(value, "d MMMM y", locale=language)
    return f"1er{text[1:]}" if language == "fr" and value.day == 1 else text


def signatory_role(role: str, language: str) -> str:
    """« tuteur dans l’organisme d’accueil »: as whom somebody is asked to sign."""
    return SIGNATORIES[role][language]


def visit_form(form: str, language: str) -> str:
    return VISITS[form][language]


def amendment_kinds(kinds: list[str], language: str) -> str:
    """What an amendment changes, without the facts themselves: a mail passes through other hands than the file."""
    return ", ".join(KINDS[kind][language] for kind in kinds)


def end_ground(ground: str, language: str) -> str:
    """« à l’initiative du stagiaire », or nothing."""
    return GROUNDS.get(ground, {}).get(language, "")


def period(start: date | None, end: date | None, language: str) -> str:
    if not start or not end:
        return day(start or end, language)
    words = ("du", "au") if language == "fr" else ("from", "to")
    return f"{words[0]} {day(start, language)} {words[1]} {day(end, language)}"
