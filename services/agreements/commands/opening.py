"""Conventions of a whole group opened by its manager from a list: checked first, then run, a line a transaction (E19).

The same function checks and opens, so that what was found ready is what opens. A line opens one file: student, host
and dates make its key, which the database holds unique. Once the last line is over, checked or opened, what overlaps is
said on its line, and what was opened is announced once.
"""

import hashlib
import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, false, func, not_, select, update

from contracts.calls import offers, profiles
from contracts.calls.agreements import MOST_MONTHS, ConventionFields
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.events.agreements import ListOpened
from contracts.vocabulary import Circuit, JobFunction, Language, Party, RequestOrigin, Role, State, Zone
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, facts, jobs, store
from services.agreements.commands import moving
from services.agreements.commands.requests import EMPTY
from services.agreements.model import Internship, Job, Line, OfficerGroup
from services.agreements.model.leaders import mailboxes
from services.agreements.rules import moves, opening_list
from services.agreements.rules.controls import to_lift
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.rules.signatories import mailbox

MOVE, OVERLAPPING, SAME_LINE, TO_LIFT = "open_for_group", "overlapping", "same_line", "to_lift"
MOST_BESIDE = 20_000  # files of one list's students
EUROPEAN_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905


def start_opening(work: UnitOfWork, *, group_id: uuid.UUID, upload_id: str, file_name: str) -> dict[str, Any]:
    _member(work, group_id)
    rows = opening_list.read(work.files.open_upload(upload_id))
    job = jobs.new(
        work, kind="opening", by=Party.OFFICER, move=MOVE, group_id=group_id, total=len(rows),
        file_name=file_name[-200:], checked_only=True,
    )  # fmt: skip
    for n, row in enumerate(rows, start=1):
        given = {"number": row.number, "values": row.values}
        work.session.add(Line(job_id=job.id, n=n, label=row.label[:500], given=given))
    work.session.flush()
    work.after_commit(lambda: work.files.discard(upload_id))
    return jobs.answer(work.session, job, limit=0)


def _member(work: UnitOfWork, group_id: uuid.UUID | None) -> OfficerGroup:
    group = work.session.get(OfficerGroup, group_id) if group_id else None
    if group is None or group.id not in store.groups_of(work.session, work.actor.person_id):
        raise NotFound()
    return group


def run_opening(work: UnitOfWork, *, id: uuid.UUID) -> dict[str, Any]:
    """Asked twice, the second finds the job under way or over, and answers it."""
    job = work.session.get(Job, id, with_for_update=True)
    if job is None or job.asked_by != work.actor.person_id or job.kind != "opening":
        raise NotFound()
    _member(work, job.group_id)
    if job.checked_only:
        if job.state != jobs.DONE:
            raise MoveRefused("still_checking")
        job.checked_only, job.state, job.finished_at = False, jobs.WAITING, None
        ready = update(Line).where(Line.job_id == id, Line.outcome == "ready")
        work.session.execute(ready.values(outcome="waiting", code="", params={}))
        work.session.flush()
    return jobs.answer(work.session, job, limit=0)


def open_line(work: UnitOfWork, job: Job, line: Line) -> str:
    """ready (checked only), done, or already; raises the refusal that says what is wrong."""
    group = _member(work, job.group_id)
    row = opening_list.Row(line.given["number"], line.given["values"])
    found = opening_list.typed(row)
    if row.problems:
        raise InvalidInput(fields=row.problems)
    student, supervisor = _people(work, found, group)
    line.label = f"{student['name']}, {found['host_name']}"
    days = {"starts_on": found["starts_on"].isoformat(), "ends_on": found["ends_on"].isoformat()}
    line.given = {**line.given, "student_id": str(student["id"]), **days}
    host, tutor = _host(work, found, create=not job.checked_only)
    line.given = {**line.given, "host": {name: str(host[name] or "") for name in ("id", "siret", "key")}}
    known = _already(work, student["id"], host, found)
    if known is not None:
        line.internship_id, line.reference = known
        return "already"
    file = _draft(work, found, student, supervisor, host, tutor, group)
    if not job.checked_only:
        file.opening_key = opening_key(student["id"], host["id"], found)
        work.session.add(file)
        moving.write_down(work, file, "create", before="", party=Party.OFFICER, comment="")
        work.session.flush()
    mine = frozenset({Party.OFFICER})
    around.load(work.session, [file])
    allowed = moves.check(MOVES, MOVE, file, mine, work.today, "")
    if isinstance(allowed, Obstacle):
        raise MoveRefused(allowed.code, **allowed.as_dict())
    waiting = to_lift(file, work.today)
    if waiting:
        line.code, line.params = TO_LIFT, {"controls": waiting}
    if job.checked_only:
        return "ready"
    moving.make(work, file, allowed, mine, "")
    line.internship_id, line.reference = file.id, file.reference
    return "done"


def close(work: UnitOfWork, job: Job) -> None:
    """The last line is over, checked or opened: in the transaction that says so."""
    _tell_same_lines(work, job)
    _warn_of_overlaps(work, job)
    if not job.checked_only:
        _announce(work, job)


def _tell_same_lines(work: UnitOfWork, job: Job) -> None:
    """Of lines that would open one convention the first alone is ready: what is found ready is what opens."""
    first: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    ready = select(Line).where(Line.job_id == job.id, Line.outcome == "ready").order_by(Line.n)
    for line in work.session.scalars(ready):
        if "host" not in line.given:  # of a list of a release before
            continue
        alike = first[tuple(line.given[name] for name in ("student_id", "starts_on", "ends_on"))]
        before = next((one for one in alike if opening_list.same_host(line.given["host"], one.given["host"])), None)
        if before is None:
            alike.append(line)
        else:
            line.outcome, line.code, line.params = "already", SAME_LINE, {"line": before.n}
    work.session.flush()


def _warn_of_overlaps(work: UnitOfWork, job: Job) -> None:
    """On each line that is ready or done: reference (or line of the list) and dates of what its manager may see."""
    known = select(Line).where(Line.job_id == job.id, Line.outcome.in_(("ready", "done")))
    lines = {line.n: line for line in work.session.scalars(known)}
    spans = [_span(line) for line in lines.values() if "student_id" in line.given]
    if not spans:
        return
    for n, others in opening_list.overlapping(spans, _files_beside(work, spans, job.asked_by)).items():
        controls = (lines[n].params or {}).get("controls", [])
        lines[n].params = {"others": [_said(other) for other in others], "controls": controls}
        lines[n].code = OVERLAPPING


def _span(line: Line) -> opening_list.Span:
    given = line.given
    starts, ends = date.fromisoformat(given["starts_on"]), date.fromisoformat(given["ends_on"])
    return opening_list.Span(uuid.UUID(given["student_id"]), starts, ends, line.n, line.internship_id, line.reference)


def _files_beside(work: UnitOfWork, spans: list[opening_list.Span], person: uuid.UUID) -> list[opening_list.Span]:
    """One question for the whole list. Of another group's file nothing but that it is there; of a draft not even that."""
    drafts = Internship.state.in_(store.HIDDEN_FROM_OFFICERS) & Internship.opened_by.is_(None)
    told = Internship.officer_group_id.in_(store.groups_of(work.session, person))
    known = (Internship.student_id, Internship.starts_on, Internship.ends_on, Internship.id, Internship.reference)
    statement = select(*known, func.coalesce(told, false()).label("told")).where(
        Internship.student_id.in_({one.student_id for one in spans}),
        Internship.state.not_in(opening_list.OVER),
        not_(drafts),
        Internship.starts_on <= max(one.ends_on for one in spans),
        Internship.ends_on >= min(one.starts_on for one in spans),
    )
    found = work.session.execute(statement.order_by(Internship.starts_on, Internship.reference).limit(MOST_BESIDE))
    return [
        opening_list.Span(row.student_id, row.starts_on, row.ends_on, 0, row.id, row.reference, told=row.told)
        for row in found
    ]


def _said(other: opening_list.Span) -> dict[str, Any]:
    if not other.told:
        return {"reference": None, "line": None, "starts_on": None, "ends_on": None}
    days = {"starts_on": other.starts_on.isoformat(), "ends_on": other.ends_on.isoformat()}
    return {"reference": other.reference, "line": other.line, **days}


def _announce(work: UnitOfWork, job: Job) -> None:
    """Those who would otherwise get a notice a line get one for the list. Nothing opened is nothing to tell."""
    opened = select(Internship.supervisor_id, func.count(), func.min(cast(Internship.id, Text))).where(
        Internship.id.in_(select(Line.internship_id).where(Line.job_id == job.id, Line.outcome == "done"))
    )
    shares = work.session.execute(opened.group_by(Internship.supervisor_id).order_by(Internship.supervisor_id)).all()
    group = work.session.get(OfficerGroup, job.group_id)
    if not shares or group is None:
        return
    work.correlation_id = job.correlation_id
    work.announce(
        ListOpened,
        subject=str(job.id),
        aggregate_version=1,
        job_id=job.id,
        at=work.now,
        by_id=job.asked_by,
        by_name=job.asked_name,
        officer_group_id=group.id,
        officer_group_name=group.name,
        officer_group_email=group.contact_email,
        officer_ids=store.members_of(work.session, group.id),
        count=sum(count for _supervisor, count, _id in shares),
        supervisors=[
            {"id": supervisor, "count": count, "internship_id": uuid.UUID(id) if count == 1 else None}
            for supervisor, count, id in shares
            if supervisor
        ],
    )


def _people(work: UnitOfWork, found: dict[str, Any], group: OfficerGroup) -> tuple[dict[str, Any], dict[str, Any]]:
    """The student as a file remembers him, and the supervisor; a problem names its column.

    A group of one component opens for its students; another's is as if he did not exist, for a number gives a name.
    """
    numbers, emails, tutor = [found["student_number"]], [found["supervisor_email"]], mailbox(found["tutor_email"])
    people = work.ask(profiles.FindPeople, student_numbers=numbers, emails=emails)
    ours = [one for one in people if group.component_code in ("", one["component_code"])]
    students = [one for one in ours if one["student_number"] == numbers[0] and Role.STUDENT in one["roles"]]
    addressed = [one for one in people if one["email"].casefold() == emails[0].casefold()]
    teachers = [one for one in addressed if Role.TEACHER in one["roles"]]
    problems: dict[str, list[str]] = {}
    if len(students) != 1:
        problems["student_number"] = ["unknown_student"]
    elif students[0]["id"] == work.actor.person_id:
        problems["student_number"] = ["yourself"]
    elif students[0]["convention_circuit"] != Circuit.IPRO:
        problems["student_number"] = ["other_circuit"]
    if not addressed:
        problems["supervisor_email"] = ["unknown_supervisor"]
    elif not teachers:
        problems["supervisor_email"] = ["not_a_teacher"]
    elif students and teachers[0]["id"] == students[0]["id"]:
        problems["supervisor_email"] = ["yourself"]
    if tutor in (mailboxes(work.session, group.id, work.actor.person_id) or ()):
        problems["tutor_email"] = ["a_manager_s_own"]
    if problems:
        raise InvalidInput(fields=problems)
    teacher = {"id": str(teachers[0]["id"]), "name": facts.full_name(teachers[0]), "email": teachers[0]["email"]}
    return facts.student_of(students[0]), teacher


def _host(work: UnitOfWork, found: dict[str, Any], *, create: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The host and the tutor, found or (for good) made; one that would be made has no id yet."""
    answer = work.ask(
        offers.RecordHost,
        create=create,
        host={
            "name": found["host_name"],
            "siret": found["host_siret"],
            "country": found["host_country"],
            "address1": found["host_address"],
            "postal_code": found["host_postal_code"][:20],
            "city": found["host_city"],
        },
        contact={
            "first_name": found["tutor_first_name"],
            "last_name": found["tutor_last_name"],
            "role": found["tutor_role"],
            "email": found["tutor_email"][:200],
        },
    )
    return offers.HostFound().dump(answer["host"]), offers.ContactFound().dump(answer["contact"])


def opening_key(student_id: uuid.UUID, host_id: Any, found: dict[str, Any]) -> str:
    return hashlib.sha256(f"{student_id}/{host_id}/{found['starts_on']}/{found['ends_on']}".encode()).hexdigest()


def _already(
    work: UnitOfWork, student_id: uuid.UUID, host: dict[str, Any], found: dict[str, Any]
) -> tuple[uuid.UUID | None, int | None] | None:
    """Another group's file is there, and nothing more is said of it."""
    if not host["id"]:
        return None
    known = (Internship.id, Internship.reference, Internship.officer_group_id)
    row = work.session.execute(
        select(*known).where(Internship.opening_key == opening_key(student_id, host["id"], found))
    ).first()
    if row is None:
        return None
    mine = row.officer_group_id in store.groups_of(work.session, work.actor.person_id)
    return (row.id, row.reference) if mine else (None, None)


def _draft(
    work: UnitOfWork, found: dict[str, Any], student: dict[str, Any], supervisor: dict[str, Any],
    host: dict[str, Any], tutor: dict[str, Any], group: OfficerGroup,
) -> Internship:  # fmt: skip
    """A request filled in by the manager, not yet in the base."""
    same = ("title", "description", "starts_on", "ends_on", "stipend_cents")
    request = {
        **EMPTY,
        **{name: found[name] for name in same},
        "programme": student["programme_name"],
        "function": JobFunction.OTHER,
        "origin": RequestOrigin.UNIVERSITY_NETWORK,
        "zone": zone(found["host_country"]),
        "duration_months": months(found["starts_on"], found["ends_on"]),
        "supervisor_id": uuid.UUID(supervisor["id"]),
        "host_id": _id(host),
        "tutor_id": _id(tutor),
    }
    convention = {
        **ConventionFields().load({}),
        "language": Language.FR,
        "officer_group_id": group.id,
        "referent_id": uuid.UUID(supervisor["id"]),
        "weekly_minutes": found["weekly_minutes"],
        "stipend_cents": found["stipend_cents"],
    }
    return Internship(
        id=uuid.uuid4(), state=State.REQUEST_DRAFT, since=work.now, student_id=student["id"], student=student,
        supervisor_id=uuid.UUID(supervisor["id"]), supervisor=supervisor, referent=supervisor,
        officer_group_id=group.id, officer_group=group, host=host, tutor=tutor, request=request, convention=convention,
        title=found["title"], host_name=host["name"], city=host["city"], starts_on=found["starts_on"],
        ends_on=found["ends_on"], opened_by=work.actor.person_id, overrides={}, created_at=work.now,
        updated_at=work.now,
    )  # fmt: skip


def _id(record: dict[str, Any]) -> uuid.UUID | None:
    return uuid.UUID(record["id"]) if record["id"] else None


def zone(country: str) -> str:
    return Zone.FRANCE if country == "FR" else Zone.EUROPEAN_UNION if country in EUROPEAN_UNION else ""


def months(starts: date, ends: date) -> int:
    """Begun months count, as many as an internship may have."""
    return min(
        MOST_MONTHS, max(1, (ends.year - starts.year) * 12 + ends.month - starts.month + (ends.day >= starts.day))
    )
