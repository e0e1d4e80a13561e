"""Amendments, the calendar, early ends, absences."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.calls import agreements, offers
from contracts.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from contracts.vocabulary import AmendmentState, State
from runtime.actor import Actor
from runtime.clock import day_of
from runtime.unit_of_work import UnitOfWork
from services.agreements.commands import calendar
from tests.service.agreements.desk import queue
from tests.service.agreements.ends import advance, dated, early_end, house_of, in_days, long_ago
from tests.service.agreements.test_files import actions, submitted
from tests.service.agreements.test_signing import LEGAL, by_link, check, links, opened, sign, sign_all, store, told_of  # noqa: F401


@pytest.fixture(scope="module")
def signed(world, base):
    """One signed convention; each test makes its own where it changes the file."""
    return sign_all(world, base, opened(world))


def new_one(world, base, **changes):
    return sign_all(world, base, opened(world, **changes))


def amend(world, file, kinds, who="student0", reason="Le chantier continue.", **fields):
    return world.ask(agreements.SaveAmendment, who, internship_id=file["id"], kinds=kinds, reason=reason, fields=fields)


def move(world, amendment, name, who, comment=""):
    return world.ask(
        agreements.PerformAmendment,
        who,
        id=amendment["id"],
        version=amendment["version"],
        move=name,
        comment=comment,
        deadline=20,
    )


def decided(world, amendment):
    amendment = move(world, amendment, "submit", "student0")
    amendment = move(world, amendment, "approve", "supervisor")
    return move(world, amendment, "validate", "officer")


def waiting_for(world, who):
    return [one["id"] for one in world.ask(agreements.ListAmendmentsToDecide, who)]


def signed_by_all(world, base, file, amendment):
    move(world, amendment, "open_signatures", "officer")
    turns = world.ask(agreements.ListMyTurns, "student0")
    assert ("sign", amendment["id"]) in [(one["kind"], one["amendment_id"]) for one in turns]
    page = by_link(world, agreements.OpenLink, links(base, file)["student"])
    assert page["amendment_number"] == amendment["number"]
    assert [one["name"] for one in page["changes"]] == [one["name"] for one in amendment["changes"]]
    for role in LEGAL:
        sign(world, links(base, file)[role])
    return world.ask(agreements.GetAmendment, "officer", id=amendment["id"])


@pytest.mark.feature("E12")
def test_dates_change_only_once_the_amendment_is_signed_by_all(world, base):
    file = new_one(world, base)
    later = file["request"]["ends_on"] + timedelta(days=21)
    draft = amend(world, file, ["dates"], starts_on=file["request"]["starts_on"], ends_on=later)
    assert draft["state"] == AmendmentState.DRAFT
    assert draft["changes"] == [
        {"name": "request.ends_on", "before": str(file["request"]["ends_on"]), "after": str(later)}
    ]
    assert draft["schedule"]["minutes"] > file["schedule"]["minutes"]
    amendment = decided(world, draft)
    assert world.ask(agreements.GetInternship, "student0", id=file["id"])["request"]["ends_on"] != later
    amendment = signed_by_all(world, base, file, amendment)
    assert amendment["state"] == AmendmentState.SIGNED
    now = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert now["request"]["ends_on"] == later
    assert now["schedule"]["minutes"] == draft["schedule"]["minutes"]
    assert now["state"] == State.SIGNED
    row = next(one for one in world.ask(agreements.ListConventions, "student0")["rows"] if one["id"] == file["id"])
    assert row["ends_on"] == later, "lists follow"
    names = [line["move"] for line in now["journal"]]
    assert names[:2] == ["amendment.complete_signatures.1", "amendment.sign.1"]
    now = world.ask(agreements.InviteHost, "officer", id=file["id"], version=now["version"])
    page = by_link(world, agreements.OpenLink, links(base, file, "host")["host"])
    assert [(one["number"], one["object_id"]) for one in page["amendments"]] == [(1, amendment["pdf_object_id"])]
    found = world.ask(agreements.GetAmendmentPdf, "supervisor", id=amendment["id"])
    assert found["file_name"] == f"avenant-{file['reference']}-1.pdf"


@pytest.mark.feature("E12", "F1")
def test_an_amendment_opened_on_paper_is_told_as_such(world, base):
    file = new_one(world, base)
    move(world, decided(world, amend(world, file, ["other"], words="Autre chose.")), "open_paper", "officer")
    assert told_of(base, file, "amendment_signatures_opened.v1")[-1]["move"] == "open_paper"


@pytest.mark.feature("E12")
@pytest.mark.parametrize("who", ["student0", "officer"])
def test_a_tutor_added_to_the_company_for_an_amendment_signs_it_and_becomes_the_file_s(world, base, who):
    file = new_one(world, base)
    names = {"first_name": "Maud", "last_name": "Relève", "email": f"maud.{who}@maison.example", "phone": "0491000000"}
    added = world.ask(offers.AddContact, who, host_id=file["request"]["host_id"], **names)
    draft = amend(world, file, ["tutor"], who=who, tutor_id=added["id"])
    done = signed_by_all(world, base, file, decided(world, draft))
    assert done["state"] == AmendmentState.SIGNED
    assert names["email"] in [one["email"] for one in done["signing"]["signatories"]]
    assert world.ask(agreements.GetInternship, "officer", id=file["id"])["tutor"]["id"] == added["id"]


@pytest.mark.feature("E12", "F1")
@pytest.mark.parametrize(("mode", "asked"), [("open_signatures", 2), ("open_paper", 0)])
def test_an_amendment_given_up_while_it_is_signed_names_those_who_were_asked_and_nobody_else(world, base, mode, asked):
    file = new_one(world, base)
    amendment = move(world, decided(world, amend(world, file, ["other"], words="Rien de plus.")), mode, "officer")
    if mode == "open_signatures":
        sign(world, links(base, file)["student"])
        token = links(base, file)["host"]
    found = world.ask(agreements.GetAmendment, "student0", id=amendment["id"])
    move(world, found, "drop", "student0", "Finalement non.")
    told, outside = sorted(told_of(base, file, "amendment_dropped.v1"), key=lambda one: "asked" not in one)
    assert "asked" not in outside
    assert (told["comment"], told["amendment_state_before"]) == ("Finalement non.", "signing")
    asked_of_it = [one["email"] for one in told_of(base, file, "link_given.v1") if one["amendment_number"] == 1]
    assert [one["email"] for one in told["asked"]] == asked_of_it and len(asked_of_it) == asked
    strangers = [one["person_id"] is None for one in told["asked"]]
    assert strangers == [False, True][:asked]
    if mode == "open_signatures":
        page = by_link(world, agreements.OpenLink, token)
        assert (page["status"], page["stopped"], page["may_renew"], page["file"]) == (
            "revoked", "amendment", False, None,
        )  # fmt: skip


def contacts_of(world, file):
    return world.ask(offers.GetHost, "student0", id=file["request"]["host_id"])["contacts"]


def saved_with(world, file, typed, id=None, version=0):
    ask = {"id": id, "version": version, "internship_id": file["id"], "kinds": ["tutor"], "reason": "Il part."}
    return world.ask(agreements.SaveAmendment, "student0", **ask, fields={}, new_tutor=typed)


@pytest.mark.feature("E12")
def test_a_tutor_typed_in_an_amendment_becomes_a_contact_once_however_often_it_is_saved(world, base):
    file = new_one(world, base)
    typed = {"first_name": "Rose", "last_name": "Relève", "email": "rose@maison.example", "role": "Cheffe"}
    before = contacts_of(world, file)
    draft = saved_with(world, file, typed)
    [added] = [one for one in contacts_of(world, file) if one not in before]
    assert (draft["tutor"]["id"], draft["fields"]["tutor_id"], added["role"]) == (added["id"], added["id"], "Cheffe")
    again = saved_with(world, file, typed, draft["id"], draft["version"])
    assert again["tutor"]["id"] == added["id"] and len(contacts_of(world, file)) == len(before) + 1


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("address", "field", "code"),
    [
        ("officer@univ.example", "email", "a_manager_s_own"),
        ("Officer+chantier@univ.example", "email", "a_manager_s_own"),
        ("student0@univ.example", "email", "the_student_s_own"),
        ("sans arobase", "email", "invalid"),
    ],
)
def test_a_typed_tutor_who_cannot_sign_is_refused_on_his_field_and_added_nowhere(world, signed, address, field, code):
    before = contacts_of(world, signed)
    with pytest.raises(InvalidInput) as refused:
        saved_with(world, signed, {"first_name": "Rose", "last_name": "Relève", "email": address})
    assert refused.value.params["fields"] == {f"new_tutor.{field}": [code]}
    assert contacts_of(world, signed) == before
    assert world.ask(agreements.ListAmendments, "student0", internship_id=signed["id"]) == []


@pytest.mark.feature("E12")
def test_a_contact_whose_address_is_a_manager_s_is_not_chosen_as_tutor(world, signed):
    names = {"first_name": "Nadia", "last_name": "Ailleurs", "email": "officer@univ.example"}
    chosen = world.ask(offers.AddContact, "student0", host_id=signed["request"]["host_id"], **names)
    with pytest.raises(InvalidInput) as refused:
        amend(world, signed, ["tutor"], tutor_id=chosen["id"])
    assert refused.value.params["fields"] == {"fields.tutor_id": ["a_manager_s_own"]}


@pytest.mark.feature("E12")
def test_an_amendment_refused_for_another_under_way_leaves_no_contact_behind(world, base):
    file = new_one(world, base)
    amend(world, file, ["other"], words="Déjà là.")
    before = contacts_of(world, file)
    with pytest.raises(MoveRefused) as refused:
        saved_with(world, file, {"first_name": "Rose", "last_name": "Relève", "email": "rose@maison.example"})
    assert refused.value.code == "another_is_open" and contacts_of(world, file) == before


@pytest.mark.feature("E10", "E12")
def test_the_check_of_a_convention_tells_the_amendment_signed_since_by_its_file_and_by_its_code(world, base, store):  # noqa: F811
    file = new_one(world, base)
    code, visitor = file["signing"]["code"], Actor.service("gateway")
    sealed = store.read(file["pdf_object_id"])
    assert world.client.ask(agreements.CheckCode, visitor, deadline=20, code=code)["amended"] == []
    later = file["request"]["ends_on"] + timedelta(days=21)
    draft = amend(world, file, ["dates"], starts_on=file["request"]["starts_on"], ends_on=later)
    amendment = signed_by_all(world, base, file, decided(world, draft))
    since = [{"number": 1, "signed_on": day_of(amendment["applied_at"])}]
    answers = [world.client.ask(agreements.CheckCode, visitor, deadline=20, code=code), check(world, store, sealed)]
    assert [(one["verdict"], one["amended"]) for one in answers] == [("sealed", since)] * 2
    own = check(world, store, store.read(amendment["pdf_object_id"]))
    assert (own["verdict"], own["amendment_number"], own["amended"]) == ("sealed", 1, [])


@pytest.mark.feature("E12", "E11")
def test_an_amendment_that_breaks_the_law_is_refused_and_one_that_changes_nothing_too(world, signed):
    draft = amend(
        world,
        signed,
        ["dates"],
        starts_on=signed["request"]["starts_on"],
        ends_on=signed["request"]["starts_on"] + timedelta(days=330),
    )
    assert "duration" in {check["code"] for check in draft["checks"] if check["status"] == "refusal"}
    with pytest.raises(MoveRefused) as refused:
        move(world, draft, "submit", "student0")
    assert refused.value.code == "against_the_law"
    same = world.ask(
        agreements.SaveAmendment,
        "student0",
        id=draft["id"],
        version=draft["version"],
        internship_id=signed["id"],
        kinds=["dates"],
        reason="Rien.",
        fields={"starts_on": signed["request"]["starts_on"], "ends_on": signed["request"]["ends_on"]},
    )
    with pytest.raises(MoveRefused) as refused:
        move(world, same, "submit", "student0")
    assert refused.value.code == "nothing_changes"
    with pytest.raises(StaleVersion):
        move(world, draft, "drop", "student0", "Vieux.")
    with pytest.raises(MoveRefused) as refused:
        amend(world, signed, ["other"], words="Un deuxième.")
    assert refused.value.code == "another_is_open"
    assert move(world, same, "drop", "student0", "Inutile.")["state"] == AmendmentState.DROPPED


@pytest.mark.feature("E12")
def test_questions_and_refusals_of_an_amendment_come_back_with_their_words(world, signed):
    draft = amend(world, signed, ["stipend"], stipend_cents=80_000, stipend_payment="Chaque mois.")
    submitted_one = move(world, draft, "submit", "student0")
    turns = world.ask(agreements.ListMyTurns, "supervisor")
    assert ("amendment", draft["id"]) in [(one["kind"], one["amendment_id"]) for one in turns]
    asked = move(world, submitted_one, "ask_precisions", "supervisor", "Depuis quand ?")
    assert (asked["state"], asked["question"]) == (AmendmentState.TO_CLARIFY, "Depuis quand ?")
    for who in ("student1", "careers"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetAmendment, who, id=draft["id"])
    with pytest.raises(MoveRefused):
        move(world, asked, "approve", "supervisor")
    approved = move(world, move(world, asked, "submit", "student0"), "approve", "supervisor")
    assert approved["id"] in waiting_for(world, "officer")
    refused = move(world, approved, "refuse", "officer", "Hors budget.")
    assert (refused["state"], refused["question"]) == (AmendmentState.REFUSED, "Hors budget.")
    assert approved["id"] not in waiting_for(world, "officer")


@pytest.mark.feature("E12", "E8")
def test_the_figure_of_amendments_that_wait_is_that_of_the_list_it_opens(world, base, signed, elsewhere):
    def told(who):
        supervises = who == "supervisor"
        work = world.ask(agreements.ListToDecide, who) if supervises else queue(world, who)
        assert work["amendments_to_decide"] == len(world.ask(agreements.ListAmendmentsToDecide, who))
        return work["amendments_to_decide"]

    def figures():
        return told("supervisor"), told("officer"), told(elsewhere[0])

    supervisor, officer, other = figures()
    draft = amend(world, signed, ["stipend"], stipend_cents=90_000, stipend_payment="Chaque mois.")
    assert figures() == (supervisor, officer, other), "a draft waits for its student alone"
    waiting = move(world, draft, "submit", "student0")
    assert figures() == (supervisor + 1, officer, other)
    waiting = move(world, waiting, "approve", "supervisor")
    assert figures() == (supervisor, officer + 1, other), "another group's is nobody's figure here"
    with base.begin() as connection:
        student = text("UPDATE internship SET student_id = :student WHERE id = :id")
        connection.execute(student, {"student": world.people["officer"].person_id, "id": signed["id"]})
    try:
        assert told("officer") == officer, "nobody decides on his own file"
    finally:
        with base.begin() as connection:
            connection.execute(student, {"student": world.people["student0"].person_id, "id": signed["id"]})
    move(world, waiting, "refuse", "officer", "Hors budget.")
    assert figures() == (supervisor, officer, other)


@pytest.mark.feature("E12")
def test_dates_that_cannot_be_are_refused_in_place(world, signed):
    starts, ends = signed["request"]["starts_on"], signed["request"]["ends_on"]
    for kinds, fields, name, code in (
        (["dates"], {"starts_on": starts, "ends_on": starts - timedelta(days=1)}, "ends_on", "before_start"),
        (["interruption"], {"suspended_from": ends, "suspended_to": starts}, "suspended_to", "before_start"),
        (["termination"], {"ended_on": ends + timedelta(days=1)}, "ended_on", "outside_internship"),
    ):
        with pytest.raises(InvalidInput) as refused:
            amend(world, signed, kinds, **fields)
        assert refused.value.params["fields"][f"fields.{name}"] == [code]


@pytest.mark.feature("E12")
def test_a_termination_signed_by_all_ends_the_internship_with_its_ground(world, base, platform):
    file = new_one(world, base)
    last = file["request"]["starts_on"] + timedelta(days=10)
    draft = amend(world, file, ["termination"], ended_on=last, ground="agreement")
    signed_by_all(world, base, file, decided(world, draft))
    now = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert (now["state"], now["ended_on"]) == (State.SIGNED, last), "its last day is ahead"
    assert now["schedule"]["minutes"] < file["schedule"]["minutes"], "what follows the end does not count"
    dated(base, file, -30, 30, ended=-1)
    advance(platform, base)
    now = world.ask(agreements.GetInternship, "student0", id=file["id"])
    last = day_of(now["since"]) - timedelta(days=1)
    assert (now["state"], now["ended_on"], now["end_ground"]) == (State.BROKEN_OFF, last, "agreement")


@pytest.mark.feature("E13")
def test_an_amendment_of_the_place_without_a_place_is_not_submitted(world, base):
    file = new_one(world, base)
    for place, missing in (
        ({}, ["place.address1", "place.city", "place.country"]),
        ({"city": "Toulon", "country": "FR"}, ["place.address1"]),
    ):
        draft = amend(world, file, ["place"], at_host_address=False, place=place)
        with pytest.raises(MoveRefused) as refused:
            move(world, draft, "submit", "student0")
        assert (refused.value.code, refused.value.params["fields"]) == ("amendment_incomplete", missing)
        move(world, draft, "drop", "student0", "Rien à dire.")


@pytest.mark.feature("E13")
def test_a_signed_amendment_is_told_with_the_facts_it_changed(world, base):
    file = new_one(world, base)
    given = file["request"]
    later = given["ends_on"] + timedelta(days=7)
    draft = amend(
        world,
        file,
        ["dates", "place"],
        starts_on=given["starts_on"],
        ends_on=later,
        at_host_address=False,
        place={"address1": "2 rue Neuve", "postal_code": "83000", "city": "Toulon", "country": "FR"},
    )
    move(world, decided(world, draft), "open_signatures", "officer")
    for role in LEGAL:
        sign(world, links(base, file)[role])
    before, after = (told_of(base, file, f"amendment_{one}.v1")[-1] for one in ("validated", "signed"))
    assert (before["ends_on"], before["city"]) == (str(given["ends_on"]), file["host"]["city"])
    assert (after["ends_on"], after["city"], after["amendment_state"]) == (str(later), "Toulon", "signed")


@pytest.mark.feature("E13")
def test_a_signed_termination_is_told_with_its_last_day_before_the_end_it_brings(world, base):
    file = new_one(world, base)
    dated(base, file, -30, 30)
    last = day_of(file["since"])
    draft = amend(world, file, ["termination"], ended_on=last, ground="agreement")
    signed_by_all(world, base, file, decided(world, draft))
    signed_, ended = (told_of(base, file, f"{one}.v1")[-1] for one in ("amendment_signed", "internship_broken_off"))
    assert (signed_["ends_on"], signed_["state"], ended["state"]) == (str(last), State.SIGNED, State.BROKEN_OFF)
    lines = world.ask(agreements.GetInternship, "officer", id=file["id"])["journal"]
    assert [line["move"] for line in lines][:2] == ["end_by_amendment", "amendment.complete_signatures.1"]


@pytest.mark.feature("E12")
def test_a_manager_records_an_early_end_with_its_ground_and_its_reason(world, base):
    file = new_one(world, base)
    dated(base, file, -30, 30)
    last = day_of(file["since"])
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    given = {"id": file["id"], "version": file["version"], "ended_on": last, "ground": "host_breach"}
    for who in ("student0", "supervisor"):
        with pytest.raises(MoveRefused):
            world.ask(agreements.BreakOff, who, **given, comment="Raison.")
    with pytest.raises(MoveRefused):
        world.ask(agreements.BreakOff, "officer", **given, comment=" ")
    with pytest.raises(InvalidInput):
        wrong = {**given, "ended_on": file["request"]["ends_on"] + timedelta(days=1)}
        world.ask(agreements.BreakOff, "officer", **wrong, comment="Raison.")
    now = world.ask(agreements.BreakOff, "officer", **given, comment="Le tuteur est parti.")
    assert (now["state"], now["ended_on"]) == (State.BROKEN_OFF, last)


@pytest.mark.feature("E7")
def test_days_bring_an_internship_to_its_start_its_interruption_and_its_end(world, base, platform):
    """The calendar reads dates; here they are moved in the database, since a test cannot wait two months."""
    file = new_one(world, base)
    house = house_of(platform, base)

    def reached(state):
        """As the timer does, which the running service may have done before us."""
        with UnitOfWork(house, Actor.service("agreements")) as work:
            calendar.advance(work)
            work.commit()
        found = world.ask(agreements.GetInternship, "student0", id=file["id"])
        assert found["state"] == state
        return found

    dated(base, file, -3, 40, pauses=[])
    reached(State.RUNNING)
    pause = [{"starts_on": str(in_days(-1)), "ends_on": str(in_days(2)), "reason": "Travaux"}]
    dated(base, file, -3, 40, pauses=pause)
    reached(State.INTERRUPTED)
    dated(base, file, -3, 40, pauses=[])
    reached(State.RUNNING)
    dated(base, file, -40, -1, pauses=[])
    done = reached(State.FINISHED)
    assert done["journal"][0]["by_name"] == "IPRO"


@pytest.mark.feature("E18")
def test_a_deputy_decides_during_the_absence_and_not_after_it(world):
    file = submitted(world)
    with pytest.raises(NotFound):
        world.ask(agreements.GetInternship, "officer", id=file["id"])
    today = day_of(file["since"])
    given = {"to_id": world.people["officer"].id, "starts_on": today, "ends_on": today + timedelta(days=7)}
    one = world.ask(agreements.Delegate, "supervisor", **given)
    assert one["active"]
    seen = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert actions(seen)["validate"]
    assert file["id"] in [row["id"] for row in world.ask(agreements.ListToDecide, "officer")["rows"]]
    world.ask(agreements.RevokeDelegation, "supervisor", id=one["id"])
    with pytest.raises(NotFound):
        world.ask(agreements.GetInternship, "officer", id=file["id"])
    for wrong, field, code in (
        ({"to_id": world.people["supervisor"].id}, "to_id", "yourself"),
        ({"to_id": world.people["student1"].id}, "to_id", "not_staff"),
        ({"ends_on": today - timedelta(days=1), "starts_on": today - timedelta(days=3)}, "ends_on", "over"),
        ({"ends_on": today + timedelta(days=400)}, "ends_on", "over_a_year"),
    ):
        with pytest.raises(InvalidInput) as refused:
            world.ask(agreements.Delegate, "supervisor", **{**given, **wrong})
        assert refused.value.params["fields"][field] == [code]


@pytest.mark.feature("E18")
def test_a_student_to_whom_decisions_were_left_does_not_decide_on_his_own_file(world, base):
    file = submitted(world)
    with base.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO delegation (id, from_id, from_name, to_id, to_name, starts_on, ends_on, made_at)"
                " VALUES (gen_random_uuid(), :s, 'S', :t, 'T', :f, :u, now())"
            ),
            {
                "s": world.people["supervisor"].id,
                "t": world.people["student0"].id,
                "f": in_days(-1),
                "u": in_days(1),
            },
        )
    seen = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert seen["i_am"] == ["student"]
    assert "validate" not in actions(seen)
    with base.begin() as connection:
        connection.execute(text("DELETE FROM delegation"))


@pytest.mark.feature("E7")
def test_a_file_that_makes_the_calendar_stumble_stays_alone_where_it_is(world, base, platform):
    bad, good = new_one(world, base), new_one(world, base)
    spoiled = text("UPDATE internship SET student = student || '{\"born_on\": 12}' WHERE id = :id")
    mended = text("UPDATE internship SET student = student - 'born_on' WHERE id = :id")
    for days, file in ((-3, bad), (-2, good)):
        dated(base, file, days, 60)
    with base.begin() as connection:  # nothing that a person could do: words that no schema reads any more
        connection.execute(spoiled, {"id": bad["id"]})
    try:
        advance(platform, base)
        with base.connect() as connection:
            found = text("SELECT id, state FROM internship WHERE id IN (:bad, :good)")
            rows = connection.execute(found, {"bad": bad["id"], "good": good["id"]})
            states = {row.id: row.state for row in rows}
        assert states == {bad["id"]: State.SIGNED, good["id"]: State.RUNNING}
    finally:
        with base.begin() as connection:
            connection.execute(mended, {"id": bad["id"]})


@pytest.mark.feature("E12", "E14")
def test_who_rewrites_another_s_amendment_is_in_the_journal(world, base):
    file = new_one(world, base)
    draft = amend(world, file, ["other"], words="Deux jours à distance.")
    given = {"id": draft["id"], "internship_id": file["id"], "version": draft["version"], "kinds": ["other"]}
    world.ask(
        agreements.SaveAmendment,
        "officer",
        **given,
        reason="À la demande.",
        fields={"words": "Trois jours à distance."},
    )
    line = world.ask(agreements.GetInternship, "officer", id=file["id"])["journal"][0]
    assert (line["move"], line["party"], line["by_name"]) == ("amendment.edit.1", "officer", "Officer Essai")


@pytest.mark.feature("E7", "E12")
def test_an_end_that_everybody_signed_is_not_withdrawn_by_a_manager_who_had_planned_one(world, base):
    file = new_one(world, base)
    dated(base, file, -10, 30)
    early_end(world, file, in_days(10))
    draft = amend(world, file, ["termination"], ended_on=in_days(15), ground="agreement")
    signed_by_all(world, base, file, decided(world, draft))
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert now["ended_on"] == in_days(15)
    with pytest.raises(MoveRefused) as refused:
        world.move(now, "withdraw_end", "officer", "Je me ravise.")
    long_ago(base, file)
    assert refused.value.code == "no_end_planned"
