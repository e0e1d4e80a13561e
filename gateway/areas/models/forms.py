"""The form of a template: a field a word, two an article; articles are moved, added and removed by buttons that post."""

import re
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField

from contracts.fields import LINE, LONG, PARAGRAPH
from gateway.forms import Form, longest
from gateway.i18n import _, lazy

TITLE = re.compile(r"a(\d{1,2})_title")
MOST_ARTICLES = 60
LONG_WORD = 70


class TemplateForm(Form):
    """`make` adds the words and articles of one template."""

    version = HiddenField()
    note = TextAreaField(lazy("Ce qui change, pour l’historique"), [longest(PARAGRAPH)])


def field_of(name: str) -> str:
    """`days_of_week.mon` as a field's name."""
    return "w_" + name.replace(".", "__")


def make(words: list[dict[str, str]], count: int) -> type[TemplateForm]:
    fields: dict[str, Any] = {}
    for word in words:
        cls = TextAreaField if len(word["french"]) > LONG_WORD else StringField
        fields[field_of(word["name"])] = cls(word["french"], [longest(PARAGRAPH)])
    for place in range(count):
        title = lazy("Titre de l’article %(n)s", n=place + 1)
        fields[f"a{place}_title"] = StringField(title, [longest(LINE)])
        fields[f"a{place}_text"] = TextAreaField(lazy("Texte de l’article %(n)s", n=place + 1), [longest(LONG)])
    return type("FilledTemplateForm", (TemplateForm,), fields)


def count_in(names: Any) -> int:
    """How many articles these names of fields hold."""
    places = [int(found[1]) for name in names if (found := TITLE.fullmatch(name))]
    return min(max(places, default=-1) + 1, MOST_ARTICLES)


def start(template: dict[str, Any]) -> dict[str, Any]:
    """The fields' values, as the template is."""
    given = {field_of(word["name"]): word["text"] for word in template["words"]}
    given |= with_articles(template["articles"])
    return {**given, "version": template["version"], "note": template["note"] if template["state"] == "draft" else ""}


def with_articles(articles: list[dict[str, str]]) -> dict[str, str]:
    pairs = enumerate(articles)
    return {f"a{n}_{part}": one[part] for n, one in pairs for part in ("title", "text")}


def posted_articles() -> list[dict[str, str]]:
    return [
        {part: request.form.get(f"a{place}_{part}", "") for part in ("title", "text")}
        for place in range(count_in(request.form))
    ]


def rearranged(order: str) -> tuple[MultiDict[str, str], int, int]:
    """What was posted, with one article added, removed or moved; the count; the place to look at.

    `order` is add, up:2, down:2 or remove:2, counted from 0; anything else changes nothing.
    """
    articles, place = posted_articles(), 0
    what, _colon, which = order.partition(":")
    place = int(which) if which.isdecimal() and len(which) < 3 else 0
    if what == "add" and len(articles) < MOST_ARTICLES:
        articles.append({"title": "", "text": ""})
        place = len(articles) - 1
    elif what == "remove" and place < len(articles):
        del articles[place]
        place = max(0, place - 1)
    elif what in ("up", "down") and place < len(articles):
        other = place + (-1 if what == "up" else 1)
        if 0 <= other < len(articles):
            articles[place], articles[other] = articles[other], articles[place]
            place = other
    kept = {name: value for name, value in request.form.items() if not re.match(r"a\d+_", name)}
    return MultiDict({**kept, **with_articles(articles)}), len(articles), place


def question(form: TemplateForm, template: dict[str, Any]) -> dict[str, Any]:
    """As SaveTemplate asks it."""
    words = {word["name"]: form[field_of(word["name"])].data or "" for word in template["words"]}
    articles = [
        {"title": form[f"a{n}_title"].data or "", "text": form[f"a{n}_text"].data or ""}
        for n in range(count_in(form._fields))
    ]
    return {"words": words, "articles": articles, "note": form.note.data or ""}


def aliases(template: dict[str, Any]) -> dict[str, str]:
    """The service's names of fields, as `Form.refuse` writes them → ours."""
    names = {f"words_{word['name'].replace('.', '_')}": field_of(word["name"]) for word in template["words"]}
    names |= {f"articles_{n}_{part}": f"a{n}_{part}" for n in range(MOST_ARTICLES) for part in ("title", "text")}
    return names


def hint_of(french: str) -> str:
    """The blanks that a word must keep."""
    found = re.findall(r"\{\w+\}", french)
    return _("À garder : %(blanks)s", blanks=", ".join(dict.fromkeys(found))) if found else ""
