"""Filling a file: the request in two steps (case 1) or one page (case 2), its host and tutor, the convention.

Each page saves only its own fields over what the file holds. « Enregistrer » never asks for more than is there.
"""

import uuid
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import force_locale

from contracts.calls import agreements, offers, profiles
from contracts.errors import InvalidInput, MoveRefused, Refusal, StaleVersion
from gateway import errors, rpc
from gateway.areas.agreements import labels
from gateway.areas.agreements.forms import (
    CaseTwoForm,
    ContactForm,
    ConventionForm,
    HostForm,
    StepOneForm,
    StepTwoForm,
)
from gateway.areas.agreements.periods import lines_changed, to_be_said, weeks_said
from gateway.areas.agreements.shown import offers as offered
from gateway.areas.agreements.shown import params
from gateway.areas.agreements.typed import show_saved, typed
from gateway.areas.agreements.views import area
from gateway.forms import Form, walk
from gateway.forms import shown as form_shown
from gateway.i18n import _, clock, page_language
from gateway.kept import in_background

TEACHERS = 50


def load(id: uuid.UUID, *edits: str) -> dict[str, Any]:
    """The file, if one of these edits is offered now; else who comes to read is led to its page, which says how it stands."""
    file = rpc.ask(agreements.GetInternship, id=id)
    if not any(offered(file, edit) for edit in edits):
        if request.method == "GET":
            flash(_("Cette partie du dossier ne se modifie plus : voici où il en est."), "info")
            abort(redirect(url_for("agreements.show", id=id)))
        raise MoveRefused("move_not_offered")
    return file


def save(call: Any, file: dict[str, Any], form: Any, fields: dict[str, Any]) -> dict[str, Any] | None:
    """The file as saved, or None with the refusals on the form's fields; nothing typed is lost."""
    try:
        return rpc.ask(call, id=file["id"], version=version_of(form, file), fields=fields)
    except (InvalidInput, StaleVersion, MoveRefused) as refusal:
        if isinstance(refusal, StaleVersion) and autosave():
            form.form_errors.append(saved_meanwhile())
            return None
        form.refuse(refusal)
        if isinstance(refusal, StaleVersion):
            show_saved(form, start(file["convention" if isinstance(form, ConventionForm) else "request"] or {}, file))
            form.version.data = file["version"]  # shown beside today's file: saving again is a decision
        return None


def saved_meanwhile() -> str:
    """Said while typing, where nothing can be shown beside: the page that the button opens compares."""
    return _(
        "Ce dossier a été enregistré entre-temps, par quelqu’un d’autre ou dans un autre onglet : enregistrez avec le "
        "bouton pour comparer votre saisie à ce qui est enregistré."
    )


def version_of(form: Any, file: dict[str, Any]) -> int:
    """The one that the page showed; nonsense is none of the file's, and is refused as stale."""
    given = str(form.version.data or file["version"])
    return int(given) if given.isdecimal() and len(given) < 10 else 0


autosave = in_background


def saved_quietly(saved: dict[str, Any] | None, form: Form) -> Any:
    """The answer to a save while typing: the new version and the hour, or what could not be taken."""
    if saved is None:
        errors = [text for _id, text in form.lines()]
        why = errors[0] if errors else ""
        return jsonify(errors=errors, said=_("Pas enregistré, et rien n’est perdu ici. %(why)s", why=why).strip()), 422
    return jsonify(version=saved["version"], said=_("Brouillon enregistré à %(hour)s", hour=clock(saved["updated_at"])))


def teachers(words: str) -> list[dict[str, Any]]:
    answer = rpc.ask_together({"found": (profiles.SearchTeachers, {"words": words, "limit": TEACHERS})}, deadline=2.0)
    return [] if isinstance(answer["found"], Refusal) else answer["found"]


def contacts(file: dict[str, Any]) -> list[dict[str, Any]]:
    if not file.get("host"):
        return []
    answer = rpc.ask_together({"host": (offers.GetHost, {"id": file["host"]["id"]})}, deadline=2.0)["host"]
    if isinstance(answer, Refusal):
        return []
    return [{"id": one["id"], "name": with_role(one)} for one in answer["contacts"]]


def with_role(contact: dict[str, Any]) -> str:
    """Two people of one company may have one name, and nobody who chooses is told their addresses."""
    name = f"{contact['first_name']} {contact['last_name']}"
    return f"{name} ({contact['role']})" if contact["role"] else name


def tutor_name(file: dict[str, Any]) -> dict[str, Any] | None:
    tutor = file.get("tutor")
    return {"id": tutor["id"], "name": f"{tutor['first_name']} {tutor['last_name']}"} if tutor else None


@area.route("/stages/<uuid:id>/demande", methods=["GET", "POST"])
def edit_request(id: uuid.UUID):
    """Case 2 when the file comes from a candidacy, else step 1 of case 1."""
    file = load(id, "edit_request")
    cls = CaseTwoForm if file["candidacy_id"] else StepOneForm
    form = form_shown(cls, **start(file["request"], file))
    form.supervisor_id.fill(teachers(form.supervisor_words.data or ""), file["supervisor"])
    if file["candidacy_id"]:
        form.tutor_id.fill(contacts(file), tutor_name(file))
    searching = "chercher" in request.form
    if request.method == "POST" and not searching and form.validate():
        fields = {**file["request"], **typed(form)}
        proposed = propose_end(form, fields)
        saved = save(agreements.SaveRequest, file, form, fields) if not proposed else None
        if autosave():
            return saved_quietly(saved, form)
        if saved:
            return redirect(next_of_request(saved))
        file["version"] = version_of(form, file)
    elif autosave():
        return saved_quietly(None, form)
    template = "agreements/case_two.html" if file["candidacy_id"] else "agreements/step_one.html"
    law = preview_of(file, form)
    return render_template(template, file=file, form=form, law=law), 422 if form.lines() else 200


def start(fields: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    """The form as the file holds it. A select's value is text; an absent group is an empty one."""
    plain = {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in fields.items()}
    for group in ("place", "signatory", "legal_representative"):
        if group in plain:
            plain[group] = plain[group] or {}
    return {**plain, "version": file["version"]}


def propose_end(form: Any, fields: dict[str, Any]) -> bool:
    """With a start and a duration but no end, propose one for the student to confirm. True when it did, or could not."""
    if not (fields.get("starts_on") and fields.get("duration_months")) or fields.get("ends_on") or autosave():
        return False
    if not hasattr(form, "duration_months"):
        return False
    known = {"starts_on": fields["starts_on"], "duration_months": fields["duration_months"]}
    try:
        proposed = rpc.ask(agreements.PreviewSchedule, request=known)["proposed_end"]
    except InvalidInput as refusal:
        form.refuse(refusal, **{f"request.{name}": name for name in known})
        return True
    if proposed is None:
        return False
    form.ends_on.data = proposed
    form.ends_on.raw_data = None
    form.ends_on.errors = [
        *form.ends_on.errors,
        _("Nous vous proposons cette date de fin : confirmez-la ou changez-la."),
    ]
    return True


def next_of_request(saved: dict[str, Any]) -> str:
    if "enregistrer" in request.form:
        flash(_("Brouillon enregistré."), "success")
        return url_for("agreements.show", id=saved["id"])
    if saved["candidacy_id"]:
        flash(_("Ce n’est pas la fin de la procédure ! Soumettez maintenant votre demande."), "warning")
        return url_for("agreements.show", id=saved["id"])
    return url_for("agreements.edit_host", id=saved["id"])


@area.route("/stages/<uuid:id>/entreprise", methods=["GET", "POST"])
def edit_host(id: uuid.UUID):
    """Step 2 of case 1: host, tutor, place, and the status of the request."""
    file = load(id, "edit_request")
    form = form_shown(StepTwoForm, **start(file["request"], file))
    form.tutor_id.fill(contacts(file), tutor_name(file))
    if request.method == "POST" and form.validate():
        fields = {**file["request"], **typed(form)}
        saved = save(agreements.SaveRequest, file, form, fields)
        if autosave():
            return saved_quietly(saved, form)
        if saved and form.status.data == "submit":
            return submit(saved, form)
        if saved:
            flash(_("Ce n’est pas la fin de la procédure ! Votre demande est en brouillon : soumettez-la."), "warning")
            return redirect(url_for("agreements.show", id=id))
    elif autosave():
        return saved_quietly(None, form)
    return render_template("agreements/step_two.html", file=file, form=form), 422 if form.lines() else 200


def submit(saved: dict[str, Any], form: Form) -> Any:
    """Saved as typed; what keeps it from being submitted is said on the file's page."""
    try:
        rpc.ask(agreements.Perform, id=saved["id"], version=saved["version"], move="submit")
        flash(str(labels.MOVES["submit"].done), "success")
    except MoveRefused as refusal:
        flash(errors.obstacle(refusal.code, params(refusal.params)), "warning")
    return redirect(url_for("agreements.show", id=saved["id"]))


@area.route("/stages/<uuid:id>/entreprise/choisir", methods=["GET", "POST"])
def choose_host(id: uuid.UUID):
    """Search the base, see the record, confirm it: only « Valider » makes it count."""
    file = load(id, "edit_request")
    if request.method == "POST":
        return set_host(file, request.form.get("host_id", ""))
    words, exact = request.args.get("mots", "").strip(), "exacte" in request.args
    found = rpc.ask(offers.SearchHosts, words=words, exact=exact) if words else []
    host_id = request.args.get("fiche", "")
    record = rpc.ask(offers.GetHost, id=host_id) if host_id else None
    return render_template(
        "agreements/choose_host.html", file=file, words=words, exact=exact, found=found, record=record
    )


def set_host(file: dict[str, Any], host_id: str) -> Any:
    fields = {**file["request"], "host_id": host_id or None, "tutor_id": None}
    try:
        if not host_id:
            raise InvalidInput()
        rpc.ask(agreements.SaveRequest, id=file["id"], version=file["version"], fields=fields)
    except InvalidInput:
        flash(_("Cette entreprise n’a pas pu être choisie : recherchez-la dans la base, puis validez-la."), "error")
        return redirect(url_for("agreements.choose_host", id=file["id"]))
    except StaleVersion as refusal:
        flash(errors.sentence(refusal), "error")
        return redirect(url_for("agreements.choose_host", id=file["id"], fiche=host_id))
    flash(_("Entreprise validée. Choisissez maintenant votre tuteur."), "success")
    back = "agreements.edit_request" if file["candidacy_id"] else "agreements.edit_host"
    return redirect(url_for(back, id=file["id"]))


@area.route("/stages/<uuid:id>/entreprise/nouvelle", methods=["GET", "POST"])
def new_host(id: uuid.UUID):
    file = load(id, "edit_request")
    form = form_shown(HostForm, name=request.args.get("mots", ""), country="FR")
    if form.validate_on_submit():
        try:
            host = rpc.ask(offers.CreateHost, key=form.key.data, **typed(form))
        except InvalidInput as refusal:
            known = refusal.params.get("host_id")
            if known:
                flash(_("Cette entreprise est déjà dans la base : vérifiez sa fiche et validez-la."), "info")
                return redirect(url_for("agreements.choose_host", id=id, fiche=known))
            form.refuse(refusal)
        else:
            return set_host(file, str(host["id"]))
    return render_template("agreements/new_host.html", file=file, form=form), 422 if form.lines() else 200


@area.route("/stages/<uuid:id>/tuteur", methods=["GET", "POST"])
def new_contact(id: uuid.UUID):
    """« Ajouter un tuteur de stage »: a contact of the host, chosen at once."""
    file = load(id, "edit_request")
    if not file["host"]:
        return redirect(url_for("agreements.choose_host", id=id))
    form = form_shown(ContactForm)
    if form.validate_on_submit():
        try:
            contact = rpc.ask(offers.AddContact, key=form.key.data, host_id=file["host"]["id"], **typed(form))
            fields = {**file["request"], "tutor_id": contact["id"]}
            rpc.ask(agreements.SaveRequest, id=id, version=file["version"], fields=fields)
        except (InvalidInput, StaleVersion) as refusal:
            form.refuse(refusal)
        else:
            flash(_("Tuteur ajouté."), "success")
            back = "agreements.edit_request" if file["candidacy_id"] else "agreements.edit_host"
            return redirect(url_for(back, id=id))
    return render_template("agreements/new_contact.html", file=file, form=form), 422 if form.lines() else 200


@area.route("/stages/<uuid:id>/convention", methods=["GET", "POST"])
def edit_convention(id: uuid.UUID):
    """« Compléter sa convention », in the document's language whatever the interface's."""
    file = load(id, "complete_convention", "edit_convention")
    kept = file["convention"] or {}
    language = request.args.get("langue") or request.form.get("language") or kept.get("language") or "fr"
    others = languages()
    with force_locale(language if language in ("fr", "en") else page_language()):
        form = form_shown(ConventionForm, **{**first_words(), **start(given(kept), file)})
        form.language.data = language
        people(form, file)
        if lines_changed(form):
            return convention_page(file, form, language, others)
        if (
            request.method == "POST"
            and "chercher" not in request.form
            and form.validate()
            and (autosave() or weeks_said(form))
        ):
            saved = save(agreements.SaveConvention, file, form, typed(form))
            if autosave():
                return saved_quietly(saved, form)
            if saved:
                flash(next_step(saved), "warning")
                return redirect(url_for("agreements.show", id=id))
        elif autosave():
            return saved_quietly(None, form)
        return convention_page(file, form, language, others), 422 if form.lines() else 200


def next_step(saved: dict[str, Any]) -> str:
    """To whom the draft goes next: to the supervisor first when its hours are others than those he validated."""
    if offered(saved, "submit_hours"):
        return _("Convention enregistrée en brouillon. Soumettez d’abord ces horaires à votre responsable pédagogique.")
    return _("Convention enregistrée en brouillon. Pour continuer la procédure, soumettez-la.")


def convention_page(file: dict[str, Any], form: ConventionForm, language: str, others: dict[str, str]) -> str:
    return render_template(
        "agreements/convention.html",
        file=file,
        form=form,
        law=preview_of(file, form),
        language=language,
        languages=others,
    )


def languages() -> dict[str, str]:
    """Code → name of those that a convention can be written in; French and English when nobody says."""
    found = rpc.ask_together({"languages": (agreements.ListLanguages, {})}, deadline=2.0)["languages"]
    rows = [] if isinstance(found, Refusal) else found
    return {one["code"]: one["name"] for one in rows} or {"fr": "Français", "en": "English"}


def given(kept: dict[str, Any]) -> dict[str, Any]:
    """Days that were all unticked stay so, once hours were saved with them."""
    said = {name: value for name, value in kept.items() if value not in ("", None, [])}
    return {**said, "weekdays": kept.get("weekdays") or []} if "weekly_minutes" in said else said


def first_words() -> dict[str, Any]:
    """What most conventions say, in their language, for the student to check and change."""
    return {
        "signatory": {},
        "legal_representative": {},
        "weekly_minutes": 35 * 60,
        "weekdays": ["mon", "tue", "wed", "thu", "fri"],
        "supervision": _("Échanges réguliers avec l’enseignant référent ; suivi hebdomadaire par le tuteur."),
        "stipend_payment": _("Versée chaque mois par virement."),
        "social_cover": _(
            "Le stagiaire garde sa protection sociale. Les accidents du travail sont couverts selon l’article L412-8 "
            "du code de la sécurité sociale."
        ),
        "absences": _("Absences autorisées pour les examens et les obligations universitaires."),
        "suspension": _(
            "Chaque partie peut suspendre ou résilier la convention par écrit, après information des autres."
        ),
        "interruption": _("L’établissement peut valider le stage interrompu ou proposer une modalité alternative."),
        "certificate": _("L’organisme d’accueil délivre une attestation en fin de stage (article D124-9)."),
    }


def people(form: ConventionForm, file: dict[str, Any]) -> None:
    form.referent_id.fill(teachers(form.referent_words.data or ""), file["referent"] or file["supervisor"])
    groups = rpc.ask_together({"groups": (agreements.ListOfficerGroups, {})}, deadline=2.0)["groups"]
    form.officer_group_id.fill([] if isinstance(groups, Refusal) else groups, file["officer_group"])


def preview_of(file: dict[str, Any], form: Any) -> dict[str, Any] | None:
    """Computed on the server from what the form holds; the page does without when it does not come."""
    question: dict[str, Any] = {"id": file["id"]}
    which = "convention" if isinstance(form, ConventionForm) else "request"
    question[which] = {**(file[which] or {}), **typed(form)}
    answer = rpc.ask_together({"law": (agreements.PreviewSchedule, question)}, deadline=2.0)["law"]
    return None if isinstance(answer, Refusal) else {**answer, **remarks(question)}


def remarks(question: dict[str, Any]) -> dict[str, Any]:
    """What the panel says of the typing itself, beside the figures."""
    request_ = question.get("request") or {}
    starts, ends = request_.get("starts_on"), request_.get("ends_on")
    return {
        "to_be_said": to_be_said(question.get("convention") or {}),
        "reversed": bool(starts and ends and ends < starts),
    }


def typed_request_and_convention() -> dict[str, Any]:
    """The question of a preview, from the form being typed. Raises `InvalidInput` while a field cannot be read."""
    which = request.form.get("formulaire", "")
    cls: Any = {"convention": ConventionForm, "etape1": StepOneForm, "cas2": CaseTwoForm}.get(which)
    if cls is None:
        raise InvalidInput()
    form = cls()
    if not all(field.validate(form) for field in walk(form)):
        raise InvalidInput()
    fields = {k: v for k, v in typed(form).items() if v not in ("", None)}
    fields.pop("language", None)
    part = "convention" if which == "convention" else "request"
    question: dict[str, Any] = {part: fields}
    id = request.form.get("dossier", "")
    if id:
        file = rpc.ask(agreements.GetInternship, id=id, deadline=2.0)
        question = {"id": id, part: {**(file[part] or {}), **fields}}
    return question
