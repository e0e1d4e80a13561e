"""Decisions on many files at once, in the background, through the running service."""

import os
import signal
import time
import uuid

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, Unavailable
from contracts.vocabulary import State
from tests.service.agreements.desk import finished, requested, submitted

pytestmark = pytest.mark.feature("E8")


def targets(lines):
    return [{"id": line["id"], "version": line["version"]} for line in lines]


def preview(world, files, move, who="officer", by="officer"):
    return world.ask(agreements.PreviewBulk, who, by=by, move=move, ids=[file["id"] for file in files], deadline=10)


def start(world, lines, move, comment="", who="officer", by="officer", **options):
    return world.ask(
        agreements.StartBulk, who, by=by, move=move, comment=comment, files=targets(lines), deadline=10, **options
    )


def moves_of(base, file):
    with base.connect() as connection:
        statement = text("SELECT move, by_name, comment FROM journal WHERE internship_id = :id ORDER BY seq")
        return connection.execute(statement, {"id": file["id"]}).all()


def test_the_preview_says_line_by_line_what_the_table_would_say(world):
    ready, gone = submitted(world), submitted(world)
    world.move(gone, "refuse_convention", "officer", "Non")
    found = preview(world, [ready, gone], "validate_convention")
    assert [(line["reference"], line["allowed"]) for line in found["lines"]] == [
        (ready["reference"], True),
        (gone["reference"], False),
    ]
    assert found["lines"][1]["obstacle"] == "move_not_offered"
    assert world.ask(agreements.GetInternship, "officer", id=ready["id"])["state"] == State.AWAITING_OFFICER
    assert preview(world, [ready], "validate_convention", who="careers")["lines"] == []
    assert preview(world, [ready], "refuse_convention")["comment"] == "required"
    for move in ("submit_convention", "open_for_group", "sign", "no_such_move"):
        with pytest.raises(NotFound):
            preview(world, [ready], move)


def test_all_that_a_filter_shows_is_previewed(world):
    word = uuid.uuid4().hex[:8]
    files = [submitted(world, title=f"Lot {word} {n}") for n in range(2)]
    found = world.ask(
        agreements.PreviewBulk,
        "officer",
        by="officer",
        move="validate_convention",
        filters={"words": word},
        deadline=10,
    )
    assert [line["id"] for line in found["lines"]] == [file["id"] for file in files]
    assert found["more"] is False


def test_each_line_is_decided_once_in_the_name_of_who_asked_and_the_rest_says_why(world, base):
    files = [submitted(world) for _ in range(4)]
    lines = preview(world, files, "validate_convention")["lines"]
    world.move(files[1], "ask_precisions_convention", "officer", "Une question")
    with base.begin() as connection:
        connection.execute(text("UPDATE internship SET officer_group_id = NULL WHERE id = :id"), {"id": files[2]["id"]})
    job = finished(world, start(world, lines, "validate_convention", "Bravo"))
    assert job["total"] == 4
    assert [(line["outcome"], line["code"]) for line in job["lines"]] == [
        ("done", ""),
        ("changed", "stale_version"),
        ("refused", "not_found"),
        ("done", ""),
    ]
    assert job["counts"] == {"done": 2, "changed": 1, "refused": 1}
    for file in (files[0], files[3]):
        whole = world.ask(agreements.GetInternship, "officer", id=file["id"])
        assert (whole["state"], bool(whole["pdf_object_id"])) == (State.VALIDATED, True)
        decided = [line for line in moves_of(base, file) if line.move == "validate_convention"]
        assert [(line.by_name, line.comment) for line in decided] == [("Officer Essai", "Bravo")]
        with base.connect() as connection:
            told = connection.scalar(
                text(
                    "SELECT count(*) FROM outbox WHERE subject = :id AND exchange = 'agreements.internal'"
                    " AND routing_key = 'convention_validated.v1'"
                ),
                {"id": str(file["id"])},
            )
        assert told == 1


def test_a_form_sent_twice_makes_one_job_and_only_its_asker_sees_it(world):
    file = submitted(world)
    lines = preview(world, [file], "validate_convention")["lines"]
    key = str(uuid.uuid4())
    first = start(world, lines, "validate_convention", key=key)
    assert start(world, lines, "validate_convention", key=key)["id"] == first["id"]
    assert first["id"] in [job["id"] for job in world.ask(agreements.ListJobs, "officer")]
    with pytest.raises(NotFound):
        world.ask(agreements.GetJob, "careers", id=first["id"])
    finished(world, first)


def test_a_supervisor_decides_on_several_of_his_requests_and_says_why(world):
    files = [requested(world, "student1") for _ in range(2)]
    lines = preview(world, files, "refuse", who="supervisor", by="supervisor")["lines"]
    assert [line["allowed"] for line in lines] == [True, True]
    with pytest.raises(MoveRefused) as refused:
        start(world, lines, "refuse", "  ", who="supervisor", by="supervisor")
    assert refused.value.code == "comment_required"
    job = start(world, lines, "refuse", "Sujet trop vague", who="supervisor", by="supervisor")
    assert finished(world, job, who="supervisor")["counts"] == {"done": 2}
    file = world.ask(agreements.GetInternship, "student1", id=files[0]["id"])
    assert (file["state"], file["last_question"]) == (State.REQUEST_REFUSED, "Sujet trop vague")


def test_being_a_supervisor_does_not_make_a_manager(world):
    file = submitted(world)
    with pytest.raises(NotFound):
        preview(world, [file], "validate_convention", who="supervisor", by="supervisor")
    assert preview(world, [file], "validate_convention", who="supervisor")["lines"] == []
    job = start(world, [file], "validate_convention", who="supervisor")
    found = finished(world, job, who="supervisor")
    assert [(line["outcome"], line["code"]) for line in found["lines"]] == [("refused", "not_found")]


def test_a_job_is_bounded(world):
    for lines in ([], [{"id": uuid.uuid4(), "version": 1} for _ in range(501)]):
        with pytest.raises(InvalidInput):
            start(world, lines, "validate_convention")


def test_a_line_that_makes_the_service_stumble_fails_alone(world, base):
    good, bad = submitted(world), submitted(world)
    lines = preview(world, [good, bad], "validate_convention")["lines"]
    with base.begin() as connection:  # nothing that a person could do: words that no schema reads any more
        connection.execute(
            text("UPDATE internship SET student = student || '{\"born_on\": 12}' WHERE id = :id"), {"id": bad["id"]}
        )
    job = finished(world, start(world, lines, "validate_convention"))
    with base.begin() as connection:
        connection.execute(
            text("UPDATE internship SET student = student - 'born_on' WHERE id = :id"), {"id": bad["id"]}
        )
    assert [(line["outcome"], line["code"]) for line in job["lines"]] == [("done", ""), ("failed", "internal")]


def test_a_killed_service_goes_on_where_it_was_and_decides_nothing_twice(world, base, platform):
    files = [submitted(world, "student1") for _ in range(8)]
    job = start(world, preview(world, files, "validate_convention")["lines"], "validate_convention")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = world.ask(agreements.GetJob, "officer", id=job["id"], limit=0)
        if found["counts"].get("done"):
            break
        time.sleep(0.01)
    os.kill(platform.supervisor.children["agreements"].pid, signal.SIGKILL)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            found = world.ask(agreements.GetJob, "officer", id=job["id"], limit=0)
        except Unavailable:
            time.sleep(0.5)
            continue
        if found["state"] == "done":
            break
        time.sleep(0.2)
    assert found["counts"] == {"done": 8}
    for file in files:
        assert [line.move for line in moves_of(base, file)].count("validate_convention") == 1
