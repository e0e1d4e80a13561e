"""The end of an internship: evaluations with an account or by the host's link, and the certificate."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from contracts.vocabulary import Evaluator
from gateway import files, rpc
from gateway.areas.follow_up.forms import CertificateForm, answers_of, evaluation_form
from gateway.areas.follow_up.views import area, file_page, status_of
from gateway.forms import posted_version
from gateway.forms import shown as form_shown
from gateway.i18n import _
from gateway.security import public

SLOW = 20.0  # a document drawn and sealed
ALONE = {
    "X-Robots-Tag": "noindex"
}  # the address holds the secret of the link; no other site is told it (Referrer-Policy)


@area.route("/stages/<uuid:id>/evaluations/<by>", methods=["GET", "POST"])
def evaluation(id: uuid.UUID, by: str):
    """Filled in by its party, read by those who may."""
    if by not in list(Evaluator):
        raise NotFound()
    sheet = rpc.ask(agreements.GetEvaluation, id=id, by=by)
    file = rpc.ask(agreements.GetInternship, id=id)
    form = form_of(sheet)
    if sent(form) and save(form, sheet, agreements.SaveEvaluation, id=id, by=by):
        return redirect(file_page(id, "evaluations"))
    back = file_page(id, "evaluations")
    body = render_template(
        "follow_up/evaluation.html", sheet=sheet, form=form, what=file["request"]["title"], back=back
    )
    return body, status_of(form) if form else 200


@area.route("/lien/<token>/evaluation", methods=["GET", "POST"])
@public
def evaluation_by_link(token: str):
    """The tutor's."""
    page = opened(token)
    sheet = rpc.ask(agreements.GetEvaluationByLink, token=token)
    form = form_of(sheet)
    if sent(form) and save(form, sheet, agreements.SaveEvaluationByLink, token=token):
        return redirect(url_for("signing.link", token=token))
    back = url_for("signing.link", token=token)
    what = page["file"]["title"]
    body = render_template("follow_up/evaluation.html", sheet=sheet, form=form, what=what, back=back, by_link=page)
    return body, status_of(form) if form else 200, ALONE


def opened(token: str) -> dict[str, Any]:
    """What the link opens today; one that is over sends to its own page, which offers another."""
    page = rpc.ask(agreements.OpenLink, token=token)
    if page["status"] != "valid" or not page["file"]:
        raise MoveRefused("link_over")
    return page


def form_of(sheet: dict[str, Any]) -> Any:
    """None once it is given, and for who only reads."""
    if not sheet["mine"] or sheet["state"] == "submitted":
        return None
    given = {code: str(value) for code, value in sheet["answers"].items()}
    return form_shown(evaluation_form(sheet["by"], sheet["questions"]), **{**given, "version": sheet["version"]})


def sent(form: Any) -> bool:
    return form is not None and request.method == "POST" and form.validate()


def save(form: Any, sheet: dict[str, Any], call: Any, **which: Any) -> bool:
    submit = "envoyer" in request.form
    try:
        answers = answers_of(form, sheet["questions"])
        given: dict[str, Any] = {"version": posted_version(), "answers": answers, "submit": submit}
        rpc.ask(call, key=form.key.data, **which, **given)
    except (InvalidInput, MoveRefused, StaleVersion) as refusal:
        form.refuse(refusal)
        return False
    flash(
        _("Merci : votre évaluation est donnée.") if submit else _("Le brouillon est gardé : envoyez-le plus tard."),
        "success",
    )
    return True


@area.route("/lien/<token>/attestation", methods=["GET", "POST"])
@public
def certificate(token: str):
    """By the host: what the file counts is there, to be confirmed or corrected."""
    page = rpc.ask(agreements.GetCertificateByLink, token=token)
    last = page["issued"][0]["number"] if page["issued"] else ""
    form = form_shown(CertificateForm, **{**(page["proposed"] or {}), "replaces": last})
    if form.validate_on_submit():
        try:
            issue(token, form)
        except (InvalidInput, MoveRefused) as refusal:
            form.refuse(refusal)
        else:
            flash(_("L’attestation est établie et scellée ; l’étudiant et l’université sont avertis."), "success")
            return redirect(url_for("follow_up.certificate", token=token))
    body = render_template("follow_up/certificate.html", page=page, token=token, form=form)
    return body, status_of(form), ALONE


def issue(token: str, form: CertificateForm) -> None:
    replaces = form.replaces.data or ""
    rpc.ask(
        agreements.IssueCertificate,
        key=form.key.data,
        deadline=SLOW,
        token=token,
        replaces=int(replaces) if replaces.isdecimal() and len(replaces) < 5 else None,
        agreed=form.agreed.data,
        reason=form.reason.data or "",
        fields=form.fields(),
    )


@area.get("/lien/<token>/attestation-<int:number>.pdf")
@public
def certificate_by_link(token: str, number: int):
    page = rpc.ask(agreements.GetCertificateByLink, token=token)
    found = next((one for one in page["issued"] if one["number"] == number), None)
    if found is None:
        raise NotFound()
    return files.send(found["object_id"], f"attestation-{page['reference']}-{number}.pdf", "application/pdf")


@area.get("/stages/<uuid:id>/attestation-<int:number>.pdf")
def certificate_pdf(id: uuid.UUID, number: int):
    found = rpc.ask(agreements.GetCertificate, id=id, number=number)
    return files.send(found["object_id"], found["file_name"], "application/pdf")
