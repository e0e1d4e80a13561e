"""Whoever comes to lead a file has no door of its host's any more, whatever link he was given before."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.calls import agreements, offers
from contracts.errors import InvalidInput, MoveRefused
from tests.service.agreements.ends import early_end, in_days, long_ago, running
from tests.service.agreements.test_amendments import amend, decided, move, new_one
from tests.service.agreements.test_files import completed
from tests.service.agreements.test_files import validated as authorized
from tests.service.agreements.test_mailboxes import SIGNATORY, row_of, with_tutor
from tests.service.agreements.test_offered import ASKING, LED, obstacles, refused_with, said, seen
from tests.service.agreements.test_signing import LEGAL, by_link, links, opened, sign, told_of, validated

pytestmark = [pytest.mark.service, pytest.mark.feature("E10", "E17")]
CAREERS, GROUP = "careers@univ.example", "scolarite+rh@univ.example"
OTHER = "autre.personne@armement.example"


@contextmanager
def joining(world, base, who):
    """For a while he is a member of the group."""
    given = {"group": world.group_id, "person": world.people[who].id}
    added = "INSERT INTO officer_membership (group_id, person_id) VALUES (:group, :person)"
    with base.begin() as connection:
        connection.execute(text(added), given)
    try:
        yield
    finally:
        with base.begin() as connection:
            connection.execute(text("DELETE FROM officer_membership WHERE person_id = :person"), given)


def written_to(base, file):
    return [(one["purpose"], one["role"], one["email"]) for one in told_of(base, file, "link_given.v1")]


def refused(call, *args, **question):
    with pytest.raises(MoveRefused) as told:
        call(*args, **question)
    return told.value.code


def test_who_joins_the_group_after_signatures_opened_is_not_asked_to_sign_for_the_host(world, base):
    file = opened(world, signatory={**SIGNATORY, "email": CAREERS})
    with joining(world, base, "careers"):
        sign(world, links(base, file)["student"])
        assert [role for _purpose, role, _email in written_to(base, file)] == ["student"], "no link goes to him"
        host = row_of(world, file, "host")
        assert (host["state"], host["obstacle"], host["params"]["slots"]) == ("waiting", LED, ["host"])
        about = {"id": file["id"], "signatory_id": host["id"]}
        assert refused(world.ask, agreements.ResendSignature, "officer", **about) == LED
        assert row_of(world, file, "host")["state"] == "waiting", "a refusal changes nothing"
        world.ask(agreements.ResendSignature, "officer", **about, email=OTHER)
        assert (row_of(world, file, "host")["state"], row_of(world, file, "host")["obstacle"]) == ("asked", "")
        for role in LEGAL[1:]:
            sign(world, links(base, file)[role])
        assert seen(world, "officer", file)["state"] == "signed"


def test_who_leads_the_file_no_more_can_be_asked_again(world, base):
    """A deputy's absence ends: his row waited meanwhile, and nothing but a manager's gesture would come to ask him."""
    file = opened(world, signatory={**SIGNATORY, "email": CAREERS})
    with joining(world, base, "careers"):
        sign(world, links(base, file)["student"])
    host = row_of(world, file, "host")
    assert (host["state"], host["obstacle"], host["may_be_written_to"]) == ("waiting", "", True)
    assert not row_of(world, file, "tutor")["may_be_written_to"], "it is not his turn"
    world.ask(agreements.ResendSignature, "officer", id=file["id"], signatory_id=host["id"])
    sign(world, links(base, file)["host"])
    assert row_of(world, file, "host")["state"] == "signed"


def test_who_joins_the_group_once_he_was_asked_signs_and_renews_nothing(world, base):
    file = opened(world, signatory={**SIGNATORY, "email": CAREERS})
    sign(world, links(base, file)["student"])
    token = links(base, file)["host"]
    with joining(world, base, "careers"):
        page = by_link(world, agreements.OpenLink, token)
        assert (page["can"], page["obstacle"]) == ([], LED)
        document = {"document_sha256": page["document_sha256"], "agreed": True}
        assert refused(by_link, world, agreements.SignByLink, token, **document) == LED
        assert refused(by_link, world, agreements.AskNewLink, token) == LED
        assert refused(by_link, world, agreements.RefuseByLink, token, reason="Non.") == LED
    sign(world, token)


def test_who_is_named_a_deputy_signs_nothing_for_the_host_of_an_amendment(world, base):
    file = new_one(world, base)
    names = {"first_name": "Ada", "last_name": "Autre", "email": "supervisor@univ.example"}
    tutor = world.ask(offers.AddContact, "student0", host_id=file["request"]["host_id"], **names)
    referent = {"id": world.people["supervisor"].id}
    assert str(file["referent"]["id"]) == str(referent["id"])
    amendment = decided(world, amend(world, file, ["tutor"], tutor_id=tutor["id"]))
    assert obstacles(amendment)["open_signatures"] == "one_signs_for_both_sides"
    file = new_one(world, base, signatory={**SIGNATORY, "email": CAREERS})
    amendment = decided(world, amend(world, file, ["other"], words="Deux jours à distance."))
    amendment = move(world, amendment, "open_signatures", "officer")
    with joining(world, base, "careers"):
        sign(world, links(base, file)["student"])
        found = world.ask(agreements.GetAmendment, "officer", id=amendment["id"])
        rows = {row["slot"]: row for row in found["signing"]["signatories"]}
        assert (rows["host"]["state"], rows["host"]["obstacle"]) == ("waiting", LED)


@pytest.mark.feature("E10", "E12")
def test_an_amendment_whose_tutor_comes_to_lead_the_file_says_so_on_its_buttons(world, base):
    file = new_one(world, base)
    names = {"first_name": "Nadia", "last_name": "Ailleurs", "email": "careers+chantier@univ.example"}
    tutor = world.ask(offers.AddContact, "student0", host_id=file["request"]["host_id"], **names)
    amendment = decided(world, amend(world, file, ["tutor"], tutor_id=tutor["id"]))
    with joining(world, base, "careers"):
        amendment = world.ask(agreements.GetAmendment, "officer", id=amendment["id"])
        assert said(amendment, *ASKING) == dict.fromkeys(ASKING, LED)
        about = {"id": amendment["id"], "version": amendment["version"]}
        told = {one: refused_with(agreements.PerformAmendment, world, "officer", move=one, **about) for one in ASKING}
        assert told == dict.fromkeys(ASKING, LED)


def host_page(world, base, file):
    """The tutor's link to the host's page, and what it holds."""
    token = links(base, file, "host")["tutor"]
    return token, by_link(world, agreements.OpenLink, token)


def test_the_host_s_page_closes_for_who_comes_to_lead_the_file(world, base):
    file = with_tutor(world, CAREERS)
    world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token, page = host_page(world, base, file)
    part = {"version": page["file"]["version"], "fields": {**page["host_part"], "headcount": 12}}
    with joining(world, base, "careers"):
        assert by_link(world, agreements.OpenLink, token)["status"] == "revoked"
        assert refused(by_link, world, agreements.SaveHostPart, token, **part) == "link_over"
        assert refused(by_link, world, agreements.AskNewLink, token) == "link_over"
    by_link(world, agreements.SaveHostPart, token, **part)


def test_a_link_given_before_a_group_was_chosen_opens_nothing_to_its_managers(world, base):
    host, _tutor = world.new_host()
    names = {"first_name": "H", "last_name": "B", "email": "officer@univ.example"}
    tutor = world.ask(offers.AddContact, "student0", host_id=host["id"], **names)
    file = seen(world, "student0", authorized(world, host_id=host["id"], tutor_id=tutor["id"]))

    def save(**fields):
        given = {"id": file["id"], "version": file["version"], "fields": world.convention_fields(**fields)}
        return world.ask(agreements.SaveConvention, "student0", **given)

    file = save(officer_group_id=None)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token, page = host_page(world, base, file)
    assert page["can"] == ["complete_host_part"]
    file = save()
    assert by_link(world, agreements.OpenLink, token)["status"] == "revoked"


def test_the_mailbox_of_the_group_itself_is_its_managers(world, base):
    with pytest.raises(InvalidInput) as said:
        completed(world, signatory={**SIGNATORY, "email": GROUP})
    assert said.value.params["fields"] == {"fields.signatory.email": ["a_manager_s_own"]}
    file = with_tutor(world, GROUP)
    assert obstacles(file)["invite_host"] == LED
    file = opened(world)
    sign(world, links(base, file)["student"])
    with pytest.raises(InvalidInput) as said:
        row = row_of(world, file, "host")
        world.ask(agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"], email=GROUP)
    assert said.value.params["fields"] == {"email": ["a_manager_s_own"]}


@pytest.mark.feature("E9")
def test_at_the_end_the_host_s_page_is_not_sent_to_who_leads_the_file(world, base, platform):
    file = running(world, base, platform, starts=-40, ends=20, signatory={**SIGNATORY, "email": CAREERS})
    with joining(world, base, "careers"):
        early_end(world, file, in_days(0) - timedelta(days=1))
        assert [role for purpose, role, _email in written_to(base, file) if purpose == "end"] == ["tutor"]
    long_ago(base, file)


@pytest.mark.feature("E11")
def test_a_manager_does_not_sign_for_the_parent_of_a_minor(world, base):
    with pytest.raises(InvalidInput) as said:
        completed(world, legal_representative={"name": "Parent", "email": "Officer@univ.example"})
    assert said.value.params["fields"] == {"fields.legal_representative.email": ["a_manager_s_own"]}
    file = completed(world, legal_representative={"name": "Parent", "email": CAREERS})
    born = f'{{"born_on": "{file["request"]["starts_on"] - timedelta(days=365 * 17)}"}}'
    with base.begin() as connection:
        statement = text("UPDATE internship SET student = student || CAST(:born AS jsonb) WHERE id = :id")
        connection.execute(statement, {"id": file["id"], "born": born})
    file = world.move(seen(world, "student0", file), "submit_convention", "student0")
    file = world.move(file, "validate_convention", "officer")
    with joining(world, base, "careers"):
        found = {one["name"]: one for one in seen(world, "officer", file)["actions"]}
        assert found["open_signatures"]["obstacle"] == found["open_paper"]["obstacle"] == LED
        assert found["open_signatures"]["params"]["slots"] == ["legal_representative"]


@pytest.mark.feature("E21")
def test_a_mailbox_is_not_filled_by_spelling_it_otherwise_each_time(world, base):
    file = with_tutor(world, "victime@armement.example", signatory={**SIGNATORY, "email": "victime@armement.example"})
    sent = 0
    with pytest.raises(MoveRefused) as said:
        for n in range(10):
            file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
            sent += 1
            fields = world.convention_fields(signatory={**SIGNATORY, "email": f"victime+{n}@armement.example"})
            given = {"id": file["id"], "version": file["version"], "fields": fields}
            file = world.ask(agreements.SaveConvention, "student0", **given)
    assert (said.value.code, sent) == ("too_many_links", 5)


def test_a_host_is_not_told_who_leads_nor_who_is_absent(world, base):
    file = completed(world)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token = links(base, file, "host")["host"]
    page = by_link(world, agreements.OpenLink, token)
    for email in ("officer@univ.example", "direction@univ.example", GROUP):
        fields = {**page["host_part"], "signatory": {**SIGNATORY, "email": email}}
        with pytest.raises(InvalidInput) as said:
            by_link(world, agreements.SaveHostPart, token, version=page["file"]["version"], fields=fields)
        assert said.value.params["fields"] == {"fields.signatory.email": ["of_the_university"]}


@pytest.mark.feature("E9")
def test_on_paper_each_signatory_with_an_account_may_refuse_whatever_the_order(world):
    file = world.move(validated(world), "open_paper", "officer")
    page = seen(world, "supervisor", file)
    assert obstacles(page)["refuse_to_sign"] == ""
    assert [row["slot"] for row in page["signing"]["signatories"] if row["my_turn"]] == ["referent"]
    assert page["my_turn"] is False, "managers hold it"
    after = world.ask(agreements.RefuseToSign, "supervisor", id=file["id"], reason="Les dates sont fausses.")
    assert after["state"] == "awaiting_officer"
