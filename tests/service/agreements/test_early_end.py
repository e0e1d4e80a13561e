"""An internship that ends before its date: known at once, made once its last day has passed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import AmendmentState, State
from runtime.actor import Actor
from runtime.clock import day_of, today
from tests.builders.replay import replay
from tests.service.agreements.ends import advance, dated, early_end, in_days, running
from tests.service.agreements.test_amendments import amend, decided, move, signed_by_all
from tests.service.agreements.test_follow_up import visit
from tests.service.agreements.test_signing import by_link, links, opened, sign_all, store, told_of  # noqa: F401


@pytest.mark.feature("E7", "E12")
def test_an_early_end_that_is_ahead_is_known_everywhere_and_happens_once_its_day_has_passed(world, base, platform):
    file = running(world, base, platform)
    last = day_of(file["since"]) + timedelta(days=5)
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
    yesterday = (day_of(now["since"]) - timedelta(days=1)).isoformat()
    told = told_of(base, file, "internship_broken_off.v1")
    assert {body["ends_on"] for body in told} == {yesterday}
    assert [body["end_ground"] for body in told if "end_ground" in body] == [now["end_ground"]], "not outside"
    assert {body["ends_on"] for body in told_of(base, file, "link_given.v1") if body["purpose"] == "end"} == {yesterday}


@pytest.mark.feature("E7", "E12")
def test_a_planned_end_is_withdrawn_with_a_reason_and_comes_back_to_what_was_agreed(world, base, platform):
    file = running(world, base, platform)
    with pytest.raises(MoveRefused) as refused:
        world.move(world.ask(agreements.GetInternship, "officer", id=file["id"]), "withdraw_end", "officer", "Non.")
    assert refused.value.code == "no_end_planned"
    for days in (5, 8):
        file = early_end(world, file, in_days(days))
    for who in ("student0", "supervisor"):
        with pytest.raises(MoveRefused):
            world.move(world.ask(agreements.GetInternship, who, id=file["id"]), "withdraw_end", who, "Moi.")
    file = world.move(file, "withdraw_end", "officer", "La mission continue.")
    assert (file["state"], file["ended_on"], file["end_ground"]) == (State.RUNNING, None, "")
    assert file["journal"][0]["comment"] == "La mission continue."
    planned, withdrawn = (told_of(base, file, f"early_end_{one}.v1") for one in ("planned", "withdrawn"))
    assert {body["ends_on"] for body in planned} == {str(in_days(5)), str(in_days(8))}
    assert {body["ends_on"] for body in withdrawn} == {str(in_days(30))}
    assert {body["comment"] for body in planned if "comment" in body} == {"Le tuteur est parti."}, (
        "as when it ends at once"
    )


@pytest.mark.feature("E12")
def test_an_internship_ends_early_on_one_of_its_own_days(world, base, platform):
    file = running(world, base, platform, starts=-10, ends=10)
    for outside in (-11, 11):
        with pytest.raises(InvalidInput) as refused:
            early_end(world, file, in_days(outside))
        assert refused.value.params["fields"] == {"ended_on": ["outside_internship"]}
    assert early_end(world, file, in_days(-10))["state"] == State.BROKEN_OFF


@pytest.mark.feature("E12")
def test_an_end_that_everybody_signed_is_not_withdrawn_by_a_manager(world, base, platform):
    file = running(world, base, platform)
    draft = amend(world, file, ["termination"], ended_on=in_days(9), ground="agreement")
    signed_by_all(world, base, file, decided(world, draft))
    agreed = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert agreed["ended_on"] == in_days(9)
    with pytest.raises(MoveRefused):
        world.move(agreed, "withdraw_end", "officer", "Non.")
    file = world.move(early_end(world, file, in_days(3)), "withdraw_end", "officer", "Une erreur de ma part.")
    assert (file["ended_on"], file["end_ground"]) == (in_days(9), "agreement"), "what was signed stands again"


@pytest.mark.feature("E7")
def test_an_internship_that_does_not_take_place_is_called_off_by_its_managers(world, base, platform):
    file = running(world, base, platform, starts=-3)
    for who in ("student0", "supervisor"):
        with pytest.raises(MoveRefused):
            world.move(world.ask(agreements.GetInternship, who, id=file["id"]), "call_off", who, "Moi.")
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    with pytest.raises(MoveRefused):
        world.move(file, "call_off", "officer", "")
    sealed, code = world.ask(agreements.GetPdf, "student0", id=file["id"]), file["signing"]["code"]
    file = world.move(file, "call_off", "officer", "L’étudiant a un emploi.")
    assert file["state"] == State.DROPPED
    assert links(base, file, "end") == {}, "nobody certifies days that were not worked"
    assert world.ask(agreements.GetPdf, "student0", id=file["id"]) == sealed, "what was signed is never removed"
    for who in ("student0", "supervisor", "officer"):
        offered = {one["name"] for one in world.ask(agreements.GetInternship, who, id=file["id"])["actions"]}
        assert "see_pdf" in offered, "and its page leads to it"
    seen = world.client.ask(agreements.CheckCode, Actor.service("gateway"), deadline=20, code=code)
    assert (seen["verdict"], seen["called_off_on"], seen["ended_on"]) == ("sealed", today(), None)
    assert seen["authority"] and not seen["authority"].startswith("CN=")
    told = told_of(base, file, "internship_called_off.v1")
    assert {body["state"] for body in told} == {"dropped"}
    advance(platform, base)
    assert world.ask(agreements.GetInternship, "student0", id=file["id"])["state"] == State.DROPPED


@pytest.mark.feature("E12", "E20")
def test_a_visit_planned_after_an_early_end_falls_with_it(world, base, platform):
    file = running(world, base, platform)
    before, after = (visit(world, file, in_days(days)) for days in (-2, 12))
    file = early_end(world, file, in_days(0))
    assert [line["move"] for line in file["journal"]][:2] == ["cancel_visit", "break_off"]
    found = world.ask(agreements.GetFollowUp, "supervisor", id=file["id"])["visits"]
    assert {one["id"]: one["state"] for one in found} == {before["id"]: "planned", after["id"]: "cancelled"}
    assert [row["next_visit_on"] for row in world.ask(agreements.ListMyInterns, "supervisor")["rows"]].count(
        in_days(12)
    ) == 0


def call_off(world, file):
    """As managers see it offered, then asked for."""
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    offer = next(one for one in now["actions"] if one["name"] == "call_off")
    if offer["allowed"]:
        return world.move(now, "call_off", "officer", "L’étudiant a un emploi.")
    with pytest.raises(MoveRefused) as refused:
        world.move(now, "call_off", "officer", "L’étudiant a un emploi.")
    assert refused.value.code == offer["obstacle"]
    return offer["obstacle"]


def held(world, file, on):
    one = visit(world, file, on)
    ask = {"id": one["id"], "version": one["version"], "on": on, "form": "on_site", "report": "Vu sur place."}
    return world.ask(agreements.ReportVisit, "supervisor", **ask)


@pytest.mark.feature("E7", "E12")
def test_an_internship_that_is_taking_place_is_not_called_off(world, base, platform):
    visited = running(world, base, platform, starts=-10)
    held(world, visited, in_days(-12))
    held(world, visited, in_days(-2))
    assert call_off(world, visited) == "visit_was_held"
    assert call_off(world, running(world, base, platform, starts=-15)) == "begun_long_ago"
    prepared = running(world, base, platform, starts=-14)
    held(world, prepared, in_days(-17))
    assert call_off(world, prepared)["state"] == State.DROPPED, "a visit before the first day prepared what never began"


@pytest.mark.feature("E12", "E20")
def test_with_an_internship_called_off_fall_its_visits_and_its_amendment(world, base, platform):
    file = running(world, base, platform, starts=-3)
    dated_later = {"starts_on": in_days(-3), "ends_on": in_days(40)}
    amendment = move(world, decided(world, amend(world, file, ["dates"], **dated_later)), "open_signatures", "officer")
    one, token = visit(world, file, in_days(5)), links(base, file)["student"]
    assert by_link(world, agreements.OpenLink, token)["status"] == "valid"
    assert call_off(world, file)["state"] == State.DROPPED
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert [line["move"] for line in now["journal"]][:3] == ["amendment.lapse.1", "cancel_visit", "call_off"]
    assert now["open_amendments"] == 0
    seen = world.ask(agreements.GetAmendment, "officer", id=amendment["id"])
    assert (seen["state"], seen["actions"], seen["signing"]) == (AmendmentState.DROPPED, [], None)
    assert by_link(world, agreements.OpenLink, token)["status"] == "revoked"
    for who in ("student0", "supervisor"):
        assert file["id"] not in [turn["internship_id"] for turn in world.ask(agreements.ListMyTurns, who)]
    follow = world.ask(agreements.GetFollowUp, "supervisor", id=file["id"])
    assert {row["id"]: row["state"] for row in follow["visits"]} == {one["id"]: "cancelled"}
    assert one["id"] not in [row["id"] for row in world.ask(agreements.ListVisits, "supervisor")]
    assert {body["amendment_state"] for body in told_of(base, file, "amendment_dropped.v1")} == {"dropped"}
    with base.connect() as connection:
        lines = connection.execute(
            text("SELECT * FROM journal WHERE internship_id = :id ORDER BY seq"), {"id": file["id"]}
        )
        assert replay(lines.mappings()).amendments == {1: AmendmentState.DROPPED}


@pytest.mark.feature("E12")
@pytest.mark.parametrize("reached", [0, 1, 2, 3], ids=["draft", "submitted", "approved", "validated"])
def test_an_amendment_lapses_wherever_it_stands(world, base, reached):
    file = sign_all(world, base, opened(world))
    later = {"starts_on": file["request"]["starts_on"], "ends_on": file["request"]["ends_on"] + timedelta(days=7)}
    amendment = amend(world, file, ["dates"], **later)
    for name, who in (("submit", "student0"), ("approve", "supervisor"), ("validate", "officer"))[:reached]:
        amendment = move(world, amendment, name, who)
    assert call_off(world, file)["state"] == State.DROPPED
    assert world.ask(agreements.GetAmendment, "officer", id=amendment["id"])["state"] == AmendmentState.DROPPED
    waiting = world.ask(agreements.ListAmendmentsToDecide, "officer") + world.ask(
        agreements.ListAmendmentsToDecide, "supervisor"
    )
    assert amendment["id"] not in [one["id"] for one in waiting]


@pytest.mark.feature("E12", "E20")
def test_a_call_for_help_is_seen_and_answered_after_the_internship_was_called_off(world, base, platform):
    file = running(world, base, platform, starts=-3)
    one = world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Personne ne m’attendait.")
    call_off(world, file)

    def row():
        found = world.ask(agreements.ListMyInterns, "supervisor", phase="ended", light="red")["rows"]
        return next((row["state"] for row in found if row["id"] == file["id"]), None)

    follow = world.ask(agreements.GetFollowUp, "supervisor", id=file["id"])
    assert (follow["light"], [each["mine"] for each in follow["difficulties"]]) == ("red", [True])
    assert row() == State.DROPPED
    with pytest.raises(NotFound):
        world.ask(agreements.AnswerDifficulty, "officer", id=one["id"], answer="Oui.")
    said = world.ask(agreements.AnswerDifficulty, "supervisor", id=one["id"], answer="Je vous appelle.", close=True)
    assert said["closed_at"]
    assert row() is None
    assert world.ask(agreements.GetFollowUp, "supervisor", id=file["id"])["light"] == ""
    with pytest.raises(MoveRefused):
        world.ask(agreements.SignalDifficulty, "student0", id=file["id"], words="Encore.")


@pytest.mark.feature("E12", "E20")
def test_a_visit_planned_for_a_request_without_follow_up_falls_with_it(world):
    file = opened(world)
    one = visit(world, file, file["request"]["starts_on"])
    file = world.move(
        world.ask(agreements.GetInternship, "student0", id=file["id"]), "drop", "student0", "J’y renonce."
    )
    assert file["journal"][0]["move"] == "cancel_visit"
    found = world.ask(agreements.GetFollowUp, "supervisor", id=file["id"])["visits"]
    assert [(row["id"], row["state"]) for row in found] == [(one["id"], "cancelled")]
