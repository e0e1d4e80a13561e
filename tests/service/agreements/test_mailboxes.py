"""Whose mailbox a signature is led to: never the student's however it is spelled, never the manager's who leads it."""

import pytest
from sqlalchemy import text

from contracts.calls import agreements, offers
from contracts.errors import InvalidInput, MoveRefused
from contracts.vocabulary import State
from tests.builders.world import UNIVERSITY_SIGNATORY
from tests.service.agreements.test_files import completed
from tests.service.agreements.test_files import validated as authorized
from tests.service.agreements.test_signing import by_link, links, opened, sign, validated

pytestmark = [pytest.mark.service, pytest.mark.feature("E10")]

OWN = "student0@univ.example"
WIDE = "student0@univ.exampl\uff45"
SIGNATORY = {"last_name": "Tuteur", "first_name": "Faux", "role": "Direction"}


@pytest.mark.parametrize("spelled", ["STUDENT0@UNIV.EXAMPLE", "student0+rh@univ.example"])
def test_another_spelling_of_the_student_s_address_is_his_own(world, spelled):
    file = validated(world, signatory={**SIGNATORY, "email": spelled})
    obstacles = {one["name"]: one["obstacle"] for one in file["actions"]}
    assert obstacles["open_signatures"] == "student_signs_for_another"
    assert obstacles["open_paper"] == "student_signs_for_another"


def test_letters_that_stand_for_others_make_no_address_of_anybody(world):
    with pytest.raises(InvalidInput) as refused:
        completed(world, signatory={**SIGNATORY, "email": WIDE})
    assert refused.value.params["fields"] == {"fields.signatory.email": ["invalid"]}
    host, _tutor = world.new_host()
    with pytest.raises(InvalidInput):
        world.ask(offers.AddContact, "student0", host_id=host["id"], first_name="A", last_name="B", email=WIDE)


def test_a_contact_s_name_is_one_line_for_it_goes_into_the_head_of_a_mail(world):
    host, _tutor = world.new_host()
    made = world.ask(
        offers.AddContact,
        "student0",
        host_id=host["id"],
        first_name="Ana\r\nBcc: x@y.example",
        last_name="  Lima ",
        email="ana@armement.example",
    )
    assert (made["first_name"], made["last_name"]) == ("Ana Bcc: x@y.example", "Lima")


def row_of(world, file, role):
    rows = world.ask(agreements.GetInternship, "officer", id=file["id"])["signing"]["signatories"]
    return next(one for one in rows if one["role"] == role)


def test_a_manager_leads_no_signature_to_his_own_mailbox_nor_away_from_an_account(world, base):
    file = opened(world)

    def resend(role, email):
        row = row_of(world, file, role)
        world.ask(agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"], email=email)

    sign(world, links(base, file)["student"])
    for mine in ("officer@univ.example", "Officer+2@univ.example", "officer@univ.exampl\uff45"):
        with pytest.raises(InvalidInput) as refused:
            resend("host", mine)
        assert refused.value.params["fields"]["email"] in (["a_manager_s_own"], ["invalid"]), mine
    colleague = {"group": world.group_id, "person": world.people["careers"].id}
    with base.begin() as connection:
        connection.execute(
            text("INSERT INTO officer_membership (group_id, person_id) VALUES (:group, :person)"), colleague
        )
    try:
        with pytest.raises(InvalidInput) as refused:
            resend("host", "careers@univ.example")
    finally:
        with base.begin() as connection:
            connection.execute(
                text("DELETE FROM officer_membership WHERE person_id = :person"), {"person": colleague["person"]}
            )
    assert refused.value.params["fields"] == {"email": ["a_manager_s_own"]}, "nor to a colleague's of the group"
    resend("host", "someone.else@armement.example")
    for role in ("host", "tutor"):
        sign(world, links(base, file)[role])
    assert row_of(world, file, "referent")["state"] == "asked"
    with pytest.raises(InvalidInput) as refused:
        resend("referent", "someone.else@armement.example")
    assert refused.value.params["fields"] == {"email": ["of_an_account"]}


def with_tutor(world, email, **convention):
    """A file that its student completed, whose tutor has this address."""
    host, _tutor = world.new_host()
    names = {"first_name": "Hakim", "last_name": "Belaïd", "email": email}
    tutor = world.ask(offers.AddContact, "student0", host_id=host["id"], **names)
    file = authorized(world, host_id=host["id"], tutor_id=tutor["id"])
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    given = {"id": file["id"], "version": file["version"], "fields": world.convention_fields(**convention)}
    return world.ask(agreements.SaveConvention, "student0", **given)


def test_a_manager_is_not_the_tutor_when_signatures_open(world):
    file = with_tutor(world, "Officer+tuteur@univ.example")
    with pytest.raises(MoveRefused) as refused:
        world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    assert (refused.value.code, refused.value.params["slots"]) == ("manager_signs_for_another", ["tutor"])
    file = world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")
    for move in ("open_signatures", "open_paper"):
        with pytest.raises(MoveRefused) as refused:
            world.move(file, move, "officer")
        assert (refused.value.code, refused.value.params["slots"]) == ("manager_signs_for_another", ["tutor"])


def test_a_manager_is_not_named_as_the_host_s_signatory(world, base):
    mine = {**SIGNATORY, "email": "officer@univ.example"}
    with pytest.raises(InvalidInput) as refused:
        completed(world, signatory=mine)
    assert refused.value.params["fields"] == {"fields.signatory.email": ["a_manager_s_own"]}
    file = completed(world)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token = links(base, file, "host")["host"]
    for email in ("officer@univ.example", "direction@univ.example"):
        page = by_link(world, agreements.OpenLink, token)
        part = {**page["host_part"], "signatory": {**SIGNATORY, "email": email}}
        with pytest.raises(InvalidInput) as refused:
            by_link(world, agreements.SaveHostPart, token, version=page["file"]["version"], fields=part)
        assert refused.value.params["fields"] == {"fields.signatory.email": ["of_the_university"]}


@pytest.mark.parametrize("email", ["direction+rh@univ.example", "Supervisor@univ.example"])
def test_one_mailbox_does_not_sign_for_the_host_and_for_the_establishment_but_one_person_may_on_paper(world, email):
    file = validated(world, signatory={**SIGNATORY, "email": email})
    obstacles = {one["name"]: one["obstacle"] for one in file["actions"]}
    assert obstacles["open_signatures"] == "one_signs_for_both_sides"
    with pytest.raises(MoveRefused):
        world.move(file, "open_signatures", "officer")
    assert world.move(file, "open_paper", "officer")["state"] == State.SIGNING


def test_one_person_may_be_host_and_tutor_and_a_manager_may_sign_for_the_university(world):
    def settings(**university):
        group = world.ask(agreements.GetGroup, "officer", id=world.group_id)
        circuit = {**group["circuit"], "university": {**UNIVERSITY_SIGNATORY, "person_id": None, **university}}
        given = {name: group[name] for name in ("id", "version", "contact_email", "contact_phone")}
        world.ask(agreements.SaveCircuit, "officer", circuit=circuit, **given)

    same = {**SIGNATORY, "email": "tuteur@armement.example"}
    settings(email="officer@univ.example")
    try:
        assert opened(world, signatory=same)["state"] == "signing"
    finally:
        settings()


def test_a_host_s_row_is_not_readdressed_to_the_university_s_of_its_own_round(world, base):
    file = opened(world)
    sign(world, links(base, file)["student"])
    group = world.ask(agreements.GetGroup, "officer", id=world.group_id)
    given = {name: group[name] for name in ("id", "contact_email", "contact_phone")}

    def signs(version, email):
        university = {**UNIVERSITY_SIGNATORY, "person_id": None, "email": email}
        asked = {"version": version, "circuit": {**group["circuit"], "university": university}}
        return world.ask(agreements.SaveCircuit, "officer", **asked, **given)["version"]

    version = signs(group["version"], "nouvelle.direction@univ.example")
    try:
        with pytest.raises(InvalidInput) as refused:
            about = {"id": file["id"], "signatory_id": row_of(world, file, "host")["id"]}
            world.ask(agreements.ResendSignature, "officer", **about, email=UNIVERSITY_SIGNATORY["email"])
    finally:
        signs(version, UNIVERSITY_SIGNATORY["email"])
    assert refused.value.params["fields"] == {"email": ["of_the_other_side"]}


def test_two_people_behind_one_address_sign_each_for_himself(world, base):
    shared = {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction", "email": "tuteur@armement.example"}
    file = opened(world, signatory=shared)
    for role in ("student", "host"):
        sign(world, links(base, file)[role])
    assert (row_of(world, file, "host")["state"], row_of(world, file, "tutor")["state"]) == ("signed", "asked")


@pytest.mark.feature("E14")
def test_where_a_link_was_sent_is_told_to_managers_alone(world):
    file = opened(world)
    row = row_of(world, file, "student")
    world.ask(agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"])

    def told(who):
        found = world.ask(agreements.GetInternship, who, id=file["id"])["journal"]
        return next(line["comment"] for line in found if line["move"] == "resend_signature")

    assert told("officer") == f"student: {OWN}"
    assert told("student0") == told("supervisor") == "student"
