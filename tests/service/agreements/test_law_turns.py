"""Who begins to count takes his turn: two at once do not both take the last place, and nobody else waits."""

import random
import threading
import time
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts.calls import agreements, offers
from contracts.errors import MoveRefused
from contracts.vocabulary import AmendmentState, State
from runtime.clock import today
from services.agreements import around
from services.agreements.model import Amendment, Internship
from services.agreements.rules.controls import to_lift
from tests.service.agreements.desk import finished
from tests.service.agreements.test_amendments import amend, move
from tests.service.agreements.test_law import in_host, kept, statuses
from tests.service.agreements.test_signing import sign_all

TODAY = date(2026, 11, 23)
FAR = today() + timedelta(days=900)
WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
               "(SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip


def at_once(*works):
    """What each returned, or the refusal it raised."""
    found, ready = [None] * len(works), threading.Barrier(len(works))

    def run(n):
        ready.wait(30)
        try:
            found[n] = works[n]()
        except MoveRefused as refusal:
            found[n] = refusal

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert None not in found
    return found


def amended(session, file, state=AmendmentState.VALIDATED, kinds=("tutor",), **fields):
    found = Amendment(
        id=uuid.uuid4(), internship_id=file.id, file=file, number=1, state=state, since=file.since, kinds=list(kinds),
        fields=fields, people={}, made_at=file.since,
    )  # fmt: skip
    session.add(found)
    session.flush()
    return found


def apart(**same):
    """People and a host of a file's own, but for what it shares."""
    host = {"name": f"Maison {uuid.uuid4().hex}", "country": "FR", "siret": ""}
    own = {"tutor_id": uuid.uuid4(), "referent_id": uuid.uuid4(), "host": host, "headcount": 10}
    return {**own, **same}


@pytest.mark.feature("E11", "E21")
@pytest.mark.parametrize(("code", "taken"), [("tutor_quota", 2), ("referent_quota", 23), ("host_quota", 2)])
def test_of_two_transactions_that_would_take_the_last_place_of_a_person_or_a_host_one_is_refused(
    service_db, code, taken
):
    """They share nothing else, so that no other turn stands in."""
    engine = service_db("agreements")
    shared = {"tutor_quota": "tutor_id", "referent_quota": "referent_id", "host_quota": "host"}[code]
    same = {shared: apart()[shared]}
    with Session(engine) as session:
        for _ in range(taken):
            kept(session, **apart(**same))
        ids = [kept(session, state=State.CONVENTION_DRAFT, **apart(**same)).id for _ in range(2)]
        session.commit()

    def take(id):
        with Session(engine) as session:
            file = session.scalars(select(Internship).where(Internship.id == id).with_for_update(of=Internship)).one()
            around.one_at_a_time(session, file)
            around.load(session, [file])
            refused = code in to_lift(file, TODAY)
            time.sleep(0.3)  # as long as a slow command: both have looked before either has written
            if not refused:
                file.state = State.VALIDATED
            session.commit()
            return "refused" if refused else "taken"

    assert sorted(at_once(lambda: take(ids[0]), lambda: take(ids[1]))) == ["refused", "taken"]


@pytest.mark.feature("E11", "E12", "E21")
def test_of_two_amendments_validated_at_once_that_would_take_the_tutors_last_place_one_is_refused(world, base):
    host, busy = world.new_host()
    add = {"host_id": host["id"], "last_name": "Tuteur"}
    others = [
        world.ask(offers.AddContact, "student0", **add, first_name=name, email=f"{name.lower()}@armement.example")
        for name in ("Ada", "Bea")
    ]
    week = {"starts_on": FAR, "ends_on": FAR + timedelta(days=6)}

    def taken(who, tutor):
        return world.move(in_host(world, (host, tutor), who, **week), "submit_convention", who)

    def of_somebody_else(*files):
        """The world has two students, and a quota counts interns."""
        with base.begin() as connection:
            apart = text("UPDATE internship SET student_id = gen_random_uuid() WHERE id = ANY(:ids)")
            connection.execute(apart, {"ids": [file["id"] for file in files]})

    of_somebody_else(*(taken("student1", busy) for _ in range(2)))
    ready = []
    for tutor in others:
        file = world.move(taken("student0", tutor), "validate_convention", "officer")
        file = sign_all(world, base, world.move(file, "open_signatures", "officer"))
        amendment = amend(world, file, ["tutor"], tutor_id=busy["id"])
        assert statuses(amendment)["tutor_quota"] == "ok", "one more is allowed"
        ready.append(move(world, move(world, amendment, "submit", "student0"), "approve", "supervisor"))
        of_somebody_else(file)

    found = at_once(*(lambda one=one: move(world, one, "validate", "officer") for one in ready))
    refusals = [one for one in found if isinstance(one, MoveRefused)]
    assert [one["state"] for one in found if one not in refusals] == [AmendmentState.VALIDATED]
    assert [(one.code, one.params["controls"]) for one in refusals] == [("controls_to_lift", ["tutor_quota"])]
    late = next(one for one, answer in zip(ready, found, strict=True) if answer in refusals)
    seen = world.ask(agreements.GetAmendment, "officer", id=late["id"])
    assert statuses(seen)["tutor_quota"] == "refusal", "the other one counts before it is signed"


@pytest.mark.feature("E11", "E12")
def test_a_validated_amendment_counts_for_its_new_people_and_days_until_it_is_over(service_db):
    with Session(service_db("agreements")) as session:
        tutor, referent, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        moved = kept(
            session, state=State.RUNNING, starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 26), tutor_id=other
        )
        asking = kept(session, tutor_id=tutor, referent_id=referent)

        def seen():
            asking.around_key = None
            around.load(session, [asking])
            return asking.around.tutor_interns, asking.around.referent_interns

        longer = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 3, 12)}
        found = amended(
            session, moved, kinds=["tutor", "referent", "dates"], tutor_id=tutor, referent_id=referent, **longer
        )
        assert (found.tutor_id, found.referent_id, found.ends_on) == (tutor, referent, date(2027, 3, 12))
        for state in AmendmentState:
            found.state = state
            session.flush()
            held = state in (AmendmentState.VALIDATED, AmendmentState.SIGNING)
            assert seen() == ((1, 1) if held else (0, 0)), state
        found.state, found.fields = AmendmentState.SIGNING, {**found.fields, "ends_on": date(2027, 2, 28)}
        session.flush()
        assert seen() == (0, 0), "they would have left before"
        moved.request = {**moved.request, "tutor_id": tutor, "ends_on": date(2027, 3, 31)}
        moved.ends_on = date(2027, 3, 31)
        found.fields = {**found.fields, "ends_on": date(2027, 3, 26)}
        session.flush()
        assert seen()[0] == 1, "one intern, as he is and as he will be"


@pytest.mark.feature("E11", "E21")
def test_files_that_share_students_tutors_referents_and_hosts_never_wait_for_each_other_in_a_circle(service_db):
    engine, chance = service_db("agreements"), random.Random(11)
    people = [uuid.uuid4() for _ in range(2)]
    with Session(engine) as session:
        ids = [
            kept(
                session,
                student=chance.choice(people),
                tutor_id=chance.choice(people),
                referent_id=chance.choice(people),
                host_id=chance.choice(people),
            ).id
            for _ in range(12)
        ]
        session.commit()

    def turns(n):
        for id in ids[n::4] * 8:
            with Session(engine) as session:
                file = session.scalars(
                    select(Internship).where(Internship.id == id).with_for_update(of=Internship)
                ).one()
                around.one_at_a_time(session, file)
                around.load(session, [file])
                session.commit()
        return "done"

    assert at_once(*(lambda n=n: turns(n) for n in range(4))) == ["done"] * 4


@pytest.mark.feature("E11", "E21")
def test_who_does_not_begin_to_count_waits_for_nobody(world, base):
    """Somebody holds the student's, the tutor's, the référent's and the host's turn all along."""
    file = in_host(world, world.new_host(), starts_on=FAR, ends_on=FAR + timedelta(days=6))
    with Session(base) as session:
        around.one_at_a_time(session, session.get_one(Internship, file["id"]))
        ask = {"id": file["id"], "version": file["version"]}
        fields = world.convention_fields(teaching_presence_hours=100, skills="Lire un bilan.")
        file = world.ask(agreements.SaveConvention, "student0", **ask, fields=fields)
        waiting = threading.Thread(target=lambda: done.append(world.move(file, "submit_convention", "student0")))
        done = []
        waiting.start()
        end = time.monotonic() + 8
        while not session.scalar(WAITING) and time.monotonic() < end:
            time.sleep(0.05)
        assert session.scalar(WAITING), "it begins to count, and waits for its turn"
        session.rollback()
    waiting.join(20)
    file = done[0]
    with Session(base) as session:
        around.one_at_a_time(session, session.get_one(Internship, file["id"]))
        assert world.move(file, "validate_convention", "officer")["state"] == State.VALIDATED
        session.rollback()


@pytest.mark.feature("E11", "E8")
def test_decisions_in_bulk_about_files_that_share_everybody_wait_for_no_turn(world, base):
    host, week = world.new_host(), {"starts_on": FAR + timedelta(days=70), "ends_on": FAR + timedelta(days=76)}
    ready = [world.move(in_host(world, host, "student0", **week), "submit_convention", "student0") for _ in range(3)]
    with Session(base) as session:
        for file in ready:
            around.one_at_a_time(session, session.get_one(Internship, file["id"]))
        files = [{"id": file["id"], "version": file["version"]} for file in ready]
        ask = {"by": "officer", "move": "validate_convention", "comment": "", "files": files}
        job = finished(world, world.ask(agreements.StartBulk, "officer", **ask), within=25)
        session.rollback()
    assert job["counts"]["done"] == 3
