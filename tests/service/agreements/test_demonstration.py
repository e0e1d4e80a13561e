"""The demonstration's internships: every role finds something to see, told once, in journals that hold."""

from itertools import groupby

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.calls import agreements, profiles
from deploy.demo.people import STAFF_DOMAIN
from deploy.demo.stories import STORIES
from runtime.actor import Actor
from services.agreements.journal import verify
from services.agreements.model import Internship, JournalLine
from tests.builders.world import client_of

pytestmark = [pytest.mark.service, pytest.mark.feature("E13", "E16", "E20")]


@pytest.fixture(scope="module")
def told(platform):
    """What the command says the first time and the second."""
    return [platform.run_module(["deploy.demo.internships"], platform.env_of("agreements")) for _time in range(2)]


@pytest.fixture(scope="module")
def ask(platform, told):
    """As somebody of the demonstration, by address or student number."""
    asker, own = client_of(platform, "gateway"), client_of(platform, "agreements")
    emails = [f"{uid}@{STAFF_DOMAIN}" for uid in ("nadia.haddad", "claire.ferrand")]
    numbers = sorted({one.student for one in STORIES})
    found = own.ask(profiles.FindPeople, Actor.service("agreements"), student_numbers=numbers, emails=emails)
    people = {
        name: Actor(one["id"], frozenset(one["roles"]), "fr", "cas", one["last_name"])
        for one in found
        for name in (one["email"].split("@")[0], one["student_number"])
        if name
    }
    yield lambda who, call, **question: asker.ask(call, people[who], deadline=20, **question)
    asker.close()
    own.close()


def test_a_story_that_was_told_is_not_told_twice(told):
    assert f"demonstration: {len(STORIES)} internships" in told[0]
    assert "demonstration: 0 internships" in told[1]


def test_a_manager_has_files_and_papers_to_check_and_a_supervisor_interns_with_their_lights(ask):
    work = ask("nadia.haddad", agreements.ListQueue, states=[], papers="to_review")
    titles = {one.title for one in STORIES if one.reaches == "awaiting_officer"}
    assert titles <= {row["title"] for row in work["rows"]}
    assert work["papers_to_review"] >= 3
    running = ask("claire.ferrand", agreements.ListMyInterns, phase="running", light="", words="")
    lights = {row["title"]: row["light"] for row in running["rows"]}
    followed = [one for one in STORIES if one.supervisor == "claire.ferrand" and one.reaches == "running"]
    assert {one.title: lights[one.title] for one in followed} == {
        one.title: "red" if one.difficulty else "green" for one in followed
    }
    assert running["counts"]["ended"] >= 1
    assert ask("claire.ferrand", agreements.ListToDecide)["counts"]["awaiting_supervisor"] >= 1
    assert ask("claire.ferrand", agreements.ListVisits)


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.title)
def test_each_file_stands_where_its_story_says_on_its_days_and_its_journal_holds(ask, base, one):
    with Session(base) as session:
        file = session.scalars(select(Internship).where(Internship.title == one.title)).one()
        lines = session.scalars(select(JournalLine).where(JournalLine.internship_id == file.id)).all()
    assert file.state == one.reaches
    assert (file.ends_on - file.starts_on).days == one.ends - one.starts
    assert file.papers == one.papers
    assert verify(list(lines)) is None
    assert [at for at, _ in groupby(sorted(lines, key=lambda line: line.seq), key=lambda line: line.at)] == sorted(
        {line.at for line in lines}
    ), "nothing comes before what it follows"
    follow = ask(one.student, agreements.GetFollowUp, id=file.id)
    assert {sheet["by"] for sheet in follow["evaluations"] if sheet["state"] == "submitted"} == set(one.evaluated)
    assert bool(follow["certificates"]) == one.certified
    assert len(follow["difficulties"]) == bool(one.difficulty)
