"""Links without an account, signing with one, papers, early ends, and the check of a document by anybody."""

import uuid
from typing import Any

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, Refusal, StaleVersion, Unavailable
from contracts.vocabulary import AmendmentState, State
from gateway import errors, files, rpc
from gateway.areas.agreements.shown import checks, params, why_not
from gateway.areas.agreements.typed import typed
from gateway.areas.agreements.views import page as file_page
from gateway.areas.amendments.views import page as amendment_page
from gateway.areas.signing import labels
from gateway.areas.signing.forms import BreakOffForm, CheckForm, HostPartForm, PaperForm, RefuseForm, SignForm
from gateway.forms import posted_version
from gateway.forms import shown as form_shown
from gateway.i18n import _, labelled
from gateway.labels import word
from gateway.security import public

area = Blueprint("signing", __name__, template_folder="templates")
SLOW = 20.0  # a signature is cryptography and a file written


@area.app_context_processor
def words() -> dict[str, Any]:
    return {"signing_words": labels}


def link_page(token: str, status: int = 200, **forms: Any) -> Any:
    page = rpc.ask(agreements.OpenLink, token=token)
    sign = forms.get("sign") or form_shown(SignForm, document_sha256=page["document_sha256"])
    refuse = forms.get("refuse") or form_shown(RefuseForm)
    host = forms.get("host") or (host_form(page) if "complete_host_part" in page["can"] else None)
    why = errors.obstacle(page["obstacle"], params(page["params"])) if page["obstacle"] else ""
    body = render_template("signing/link.html", page=page, token=token, sign=sign, refuse=refuse, host=host, why=why)
    return body, status, {"X-Robots-Tag": "noindex"}


def host_form(page: dict[str, Any]) -> HostPartForm:
    part = {name: value for name, value in (page["host_part"] or {}).items() if value not in (None, "")}
    return form_shown(HostPartForm, **{"signatory": {}, **part, "version": page["file"]["version"]})


@area.get("/lien/<token>")
@public
def link(token: str):
    return link_page(token)


@area.get("/lien/<token>/document.pdf")
@public
def link_document(token: str):
    page = rpc.ask(agreements.OpenLink, token=token)
    if not page["object_id"]:
        raise NotFound()
    return files.send(page["object_id"], f"{page['document_sort']}-{page['file']['reference']}.pdf", "application/pdf")


@area.get("/lien/<token>/avenants/<int:number>.pdf")
@public
def link_amendment(token: str, number: int):
    page = rpc.ask(agreements.OpenLink, token=token)
    found = next((one for one in page["amendments"] if one["number"] == number), None)
    if found is None:
        raise NotFound()
    return files.send(found["object_id"], f"avenant-{page['file']['reference']}-{number}.pdf", "application/pdf")


@area.post("/lien/<token>/signer")
@public
def sign_by_link(token: str):
    form = SignForm()
    if not form.validate():
        return link_page(token, 422, sign=form)
    try:
        rpc.ask(
            agreements.SignByLink,
            key=form.key.data,
            deadline=SLOW,
            token=token,
            document_sha256=form.document_sha256.data,
            agreed=form.agreed.data,
        )
    except (InvalidInput, MoveRefused) as refusal:
        form.refuse(refusal)
        return link_page(token, 409, sign=form)
    flash(_("Votre signature est enregistrée. Merci."), "success")
    return redirect(url_for("signing.link", token=token))


@area.post("/lien/<token>/refuser")
@public
def refuse_by_link(token: str):
    form = RefuseForm()
    if not form.validate():
        return link_page(token, 422, refuse=form)
    try:
        rpc.ask(agreements.RefuseByLink, key=form.key.data, token=token, reason=form.reason.data)
    except (InvalidInput, MoveRefused) as refusal:
        form.refuse(refusal)
        return link_page(token, 409, refuse=form)
    flash(_("Votre refus et sa raison sont transmis."), "success")
    return redirect(url_for("signing.link", token=token))


@area.post("/lien/<token>/nouveau")
@public
def new_link(token: str):
    try:
        answer = rpc.ask(agreements.AskNewLink, token=token)
    except MoveRefused as refusal:
        flash(errors.sentence(refusal), "warning")
    else:
        flash(_("Un nouveau lien est parti à %(address)s.", address=answer["email"]), "success")
    return redirect(url_for("signing.link", token=token))


@area.post("/lien/<token>/organisme")
@public
def save_host_part(token: str):
    form = HostPartForm()
    if not form.validate():
        return link_page(token, 422, host=form)
    try:
        fields = {name: value for name, value in typed(form).items() if value is not None}
        saved = rpc.ask(
            agreements.SaveHostPart, key=form.key.data, token=token, version=posted_version(), fields=fields
        )
    except (InvalidInput, MoveRefused, StaleVersion) as refusal:
        form.refuse(refusal)
        return link_page(token, 409, host=form)
    flash(_("Merci : votre partie est enregistrée, l’étudiant est averti."), "success")
    against = [check for check in saved["checks"] or [] if check["status"] in ("refusal", "warning")]
    if against:
        said = " ".join(labelled(check["title"], check["text"]) for check in checks(against))
        flash(_("Ce que dit la loi : %(what)s", what=said), "warning")
    return redirect(url_for("signing.link", token=token))


@area.route("/verifier", methods=["GET", "POST"])
@public
def check():
    """By the file itself: whoever holds it learns whether it is true and who signed it."""
    form, answer, status, more = CheckForm(), None, 200, {}
    if form.validate_on_submit():
        try:
            answer = checked(form)
        except InvalidInput as refusal:
            form.refuse(refusal)
        except Unavailable as refusal:
            if refusal.code != "crowded":
                raise
            form.form_errors.append(errors.sentence(refusal))
            status, more = 429, {"Retry-After": "10"}
    if form.lines() and status == 200:
        status = 422
    return render_template("signing/check.html", form=form, answer=answer), status, more


def checked(form: CheckForm) -> dict[str, Any]:
    upload = files.take_in(form.file.data)
    try:
        return rpc.ask(agreements.CheckFile, deadline=SLOW, upload_id=upload["upload_id"])
    finally:
        files.forget(upload["upload_id"])


def seen(code: str) -> str:
    """As it is printed: what a copy adds to it (blanks, ends of lines, soft hyphens) is not of it."""
    return "".join(letter for letter in code if letter.isprintable() and not letter.isspace())


@area.get("/verifier/<code>")
@public
def check_code(code: str):
    """What the QR code of a document opens."""
    answer = rpc.ask(agreements.CheckCode, code=seen(code)[:60])
    return render_template("signing/check.html", form=CheckForm(), answer=answer)


def record_of(id: uuid.UUID) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The file, and the amendment that the address names."""
    file = rpc.ask(agreements.GetInternship, id=id)
    amendment_id = request.args.get("avenant")
    if not amendment_id:
        return file, None
    amendment = rpc.ask(agreements.GetAmendment, id=amendment_id)
    if amendment["internship_id"] != file["id"]:
        raise NotFound()
    return file, amendment


def back_to(file: dict[str, Any], amendment: dict[str, Any] | None) -> str:
    if amendment:
        return url_for("amendments.show", id=amendment["id"])
    return url_for("agreements.show", id=file["id"])


@area.route("/stages/<uuid:id>/signer", methods=["GET", "POST"])
def sign(id: uuid.UUID):
    """With one's own account, when it is one's turn."""
    file, amendment = record_of(id)
    signing = (amendment or file)["signing"]
    if not signing or not any(row["my_turn"] for row in signing["signatories"]):
        raise MoveRefused("not_your_turn")
    refusing = "refuser" in request.form
    form = form_shown(SignForm, document_sha256=signing["sha256"])
    refuse = form_shown(RefuseForm)
    chosen: Any = refuse if refusing else form
    status = 200
    if request.method == "POST":
        status = 422
        if chosen.validate():
            try:
                done = signed_or_refused(id, amendment, form, refuse, refusing=refusing)
            except (InvalidInput, MoveRefused) as refusal:
                chosen.refuse(refusal)
            else:
                flash(done, "success")
                return redirect(back_to(file, amendment))
    why = why_not_to_sign(amendment or file) if not form.lines() else ""
    body = render_template(
        "signing/sign.html", file=file, amendment=amendment, signing=signing, sign=form, refuse=refuse, why=why
    )
    return body, status


def why_not_to_sign(record: dict[str, Any]) -> str:
    """What stands in the way of a signature whose turn it is, before anybody is let to press the button."""
    offer = next((action for action in record["actions"] if action["name"] == "sign"), None)
    return why_not(offer) if offer else ""


def signed_or_refused(
    id: uuid.UUID, amendment: dict[str, Any] | None, form: SignForm, refuse: RefuseForm, *, refusing: bool
) -> str:
    which: dict[str, Any] = {"id": id, "amendment_id": amendment["id"] if amendment else None}
    if refusing:
        rpc.ask(agreements.RefuseToSign, key=refuse.key.data, reason=refuse.reason.data, **which)
        return _("Votre refus et sa raison sont transmis.")
    rpc.ask(
        agreements.Sign,
        key=form.key.data,
        deadline=SLOW,
        document_sha256=form.document_sha256.data,
        agreed=form.agreed.data,
        **which,
    )
    return _("Votre signature est enregistrée. Merci.")


@area.post("/stages/<uuid:id>/signatures/<uuid:signatory_id>/renvoyer")
def resend(id: uuid.UUID, signatory_id: uuid.UUID):
    """By a manager; a corrected address replaces the wrong one, and one that is refused comes back with the reason."""
    file, amendment = record_of(id)
    email = request.form.get("email", "").strip()
    try:
        rpc.ask(
            agreements.ResendSignature,
            key=request.form.get("key"),
            id=id,
            signatory_id=signatory_id,
            email=email,
        )
    except (InvalidInput, MoveRefused) as refusal:
        codes = (refusal.params.get("fields") or {}).get("email") or []
        said = " ".join(errors.field_sentence(code, "email") for code in codes) or errors.sentence(refusal)
        g.readdressed = {"id": signatory_id, "email": email, "why": said}
        status = 422 if isinstance(refusal, InvalidInput) else 409
        return amendment_page(amendment, said, status=status) if amendment else file_page(file, said, status=status)
    flash(_("Un nouveau lien est parti."), "success")
    return redirect(back_to(file, amendment))


@area.post("/stages/<uuid:id>/organisme/inviter")
def invite_host(id: uuid.UUID):
    try:
        rpc.ask(agreements.InviteHost, key=request.form.get("key"), id=id, version=posted_version())
    except (MoveRefused, StaleVersion) as refusal:
        flash(errors.sentence(refusal), "warning")
    else:
        flash(_("L’entreprise reçoit le lien de sa page par e-mail."), "success")
    return redirect(url_for("agreements.show", id=id))


@area.route("/stages/<uuid:id>/papier", methods=["GET", "POST"])
def paper(id: uuid.UUID):
    """A manager records the dates that he reads on the paper, and its scan."""
    file, amendment = record_of(id)
    signing = (amendment or file)["signing"]
    if not signing or signing["mode"] != "paper":
        raise MoveRefused("not_on_paper")
    rows = signing["signatories"]
    lines = [{"signatory_id": str(row["id"]), "signed_on": row["signed_on"]} for row in rows]
    form = form_shown(PaperForm, dates=lines, version=file["version"])
    for line, row in zip(form.dates, rows, strict=False):
        line.form.signed_on.label.text = f"{row['label'] or word('signatory_role', row['role'])}, {row['name']}"
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                saved = recorded(file, amendment, form)
            except (InvalidInput, MoveRefused, StaleVersion) as refusal:
                form.refuse(refusal)
            else:
                flash(recorded_words(saved, amendment), "success")
                return redirect(back_to(file, amendment))
    return render_template("signing/paper.html", file=file, amendment=amendment, rows=rows, form=form), status


def recorded_words(saved: dict[str, Any], amendment: dict[str, Any] | None) -> str:
    """Of what was recorded: the dates alone, or the whole paper, whose document is then sealed."""
    if amendment is None:
        signed = saved["state"] != State.SIGNING
        return _("La convention est signée et scellée.") if signed else _("Les dates sont enregistrées.")
    number = amendment["number"]
    if rpc.ask(agreements.GetAmendment, id=amendment["id"])["state"] == AmendmentState.SIGNED:
        return _("L’avenant n° %(n)s est signé et scellé.", n=number)
    return _("Les dates de l’avenant n° %(n)s sont enregistrées.", n=number)


def recorded(file: dict[str, Any], amendment: dict[str, Any] | None, form: PaperForm) -> dict[str, Any]:
    upload = files.take_in(form.scan.data) if form.scan.data and form.scan.data.filename else None
    dates = [line.data for line in form.dates if line.data["signed_on"]]
    try:
        return rpc.ask(
            agreements.RecordPaper,
            key=form.key.data,
            deadline=SLOW,
            id=file["id"],
            version=posted_version(),
            amendment_id=amendment["id"] if amendment else None,
            dates=dates,
            scan=upload,
        )
    except Refusal:
        if upload:
            files.forget(upload["upload_id"])
        raise


@area.get("/stages/<uuid:id>/signatures/numerisation.pdf")
def scan(id: uuid.UUID):
    """The scan of a paper, for managers; the service tells its name to them alone."""
    file, amendment = record_of(id)
    signing = (amendment or file)["signing"]
    if not signing or not signing["scan_object_id"]:
        raise NotFound()
    return files.send(signing["scan_object_id"], f"signatures-{file['reference']}.pdf", "application/pdf")


@area.get("/stages/<uuid:id>/signatures/preuves.json")
def proofs(id: uuid.UUID):
    """What a court would ask for: who, when, by which way, over which document, under the university's key."""
    found = rpc.ask(agreements.GetEvidence, id=id, amendment_id=request.args.get("avenant"))
    answer = jsonify(agreements.EvidenceFile().dump(found))
    answer.headers["Content-Disposition"] = f'attachment; filename="preuves-{found["reference"]}.json"'
    return answer


@area.route("/stages/<uuid:id>/fin-anticipee", methods=["GET", "POST"])
def break_off(id: uuid.UUID):
    file = rpc.ask(agreements.GetInternship, id=id)
    if not any(action["name"] in ("break_off", "plan_end") and action["allowed"] for action in file["actions"]):
        raise MoveRefused("move_not_offered")
    form = form_shown(BreakOffForm, version=file["version"])
    if form.validate_on_submit():
        try:
            fields = {name: getattr(form, name).data for name in ("ended_on", "ground", "comment")}
            done = rpc.ask(agreements.BreakOff, key=form.key.data, id=id, version=posted_version(), **fields)
        except (InvalidInput, MoveRefused, StaleVersion) as refusal:
            form.refuse(refusal)
        else:
            if done["state"] == State.BROKEN_OFF:
                said = _("La fin anticipée est enregistrée ; les parties sont averties.")
            else:
                said = _("La fin anticipée est prévue : l’étudiant et son responsable pédagogique en sont avertis.")
            flash(said, "success")
            return redirect(url_for("agreements.show", id=id))
    return render_template("signing/break_off.html", file=file, form=form), 422 if form.lines() else 200
