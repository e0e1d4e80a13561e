"""What is not yours answers as what does not exist: every call of the service, by everybody who is nothing to a file.

The calls come from the contract, so that one without a line here fails. The right version is always given: a refusal
that compares versions first would tell that there is something.
"""

import io
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from contracts.calls import agreements as calls
from contracts.calls import profiles
from contracts.errors import NotAllowed, NotFound, Refusal
from contracts.vocabulary import Role, Service
from deploy.docs.catalogue import calls as all_calls
from runtime.actor import Actor
from runtime.files import FileStore
from tests.builders.world import COMPONENT, OPERATOR, UNIVERSITY_SIGNATORY, client_of
from tests.service.agreements import desk
from tests.service.agreements.ends import finished, in_days, running
from tests.service.agreements.test_evaluations import issue
from tests.service.agreements.test_papers import deposit
from tests.service.agreements.test_signing import VISITOR, links, paper

pytestmark = pytest.mark.feature("E10")

CALLS = [call for call in all_calls() if call.service == Service.AGREEMENTS]
CANARY = "Zibeline"
STRANGERS = {
    "student1": Role.STUDENT,
    "teacher2": Role.TEACHER,
    "officer2": Role.OFFICER,  # of another group
    "officer3": Role.OFFICER,  # of none
    "careers": Role.CAREERS,
    "recruiter": Role.RECRUITER,
    "graduate": Role.GRADUATE,
    "admin": Role.ADMIN,
}
DATED = {"on": in_days(1), "at": "14:30", "form": "on_site", "place": "Quai 1", "note": ""}
PAPERS = [{"code": "badge", "fr": "Badge", "en": "Badge", "required": False, "when": "start", "abroad": False}]
TEMPLATE = {"kind": "convention", "language": "fr"}
CERTIFIED = {
    "starts_on": in_days(-60), "ends_on": in_days(-1), "minutes": 60, "stipend_cents": 0, "activities": "?", "signed_by": "?",
    "signed_role": "?",
}  # fmt: skip


@dataclass
class Story:
    """A running internship with all that hangs on it, and an ended one with its certificate."""

    file: dict[str, Any]
    ended: dict[str, Any]
    group: dict[str, Any]
    upload: str
    ids: dict[str, uuid.UUID]

    @property
    def versioned(self) -> dict[str, Any]:
        return {"id": self.file["id"], "version": self.file["version"]}


@pytest.fixture(scope="module")
def store(platform):
    return FileStore(platform.catalogue.env_of("agreements")["IPRO_FILES_URL"])


@pytest.fixture(scope="module")
def strangers(world) -> dict[str, Actor]:
    missing = [name for name in STRANGERS if name not in world.people]
    people = [
        {"issuer": "test", "subject": name, "first_name": name.capitalize(), "last_name": "Ailleurs",
         "email": f"{name}@univ.example", "roles": [str(STRANGERS[name])], "language": "fr", "component_code": COMPONENT}
        for name in missing
    ]  # fmt: skip
    known = world.operator.ask(profiles.ImportDirectory, OPERATOR, people=people)["people"]
    for name in missing:
        world.people[name] = Actor(uuid.UUID(str(known[name])), frozenset({STRANGERS[name]}), "fr", "cas", name)
    other = {
        "name": "Autre groupe",
        "contact_email": "autre@univ.example",
        "component_code": COMPONENT,
        "member_ids": [str(world.people["officer2"].id)],
        "university": UNIVERSITY_SIGNATORY,
    }
    world.operator.ask(calls.ImportOfficerGroups, OPERATOR, groups=[other])
    return {name: world.people[name] for name in STRANGERS}


@pytest.fixture(scope="module")
def story(world, base, platform, store) -> Iterator[Story]:
    before = world.ask(calls.GetGroupPapers, "officer", id=world.group_id)
    world.ask(calls.SaveGroupPapers, "officer", id=world.group_id, version=before["version"], papers=PAPERS)
    file = running(world, base, platform, skills=CANARY)
    ended = finished(world, base, platform, skills=CANARY)
    deposit(world, store, file, "badge")
    amendment = world.ask(
        calls.SaveAmendment, "student0", internship_id=file["id"], kinds=["dates"], reason=CANARY,
        fields={"starts_on": file["request"]["starts_on"], "ends_on": in_days(40)},
    )  # fmt: skip
    visit = world.ask(calls.SaveVisit, "supervisor", internship_id=file["id"], fields={**DATED, "note": CANARY})
    difficulty = world.ask(calls.SignalDifficulty, "student0", id=file["id"], words=CANARY)
    view = world.ask(calls.SaveView, "officer", name=CANARY, filters={})
    world.ask(calls.SetTags, "officer", id=file["id"], tags=[CANARY])
    absent = world.ask(
        calls.Delegate, "supervisor", to_id=world.people["officer"].id, starts_on=in_days(200), ends_on=in_days(201)
    )
    target = {"id": file["id"], "version": 1}
    job = world.ask(calls.StartBulk, "officer", by="officer", move="validate_convention", comment="", files=[target])
    desk.finished(world, job)
    issue(world, links(base, ended, "end")["host"])
    found = {
        "paper": world.ask(calls.GetFollowUp, "student0", id=file["id"])["papers"][0]["versions"][0]["id"],
        "amendment": amendment["id"],
        "visit": visit["id"],
        "difficulty": difficulty["id"],
        "view": view["id"],
        "delegation": absent["id"],
        "job": job["id"],
        "signatory": file["signing"]["signatories"][0]["id"],
    }
    upload = store.quarantine(io.BytesIO(paper()), 10 * 1024 * 1024)
    now = {one: world.ask(calls.GetInternship, "student0", id=kept["id"]) for one, kept in (("f", file), ("e", ended))}
    group = world.ask(calls.GetGroup, "officer", id=world.group_id)
    yield Story(now["f"], now["e"], group, upload, found)
    world.ask(calls.RevokeDelegation, "supervisor", id=absent["id"])
    world.ask(calls.DeleteView, "officer", id=view["id"])
    now = world.ask(calls.GetGroupPapers, "officer", id=world.group_id)
    world.ask(calls.SaveGroupPapers, "officer", id=world.group_id, version=now["version"], papers=[])


Asked = Callable[[Story], dict[str, Any]]
ONE: Asked = lambda s: {"id": s.file["id"]}  # noqa: E731
NOW: Asked = lambda s: s.versioned  # noqa: E731
HIDDEN: dict[Any, Asked] = {
    calls.AnswerDifficulty: lambda s: {"id": s.ids["difficulty"], "answer": "Oui."},
    calls.BreakOff: lambda s: {**s.versioned, "ended_on": in_days(2), "ground": "host_breach", "comment": "Fin."},
    calls.CancelVisit: lambda s: {"id": s.ids["visit"], "version": 1},
    calls.DeleteView: lambda s: {"id": s.ids["view"]},
    calls.DepositPaper: lambda s: {"id": s.file["id"], "code": "badge", "upload_id": s.upload, "file_name": "a.pdf"},
    calls.GetAmendment: lambda s: {"id": s.ids["amendment"]},
    calls.GetAmendmentPdf: lambda s: {"id": s.ids["amendment"]},
    calls.GetCertificate: lambda s: {"id": s.ended["id"], "number": 1},
    calls.GetEvaluation: lambda s: {"id": s.ended["id"], "by": "student"},
    calls.GetEvidence: ONE,
    calls.GetFollowUp: ONE,
    calls.GetGroup: lambda s: {"id": s.group["id"]},
    calls.GetGroupPapers: lambda s: {"id": s.group["id"]},
    calls.GetInternship: ONE,
    calls.GetJob: lambda s: {"id": s.ids["job"]},
    calls.GetPaper: lambda s: {"id": s.file["id"], "paper_id": s.ids["paper"]},
    calls.GetPdf: ONE,
    calls.InviteHost: NOW,
    calls.ListAmendments: lambda s: {"internship_id": s.file["id"]},
    calls.OverrideControl: lambda s: {**s.versioned, "code": "working_time", "reason": "Vu."},
    calls.Perform: lambda s: {**s.versioned, "move": "call_off", "comment": "Non."},
    calls.PerformAmendment: lambda s: {"id": s.ids["amendment"], "version": 1, "move": "submit", "comment": ""},
    calls.RecordPaper: lambda s: {**s.versioned, "dates": []},
    calls.RefuseToSign: lambda s: {"id": s.file["id"], "reason": "Non."},
    calls.ReportVisit: lambda s: {
        "id": s.ids["visit"], "version": 1, "on": in_days(0), "form": "on_site", "report": "Vu."
    },
    calls.ResendSignature: lambda s: {"id": s.file["id"], "signatory_id": s.ids["signatory"]},
    calls.ReviewPaper: lambda s: {"id": s.file["id"], "paper_id": s.ids["paper"], "accepted": True},
    calls.RevokeDelegation: lambda s: {"id": s.ids["delegation"]},
    calls.RunOpening: lambda s: {"id": s.ids["job"]},
    calls.SaveAmendment: lambda s: {
        "id": s.ids["amendment"], "internship_id": s.file["id"], "version": 1, "kinds": ["dates"], "reason": "?",
        "fields": {"ends_on": in_days(50)},
    },
    calls.SaveCircuit: lambda s: {"id": s.group["id"], "version": s.group["version"], "circuit": s.group["circuit"]},
    calls.SaveConvention: lambda s: {**s.versioned, "fields": {"skills": "?"}},
    calls.SaveEvaluation: lambda s: {"id": s.ended["id"], "by": "student", "version": 0, "answers": {}},
    calls.SaveGroupPapers: lambda s: {"id": s.group["id"], "version": s.group["version"], "papers": []},
    calls.SaveRequest: lambda s: {**s.versioned, "fields": {"title": "?"}},
    calls.SaveVisit: lambda s: {"id": s.ids["visit"], "internship_id": s.file["id"], "version": 1, "fields": DATED},
    calls.SetTags: lambda s: {"id": s.file["id"], "tags": ["?"]},
    calls.Sign: lambda s: {"id": s.file["id"], "document_sha256": "0" * 64, "agreed": True},
    calls.SignalDifficulty: lambda s: {"id": s.file["id"], "words": "?"},
    calls.StartOpening: lambda s: {"group_id": s.group["id"], "upload_id": s.upload, "file_name": "liste.csv"},
}  # fmt: skip
"""What names a thing: refused as if it were not there, and nothing of it changes."""

OWN: dict[Any, Asked] = {
    call: lambda s: {}
    for call in (
        calls.GetOverview, calls.ListAmendmentsToDecide, calls.ListAuthorizations, calls.ListColleagues,
        calls.ListConventions, calls.ListDelegations, calls.ListJobs, calls.ListMyGroups, calls.ListMyInterns,
        calls.ListMyTurns, calls.ListQueue, calls.ListTags, calls.ListToDecide, calls.ListViews, calls.ListVisits,
        calls.ExportQueue, calls.ListOfficerGroups, calls.ListTemplates,
    )
}  # fmt: skip
"""What answers for the asker: his own, so that nothing of the story is in it."""

OWN |= {
    calls.Assign: lambda s: {"ids": [s.file["id"]]},
    calls.CreateRequest: lambda s: {"copy_of": s.file["id"], "terms_agreed": True, "supervisor_known": True, "fields": {}},
    calls.Delegate: lambda s: {"to_id": uuid.uuid4(), "starts_on": in_days(300), "ends_on": in_days(301)},
    calls.GetNeighbours: ONE,
    calls.GetPdfs: lambda s: {"ids": [s.file["id"]]},
    calls.GetTemplate: lambda s: TEMPLATE,
    calls.PreviewBulk: lambda s: {"by": "officer", "move": "validate_convention", "ids": [s.file["id"]]},
    calls.PreviewSchedule: lambda s: {"id": s.file["id"], "request": {}, "convention": {}},
    calls.PreviewTemplate: lambda s: TEMPLATE,
    calls.PublishTemplate: lambda s: {**TEMPLATE, "version": 99_999},
    calls.SaveTemplate: lambda s: {**TEMPLATE, "version": 99_999, "words": {}, "articles": [], "note": ""},
    calls.SaveView: lambda s: {"name": "La mienne", "share_with": s.group["id"], "filters": {"group_id": s.group["id"]}},
    calls.StartBulk: lambda s: {
        "by": "officer", "move": "validate_convention", "files": [{"id": s.file["id"], "version": s.file["version"]}]
    },
}  # fmt: skip
BY_LINK = {
    calls.AskNewLink: {},
    calls.GetCertificateByLink: {},
    calls.GetEvaluationByLink: {},
    calls.IssueCertificate: {"agreed": True, "fields": CERTIFIED},
    calls.OpenLink: {},
    calls.RefuseByLink: {"reason": "Non."},
    calls.SaveEvaluationByLink: {"version": 0, "answers": {}},
    calls.SaveHostPart: {"version": 1, "fields": {}},
    calls.SignByLink: {"document_sha256": "0" * 64, "agreed": True},
}
"""What a secret opens: a guessed one opens nothing."""

ANYBODY = {calls.CheckCode, calls.CheckFile, calls.ListAmendmentStates, calls.ListLanguages, calls.ListStates}
OPERATORS = {calls.ImportOfficerGroups}
ADMINISTERS = {calls.GetGroup, calls.GetGroupPapers, calls.SaveCircuit, calls.SaveGroupPapers}


def test_every_call_of_the_service_has_its_line_here():
    lines = [*HIDDEN, *OWN, *BY_LINK, *ANYBODY, *OPERATORS]
    assert len(lines) == len(set(lines))
    assert set(lines) == set(CALLS)


def at_rest(base: Any) -> None:
    """Decisions in bulk that the tests before asked for go on in the background."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with base.connect() as connection:
            if not connection.scalar(text("SELECT count(*) FROM bulk_job WHERE state <> 'done'")):
                return
        time.sleep(0.1)
    raise AssertionError("a job goes on and on")


def fingerprint(base: Any) -> list[Any]:
    """All that a command could change, but for sessions of reading."""
    at_rest(base)
    asked = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} t"
    with base.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
        kept = [one.tablename for one in names if one.tablename not in ("idempotency", "outbox", "journal_head")]
        return [tuple(connection.execute(text(asked.format(name))).one()) for name in kept]


def refusal(ask: Callable[[], Any]) -> tuple[type, str] | None:
    try:
        ask()
    except Refusal as refused:
        return type(refused), refused.code
    return None


def elsewhere(question: dict[str, Any]) -> dict[str, Any]:
    """The same about things that do not exist."""
    return {name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in question.items()}


@pytest.mark.parametrize("call", HIDDEN, ids=lambda call: call.method)
def test_what_names_a_thing_of_others_is_refused_as_if_it_were_not_there(world, base, strangers, story, call):
    question = HIDDEN[call](story)
    before = fingerprint(base)
    for name in strangers:
        if name == "admin" and call in ADMINISTERS:
            continue
        told = refusal(lambda name=name: world.ask(call, name, deadline=20, **question))
        assert told is not None, f"{name} was answered"
        assert told[0] in (NotFound, NotAllowed), (name, told)
        assert told == refusal(lambda name=name: world.ask(call, name, deadline=20, **elsewhere(question))), name
    assert fingerprint(base) == before


@pytest.mark.parametrize("call", OWN, ids=lambda call: call.method)
def test_what_answers_for_the_asker_holds_nothing_of_others(world, strangers, story, call):
    question = OWN[call](story)
    ids = [str(one["id"]) for one in (story.file, story.ended)]
    secrets = [CANARY, "Student0", "student0", *(one for one in ids if one not in repr(question))]
    for name in strangers:
        try:
            answer = world.ask(call, name, deadline=20, **question)
        except Refusal as refused:
            answer = [refused.code, refused.params, getattr(refused, "fields", None)]
        told = repr(answer)
        assert not [one for one in secrets if one in told], (name, told[:500])


@pytest.mark.parametrize("call", BY_LINK, ids=lambda call: call.method)
def test_a_guessed_secret_opens_nothing_for_a_visitor_nor_for_anybody_signed_in(world, strangers, call):
    for who in (VISITOR, *strangers.values()):
        with pytest.raises((NotFound, NotAllowed)):
            world.client.ask(call, who, deadline=20, token=uuid.uuid4().hex * 2, **BY_LINK[call])


@pytest.mark.parametrize("service", [one for one in Service if one != Service.AGREEMENTS])
def test_another_service_speaking_for_itself_is_answered_by_no_call_about_people(platform, story, base, service):
    before = fingerprint(base)
    client = client_of(platform, str(service))
    try:
        for call, question in {**HIDDEN, **OWN}.items():
            told = refusal(
                lambda call=call, question=question: client.ask(
                    call, Actor.service(str(service)), deadline=20, **question(story)
                )
            )
            assert told is not None, call.method
            assert told[0] in (NotFound, NotAllowed), (call.method, told)
    finally:
        client.close()
    assert fingerprint(base) == before


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_but_the_operator_imports_groups(world, strangers, name):
    with pytest.raises(NotAllowed):
        world.client.ask(calls.ImportOfficerGroups, strangers[name], groups=[])
