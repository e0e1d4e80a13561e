"""`python -m deploy.demo.internships`: internships under way and over, for every role to find something on its pages.

After `deploy.demo`, with agreements' environment. Safe to run again: a story that was told is not told twice.
"""

import sys
import uuid
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

from contracts.calls import agreements, offers
from contracts.errors import Refusal
from deploy.demo.hosts import HOSTS
from deploy.demo.past import Past, today
from deploy.demo.people import STAFF_DOMAIN
from deploy.demo.stories import ASKED, GROUPS_THAT_ASK, LEGAL, STORIES, Told
from runtime.actor import Signer
from runtime.client import Client
from runtime.database import make_engine
from runtime.files import FileStore
from runtime.settings import from_environment
from runtime.unit_of_work import House
from services.agreements.commands import certificates, conventions, evaluations, follow_up, moving, papers, requests
from services.agreements.commands import signing as signatures
from services.agreements.queries import files as reading
from services.agreements.queries import papers as asking
from services.agreements.rules.evaluations import QUESTIONNAIRES


def tell(past: Past, one: Told) -> None:
    """From the request to where it stands; the office had three weeks before the first day."""
    supervisor, officer = (f"{uid}@{STAFF_DOMAIN}" for uid in (one.supervisor, one.officer))
    asked = min(one.starts - 45, -21)
    file = past.do(
        asked, one.student, agreements.CreateRequest, requests.create_request,
        terms_agreed=True, supervisor_known=True, fields=request(past, one, supervisor),
    )  # fmt: skip
    file = move(past, asked, one.student, file, "submit")
    if one.reaches == "awaiting_supervisor":
        return
    file = move(past, asked + 2, supervisor, file, "validate", "Sujet clair, bon encadrement.")
    given = convention(past, one, supervisor)
    which = {"id": file["id"], "version": file["version"]}
    file = past.do(
        asked + 4, one.student, agreements.SaveConvention, conventions.save_convention, **which, fields=given
    )
    file = move(past, asked + 5, one.student, file, "submit_convention")
    deposit(past, one, file, asked + 6, officer)
    if one.reaches == "awaiting_officer":
        return
    file = move(past, asked + 9, officer, file, "validate_convention")
    if one.reaches == "validated":
        return
    file = move(past, asked + 10, officer, file, "open_paper")
    sign(past, one, file, asked + 18, officer)
    past.day_passes(one.starts)
    follow(past, one, file, supervisor)
    if one.reaches == "finished":
        past.day_passes(one.ends + 1)
        finish(past, one, file, supervisor)


def request(past: Past, one: Told, supervisor: str) -> dict[str, Any]:
    first, last, role = one.tutor
    known = next(host for host in HOSTS if host["name"] == one.host)
    host = {name: value for name, value in known.items() if name != "contacts"}
    address = f"{plain(first)}.{plain(last)}@{host['email'].partition('@')[2]}"
    contact = {"first_name": first, "last_name": last, "role": role, "email": address}
    found = past.on(0).ask(offers.RecordHost, create=True, host=host, contact=contact)
    return {
        "title": one.title, "description": one.mission, "function": one.function, "level": "bac4", "zone": "france",
        "origin": "university_network", "duration_months": max(1, round((one.ends - one.starts) / 30)),
        "starts_on": day(past, one.starts), "ends_on": day(past, one.ends), "stipend_cents": 75_000,
        "supervisor_id": past.people[supervisor].id, "host_id": found["host"]["id"], "tutor_id": found["contact"]["id"],
        "phone": "04 13 99 01 00",
    }  # fmt: skip


def convention(past: Past, one: Told, supervisor: str) -> dict[str, Any]:
    _first, last, role = one.tutor
    host = next(host for host in HOSTS if host["name"] == one.host)
    return LEGAL | {
        "language": "fr", "officer_group_id": past.groups[one.group], "referent_id": past.people[supervisor].id,
        "signatory": {"first_name": "Dominique", "last_name": last, "role": "Direction", "email": host["email"]},
        "activities": one.mission, "teaching_hours": 420, "teaching_presence_hours": 380, "weekly_minutes": 2_100,
        "weekdays": ["mon", "tue", "wed", "thu", "fri"], "stipend_cents": 75_000, "post": role,
        "headcount": host["headcount"],
    }  # fmt: skip


def plain(name: str) -> str:
    return normalize("NFD", name.lower()).encode("ascii", "ignore").decode()


def day(past: Past, number: int) -> date:
    return past.now.date() + timedelta(days=number)


def move(past: Past, on: int, who: str, file: dict[str, Any], name: str, comment: str = "") -> dict[str, Any]:
    which = {"id": file["id"], "version": past.version(file["id"])}
    return past.do(on, who, agreements.Perform, moving.perform, **which, move=name, comment=comment)


def deposit(past: Past, one: Told, file: dict[str, Any], on: int, officer: str) -> None:
    """All on one day; the next, each as far as the story says; a refused one says why."""
    rows = {}
    for code in one.papers:
        name = next(paper["fr"] for paper in ASKED if paper["code"] == code)
        upload = past.upload(
            str(name), past.people[one.student].name, f"Document de démonstration, {day(past, on):%d/%m/%Y}"
        )
        rows[code] = past.do(
            on, one.student, agreements.DepositPaper, papers.deposit_paper,
            id=file["id"], code=code, upload_id=upload, file_name=f"{code}.pdf",
        )  # fmt: skip
    for code, state in one.papers.items():
        if state != "deposited":
            reason = (
                "" if state == "accepted" else "Le document est celui de l’an passé : déposez celui de cette année."
            )
            which = {"id": file["id"], "paper_id": rows[code]["versions"][0].id}
            asked = {"accepted": not reason, "reason": reason}
            past.do(on + 1, officer, agreements.ReviewPaper, papers.review_paper, **which, **asked)


def sign(past: Past, one: Told, file: dict[str, Any], on: int, officer: str) -> None:
    """On paper: five dates, and the scan."""
    rows = past.do(on, officer, agreements.GetInternship, _seen, id=file["id"])["signing"]["signatories"]
    dates = [{"signatory_id": row["id"], "signed_on": day(past, on - 1)} for row in rows]
    scan = past.upload("Convention de stage", one.title, "Document de démonstration")
    past.do(
        on, officer, agreements.RecordPaper, signatures.record_paper,
        id=file["id"], version=past.version(file["id"]), dates=dates,
        scan={"upload_id": scan, "file_name": "convention-signee.pdf"},
    )  # fmt: skip


def _seen(work: Any, *, id: uuid.UUID) -> Any:
    return agreements.GetInternship.read_answer(
        agreements.GetInternship.dump_answer(reading.get_internship(work, id=id))
    )


def follow(past: Past, one: Told, file: dict[str, Any], supervisor: str) -> None:
    if one.visit_on:
        planned = past.do(
            min(one.visit_on - 10, -1), supervisor, agreements.SaveVisit, follow_up.save_visit,
            internship_id=file["id"],
            fields={"on": day(past, one.visit_on), "at": "10:30", "form": "on_site", "place": one.host, "note": ""},
        )  # fmt: skip
        if one.visit:
            past.do(
                one.visit_on, supervisor, agreements.ReportVisit, follow_up.report_visit,
                id=planned["id"], version=planned["version"], on=day(past, one.visit_on), form="on_site",
                report=one.visit,
            )  # fmt: skip
    if one.difficulty:
        told = {"id": file["id"], "words": one.difficulty, "with_managers": False}
        past.do(-1, one.student, agreements.SignalDifficulty, follow_up.signal_difficulty, **told)


def finish(past: Past, one: Told, file: dict[str, Any], supervisor: str) -> None:
    links = past.links(file["id"])
    for by in one.evaluated:
        answers: dict[str, Any] = {
            question.code: 4 if question.kind == "rating" else "Un stage utile, bien encadré."
            for question in QUESTIONNAIRES[by] if question.required
        }  # fmt: skip
        said = {"version": 1, "answers": answers, "submit": True}
        on = min(one.ends + 4, -1)
        if by == "tutor":
            call = agreements.SaveEvaluationByLink
            past.do(on, "", call, evaluations.save_evaluation_by_link, token=links["tutor"], **said)
        else:
            who = one.student if by == "student" else supervisor
            past.do(on, who, agreements.SaveEvaluation, evaluations.save_evaluation, id=file["id"], by=by, **said)
    if one.certified:
        counted, host = file["schedule"], file["convention"]["signatory"]
        past.do(
            min(one.ends + 5, -1), "", agreements.IssueCertificate, certificates.issue_certificate,
            token=links["host"], agreed=True, reason="", fields={
                "starts_on": day(past, one.starts), "ends_on": day(past, one.ends), "minutes": counted["minutes"],
                "stipend_cents": counted["cents"], "activities": one.mission,
                "signed_by": f"{host['first_name']} {host['last_name']}", "signed_role": host["role"], "place": "",
            },
        )  # fmt: skip


def ask_papers(past: Past) -> None:
    """Some groups ask for papers; what a group has saved by itself stays."""
    for name, officer in GROUPS_THAT_ASK.items():
        who = f"{officer}@{STAFF_DOMAIN}"
        group = past.do(0, who, agreements.GetGroupPapers, asking.get_group_papers, id=past.groups[name])
        if group["proposed"]:
            question = {"id": group["id"], "version": group["version"], "papers": ASKED}
            past.do(-300, who, agreements.SaveGroupPapers, papers.save_group_papers, **question)


def fill(house: House) -> int:
    """How many were told this time."""
    staff = {uid for one in STORIES for uid in (one.supervisor, one.officer)} | set(GROUPS_THAT_ASK.values())
    numbers = sorted({one.student for one in STORIES})
    past = Past(house, today(), numbers, [f"{uid}@{STAFF_DOMAIN}" for uid in sorted(staff)])
    with past.telling():
        ask_papers(past)
    new = [one for one in STORIES if not past.already(one.student, one.title)]
    for one in sorted(new, key=lambda told: told.starts):
        with past.telling():
            tell(past, one)
    return len(new)


def main() -> None:
    settings = from_environment()
    signer = Signer.from_folder(settings.keys, "agreements")
    client = Client(settings.amqp_url, signer)
    engine = make_engine(settings.database_url, pool_size=2)
    files = FileStore(settings.files_url, "agreements")
    try:
        print(f"demonstration: {fill(House('agreements', engine, files, client, signer=signer))} internships")
    except Refusal as refusal:
        sys.exit(f"demonstration refused: {type(refusal).__name__} {refusal.code} {refusal.params}")
    finally:
        client.close()
        engine.dispose()


if __name__ == "__main__":
    main()
