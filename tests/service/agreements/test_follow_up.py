"""Follow-up: interns with their light, visits, difficulties told in confidence."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from runtime.clock import day_of, today
from tests.service.agreements.ends import advance, dated, finished, long_ago, running
from tests.service.agreements.test_files import completed, submitted
from tests.service.agreements.test_signing import told_of


@pytest.fixture(scope="module")
def intern(world, base, platform):
    """Half of it is over, and nobody has visited."""
    return running(world, base, platform)


def mine(world, file, who="supervisor", **ask):
    found = world.ask(agreements.ListMyInterns, who, **ask)
    return next((row for row in found["rows"] if row["id"] == file["id"]), None)


def visit(world, file, on, who="supervisor", **more):
    fields = {"on": on, "at": "14:30", "form": "on_site", "place": "Quai 1", "note": "Voir l’atelier", **more}
    return world.ask(agreements.SaveVisit, who, internship_id=file["id"], fields=fields)


def codes(row):
    return [one["code"] for one in row["reasons"]]


@pytest.mark.feature("E20")
def test_a_supervisor_sees_his_interns_by_phase_with_a_light_and_nobody_else_s(world, base, platform, intern):
    row = mine(world, intern)
    assert (row["light"], codes(row), row["student_name"]) == ("amber", ["no_visit"], "Student0 Essai")
    coming = completed(world)
    assert mine(world, coming, phase="coming")["light"] == "green"
    dated(base, coming, 5, 60)
    assert codes(mine(world, coming, phase="coming")) == ["unsigned_soon"]
    dated(base, coming, 0, 60)
    late = mine(world, coming, phase="coming")
    assert (late["light"], codes(late)) == ("red", ["started_unsigned"])
    assert mine(world, submitted(world), phase="coming") is None, "an authorisation is not followed yet"
    over = finished(world, base, platform)
    assert mine(world, over, phase="ended")["light"] == "green"
    assert mine(world, over) is None
    dated(base, over, -90, -40)
    assert codes(mine(world, over, phase="ended")) == ["no_certificate"]
    for who in ("student0", "officer", "careers"):
        assert world.ask(agreements.ListMyInterns, who)["rows"] == []
    found = world.ask(agreements.ListMyInterns, "supervisor", phase="coming", light="red")
    assert late["id"] in [one["id"] for one in found["rows"]]
    assert {one["light"] for one in found["rows"]} == {"red"}
    assert found["counts"]["coming"] >= len(found["rows"])
    assert world.ask(agreements.ListMyInterns, "supervisor", words="introuvable")["rows"] == []


@pytest.mark.feature("E20", "E18")
def test_a_deputy_follows_during_the_absence(world, intern):
    today = day_of(intern["since"])
    given = {"to_id": world.people["officer"].id, "starts_on": today, "ends_on": today + timedelta(days=7)}
    one = world.ask(agreements.Delegate, "supervisor", **given)
    assert mine(world, intern, "officer")["as_deputy"]
    world.ask(agreements.RevokeDelegation, "supervisor", id=one["id"])
    assert mine(world, intern, "officer") is None


@pytest.mark.feature("E20")
def test_a_visit_is_planned_changed_reported_and_its_report_is_not_for_the_student(world, base, platform):
    file = running(world, base, platform)
    today = day_of(file["since"])
    planned = visit(world, file, today + timedelta(days=3))
    assert mine(world, file)["light"] == "green", "a planned visit is enough until its day"
    assert mine(world, file)["next_visit_on"] == today + timedelta(days=3)
    calendar = world.ask(agreements.ListVisits, "supervisor")
    assert planned["id"] in [one["id"] for one in calendar]
    assert calendar[0]["student_name"]
    assert world.ask(agreements.ListVisits, "officer") == []
    moved = world.ask(
        agreements.SaveVisit,
        "supervisor",
        id=planned["id"],
        internship_id=file["id"],
        version=planned["version"],
        fields={"on": today - timedelta(days=1), "form": "video"},
    )
    assert codes(mine(world, file)) == ["visit_to_report"]
    with pytest.raises(StaleVersion):
        world.ask(agreements.CancelVisit, "supervisor", id=planned["id"], version=planned["version"])
    report = {"id": moved["id"], "version": moved["version"], "form": "video", "report": "Tout va bien."}
    with pytest.raises(InvalidInput) as refused:
        world.ask(agreements.ReportVisit, "supervisor", on=today + timedelta(days=1), **report)
    assert refused.value.params["fields"] == {"on": ["in_the_future"]}
    held = world.ask(agreements.ReportVisit, "supervisor", on=today, **report)
    assert (held["state"], held["report"]) == ("held", "Tout va bien.")
    assert mine(world, file)["light"] == "green"
    for who, sees in (("student0", ""), ("officer", "Tout va bien.")):
        assert world.ask(agreements.GetFollowUp, who, id=file["id"])["visits"][0]["report"] == sees
    for who in ("student0", "officer", "careers"):
        with pytest.raises(NotFound):
            visit(world, file, today, who)
    for wrong, field, code in (
        ({"on": today + timedelta(days=200)}, "on", "outside_internship"),
        ({"on": today, "at": "25:00"}, "at", "invalid"),
    ):
        with pytest.raises(InvalidInput) as refused:
            visit(world, file, wrong.pop("on"), **wrong)
        assert refused.value.params["fields"] == {f"fields.{field}": [code]}
    lines = world.ask(agreements.GetInternship, "officer", id=file["id"])["journal"]
    assert [line["move"] for line in lines][:2] == ["report_visit", "plan_visit"]
    assert not any("Tout va bien" in line["comment"] for line in lines)


@pytest.mark.feature("E20", "E12")
def test_a_visit_to_come_is_announced_each_time_that_it_moves_and_nothing_that_was_noted(world, base, platform):
    file = running(world, base, platform)
    soon = day_of(file["since"]) + timedelta(days=3)
    said = {"internship_id": file["id"], "fields": {"on": soon, "at": "14:30", "form": "on_site", "place": "Quai 1"}}
    planned = visit(world, file, soon, note="Lui parler des retards.")
    same = {**said, "fields": {**said["fields"], "note": "Rien d’autre ne change."}}
    noted = world.ask(agreements.SaveVisit, "supervisor", id=planned["id"], version=planned["version"], **same)
    later = {**said, "fields": {**said["fields"], "at": "16:00"}}
    moved = world.ask(agreements.SaveVisit, "supervisor", id=noted["id"], version=noted["version"], **later)
    world.ask(agreements.CancelVisit, "supervisor", id=moved["id"], version=moved["version"])
    visit(world, file, soon - timedelta(days=4))
    told = told_of(base, file, "visit_planned.v1")
    assert [(one["move"], one["visit_at"]) for one in told] == [("plan_visit", "14:30"), ("change_visit", "16:00")]
    assert [one["visit_at"] for one in told_of(base, file, "visit_cancelled.v1")] == ["16:00"]
    assert "retards" not in str(told)


@pytest.mark.feature("E20")
def test_a_cancelled_visit_is_over_for_every_hand(world, intern):
    today = day_of(intern["since"])
    planned = visit(world, intern, today)
    gone = world.ask(agreements.CancelVisit, "supervisor", id=planned["id"], version=planned["version"])
    which = {"id": gone["id"], "version": gone["version"]}
    for call, more in (
        (agreements.ReportVisit, {"on": today, "form": "video", "report": "Tout va bien."}),
        (agreements.CancelVisit, {}),
    ):
        with pytest.raises(MoveRefused) as refused:
            world.ask(call, "supervisor", **which, **more)
        assert refused.value.code == "visit_over"
    kept = world.ask(agreements.GetFollowUp, "supervisor", id=intern["id"])["visits"]
    assert [(one["state"], one["report"]) for one in kept if one["id"] == gone["id"]] == [("cancelled", "")]


@pytest.mark.feature("E20")
def test_a_difficulty_is_read_by_who_follows_and_by_nobody_else(world, base, platform):
    file, secret = running(world, base, platform), "On me fait conduire seul la grue."

    def seen(who):
        return world.ask(agreements.GetFollowUp, who, id=file["id"])["difficulties"]

    one = world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words=secret)
    row = mine(world, file)
    assert (row["light"], codes(row)[0]) == ("red", "difficulty")
    assert seen("supervisor")[0]["words"] == secret
    assert seen("officer") == []
    whole = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert "difficult" not in str(whole["journal"])
    assert world.ask(agreements.GetFollowUp, "officer", id=file["id"])["light"] == ""
    with pytest.raises(MoveRefused) as refused:
        world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Encore.")
    assert refused.value.code == "one_is_open"
    for who in ("student0", "officer", "student1"):
        with pytest.raises(NotFound):
            world.ask(agreements.AnswerDifficulty, who, id=one["id"], answer="Non.")
    with pytest.raises(InvalidInput):
        world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], answer=" ", close=True)
    world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], answer="J’appelle le tuteur.")
    assert mine(world, file)["light"] != "red"
    assert seen("student0")[0]["answer"] == "J’appelle le tuteur."
    closed = world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], close=True)
    assert closed["closed_at"]
    with pytest.raises(MoveRefused):
        world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], answer="Encore.")
    world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Pour tous.", with_managers=True)
    assert [one["words"] for one in seen("officer")] == ["Pour tous."]
    with base.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT exchange, body FROM outbox WHERE subject = :id AND routing_key LIKE 'difficulty%' ORDER BY id"
            ),
            {"id": str(file["id"])},
        ).all()
    assert {row.exchange for row in rows} == {"agreements.internal"}
    assert not any(word in row.body for row in rows for word in ("grue", "tuteur", "Pour tous"))
    assert str(world.people["officer"].id) not in rows[0].body
    assert str(world.people["supervisor"].id) in rows[0].body
    assert str(world.people["officer"].id) in rows[-1].body


@pytest.mark.feature("E20", "E18")
def test_a_student_who_acts_in_his_supervisor_s_place_is_not_told_of_his_own_difficulty(world, base, platform):
    file = running(world, base, platform)
    given = {
        "id": uuid.uuid4(),
        "from": world.people["supervisor"].id,
        "to": world.people["student0"].id,
        "day": today(),
    }
    statement = (
        "INSERT INTO delegation (id, from_id, from_name, to_id, to_name, starts_on, ends_on, made_at)"
        " VALUES (:id, :from, 'S', :to, 'E', :day, :day, now())"
    )
    with base.begin() as connection:
        connection.execute(text(statement), given)
    try:
        world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Seul.")
    finally:
        with base.begin() as connection:
            connection.execute(text("DELETE FROM delegation WHERE id = :id"), given)
    long_ago(base, file)
    assert told_of(base, file, "difficulty_signalled.v1")[-1]["to_ids"] == [str(world.people["supervisor"].id)]


@pytest.mark.feature("E20")
def test_an_unanswered_difficulty_stays_in_sight_when_the_internship_ends_and_however_long_ago(world, base, platform):
    file = running(world, base, platform)

    def reds():
        there = world.ask(agreements.ListMyInterns, "supervisor", phase="ended")
        assert there["reds"] == world.ask(agreements.ListToDecide, "supervisor")["reds"]
        return there["reds"], [row["light"] for row in there["rows"] if row["id"] == file["id"]]

    before = reds()[0]
    one = world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Personne ne me répond.")
    assert reds()[0] == {**before, "running": before["running"] + 1}
    dated(base, file, -60, -1)
    advance(platform, base)
    assert reds() == ({**before, "ended": before["ended"] + 1}, ["red"])
    with base.begin() as connection:
        connection.execute(
            text("UPDATE internship SET since = now() - interval '200 days' WHERE id = :id"), {"id": file["id"]}
        )
    assert reds() == ({**before, "ended": before["ended"] + 1}, ["red"])
    world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], answer="Je vous appelle.")
    assert reds() == (before, [])


@pytest.mark.feature("E20")
def test_a_draft_is_not_followed(world):
    draft = world.new_request()
    with pytest.raises(MoveRefused) as refused:
        world.ask(agreements.SignalDifficulty, "student0", id=draft["id"], words="Déjà.")
    assert refused.value.code == "not_followed_yet"
    assert world.ask(agreements.GetFollowUp, "student0", id=draft["id"])["evaluations"] == []
    for who in ("supervisor", "officer", "student1"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetFollowUp, who, id=draft["id"])
