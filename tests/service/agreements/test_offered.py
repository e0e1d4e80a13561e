"""What is offered succeeds and what is not offered is refused, where that hangs on more than the state."""

from datetime import timedelta

import pytest

from contracts.calls import agreements
from contracts.errors import MoveRefused
from runtime.clock import today
from services.agreements.rules.signatories import LINKS_A_DAY
from tests.service.agreements.test_amendments import amend, decided, move, new_one
from tests.service.agreements.test_files import completed
from tests.service.agreements.test_signing import opened


def obstacles(record):
    return {one["name"]: one["obstacle"] for one in record["actions"]}


def seen(world, who, file, amendment=None):
    if amendment:
        return world.ask(agreements.GetAmendment, who, id=amendment["id"])
    return world.ask(agreements.GetInternship, who, id=file["id"])


def refused_with(call, world, who, **question):
    with pytest.raises(MoveRefused) as refused:
        world.ask(call, who, deadline=20, **question)
    return refused.value.code


def waiting(world, base, mode, kind):
    """A file whose convention, or whose amendment, waits for signatures."""
    if kind == "convention":
        return opened(world, mode), None
    file = new_one(world, base)
    dates = {"starts_on": file["request"]["starts_on"], "ends_on": file["request"]["ends_on"] + timedelta(days=10)}
    amendment = decided(world, amend(world, file, ["dates"], **dates))
    return file, move(world, amendment, mode, "officer")


@pytest.mark.feature("E9", "E10", "E12")
@pytest.mark.parametrize("kind", ["convention", "amendment"])
def test_an_electronic_round_takes_no_dates_of_paper(world, base, kind):
    file, amendment = waiting(world, base, "open_signatures", kind)
    about = {"amendment_id": amendment["id"]} if amendment else {}
    assert obstacles(seen(world, "officer", file, amendment))["record_paper"] == "not_on_paper"
    assert obstacles(seen(world, "student0", file, amendment))["sign"] == ""
    version = seen(world, "officer", file)["version"]
    rows = seen(world, "officer", file, amendment)["signing"]["signatories"]
    dates = [{"signatory_id": rows[0]["id"], "signed_on": today()}]
    told = refused_with(agreements.RecordPaper, world, "officer", id=file["id"], version=version, dates=dates, **about)
    assert told == "not_on_paper"


@pytest.mark.feature("E9", "E10", "E12")
@pytest.mark.parametrize("kind", ["convention", "amendment"])
def test_a_round_on_paper_is_not_signed_by_accounts_but_may_be_refused_by_them(world, base, kind):
    file, amendment = waiting(world, base, "open_paper", kind)
    about = {"amendment_id": amendment["id"]} if amendment else {}
    offered = obstacles(seen(world, "student0", file, amendment))
    assert (offered["sign"], offered["refuse_to_sign"]) == ("on_paper", "")
    turns = {who: seen(world, who, file, amendment) for who in ("student0", "officer")}
    assert [(one["holder"], one["my_turn"]) for one in turns.values()] == [("officer", False), ("officer", True)]
    assert obstacles(seen(world, "officer", file, amendment))["record_paper"] == ""
    told = refused_with(
        agreements.Sign, world, "student0", id=file["id"], document_sha256="0" * 64, agreed=True, **about
    )
    assert told == "on_paper"
    world.ask(agreements.RefuseToSign, "student0", id=file["id"], reason="Les dates sont fausses.", **about)


@pytest.mark.feature("E17")
def test_the_host_is_invited_as_often_as_a_day_allows_and_then_the_button_says_so(world):
    file = completed(world)
    for _n in range(LINKS_A_DAY):
        assert obstacles(file)["invite_host"] == ""
        file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    assert obstacles(file)["invite_host"] == "too_many_links"
    about = {"id": file["id"], "version": file["version"]}
    assert refused_with(agreements.InviteHost, world, "student0", **about) == "too_many_links"
