"""French at the source, English by catalogue; dates, money and sizes as each language writes them.

Python says `_("…")`, `lazy("…")` for what is translated when shown, `ngettext("une", "%(num)s", n)`; templates `_()`.
French spaces before « : ; ! ? » and inside quotes are made unbreakable here, so that sources keep plain spaces.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import flask_babel
from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from flask import Flask, request, session
from flask_babel import Babel
from flask_babel.speaklater import LazyString
from flask_login import current_user

from gateway import catalogue
from runtime.clock import ZONE

LANGUAGES = ("fr", "en")
FRENCH, BRITISH = Locale("fr"), Locale("en", "GB")  # made once: babel takes 0.2 ms to find one by its name
NBSP, THIN = "\u00a0", "\u202f"
TIGHT = (
    (re.compile(r" ([:»€]|%(?!\())"), NBSP + r"\1"),
    (re.compile(r" ([;!?])"), THIN + r"\1"),
    (re.compile(r"« "), "«" + NBSP),
)


def language() -> str:
    """The page's: the person's, else the session's, else the browser's, else French."""
    if session.get("language") in LANGUAGES:
        return session["language"]
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return current_user.language
    return request.accept_languages.best_match(LANGUAGES) or "fr"


def spaced(text: str) -> str:
    """French typography: a space that may not break before high punctuation."""
    if str(flask_babel.get_locale() or "fr")[:2] != "fr":
        return text
    for pattern, replacement in TIGHT:
        text = pattern.sub(replacement, text)
    return text


def _(text: str, **values: Any) -> str:
    said = spaced(flask_babel.get_translations().ugettext(text) if text else "")
    return said % values if values else said


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    values.setdefault("num", number(n))
    if page_language() == "fr":
        return spaced(one if abs(n) < 2 else many) % values
    return flask_babel.get_translations().ungettext(one, many, n) % values


def labelled(label: Any, text: Any) -> str:
    """« Label : text », Label: text. A label that is a whole sentence loses its final stop."""
    space = NBSP if page_language() == "fr" else ""
    return f"{str(label).rstrip(f' {NBSP}{THIN}*:.')}{space}: {text}"


def lazy(text: str, **values: Any) -> LazyString:
    return LazyString(lambda: _(text, **values))


def init(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue.compile_all())
    Babel(app, locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=_, gettext=_, ngettext=ngettext, page_language=page_language)
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        clock=clock,
        money=money,
        number=number,
        size=size,
        iso=iso,
        listed=listed,
        labelled=labelled,
    )


def page_language() -> str:
    return str(flask_babel.get_locale() or "fr")[:2]


def _locale() -> Any:
    return flask_babel.get_locale() or FRENCH


def day(value: date | datetime | None) -> str:
    """« 3 mai 2027 », 3 May 2027; the first of a month is « 1er » in French."""
    if value is None:
        return ""
    when = local(value)
    if page_language() == "en":
        return format_date(when, "d MMMM y", locale=BRITISH)
    return re.sub(r"^1 ", "1er ", format_date(when, "d MMMM y", locale=FRENCH))


def clock(value: datetime | None) -> str:
    return format_time(local(value), "HH:mm", locale=_locale()) if value else ""


def moment(value: datetime | None) -> str:
    return f"{day(value)}, {clock(value)}" if value else ""


def local(value: date | datetime) -> Any:
    """An instant in the university's own time; a day is a day."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(ZONE)
    return value


def iso(value: date | datetime | None) -> str:
    return value.isoformat() if value else ""


def money(cents: int | None) -> str:
    """« 659,40 € », €659.40."""
    return format_currency(cents / 100, "EUR", locale=_locale()) if cents is not None else ""


def amount(cents: int | None) -> str:
    """As it is typed: « 1659,40 », 1659.40."""
    return format_decimal(cents / 100, "0.00", locale=_locale()) if cents is not None else ""


def number(value: float | None) -> str:
    return format_decimal(value, locale=_locale()) if value is not None else ""


def size(octets: int | None) -> str:
    """A file's size: 340 ko, 2,1 Mo."""
    if octets is None:
        return ""
    kilo, mega = _("ko"), _("Mo")
    if octets < 1_000_000:
        return f"{number(max(1, round(octets / 1000)))}{NBSP}{kilo}"
    return f"{number(round(octets / 1_000_000, 1))}{NBSP}{mega}"


def listed(words: list[str]) -> str:
    """« a, b et c »."""
    return format_list([str(word) for word in words], locale=_locale())
