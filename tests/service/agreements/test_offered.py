"""What is offered succeeds and what is not offered is refused, where that hangs on more than the state."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.calls import agreements, profiles
from contracts.errors import InvalidInput, MoveRefused
from contracts.vocabulary import Role
from runtime.clock import today
from services.agreements.rules.signatories import LINKS_A_DAY
from tests.builders.world import COMPONENT, OPERATOR, PROGRAMME
from tests.service.agreements.test_amendments import amend, decided, move, new_one
from tests.service.agreements.test_files import completed
from tests.service.agreements.test_mailboxes import with_tutor
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
def test_the_host_is_invited_as_often_as_a_day_allows_and_then_the_button_says_so(world, base):
    file = completed(world)
    for _n in range(LINKS_A_DAY):
        assert obstacles(file)["invite_host"] == ""
        file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    assert obstacles(file)["invite_host"] == "too_many_links"

    def as_of(hours):
        with base.begin() as connection:
            moment = text("UPDATE access_link SET made_at = now() - :ago * interval '1 hour' WHERE internship_id = :id")
            connection.execute(moment, {"id": file["id"], "ago": hours})
        return obstacles(seen(world, "student0", file))["invite_host"]

    assert [as_of(25), as_of(23)] == ["", "too_many_links"]
    about = {"id": file["id"], "version": file["version"]}
    assert refused_with(agreements.InviteHost, world, "student0", **about) == "too_many_links"


LED = "manager_signs_for_another"
ASKING = ("open_signatures", "open_paper")


def refused_moves(world, file):
    """What each way to have the host sign or fill in is refused with."""
    about = {"id": file["id"], "version": file["version"]}
    told = {move: refused_with(agreements.Perform, world, "officer", move=move, **about) for move in ASKING}
    return {**told, "invite_host": refused_with(agreements.InviteHost, world, "officer", **about)}


def said(record, *names):
    return {name: obstacle for name, obstacle in obstacles(record).items() if name in names}


def validated_with_tutor(world, email):
    file = with_tutor(world, email)
    return world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")


@pytest.mark.feature("E9", "E10", "E17")
def test_the_button_says_that_a_manager_would_sign_for_the_host_and_the_move_answers_the_same(world):
    file = validated_with_tutor(world, "Officer+tuteur@univ.example")
    assert (
        said(file, *ASKING, "invite_host") == refused_moves(world, file) == dict.fromkeys([*ASKING, "invite_host"], LED)
    )
    assert obstacles(seen(world, "student0", file))["invite_host"] == LED


@pytest.mark.feature("E10", "E18")
def test_who_acts_in_a_manager_s_place_today_is_a_manager_for_the_button_and_for_the_move(world):
    file = validated_with_tutor(world, "careers@univ.example")
    assert set(said(file, *ASKING, "invite_host").values()) == {""}
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=2)}
    with pytest.raises(InvalidInput):  # careers decides for nobody
        world.ask(agreements.Delegate, "officer", to_id=world.people["careers"].id, **days)
    file = validated_with_tutor(world, "supervisor+t@univ.example")
    assert said(file, "open_paper", "invite_host") == {"open_paper": "", "invite_host": ""}
    absence = world.ask(agreements.Delegate, "officer", to_id=world.people["supervisor"].id, **days)
    try:
        assert said(seen(world, "officer", file), "open_paper", "invite_host") == {
            "open_paper": LED,
            "invite_host": LED,
        }
        assert refused_moves(world, file) == dict.fromkeys([*ASKING, "invite_host"], LED)
    finally:
        world.ask(agreements.RevokeDelegation, "officer", id=absence["id"])
    assert world.move(seen(world, "officer", file), "open_paper", "officer")["state"] == "signing"


@pytest.mark.feature("E10")
def test_a_manager_s_new_address_counts_as_soon_as_profiles_has_told_it(world):
    def import_officer(email):
        someone = {
            "issuer": "test", "subject": "officer", "first_name": "Officer", "last_name": "Essai", "email": email,
            "roles": [str(Role.OFFICER)], "language": "fr", "component_code": COMPONENT, "programme_code": PROGRAMME,
        }  # fmt: skip
        world.operator.ask(profiles.ImportDirectory, OPERATOR, deadline=30, people=[someone])

    def wait(obstacle):
        deadline = time.monotonic() + 20
        while obstacles(seen(world, "officer", file))["open_paper"] != obstacle and time.monotonic() < deadline:
            time.sleep(0.1)
        assert obstacles(seen(world, "officer", file))["open_paper"] == obstacle

    file = validated_with_tutor(world, "nadia.nouvelle@univ.example")
    assert obstacles(file)["open_paper"] == ""
    import_officer("Nadia.Nouvelle@univ.example")
    try:
        wait(LED)
        assert refused_moves(world, file)["open_paper"] == LED
    finally:
        import_officer("officer@univ.example")
    wait("")
