"""The end of an internship: three evaluations, the host's page, the certificate."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from contracts.vocabulary import EvaluationState
from runtime.clock import day_of
from services.agreements.rules.evaluations import QUESTIONNAIRES
from tests.service.agreements.ends import advance, dated, finished, running
from tests.service.agreements.test_signing import VISITOR, by_link, check, links, store  # noqa: F401

DAYS = ("starts_on", "ends_on")


def answers(by, words="Rien à redire.", **changes):
    given = {one.code: 4 if one.kind == "rating" else words for one in QUESTIONNAIRES[by] if one.required}
    return {**given, **changes}


def evaluations(world, file, who):
    found = world.ask(agreements.GetFollowUp, who, id=file["id"])["evaluations"]
    return {one["by"]: one for one in found}


def give(world, file, who, by, *, submit=True, **more):
    version = world.ask(agreements.GetEvaluation, who, id=file["id"], by=by)["version"]
    question = {"version": version, "answers": answers(by), "submit": submit, **more}
    return world.ask(agreements.SaveEvaluation, who, id=file["id"], by=by, **question)


@pytest.fixture(scope="module")
def ended(world, base, platform):
    return finished(world, base, platform)


@pytest.mark.feature("E12", "E17")
def test_the_end_opens_three_questionnaires_and_writes_to_the_host_by_itself(world, base, platform):
    file = running(world, base, platform)
    assert links(base, file, "end") == {}
    with pytest.raises(NotFound):
        world.ask(agreements.GetEvaluation, "student0", id=file["id"], by="student")
    last = day_of(file["since"])
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    world.ask(
        agreements.BreakOff,
        "officer",
        id=file["id"],
        version=file["version"],
        ended_on=last,
        ground="agreement",
        comment="D’un commun accord.",
    )
    assert set(evaluations(world, file, "student0")) == {"student", "supervisor", "tutor"}
    tokens = links(base, file, "end")
    assert set(tokens) == {"host", "tutor"}
    assert {"evaluate", "certificate"} <= set(by_link(world, agreements.OpenLink, tokens["tutor"])["can"])
    assert "evaluate" not in by_link(world, agreements.OpenLink, tokens["host"])["can"], "the tutor evaluates"


@pytest.mark.feature("E12")
def test_each_questionnaire_is_given_once_by_its_party_and_read_by_those_who_may(world, base, ended):
    file = ended
    draft = give(world, file, "student0", "student", submit=False, answers={"welcome": 5})
    assert (draft["state"], draft["answers"]) == (EvaluationState.DRAFT, {"welcome": 5})
    assert evaluations(world, file, "supervisor")["student"]["state"] == EvaluationState.OPEN, "a draft is its author's"
    with pytest.raises(NotFound):
        world.ask(agreements.GetEvaluation, "officer", id=file["id"], by="student")
    with pytest.raises(InvalidInput) as refused:
        give(world, file, "student0", "student", answers={"welcome": 6, "learned": "Tout."})
    assert refused.value.params["fields"]["answers.welcome"] == ["out_of_range"]
    assert refused.value.params["fields"]["answers.mission"] == ["required"]
    with pytest.raises(StaleVersion):
        give(world, file, "student0", "student", version=1)
    secret = "Mon tuteur ne venait jamais."
    give(world, file, "student0", "student", answers=answers("student", in_confidence=secret))
    with pytest.raises(MoveRefused) as refused:
        give(world, file, "student0", "student")
    assert refused.value.code == "evaluation_over"
    for who in ("supervisor", "officer"):
        assert evaluations(world, file, who)["student"]["answers"]["in_confidence"] == secret
    token = links(base, file, "end")["tutor"]
    page = by_link(world, agreements.GetEvaluationByLink, token)
    assert (page["by"], page["mine"]) == ("tutor", True)
    saved = by_link(
        world,
        agreements.SaveEvaluationByLink,
        token,
        version=page["version"],
        answers=answers("tutor", "Très autonome."),
        submit=True,
    )
    assert saved["state"] == EvaluationState.SUBMITTED
    for who in ("student0", "supervisor", "officer"):
        assert evaluations(world, file, who)["tutor"]["answers"]["strengths"] == "Très autonome."
    with pytest.raises(NotFound):
        give(world, file, "student0", "supervisor")
    give(world, file, "supervisor", "supervisor")
    assert evaluations(world, file, "student0")["supervisor"]["readable"]
    assert evaluations(world, file, "officer")["supervisor"]["readable"]
    for who in ("student1", "careers"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetEvaluation, who, id=file["id"], by="tutor")
    with base.connect() as connection:
        rows = connection.execute(
            text("SELECT body, exchange FROM outbox WHERE subject = :id AND routing_key = 'evaluation_submitted.v1'"),
            {"id": str(file["id"])},
        ).all()
        words = connection.execute(
            text("SELECT string_agg(move || coalesce(comment, ''), ' ') FROM journal WHERE internship_id = :id"),
            {"id": file["id"]},
        ).scalar_one()
    assert len([row for row in rows if row.exchange == "agreements.events"]) == 3
    for said in ("autonome", "tuteur ne venait", "redire"):
        assert said not in words
        assert not any(said in row.body for row in rows)
    assert "evaluate_tutor" in words


def issue(world, token, replaces=None, agreed=True, reason="", **changes):
    page = by_link(world, agreements.GetCertificateByLink, token)
    question = {"replaces": replaces, "agreed": agreed, "reason": reason, "fields": {**page["proposed"], **changes}}
    return by_link(world, agreements.IssueCertificate, token, **question)


@pytest.mark.feature("E12", "E17")
def test_the_host_issues_a_sealed_certificate_and_corrects_it_by_another_number(world, base, store, ended):  # noqa: F811
    file, token = ended, links(base, ended, "end")["host"]
    page = by_link(world, agreements.GetCertificateByLink, token)
    assert (page["proposed"]["minutes"], page["proposed"]["stipend_cents"]) == (
        file["schedule"]["minutes"],
        file["schedule"]["cents"],
    )
    assert page["proposed"]["signed_role"] == "Direction"
    with pytest.raises(InvalidInput) as refused:
        issue(world, token, agreed=False, minutes=10_000_000, signed_role=" ")
    assert set(refused.value.params["fields"]) == {"agreed", "reason", "fields.minutes", "fields.signed_role"}
    first = issue(world, token)["issued"][0]
    assert (first["number"], first["replaces"]) == (1, None)
    with pytest.raises(MoveRefused) as refused:
        issue(world, token)
    assert refused.value.code == "certificate_changed"
    page = issue(world, token, replaces=1, minutes=6_000, stipend_cents=60_000, reason="Absente trois semaines.")
    assert [(one["number"], one["replaces"], one["replaced_by"]) for one in page["issued"]] == [
        (2, 1, None),
        (1, None, 2),
    ]
    for who in ("student0", "supervisor", "officer"):
        found = world.ask(agreements.GetCertificate, who, id=file["id"], number=1)
        assert found["object_id"] == first["object_id"], "the first is what it was"
    with pytest.raises(NotFound):
        world.ask(agreements.GetCertificate, "student1", id=file["id"], number=1)
    for row in page["issued"]:
        data = store.read(row["object_id"])
        assert check(world, store, data)["verdict"] == "sealed"
        assert check(world, store, data + b" ")["verdict"] == "altered"
        by_code = world.client.ask(agreements.CheckCode, VISITOR, code=row["code"])
        assert (by_code["verdict"], by_code["sort"]) == ("sealed", "certificate")
        assert (by_code["certificate_number"], by_code["replaced_by"]) == (row["number"], row["replaced_by"])
        assert [(one["role"], one["valid"]) for one in by_code["signatures"]] == [("seal", True)]
    words = "".join(
        part.extract_text() for part in PdfReader(io.BytesIO(store.read(page["issued"][0]["object_id"]))).pages
    )
    words = " ".join(words.split())
    assert "n° 2 corrige et remplace l’attestation n° 1" in words
    assert "600,00" in words
    with base.connect() as connection:
        told = connection.execute(
            text(
                "SELECT body FROM outbox WHERE subject = :id AND routing_key = 'certificate_issued.v1'"
                " AND exchange = 'agreements.events' ORDER BY id"
            ),
            {"id": str(file["id"])},
        ).scalars()
        bodies = list(told)
    assert len(bodies) == 2
    assert "stipend" not in bodies[1]
    with pytest.raises(DBAPIError), base.begin() as connection:
        connection.execute(text("DELETE FROM issued_document WHERE sort = 'certificate'"))


@pytest.mark.feature("E12", "B1")
def test_the_student_s_board_asks_for_his_evaluation_until_he_gives_it(world, base, platform):
    file = running(world, base, platform)

    def due():
        found = world.ask(agreements.GetOverview, "student0")["evaluations"]
        return [one["since"] for one in found if one["id"] == file["id"]]

    assert due() == []
    dated(base, file, -60, -1)
    advance(platform, base)
    assert due() == [world.ask(agreements.GetInternship, "student0", id=file["id"])["since"]]
    give(world, file, "student0", "student", submit=False)
    assert len(due()) == 1, "a draft is not given"
    give(world, file, "student0", "student")
    assert due() == []


@pytest.mark.feature("E12", "E17")
def test_the_seal_certifies_no_day_outside_the_file_and_no_other_figures_without_a_reason(world, base, platform):
    file = finished(world, base, platform)
    token = links(base, file, "end")["host"]
    first, last = (by_link(world, agreements.GetCertificateByLink, token)["proposed"][name] for name in DAYS)
    for days, field in (
        ((date(2020, 1, 1), date(2020, 2, 1)), "fields.starts_on"),
        ((first - timedelta(days=1), last), "fields.starts_on"),
        ((first, last + timedelta(days=1)), "fields.ends_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            issue(world, token, **dict(zip(DAYS, days, strict=True)))
        assert refused.value.params["fields"][field] == ["outside_internship"]
    assert not by_link(world, agreements.GetCertificateByLink, token)["issued"]
    page = by_link(world, agreements.GetCertificateByLink, token)
    counted = file["schedule"]
    assert (page["counted_minutes"], page["counted_cents"]) == (counted["minutes"], counted["cents"])
    for change in ({"minutes": counted["minutes"] - 31}, {"stipend_cents": counted["cents"] + 101}):
        with pytest.raises(InvalidInput) as refused:
            issue(world, token, reason=" ", **change)
        assert refused.value.params["fields"] == {"reason": ["differs_from_file"]}
    rounded = {"minutes": counted["minutes"] - 30, "stipend_cents": counted["cents"] + 100}
    issue(world, token, **rounded)
    with pytest.raises(MoveRefused) as refused:
        issue(world, token, replaces=1)
    assert refused.value.code == "same_certificate"
    issue(world, token, replaces=1, reason="Une prime en plus.", stipend_cents=counted["cents"] + 5_000)
    seen = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert [line["comment"] for line in seen["journal"] if line["move"] == "issue_certificate"] == [
        "Une prime en plus.",
        "",
    ]


@pytest.mark.feature("E17")
def test_a_link_opens_the_end_only_at_the_end_and_only_to_the_host(world, base, platform):
    file = running(world, base, platform)
    seen = world.ask(agreements.GetInternship, "officer", id=file["id"])
    world.ask(agreements.InviteHost, "officer", id=file["id"], version=seen["version"])
    early, sign = links(base, file, "host")["host"], links(base, file)["host"]
    assert "certificate" not in by_link(world, agreements.OpenLink, early)["can"]
    for token, code in ((early, "not_over"), (sign, "link_over")):
        with pytest.raises(MoveRefused) as refused:
            by_link(world, agreements.GetCertificateByLink, token)
        assert refused.value.code == code
    dated(base, file, -30, 30)
    with pytest.raises(NotFound):
        by_link(world, agreements.GetCertificateByLink, "x" * 43)
