"""Internship files: one view for all moves, forms for the request and the convention, two inboxes, the lexicon."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_login import current_user

from contracts.calls import agreements, offers
from contracts.errors import InvalidInput, MoveRefused, NotFound, Refusal, StaleVersion, Unavailable
from contracts.vocabulary import State
from gateway import errors, files, kept, rpc
from gateway.areas.agreements import labels, shown
from gateway.areas.agreements.forms import StartForm
from gateway.forms import shown as form_shown
from gateway.i18n import _
from gateway.pages import STATUS
from gateway.security import safe_path

area = Blueprint("agreements", __name__, template_folder="templates")
SLOW = 10.0  # a document may be drawn, or refused after its time


@area.app_context_processor
def words() -> dict[str, Any]:
    return {"file_words": labels, "shown": shown, "new_key": lambda: str(uuid.uuid4())}


@area.record_once
def filters(setup: Any) -> None:
    setup.app.jinja_env.filters["month"] = month
    setup.app.jinja_env.filters["weekday_word"] = lambda code: str(labels.WEEKDAYS.get(code, code))


def month(value: str) -> str:
    """« mai 2027 » from 2027-05."""
    return format_date(date.fromisoformat(f"{value}-01"), "LLLL y")


@area.route("/stages/nouveau", methods=["GET", "POST"])
def new_request():
    """E1: from nothing, from a candidacy of mine, or by copying a file of mine."""
    form = form_shown(StartForm, candidacy=request.args.get("candidacy", ""), copy_of=request.args.get("copie", ""))
    if request.method == "POST":
        kind, _colon, chosen = request.form.get("way", "").partition(":")
        form.candidacy.data, form.copy_of.data = (
            chosen if kind == "candidacy" else "",
            chosen if kind == "copy" else "",
        )
    if form.validate_on_submit():
        try:
            file = rpc.ask(
                agreements.CreateRequest,
                key=form.key.data,
                candidacy_id=form.candidacy.data or None,
                copy_of=form.copy_of.data or None,
                terms_agreed=form.terms_agreed.data,
                supervisor_known=form.supervisor_known.data,
            )
        except InvalidInput as refusal:
            form.refuse(refusal)
        except MoveRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("agreements.edit_request", id=file["id"]))
    together = rpc.ask_together(
        {
            "candidacies": (offers.ListCandidacies, {}),
            "earlier": (agreements.ListConventions, {"limit": 20}),
        }
    )
    found = {name: None if isinstance(answer, Refusal) else answer for name, answer in together.items()}
    return render_template("agreements/new.html", form=form, found=found), 422 if form.lines() else 200


@area.get("/stages/<uuid:id>")
def show(id: uuid.UUID):
    together = rpc.ask_together(
        {"file": (agreements.GetInternship, {"id": id}), "follow": (agreements.GetFollowUp, {"id": id})},
        deadline=current_app.config["IPRO"].deadline,
    )
    if isinstance(together["file"], Refusal):
        raise together["file"]
    return page(together["file"], typed=comment_of(kept.given_back()), follow=together["follow"])


def comment_of(found: dict[str, list[str]]) -> dict[str, str]:
    """The comment of a move, or the reason of a lifted control, that could not be sent, for its own field."""
    for name, words in (("move", "comment"), ("code", "reason")):
        if found.get(name) and found.get(words):
            return {found[name][0]: found[words][0]}
    return {}


def page(
    file: dict[str, Any],
    problem: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
    follow: dict[str, Any] | Refusal | None = None,
):
    """`follow` is what follows the convention; asked here when the caller did not, and its panel says so when it is down."""
    if follow is None:
        follow = rpc.ask_together({"follow": (agreements.GetFollowUp, {"id": file["id"]})})["follow"]
    return (
        render_template(
            "agreements/show.html",
            file=file,
            follow=None if isinstance(follow, Refusal) else follow,
            actions=shown.actions(file),
            problem=problem,
            typed=typed or {},
            left_over=left_over(file, typed or {}),
            amendments=amendments_of(file),
            may_amend=may_amend(file),
            key=str(uuid.uuid4()),
        ),
        status,
    )


UNDER_WAY = ("signed", "running", "interrupted")


def may_amend(file: dict[str, Any]) -> bool:
    """One amendment at a time: nobody is led to a form that would be refused once filled in."""
    asks = bool({"student", "officer"} & set(file["i_am"]))
    return asks and file["state"] in UNDER_WAY and not file["open_amendments"]


def amendments_of(file: dict[str, Any]) -> list[dict[str, Any]] | None:
    """None before there can be any; and when they do not come, the rest of the page is there."""
    if file["state"] not in (*UNDER_WAY, "finished", "broken_off", "dropped"):
        return None
    found = rpc.ask_together({"amendments": (agreements.ListAmendments, {"internship_id": file["id"]})})["amendments"]
    never_any = file["state"] == "dropped" and not found
    return None if isinstance(found, Refusal) or never_any else found


def left_over(file: dict[str, Any], typed: dict[str, str]) -> str:
    """A comment whose move is no longer offered: shown, so that it can be copied."""
    fields = {action["name"] for action in file["actions"] if action["allowed"] and action["comment"] != "none"}
    return "\n\n".join(text for move, text in typed.items() if move not in fields and text.strip())


@area.post("/stages/<uuid:id>/geste")
def perform(id: uuid.UUID):
    """Any move of the table: the service says whether."""
    move, comment = request.form.get("move", ""), request.form.get("comment", "")
    try:
        version = int(request.form.get("version", ""))
    except ValueError:
        raise NotFound() from None
    try:
        file = rpc.ask(
            agreements.Perform,
            key=request.form.get("key"),
            deadline=SLOW,
            id=id,
            version=version,
            move=move,
            comment=comment,
        )
    except Unavailable as refusal:
        return later(id, move, comment, refusal)
    except (MoveRefused, InvalidInput, StaleVersion) as refusal:
        said = errors.sentence(refusal, **shown.params({k: v for k, v in refusal.params.items() if k != "fields" or v}))
        kind = next((code for cls, code in STATUS.items() if isinstance(refusal, cls)), 409)
        return page(rpc.ask(agreements.GetInternship, id=id), said, {move: comment}, kind)
    found = labels.MOVES.get(move)
    if found and found.done:
        flash(str(found.done), "success")
    return redirect(after(file, move))


def later(id: uuid.UUID, move: str, comment: str, refusal: Unavailable):
    """The service is away: the words stay, under a button that tries again with the same key, and on the file's own page."""
    kept.keep(current_user.id, kept.Why.AWAY)
    again = {name: request.form.get(name, "") for name in ("key", "version", "move", "back")}
    said = errors.sentence(refusal)
    body = render_template(
        "agreements/later.html", id=id, kept=again, comment=comment, said=said, words=labels.MOVES.get(move)
    )
    return body, 503, {"Retry-After": "5"}


def after(file: dict[str, Any], move: str) -> str:
    """Back to the file; from a decision, back to the queue it came from."""
    back = request.form.get("back", "")
    if safe_path(back):
        return back
    if back == "inbox":
        return url_for("agreements.inbox")
    if back == "queue":
        return url_for("office.queue")
    return url_for("candidate.candidacies") if move == "delete" else url_for("agreements.show", id=file["id"])


@area.get("/stages/<uuid:id>/convention.pdf")
def pdf(id: uuid.UUID):
    found = rpc.ask(agreements.GetPdf, id=id, deadline=SLOW)
    return files.send(found["object_id"], found["file_name"], "application/pdf")


@area.get("/a-traiter")
def inbox():
    """The supervisor's page: what waits for his decision, oldest first."""
    state = request.args.get("etat", "")
    work = rpc.ask(agreements.ListToDecide, state=state, cursor=request.args.get("suite", ""))
    return render_template(
        "agreements/inbox.html",
        work=work,
        state=state or State.AWAITING_SUPERVISOR,
        details=details_of(work["rows"]) if not state or state == State.AWAITING_SUPERVISOR else {},
        back="inbox",
        title=_("À traiter"),
        first=State.AWAITING_SUPERVISOR,
    )


def details_of(rows: list[dict[str, Any]]) -> dict[uuid.UUID, dict[str, Any]]:
    """Each row's whole file, asked together, so that a decision takes one gesture; a late one is opened on its page."""
    answers = rpc.ask_together({str(row["id"]): (agreements.GetInternship, {"id": row["id"]}) for row in rows[:20]})
    return {uuid.UUID(id): file for id, file in answers.items() if not isinstance(file, Refusal)}


@area.get("/lexique")
def lexicon():
    """From the table of moves; opened from a file, it also says where that file stands."""
    file_id = request.args.get("dossier")
    file = rpc.ask(agreements.GetInternship, id=file_id) if file_id else None
    states, amendments = rpc.ask(agreements.ListStates), rpc.ask(agreements.ListAmendmentStates)
    return render_template("agreements/lexicon.html", states=states, amendments=amendments, file=file)


@area.post("/stages/calcul")
def preview():
    """While typing: presence, stipend and controls for what the form holds; a fragment of the page."""
    from gateway.areas.agreements.editing import remarks, typed_request_and_convention

    try:
        question = typed_request_and_convention()
        answer = rpc.ask(agreements.PreviewSchedule, deadline=2.0, **question)
    except (InvalidInput, NotFound, Unavailable):
        return "", 204
    return render_template("agreements/_law.html", law={**answer, **remarks(question)})


def mine(file: dict[str, Any]) -> bool:
    return str(file["student"]["id"]) == str(current_user.id)


from gateway.areas.agreements import controls, editing  # noqa: E402, F401 - their views join this blueprint
