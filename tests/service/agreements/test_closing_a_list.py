"""What a list costs and says when its last line is over, on a database without a broker."""

import uuid
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from contracts.vocabulary import Role
from services.agreements import jobs
from services.agreements.commands import bulk
from services.agreements.model import Job, Line, OfficerGroup
from tests.builders.works import person, rig

pytestmark = [pytest.mark.service, pytest.mark.feature("E19")]
OFFICER = person(Role.OFFICER)
FIRST = date(2027, 3, 1)


@pytest.fixture
def house(service_db, tmp_path):
    return rig("agreements", service_db("agreements"), tmp_path)


def checked(house, many):
    """A list whose lines are all found ready, of half as many students: each overlaps the one after it."""
    with house.work(OFFICER) as work:
        group = OfficerGroup(id=uuid.uuid4(), name=f"Groupe de {many}", contact_email="g@univ.example")
        work.session.add(group)
        job = jobs.new(work, kind="opening", by="officer", move="open_for_group", group_id=group.id, total=many)
        job.checked_only = True
        for n in range(1, many + 1):
            student = uuid.uuid5(job.id, str(n // 2))
            days = {"starts_on": str(FIRST), "ends_on": str(FIRST + timedelta(days=n))}
            given = {"number": n + 1, "values": {}, "student_id": str(student), **days}
            work.session.add(Line(job_id=job.id, n=n, given=given, outcome="ready"))
        return job.id


@contextmanager
def asked(house):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(house.house.engine, "before_cursor_execute", note)
    yield statements
    event.remove(house.house.engine, "before_cursor_execute", note)


def closed(house):
    with asked(house) as statements, house.work(OFFICER) as work:
        bulk.advance_jobs(work)
    return statements


def test_overlaps_cost_as_many_questions_for_a_thousand_lines_as_for_ten(house):
    few_lines = checked(house, 10)
    few = closed(house)
    many_lines = checked(house, 1_000)
    many = closed(house)
    assert len([one for one in few if "FROM internship" in one]) == 1
    assert len([one for one in many if "FROM internship" in one]) == 1
    with house.work(OFFICER) as work:
        for job, found in ((few_lines, 8), (many_lines, 998)):
            assert work.session.get_one(Job, job).state == jobs.DONE
            assert jobs.counted(work.session, [job])[job]["overlapping"] == found


def test_a_list_is_closed_in_the_transaction_that_says_it_is_over(house):
    job = checked(house, 10)
    with pytest.raises(RuntimeError), house.work(OFFICER) as work:
        bulk.advance_jobs(work)
        raise RuntimeError("killed before the commit")
    with house.work(OFFICER) as work:
        assert work.session.get_one(Job, job).state == jobs.WAITING
        assert "overlapping" not in jobs.counted(work.session, [job])[job]
    closed(house)
    with house.work(OFFICER) as work:
        assert work.session.get_one(Job, job).finished_at <= datetime.now(UTC)
        assert jobs.counted(work.session, [job])[job] == {"ready": 10, "overlapping": 8}


def test_what_a_manager_will_have_to_lift_stays_told_on_a_line_that_overlaps(house):
    job = checked(house, 3)
    with house.work(OFFICER) as work:
        for line in work.session.scalars(select(Line).where(Line.job_id == job, Line.n.in_((1, 2)))):
            line.code, line.params = "to_lift", {"controls": ["tutor_quota"]}
    closed(house)
    with house.work(OFFICER) as work:
        lines = work.session.scalars(select(Line).where(Line.job_id == job).order_by(Line.n)).all()
        told = [(line.code, line.params["controls"], len(line.params.get("others", []))) for line in lines]
    alone, beside = ("to_lift", ["tutor_quota"], 0), ("overlapping", ["tutor_quota"], 1)
    assert told == [alone, beside, ("overlapping", [], 1)]


def test_lines_that_double_another_are_counted_apart_from_those_opened_before(house):
    job = checked(house, 6)
    with house.work(OFFICER) as work:
        lines = work.session.scalars(select(Line).where(Line.job_id == job).order_by(Line.n)).all()
        for line in lines[:3]:
            line.given = {**lines[0].given, "host": {"id": "", "siret": "", "key": "hospital/lyon/FR"}}
        lines[5].outcome = "already"
    closed(house)
    with house.work(OFFICER) as work:
        counts = jobs.counted(work.session, [job])[job]
    assert {name: counts[name] for name in ("ready", "already", "same_line")} == {
        "ready": 3,
        "already": 1,
        "same_line": 2,
    }


def test_a_list_that_opened_nothing_and_one_that_was_checked_alone_tell_nobody(house):
    checked(house, 10)
    closed(house)
    with house.work(OFFICER) as work:
        job = work.session.get_one(Job, checked(house, 4))
        job.checked_only = False
        for line in work.session.scalars(select(Line).where(Line.job_id == job.id)):
            line.outcome = "already"
    closed(house)
    assert house.announced() == []
