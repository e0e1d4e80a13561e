"""An internship that ends before its date: known at once, made once its last day has passed."""

from datetime import timedelta

import pytest

from contracts.calls import agreements
from contracts.vocabulary import State
from tests.service.agreements.ends import advance, dated, early_end, running
from tests.service.agreements.test_signing import links, store, told_of  # noqa: F401


@pytest.mark.feature("E7", "E12")
def test_an_early_end_that_is_ahead_is_known_everywhere_and_happens_once_its_day_has_passed(world, base, platform):
    file = running(world, base, platform)
    last = file["since"].date() + timedelta(days=5)
    now = early_end(world, file, last)
    assert (now["state"], now["ended_on"]) == (State.RUNNING, last)
    assert [line["move"] for line in now["journal"]][:1] == ["plan_end"]
    assert links(base, file, "end") == {}, "nobody certifies days that were not worked yet"
    assert told_of(base, file, "internship_broken_off.v1") == []
    advance(platform, base)
    assert world.ask(agreements.GetInternship, "student0", id=file["id"])["state"] == State.RUNNING
    queue = world.ask(agreements.ListQueue, "officer", states=[State.RUNNING], words=str(file["reference"]))
    mine = world.ask(agreements.ListConventions, "student0")
    interns = world.ask(agreements.ListMyInterns, "supervisor")
    for rows in (queue["rows"], mine["rows"], interns["rows"]):
        assert [row["ends_on"] for row in rows if row["id"] == file["id"]] == [last]
    last = early_end(world, file, last - timedelta(days=1))["ended_on"]
    dated(base, file, -30, 30, ended=-1)
    advance(platform, base)
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert (now["state"], now["journal"][0]["move"]) == (State.BROKEN_OFF, "end_early")
    assert set(links(base, file, "end")) == {"host", "tutor"}
    yesterday = (now["since"].date() - timedelta(days=1)).isoformat()
    assert {body["ends_on"] for body in told_of(base, file, "internship_broken_off.v1")} == {yesterday}
    assert {body["ends_on"] for body in told_of(base, file, "link_given.v1") if body["purpose"] == "end"} == {yesterday}
