"""Templates of documents: their list, one of them read or edited, its history, its preview, a new language."""

from typing import Any

from babel import Locale, localedata
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from contracts.vocabulary import Role
from gateway import errors, files, kept, rpc
from gateway.areas.models import forms, labels
from gateway.forms import posted_version, restore
from gateway.i18n import _, page_language

area = Blueprint("models", __name__, template_folder="templates")


@area.get("/modeles")
def index():
    lines = rpc.ask(agreements.ListTemplates)
    may_edit = current_user.is_a(Role.ADMIN)
    return render_template(
        "models/index.html",
        lines=lines,
        may_edit=may_edit,
        kinds=labels.KINDS,
        others=other_languages() if may_edit else {},
        language_name=language_name,
    )


def language_name(code: str) -> str:
    """In the page's language."""
    return Locale.parse(page_language()).languages.get(code.partition("_")[0], code)


def other_languages() -> dict[str, str]:
    """Code → name of the languages that dates and money can be written in, but for the two of the code."""
    names = Locale.parse(page_language()).languages
    known = {code: name for code, name in names.items() if len(code) == 2 and localedata.exists(code)}
    return dict(
        sorted(((c, n) for c, n in known.items() if c not in ("fr", "en")), key=lambda item: item[1].casefold())
    )


@area.post("/modeles/langue")
def new_language():
    """A copy of an existing language, as a draft; the one that is there already is simply opened."""
    kind, code, source = (request.form.get(name, "") for name in ("kind", "language", "source"))
    if kind not in labels.KINDS or code not in other_languages():
        flash(_("Choisissez le document et la langue."), "error")
        return redirect(url_for("models.index"))
    original = rpc.ask(agreements.GetTemplate, kind=kind, language=source or "fr")
    words = {word["name"]: word["text"] for word in original["words"]}
    name = Locale.parse(code).get_display_name() or code
    question: dict[str, Any] = {
        "kind": kind,
        "language": code,
        "version": 0,
        "name": name[:1].upper() + name[1:],
        "words": words,
    }
    try:
        rpc.ask(agreements.SaveTemplate, **question, articles=original["articles"])
        flash(_("Brouillon créé. Traduisez-le, regardez l’aperçu, puis publiez-le."), "success")
    except StaleVersion:
        flash(_("Cette langue a déjà un brouillon : le voici."), "info")
    return redirect(url_for("models.show", kind=kind, language=code))


@area.route("/modeles/<kind>/<language>", methods=["GET", "POST"])
def show(kind: str, language: str):
    """Read by all who may; the draft, or what would become one, edited by administrators."""
    template = load(kind, language, request.args.get("version", ""))
    if not template["can_edit"] or (request.args.get("version") and "reprendre" not in request.args):
        return render_template(
            "models/read.html", template=template, forms=forms, labels=labels, language_name=language_name
        )
    if request.method == "POST":
        return save(template)
    found = kept.given_back()
    form = forms.make(template["words"], forms.count_in(found) or len(template["articles"]))(data=forms.start(template))
    restore(form, found)
    return edit_page(template, form)


def load(kind: str, language: str, number: str = "") -> dict[str, Any]:
    if kind not in labels.KINDS or (number and not (number.isdecimal() and len(number) < 6)):
        raise NotFound()
    return rpc.ask(agreements.GetTemplate, kind=kind, language=language, number=int(number) if number else None)


def edit_page(template: dict[str, Any], form: forms.TemplateForm, place: int | None = None, status: int = 200):
    body = render_template(
        "models/edit.html",
        template=template,
        form=form,
        forms=forms,
        labels=labels,
        count=forms.count_in(form._fields),
        place=place,
        language_name=language_name,
    )
    return body, status


def save(template: dict[str, Any]):
    order = request.form.get("article", "")
    typed, count, place = forms.rearranged(order)
    form = forms.make(template["words"], count)(formdata=typed)
    if order:
        return edit_page(template, form, place)
    if not form.validate():
        return edit_page(template, form, status=422)
    where = {"kind": template["kind"], "language": template["language"]}
    try:
        rpc.ask(
            agreements.SaveTemplate,
            key=form.key.data,
            **where,
            version=posted_version(),
            **forms.question(form, template),
        )
    except (InvalidInput, StaleVersion) as refusal:
        form.refuse(refusal, **forms.aliases(template))
        if isinstance(refusal, StaleVersion):
            form.version.data = template["version"]  # shown beside today's draft: saving again is a decision
        return edit_page(template, form, status=422)
    flash(_("Brouillon enregistré. Les documents changent quand vous le publiez."), "success")
    return redirect(url_for("models.show", **where))


@area.post("/modeles/<kind>/<language>/publier")
def publish(kind: str, language: str):
    load(kind, language)
    try:
        rpc.ask(agreements.PublishTemplate, kind=kind, language=language, version=posted_version())
        flash(
            _("Modèle publié : les nouveaux documents le suivent, ceux déjà validés gardent leur version."), "success"
        )
    except (StaleVersion, MoveRefused) as refusal:
        flash(errors.sentence(refusal), "error")
    return redirect(url_for("models.history", kind=kind, language=language))


@area.get("/modeles/<kind>/<language>/historique")
def history(kind: str, language: str):
    template = load(kind, language, request.args.get("version", ""))
    return render_template(
        "models/history.html", template=template, told=told(template), labels=labels, language_name=language_name
    )


def told(template: dict[str, Any]) -> dict[str, str]:
    """The name of each word as staff know it: its French."""
    return {word["name"]: word["french"] for word in template["words"]}


@area.get("/modeles/<kind>/<language>/apercu.pdf")
def preview(kind: str, language: str):
    number = request.args.get("version", "")
    if kind not in labels.KINDS or (number and not (number.isdecimal() and len(number) < 6)):
        raise NotFound()
    question: dict[str, Any] = {"kind": kind, "language": language, "number": int(number) if number else None}
    found = rpc.ask(agreements.PreviewTemplate, deadline=10.0, **question)
    return files.send(found["object_id"], found["file_name"], "application/pdf")
