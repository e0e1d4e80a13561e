"""Doors that a review found open, tried again: links, impersonation, amendments against the law, countries, mailboxes."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import Internal, InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import State
from runtime.actor import Actor
from runtime.clock import day_of
from runtime.files import FileStore
from runtime.unit_of_work import UnitOfWork
from services.agreements.commands import calendar
from tests.builders.world import OPERATOR
from tests.service.agreements.ends import house_of
from tests.service.agreements.test_amendments import amend, decided, move, new_one, signed_by_all
from tests.service.agreements.test_files import completed
from tests.service.agreements.test_signing import VISITOR, by_link, check, links, opened, sign, sign_all, validated

OWN = "student0@univ.example"


def obstacle(file, name):
    return next(action["obstacle"] for action in file["actions"] if action["name"] == name)


@pytest.mark.feature("E17", "E10")
def test_who_was_replaced_as_the_host_s_contact_has_no_door_any_more(world, base):
    signatory = {"last_name": "Faux", "first_name": "Guy", "role": "?", "email": "wrong@stranger.example"}
    file = completed(world, signatory=signatory)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token = links(base, file, "host")["host"]
    assert by_link(world, agreements.OpenLink, token)["status"] == "valid"
    world.ask(
        agreements.SaveConvention,
        "student0",
        id=file["id"],
        version=file["version"],
        fields=world.convention_fields(),
    )
    page = by_link(world, agreements.OpenLink, token)
    assert (page["status"], page["file"]) == ("revoked", None)
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.AskNewLink, token)
    assert refused.value.code == "link_over"
    with pytest.raises(MoveRefused):
        by_link(world, agreements.SaveHostPart, token, version=1, fields={"signatory": signatory})


@pytest.mark.feature("E17")
def test_the_host_s_page_closes_with_its_file(world, base):
    file = completed(world)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token = links(base, file, "host")["host"]
    world.move(file, "drop", "student0", "Un autre stage.")
    page = by_link(world, agreements.OpenLink, token)
    assert (page["status"], page["file"]) == ("revoked", None)


@pytest.mark.feature("E10", "E18")
def test_a_student_s_address_opens_no_signature_but_his_own(world, base):
    signatory = {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction", "email": OWN.upper()}
    file = validated(world, signatory=signatory)
    assert obstacle(file, "open_signatures") == "student_signs_for_another"
    assert obstacle(file, "open_paper") == "student_signs_for_another"
    draft = completed(world)
    file = world.ask(agreements.InviteHost, "student0", id=draft["id"], version=draft["version"])
    token = links(base, file, "host")["host"]
    page = by_link(world, agreements.OpenLink, token)
    with pytest.raises(InvalidInput) as refused:
        part = {**page["host_part"], "signatory": signatory}
        by_link(world, agreements.SaveHostPart, token, version=page["file"]["version"], fields=part)
    assert refused.value.params["fields"] == {"fields.signatory.email": ["the_student_s_own"]}
    asked = opened(world)
    sign(world, links(base, asked)["student"])
    row = next(
        one
        for one in world.ask(agreements.GetInternship, "officer", id=asked["id"])["signing"]["signatories"]
        if one["role"] == "host"
    )
    with pytest.raises(InvalidInput):
        world.ask(agreements.ResendSignature, "officer", id=asked["id"], signatory_id=row["id"], email=OWN)


@pytest.mark.feature("E10")
def test_an_address_that_no_mail_reaches_is_refused_in_its_place_and_the_rest_stays_to_be_saved(world):
    people = {
        "signatory": {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction"},
        "legal_representative": {"name": "Inès Arnaud"},
    }
    for name, person in people.items():
        for wrong in ("not an address", "a@one.example, b@two.example", "x@y", "x@y.example\nBcc: z@z.example"):
            with pytest.raises(InvalidInput) as refused:
                completed(world, **{name: {**person, "email": wrong}})
            assert refused.value.params["fields"] == {f"fields.{name}.email": ["invalid"]}, wrong


@pytest.mark.feature("E10")
def test_nobody_fills_somebody_s_mailbox_by_whatever_way_he_asks(world, base):
    file = completed(world)
    with pytest.raises(MoveRefused) as refused:
        for _n in range(8):
            file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    assert refused.value.code == "too_many_links"
    asked = opened(world)
    sign(world, links(base, asked)["student"])
    row = next(one for one in asked["signing"]["signatories"] if one["role"] == "host")
    with pytest.raises(MoveRefused) as refused:
        for _n in range(8):
            world.ask(
                agreements.ResendSignature,
                "officer",
                id=asked["id"],
                signatory_id=row["id"],
                email="victim@right.example",
            )
    assert refused.value.code == "too_many_links"
    line = world.ask(agreements.GetInternship, "officer", id=asked["id"])["journal"][-1]
    told = [one["comment"] for one in world.ask(agreements.GetInternship, "officer", id=asked["id"])["journal"]]
    assert any("victim@right.example" in (comment or "") for comment in told), line


@pytest.mark.feature("E11", "E12")
def test_two_amendments_cannot_pass_together_the_ceiling_that_each_respects(world, base):
    first = new_one(world, base)
    starts = first["request"]["ends_on"] + timedelta(days=10)
    same = {"host_id": first["request"]["host_id"], "tutor_id": first["request"]["tutor_id"]}
    other = world.new_request(starts_on=starts, ends_on=starts + timedelta(days=60), **same)
    other = world.move(world.move(other, "submit", "student0"), "validate", "supervisor")
    other = world.ask(
        agreements.SaveConvention,
        "student0",
        id=other["id"],
        version=other["version"],
        fields=world.convention_fields(),
    )
    other = world.move(world.move(other, "submit_convention", "student0"), "validate_convention", "officer")
    other = world.move(other, "open_signatures", "officer")
    for role in ("student", "host", "tutor", "referent", "university"):
        sign(world, links(base, other)[role])
    hours = [one["schedule"]["minutes"] / 60 for one in (first, other)]
    room = 924 - sum(hours)
    assert 0 < room < 924

    def longer(file):
        ends = file["request"]["ends_on"] + timedelta(days=int(room / 7 * 7 / 5 * 0.75))
        return amend(world, file, ["dates"], starts_on=file["request"]["starts_on"], ends_on=ends)

    one = decided(world, longer(first))
    two = decided(world, longer(other))
    signed_by_all(world, base, first, one)
    with pytest.raises(MoveRefused) as refused:
        move(world, two, "open_signatures", "officer")
    assert refused.value.code == "against_the_law"


@pytest.mark.feature("E12")
def test_the_first_day_does_not_move_into_the_past(world, base):
    file = new_one(world, base)
    past = day_of(file["since"]) - timedelta(days=100)
    draft = amend(world, file, ["dates"], starts_on=past, ends_on=past + timedelta(days=30))
    with pytest.raises(MoveRefused) as refused:
        move(world, draft, "submit", "student0")
    assert refused.value.code == "first_day_is_past"


@pytest.mark.feature("E11", "E12")
def test_a_control_that_managers_lift_is_lifted_with_its_reason_in_an_amendment_too(world, base):
    file = new_one(world, base)
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    quay = {"address1": "1 quai", "city": "Marseille", "country": "FR"}
    hours = {"weekly_minutes": 70 * 60, "weekdays": week, "stipend_cents": 200_000, "stipend_payment": "Chaque mois."}
    draft = amend(world, file, ["hours", "place", "stipend"], at_host_address=False, place=quay, **hours)
    assert "working_time" in {check["code"] for check in draft["checks"] if check["status"] == "refusal"}
    asked = move(world, move(world, draft, "submit", "student0"), "approve", "supervisor")
    with pytest.raises(MoveRefused) as refused:
        move(world, asked, "validate", "officer")
    assert refused.value.code == "controls_to_lift"
    with pytest.raises(MoveRefused):
        move(world, asked, "validate_despite_controls", "officer", " ")
    done = move(world, asked, "validate_despite_controls", "officer", "Chantier naval, accord de branche.")
    assert done["state"] == "validated"


@pytest.mark.feature("E11")
def test_a_country_is_one_of_the_list_so_that_its_law_applies(world):
    draft = world.new_request()
    for wrong in ("fr", "XX", "ZZ"):
        place = {"address1": "1 quai", "city": "Marseille", "country": wrong}
        fields = {**draft["request"], "at_host_address": False, "place": place}
        with pytest.raises(InvalidInput) as refused:
            world.ask(agreements.SaveRequest, "student0", id=draft["id"], version=draft["version"], fields=fields)
        assert refused.value.params["fields"] == {"fields.place.country": ["unknown_choice"]}


@pytest.mark.feature("E8")
def test_who_left_the_office_leaves_the_group_at_the_next_import_and_settings_are_its_members_own(world, base):
    answer = world.operator.ask(
        agreements.ImportOfficerGroups,
        OPERATOR,
        groups=[{"name": "Groupe de passage", "member_ids": [str(world.people["officer"].id)]}],
    )
    id = answer["Groupe de passage"]
    group = world.ask(agreements.GetGroup, "officer", id=id)
    world.ask(agreements.SaveCircuit, "officer", id=id, version=group["version"], circuit=group["circuit"])
    with base.connect() as connection:
        change = connection.execute(
            text("SELECT by_name, after FROM officer_group_change WHERE group_id = :id"), {"id": id}
        ).one()
    assert change.by_name == "Officer Essai"
    world.operator.ask(
        agreements.ImportOfficerGroups, OPERATOR, groups=[{"name": "Groupe de passage", "member_ids": []}]
    )
    with pytest.raises(NotFound):
        world.ask(agreements.GetGroup, "officer", id=id)


def told_long_ago(base, file, hours):
    statement = text(
        "UPDATE outbox SET published_at = now() - make_interval(hours => :hours)"
        " WHERE routing_key = 'link_given.v1' AND subject = :id"
    )
    with base.begin() as connection:
        connection.execute(statement, {"id": str(file["id"]), "hours": hours})


def told_paths(base, file):
    statement = text("SELECT body FROM outbox WHERE routing_key = 'link_given.v1' AND subject = :id")
    with base.connect() as connection:
        return {
            json.loads(one)["data"]["path"] for one in connection.execute(statement, {"id": str(file["id"])}).scalars()
        }


@pytest.mark.feature("E10")
def test_secrets_of_links_leave_the_outbox_after_a_day_however_many(world, base, platform):
    forgetting = calendar.Forgetting(at_once=1)

    def turn():
        with UnitOfWork(house_of(platform, base), Actor.service("agreements")) as work:
            forgetting.turn(work)
            work.commit()

    files = [opened(world), opened(world)]
    for hours, gone in ((23, False), (25, True)):
        for file in files:
            told_long_ago(base, file, hours)
        turn()
        assert [told_paths(base, file) == {"-"} for file in files] == [gone, gone]
    later = opened(world)
    told_long_ago(base, later, 25)
    turn()
    assert told_paths(base, later) == {"-"}, "what came after a turn is forgotten by the next"
    assert world.ask(agreements.GetInternship, "officer", id=later["id"])["state"] == State.SIGNING


@pytest.fixture
def store(platform):
    return FileStore(platform.catalogue.env_of("agreements")["IPRO_FILES_URL"])


def on_disk(platform, object_id):
    root = Path(urlsplit(platform.catalogue.env_of("agreements")["IPRO_FILES_URL"]).path)
    owner, _dot, digest = object_id.partition(".")
    return root / owner / digest[:2] / digest


def by_code(world, file):
    return world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=file["signing"]["code"])


@pytest.mark.feature("E10", "E9")
def test_the_copy_kept_from_before_the_signatures_is_not_told_as_signed(world, base, store):
    file = opened(world)
    before = store.read(file["pdf_object_id"])
    early = check(world, store, before)
    assert (early["verdict"], early["signatures"]) == ("issued", [])
    done = sign_all(world, base, file)
    late = check(world, store, before)
    assert (late["verdict"], late["signatures"], late["sealed_at"]) == ("unsigned", [], None)
    assert late["sha256"] == file["signing"]["sha256"]
    sealed = check(world, store, store.read(done["pdf_object_id"]))
    assert sealed["verdict"] == "sealed"
    assert len(sealed["signatures"]) == 6
    assert sealed["sealed_at"]


@pytest.mark.feature("E10", "E16")
@pytest.mark.parametrize("confidential", [True, False])
def test_who_checks_a_confidential_document_is_not_told_its_host(world, store, confidential):
    file = opened(world, confidential=confidential)
    for answer in (by_code(world, file), check(world, store, store.read(file["pdf_object_id"]))):
        assert answer["reference"] == file["reference"]
        assert bool(answer["host_name"]) is not confidential


@pytest.mark.feature("E10")
def test_who_holds_a_host_s_link_has_it_renewed_a_few_times_a_day(world, base):
    file = completed(world)
    world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    token = links(base, file, "host")["host"]
    with pytest.raises(MoveRefused) as refused:
        for _n in range(8):
            by_link(world, agreements.AskNewLink, token)
    assert refused.value.code == "too_many_links"


@pytest.mark.feature("E10", "E9")
def test_what_a_file_said_is_kept_and_evidence_changed_afterwards_still_shows(world, base, owner):
    file = sign_all(world, base, opened(world))
    assert [by_code(world, file)["verdict"] for _n in range(3)] == ["sealed"] * 3
    with owner() as connection:
        connection.execute(
            text(
                "UPDATE signatory SET evidence = jsonb_set(evidence, '{at}', '\"2020-01-01T00:00:00+00:00\"')"
                " WHERE role = 'host' AND round_id IN (SELECT id FROM signing_round WHERE internship_id = :id)"
            ),
            {"id": file["id"]},
        )
    answer = by_code(world, file)
    assert (answer["verdict"], answer["sealed_at"]) == ("unproven", None)
    assert not all(one["valid"] for one in answer["signatures"])


@pytest.mark.feature("E10", "E9")
def test_bytes_changed_in_the_store_are_neither_sent_nor_told_as_sealed(world, base, store, platform):
    file = sign_all(world, base, opened(world))
    assert by_code(world, file)["verdict"] == "sealed"
    path = on_disk(platform, file["pdf_object_id"])
    good = path.read_bytes()
    path.write_bytes(b"%PDF-1.7 something else")
    assert by_code(world, file)["verdict"] == "unproven"
    for read in (store.read, lambda id: b"".join(store.stream(id))):
        with pytest.raises(Internal) as refused:
            read(file["pdf_object_id"])
        assert refused.value.code == "damaged_file"
    assert check(world, store, good)["verdict"] == "sealed", "who has the true file is told so"
    path.write_bytes(good)
    assert by_code(world, file)["verdict"] == "sealed"


def with_fields(how_many, name=b"/FT"):
    """A PDF of one page with so many signature fields, all empty."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields["
        + b" ".join(b"%d 0 R" % n for n in range(4, how_many + 4))
        + b"]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *(b"<<%s/Sig/T(s%d)>>" % (name, n) for n in range(how_many)),
    ]
    data, places = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


@pytest.mark.feature("E10")
@pytest.mark.parametrize("name", [b"/FT", b"/F#54"], ids=["in plain sight", "hidden"])
def test_a_file_of_a_thousand_signature_fields_is_not_read_for_a_visitor(world, store, name):
    with pytest.raises(InvalidInput) as refused:
        check(world, store, with_fields(1_000, name))
    assert refused.value.params["fields"] == {"file": ["too_many_signatures"]}
    assert check(world, store, with_fields(10, name))["verdict"] == "unknown"
