"""What a list and bulk decisions do not tell: names and files of other groups, drafts; and nobody is his own supervisor."""

import time
import uuid

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.vocabulary import Role, State
from tests.service.agreements.desk import finished, person, requested, submitted
from tests.service.agreements.test_opening import line, others, sent, students, uploads

pytestmark = [pytest.mark.service, pytest.mark.feature("E19", "H1")]
__all__ = ["students", "uploads"]


def problem(job):
    return job["lines"][0]["outcome"], job["lines"][0]["params"].get("fields")


def test_a_student_of_another_component_is_as_if_he_were_not_and_the_line_does_not_name_him(world, uploads):
    number = uuid.uuid4().hex[:8]
    person(world, "far", [Role.STUDENT], component="LOIN", number=number)
    job = finished(world, sent(world, uploads, [line(number, "Foyer")]))
    assert problem(job) == ("refused", {"student_number": ["unknown_student"]})
    assert "Ana" not in job["lines"][0]["label"]


def test_who_studies_and_teaches_is_not_his_own_supervisor(world, uploads):
    number = uuid.uuid4().hex[:8]
    both = person(world, "ater", [Role.STUDENT, Role.TEACHER], number=number)
    job = finished(world, sent(world, uploads, [line(number, "Foyer", responsable_email=f"{both}@univ.example")]))
    assert problem(job) == ("refused", {"supervisor_email": ["yourself"]})


def list_of(world, uploads, who, group_id, number, file):
    own, world.group_id = world.group_id, group_id
    try:
        days = {"debut": str(file["request"]["starts_on"]), "fin": str(file["request"]["starts_on"])}
        return finished(world, sent(world, uploads, [line(number, "Foyer", **days)], who=who), who)
    finally:
        world.group_id = own


def test_of_another_group_s_file_a_list_says_that_it_is_there_and_of_a_draft_not_even_that(world, uploads, elsewhere):
    manager, group_id = elsewhere
    number = uuid.uuid4().hex[:8]
    student = person(world, "busy", [Role.STUDENT], number=number)
    draft = world.new_request(student)
    assert draft["state"] == State.REQUEST_DRAFT
    job = list_of(world, uploads, manager, group_id, number, draft)
    assert (job["lines"][0]["outcome"], job["lines"][0]["code"]) == ("ready", "")
    known = submitted(world, student)
    job = list_of(world, uploads, manager, group_id, number, known)
    assert (job["lines"][0]["outcome"], job["lines"][0]["code"]) == ("ready", "overlapping")
    assert others(job, 0) == [(None, None, None, None)]
    days = {"debut": str(known["request"]["starts_on"]), "fin": str(known["request"]["starts_on"])}
    mine = finished(world, sent(world, uploads, [line(number, "Foyer", **days)]))
    assert [one[0] for one in others(mine, 0)] == [known["reference"]]


def test_of_a_line_that_another_group_opened_a_list_names_neither_the_file_nor_its_reference(world, uploads, elsewhere):
    manager, group_id = elsewhere
    number, host = uuid.uuid4().hex[:8], f"Halle {uuid.uuid4().hex[:6]}"
    person(world, "opened", [Role.STUDENT], number=number)
    job = finished(world, sent(world, uploads, [line(number, host)]))
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    (done,) = finished(world, job)["lines"]
    assert done["outcome"] == "done"
    assert done["reference"]
    own, world.group_id = world.group_id, group_id
    try:
        (seen,) = finished(world, sent(world, uploads, [line(number, host)], who=manager), manager)["lines"]
    finally:
        world.group_id = own
    assert (seen["outcome"], seen["reference"], seen["internship_id"]) == ("already", None, None)
    (again,) = finished(world, sent(world, uploads, [line(number, host)]))["lines"]
    assert (again["outcome"], again["reference"]) == ("already", done["reference"])


def test_a_line_says_which_controls_a_manager_will_have_to_lift_before_and_after_it_is_opened(world, uploads, students):
    french = {"pays": "FR", "ville": "Marseille", "heures_par_semaine": "60"}
    row = line(students[0], f"Halle {uuid.uuid4().hex[:6]}", **french)
    job = finished(world, sent(world, uploads, [row]))
    (ready,) = job["lines"]
    assert (ready["outcome"], ready["params"]["controls"]) == ("ready", ["working_time"])
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    (done,) = finished(world, job)["lines"]
    assert (done["outcome"], done["params"]["controls"]) == ("done", ["working_time"])


@pytest.mark.feature("E8")
def test_a_decision_in_bulk_names_no_file_that_its_decider_may_not_see_yet(world):
    hidden = world.move(requested(world), "validate", "supervisor")
    fields = world.convention_fields()
    hidden = world.ask(agreements.SaveConvention, "student0", id=hidden["id"], version=hidden["version"], fields=fields)
    draft = world.new_request()
    assert (hidden["state"], draft["state"]) == (State.CONVENTION_DRAFT, State.REQUEST_DRAFT)
    for who, move, file in (("officer", "validate_convention", hidden), ("supervisor", "validate", draft)):
        files = [{"id": file["id"], "version": file["version"]}]
        job = world.ask(agreements.StartBulk, who, by=who, move=move, comment="", files=files)
        (told,) = finished(world, job, who)["lines"]
        assert (told["outcome"], told["label"], told["reference"]) == ("refused", "", None)


def test_a_list_waits_for_a_service_that_is_away_as_long_as_it_takes(world, uploads, students, base, platform):
    platform.halt("profiles")
    try:
        job = sent(world, uploads, [line(students[0], "Foyer"), line(students[1], "Foyer")])
        with base.begin() as connection:
            known = {"id": job["id"]}
            connection.execute(text("UPDATE bulk_line SET attempts = 50 WHERE job_id = :id"), known)
        time.sleep(12)  # a turn meets the outage: a question to nobody has its deadline
        with base.connect() as connection:
            found = connection.execute(
                text("SELECT outcome, attempts FROM bulk_line WHERE job_id = :id"), {"id": job["id"]}
            ).all()
            state = connection.scalar(text("SELECT state FROM bulk_job WHERE id = :id"), {"id": job["id"]})
        assert {outcome for outcome, _attempts in found} == {"waiting"}
        assert max(attempts for _outcome, attempts in found) > 50, "it was tried"
        assert state == "running"
    finally:
        platform.resume("profiles")
    assert [one["outcome"] for one in finished(world, job)["lines"]] == ["ready", "ready"]
