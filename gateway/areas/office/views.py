"""The managers' queue, its views, who sees to what; decisions in bulk, openings and exports join this blueprint."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, Refusal
from gateway import errors, rpc
from gateway.areas.office import labels
from gateway.areas.office.filters import FIRST, Filters
from gateway.i18n import _, day, money, ngettext, number
from gateway.labels import country
from gateway.menu import url_if

area = Blueprint("office", __name__, template_folder="templates")
A_PAGE = 50


@area.app_context_processor
def words() -> dict[str, Any]:
    return {"office_words": labels}


@area.get("/conventions")
def queue():
    """Files of my groups that the filters of the address show. With none, on my default view if I have one."""
    filters = Filters(request.args)
    together = rpc.ask_together(
        {
            "work": (agreements.ListQueue, {**filters.question(), "cursor": filters.cursor, "limit": A_PAGE}),
            "groups": (agreements.ListMyGroups, {}),
            "views": (agreements.ListViews, {}),
            "colleagues": (agreements.ListColleagues, {}),
            "tags": (agreements.ListTags, {}),
        },
        deadline=3.0,
    )
    if isinstance(together["work"], Refusal):
        raise together["work"]
    found = {name: [] if isinstance(answer, Refusal) else answer for name, answer in together.items()}
    views = [(view, Filters.of_view(view)) for view in found["views"]]
    default = next((kept for view, kept in views if view["is_default"]), None)
    if default is not None and not request.args:
        return redirect(default.address(vue=default.view))
    return render_template("office/queue.html", **page_of(filters, found, views))


def page_of(filters: Filters, found: dict[str, Any], views: list[Any]) -> dict[str, Any]:
    colleagues = {str(one["id"]): one["name"] for one in found["colleagues"]}
    groups = {str(one["id"]): one["name"] for one in found["groups"]}
    return {
        "filters": filters,
        "work": found["work"],
        "views": views,
        "colleagues": colleagues,
        "groups": groups,
        "tags": found["tags"]["tags"] if found["tags"] else [],
        "chips": filters.chips(colleagues, groups),
        "first": FIRST,
        "key": str(uuid.uuid4()),
    }


@area.post("/conventions/vues")
def save_view():
    """These filters under a name; a name of mine again replaces it."""
    filters = Filters.of_query(request.form.get("filtres", ""))
    share = request.form.get("partager", "")
    try:
        view = rpc.ask(
            agreements.SaveView,
            key=request.form.get("key"),
            name=request.form.get("nom", "").strip()[:60],
            share_with=share or None,
            is_default=request.form.get("defaut") == "1",
            filters=filters.question(),
        )
    except (InvalidInput, MoveRefused) as refusal:
        said = errors.sentence(refusal, **refusal.params)
        flash(_("Donnez un nom à cette vue.") if isinstance(refusal, InvalidInput) else said, "warning")
        return redirect(filters.address())
    flash(_("La vue « %(name)s » est enregistrée.", name=view["name"]), "success")
    return redirect(filters.address(vue=str(view["id"])))


@area.post("/conventions/vues/<uuid:id>/supprimer")
def delete_view(id: uuid.UUID):
    rpc.ask(agreements.DeleteView, id=id)
    flash(_("La vue est supprimée."), "success")
    return redirect(Filters.of_query(request.form.get("filtres", "")).address())


def assign(ids: list[str], person: str, back: str):
    """From the queue or from one file: to me, to a colleague, to nobody."""
    answer = rpc.ask(agreements.Assign, key=request.form.get("key"), ids=ids, person_id=person or None)
    count = answer["assigned"]
    if answer["name"]:
        said = ngettext(
            "%(num)s dossier est suivi par %(name)s.", "%(num)s dossiers sont suivis par %(name)s.", count,
            name=answer["name"],
        )  # fmt: skip
    else:
        said = ngettext(
            "%(num)s dossier n’est plus suivi par personne.",
            "%(num)s dossiers ne sont plus suivis par personne.",
            count,
        )
    flash(said, "success")
    return redirect(back)


@area.post("/stages/<uuid:id>/suivi")
def assign_one(id: uuid.UUID):
    return assign([str(id)], request.form.get("person_id", ""), file_page(id))


@area.post("/stages/<uuid:id>/etiquettes")
def set_tags(id: uuid.UUID):
    given = [tag.strip()[:40] for tag in request.form.get("tags", "")[:1_000].split(",")]
    rpc.ask(agreements.SetTags, key=request.form.get("key"), id=id, tags=[tag for tag in given if tag][:10])
    flash(_("Les étiquettes sont enregistrées."), "success")
    return redirect(file_page(id))


def file_page(id: uuid.UUID, queue_query: str | None = None) -> str:
    """The record, with the queue it was opened from."""
    query = request.values.get("dans", "")[:4_000] if queue_query is None else queue_query
    return url_for("agreements.show", id=id, dans=query or None)


def desk(file: dict[str, Any]) -> dict[str, Any] | None:
    """What a manager sees on a record beside its facts: its neighbours in the queue it came from, who sees to it."""
    if "officer" not in file["i_am"] or not file.get("desk"):
        return None
    query = request.values.get("dans", "")[:4_000]
    asked: dict[str, Any] = {"colleagues": (agreements.ListColleagues, {}), "tags": (agreements.ListTags, {})}
    if query:
        asked["around"] = (agreements.GetNeighbours, {**Filters.of_query(query).question(), "id": file["id"]})
    together = rpc.ask_together(asked)
    found = {name: {} if isinstance(answer, Refusal) else answer for name, answer in together.items()}
    around = found.get("around") or {}
    group = str((file["officer_group"] or {}).get("id", ""))
    return {
        "query": query,
        "queue": Filters.of_query(query).address() if query else url_for("office.queue"),
        "previous": file_page(around["previous_id"], query) if around.get("previous_id") else "",
        "next": file_page(around["next_id"], query) if around.get("next_id") else "",
        "colleagues": [one for one in found["colleagues"] or [] if str(one["group_id"]) == group],
        "tags": (found["tags"] or {}).get("tags", []),
        "key": str(uuid.uuid4()),
    }


@area.record_once
def globals_(setup: Any) -> None:
    setup.app.jinja_env.globals.update(office_desk=desk, office_said=said)


def said(kind: str, value: str) -> str:
    """A fact of the comparison, as its kind is written."""
    if not value:
        return ""
    if kind == "day":
        return day(date.fromisoformat(value))
    if kind == "money":
        return money(int(value))
    if kind == "place":
        return place(value)
    return f"{number(round(int(value) / 60, 2))} h" if kind == "hours" else value


def place(value: str) -> str:
    """« 1 quai, 13002, Marseille, FR », as snapshots keep it, with the country's name."""
    rest, comma, code = value.rpartition(", ")
    known = len(code) == 2 and code.isupper()
    return f"{rest}{comma}{country(code)}" if known else value


def batch_of_pdfs(ids: list[str]) -> str:
    """The page that draws several documents, when there is one."""
    return url_if("pdfs.index", ids=",".join(ids)) if ids else ""


from gateway.areas.office import bulk, exports, opening  # noqa: E402, F401 - their views join this blueprint
