"""What other files say, on the real database; what a manager lifts and two submissions at once, on the running platform."""

import importlib
import json
import re
import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import EndGround, State
from runtime.clock import today
from services.agreements import around
from services.agreements.model import Internship
from services.agreements.rules.amendments import AsAmended
from services.agreements.rules.around import COUNTING, Around, Previous, host_key
from tests.builders import files

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOST, OTHER_HOST, TUTOR, REFERENT, STUDENT = (uuid.uuid4() for _ in range(5))
MARCH, JUNE = date(2027, 3, 1), date(2027, 6, 30)


@pytest.fixture
def session(service_db):
    with Session(service_db("agreements")) as found:
        yield found


def kept(session, *, student=None, state=State.VALIDATED, ended_on=None, end_ground="", host=None, **changes):
    """A file as the service writes it: of another student each time, on another post, in the host.

    `host` changes what is recorded of it: its name, town, country, SIRET.
    """
    fields = {
        "host_id": HOST,
        "tutor_id": TUTOR,
        "referent_id": REFERENT,
        "starts_on": MARCH,
        "ends_on": JUNE,
        "post": uuid.uuid4().hex,
        **changes,
    }
    request = {name: fields[name] for name in ("host_id", "tutor_id", "starts_on", "ends_on")}
    convention = {name: value for name, value in fields.items() if name not in request}
    id = student or uuid.uuid4()
    file = Internship(
        id=uuid.uuid4(),
        state=state,
        since=NOW,
        student_id=id,
        student={"id": id, "name": "Quelqu’un"},
        request=files.request_fields(**request),
        convention=files.convention_fields(**convention),
        host={"name": f"Banque {fields['host_id'].int % 1000}", "country": "XX", **(host or {})},
        city=(host or {}).get("city", ""),
        starts_on=fields["starts_on"],
        ends_on=fields["ends_on"],
        ended_on=ended_on,
        end_ground=end_ground,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(file)
    session.flush()
    return file


def seen(session, file) -> Around:
    around.load(session, [file])
    return file.around


def mine(session, **changes):
    return kept(session, student=STUDENT, state=State.CONVENTION_DRAFT, **changes)


def same_student(session, **changes):
    """Of the asking student, followed by other people."""
    people = {"tutor_id": uuid.uuid4(), "referent_id": uuid.uuid4()}
    return kept(session, student=STUDENT, **people | changes)


@pytest.mark.feature("E15")
def test_what_is_summed_over_files_is_computed_when_a_file_is_written(session):
    file = kept(session, post="Contrôle  de gestion")
    assert (file.host_id, file.tutor_id, file.referent_id) == (HOST, TUTOR, REFERENT)
    assert (file.post_key, file.minutes) == ("controle de gestion", 88 * 420)
    file.request = {**file.request, "ends_on": date(2027, 3, 31)}
    session.flush()
    assert file.minutes == 23 * 420


@pytest.mark.feature("E11")
@pytest.mark.parametrize("state", State)
def test_the_hours_of_a_students_other_files_in_the_host_count_in_the_states_that_count(session, state):
    same_student(session, state=state, ends_on=date(2027, 3, 5))
    assert seen(session, mine(session)).other_minutes == (5 * 420 if state in COUNTING else 0)


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        (date(2026, 8, 31), date(2026, 9, 4), 0),  # of the year before, though it ends in this one
        (date(2026, 9, 1), date(2026, 9, 4), 28),
        (date(2027, 8, 30), date(2027, 9, 3), 35),
        (date(2027, 9, 1), date(2027, 9, 3), 0),
    ],
)
def test_hours_add_up_over_one_academic_year_that_of_the_first_day(session, first, last, hours):
    same_student(session, starts_on=first, ends_on=last)
    assert seen(session, mine(session)).other_minutes == hours * 60


@pytest.mark.feature("E11")
def test_an_internship_over_the_first_of_september_counts_whole_in_one_year_and_in_no_other(session):
    crossing = same_student(session, starts_on=date(2027, 8, 2), ends_on=date(2027, 9, 17))
    hours = {"2027-07": (date(2027, 7, 5), date(2027, 7, 9)), "2027-10": (date(2027, 10, 4), date(2027, 10, 8))}
    found = {name: seen(session, mine(session, starts_on=first, ends_on=last)) for name, (first, last) in hours.items()}
    assert crossing.minutes == 35 * 420
    assert {name: one.other_minutes for name, one in found.items()} == {"2027-07": 35 * 420, "2027-10": 0}
    later = {"starts_on": date(2027, 9, 1), "ends_on": date(2027, 9, 17)}  # an amendment moves its first day
    crossing.request, crossing.starts_on = {**crossing.request, **later}, later["starts_on"]
    session.flush()
    counted = {
        name: seen(session, mine(session, starts_on=first, ends_on=last)).other_minutes
        for name, (first, last) in hours.items()
    }
    assert counted == {"2027-07": 0, "2027-10": 13 * 420}


@pytest.mark.feature("E11")
def test_each_question_about_other_files_is_answered_from_an_index(session):
    """However few files the test has: no question is one that an index cannot answer."""
    asked, file = [], mine(session, post="Comptable")
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *facts: asked.append(facts[2:4]))
    session.execute(text("SET LOCAL enable_seqscan = off"))
    around.load(session, [file])
    questions = [(sql, given) for sql, given in asked if "unnest" in sql]
    session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    cursor = session.connection().connection.cursor()
    plans = []
    for sql, given in questions:
        cursor.execute(f"EXPLAIN {sql}", given)
        plans.append("\n".join(line for (line,) in cursor.fetchall()))
    sought = [set(re.findall(r"Index Cond: \(+(\w+)", plan)) for plan in plans]
    assert not any("Seq Scan" in plan for plan in plans)
    assert [one & {"host_key", "student_id"} != set() for one in sought].count(True) == 3
    of_people = {"tutor_id", "referent_id", "id"}  # and each amendment's file, by its key
    assert [one - {"id"} for one in sought if one <= of_people] == [{"tutor_id"}, {"referent_id"}]


@pytest.mark.feature("E11")
def test_neither_another_student_nor_another_host_adds_to_a_students_hours(session):
    kept(session, ends_on=date(2027, 3, 5))
    same_student(session, host_id=OTHER_HOST, ends_on=date(2027, 3, 5))
    for _ in range(3):
        same_student(session, ends_on=date(2027, 3, 5))
    assert seen(session, mine(session)).other_minutes == 3 * 5 * 420


@pytest.mark.feature("E11")
def test_a_broken_off_file_counts_to_its_effective_end(session):
    same_student(session, state=State.BROKEN_OFF, ended_on=date(2027, 3, 2), end_ground=EndGround.HOST)
    kept(session, state=State.BROKEN_OFF, ended_on=date(2027, 3, 12), end_ground=EndGround.HOST)
    found = seen(session, mine(session, starts_on=date(2027, 3, 15)))
    assert found.other_minutes == 2 * 420
    assert (found.tutor_interns, found.referent_interns, found.host_interns) == (0, 0, 0)


@pytest.mark.feature("E11")
def test_a_tutor_and_a_referent_are_counted_on_their_fullest_day(session):
    kept(session, ends_on=date(2027, 3, 31))
    kept(session, starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 30))
    kept(session, starts_on=date(2027, 4, 30), referent_id=uuid.uuid4())
    kept(session, starts_on=date(2026, 9, 1), ends_on=date(2027, 2, 28))
    kept(session, state=State.DROPPED)
    found = seen(session, mine(session))
    assert (found.tutor_interns, found.referent_interns) == (2, 1)


@pytest.mark.feature("E11")
def test_who_left_early_and_who_came_after_him_are_one_intern_at_a_time(session):
    kept(session, state=State.BROKEN_OFF, ended_on=date(2027, 3, 31), end_ground=EndGround.HOST)
    kept(session, starts_on=date(2027, 4, 1))
    found = seen(session, mine(session))
    assert (found.tutor_interns, found.referent_interns) == (1, 1)


@pytest.mark.feature("E11")
def test_a_host_is_counted_by_civil_week(session):
    kept(session, ends_on=date(2027, 3, 2))  # Tuesday
    kept(session, starts_on=date(2027, 3, 4), ends_on=date(2027, 3, 5))  # Thursday of the same week
    kept(session, starts_on=date(2027, 3, 8), ends_on=date(2027, 3, 12))
    kept(session, host_id=OTHER_HOST)
    assert seen(session, mine(session)).host_interns == 2
    assert seen(session, mine(session, starts_on=date(2027, 3, 5))).host_interns == 2, "both left, in that very week"
    assert seen(session, mine(session, starts_on=date(2027, 3, 8))).host_interns == 1


@pytest.mark.feature("E11")
def test_quotas_count_interns_and_not_their_files(session):
    monday = date(2027, 3, 8)
    someone, another = uuid.uuid4(), uuid.uuid4()
    for day in range(3):
        on = monday + timedelta(days=day)
        kept(session, student=someone, starts_on=on, ends_on=on)
    for _ in range(2):
        kept(session, student=another, starts_on=monday, ends_on=monday + timedelta(days=40))
    kept(session, student=another, starts_on=monday - timedelta(days=7), ends_on=monday)
    found = seen(session, mine(session))
    assert (found.host_interns, found.tutor_interns, found.referent_interns) == (2, 2, 2)
    later = seen(session, mine(session, starts_on=monday + timedelta(days=7)))
    assert (later.host_interns, later.tutor_interns, later.referent_interns) == (1, 1, 1)


@pytest.mark.feature("E11")
def test_a_file_s_own_student_is_counted_by_the_file_itself_alone(session):
    kept(session, student=STUDENT, ends_on=date(2027, 3, 5))
    kept(session)
    found = seen(session, mine(session))
    assert (found.host_interns, found.tutor_interns, found.referent_interns) == (1, 1, 1)


@pytest.mark.feature("E11")
def test_the_internship_before_on_the_same_post_is_the_last_that_ended(session):
    kept(session, post="Comptable", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31))
    kept(session, post="comptable ", starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 26), state=State.FINISHED)
    kept(session, post="Auditeur", starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 27))
    kept(session, post="Comptable", host_id=OTHER_HOST, ends_on=date(2027, 2, 27), starts_on=date(2027, 1, 4))
    kept(session, post="Comptable", starts_on=date(2027, 1, 4), ends_on=MARCH)  # at the same time: another chair
    found = seen(session, mine(session, post="COMPTABLE"))
    assert found.previous == Previous(date(2027, 1, 4), date(2027, 2, 26))
    assert seen(session, mine(session, post="")).previous is None


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("ground", "himself"), [(EndGround.STUDENT, True), (EndGround.HOST, False)])
def test_who_broke_off_the_internship_before_is_known(session, ground, himself):
    kept(session, post="Comptable", starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30), state=State.BROKEN_OFF,
         ended_on=date(2027, 2, 12), end_ground=ground)  # fmt: skip
    found = seen(session, mine(session, post="Comptable"))
    assert found.previous == Previous(date(2027, 1, 4), date(2027, 2, 12), himself)


@pytest.mark.feature("E11")
def test_a_file_never_counts_itself_and_what_changed_is_looked_up_again(session):
    file = kept(session, student=STUDENT, post="Comptable")
    assert seen(session, file) == Around()
    other = kept(session)
    assert seen(session, file) == Around(), "nothing of its own changed in this transaction"
    file.request = {**file.request, "ends_on": date(2027, 6, 29)}
    assert seen(session, file) == Around(tutor_interns=1, referent_interns=1, host_interns=1)
    assert seen(session, other).tutor_interns == 1


@pytest.mark.feature("E11")
def test_a_page_of_files_costs_the_questions_of_one(session):
    page = [kept(session, post="Comptable") for _ in range(20)]
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *facts: asked.append(facts[2]))
    around.load(session, page[:1])
    one = len(asked)
    around.load(session, page[1:])
    assert 0 < one == len(asked) - one
    assert {file.around.tutor_interns for file in page} == {19}


@pytest.mark.feature("E11", "E12")
def test_an_amendment_is_judged_by_the_other_interns_of_its_new_tutor_and_dates(session):
    other_tutor = uuid.uuid4()
    kept(session, tutor_id=other_tutor, starts_on=date(2027, 7, 1), ends_on=date(2027, 7, 30))
    file = kept(session, student=STUDENT, state=State.RUNNING)
    assert seen(session, file).tutor_interns == 0
    changed = {"tutor_id": other_tutor, "starts_on": MARCH, "ends_on": date(2027, 7, 9)}
    amendment = SimpleNamespace(kinds=["tutor", "dates"], fields=changed, people={}, reason="", file=file, round=None)
    assert seen(session, AsAmended(file, amendment)).tutor_interns == 1
    assert file.around.tutor_interns == 0


@pytest.mark.feature("E11")
def test_without_dates_nothing_is_looked_up(session):
    file = mine(session, starts_on=None, ends_on=None)
    assert seen(session, file) is None


def in_host(world, host, who="student0", **changes):
    """A convention ready to be submitted, in this host."""
    shared = {"host_id": host[0]["id"], "tutor_id": host[1]["id"]}
    file = world.move(world.new_request(who, **shared, **changes), "submit", who)
    file = world.move(file, "validate", "supervisor")
    file = world.ask(agreements.GetInternship, who, id=file["id"])
    fields = world.convention_fields(teaching_presence_hours=100)
    return world.ask(agreements.SaveConvention, who, id=file["id"], version=file["version"], fields=fields)


def statuses(file):
    return {check["code"]: check["status"] for check in file["checks"]}


def lifted_events(base, file):
    with base.connect() as connection:
        found = connection.execute(
            text("SELECT body FROM outbox WHERE subject = :id AND routing_key = 'control_lifted.v1' ORDER BY id"),
            {"id": str(file["id"])},
        )
        return [json.loads(row.body) for row in found]


@pytest.mark.feature("E11")
def test_a_manager_lifts_a_quota_with_a_reason_and_changed_figures_ask_again(world, base):
    host = world.new_host()
    first = world.request_fields()["starts_on"]  # the same for all: the world's own days move on
    whose = ("student1", "student1", "student1", "student1", "student0")
    ready = [in_host(world, host, who, starts_on=first, ends_on=first + timedelta(days=6)) for who in whose]
    *others, file, last = [world.move(one, "submit_convention", who) for one, who in zip(ready, whose, strict=True)]
    assert statuses(file)["tutor_quota"] == "ok", "one intern, however many files he has"
    with base.begin() as connection:
        apart = text("UPDATE internship SET student_id = gen_random_uuid() WHERE id = ANY(:ids)")
        connection.execute(apart, {"ids": [one["id"] for one in others]})
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert statuses(file)["tutor_quota"] == "refusal"
    refused = next(action for action in file["actions"] if action["name"] == "validate_convention")
    assert (refused["allowed"], refused["obstacle"]) == (False, "controls_to_lift")
    with pytest.raises(MoveRefused) as told:
        world.move(file, "validate_convention", "officer")
    assert told.value.params["controls"] == ["tutor_quota"]

    asked = {"id": file["id"], "version": file["version"], "code": "tutor_quota"}
    for who in ("student1", "supervisor"):
        with pytest.raises((MoveRefused, NotFound)):
            world.ask(agreements.OverrideControl, who, **asked, reason="Moi")
    with pytest.raises(InvalidInput):
        world.ask(agreements.OverrideControl, "officer", **asked, reason="")
    with pytest.raises(MoveRefused):
        world.ask(agreements.OverrideControl, "officer", **asked | {"code": "duration"}, reason="Non")
    reason = "Deux d’entre eux partent la veille."
    file = world.ask(agreements.OverrideControl, "officer", **asked, reason=reason)
    check = next(check for check in file["checks"] if check["code"] == "tutor_quota")
    assert (check["status"], check["override"]["reason"]) == ("lifted", reason)
    assert (file["journal"][0]["move"], file["journal"][0]["comment"]) == ("override_control", reason)
    assert [event["data"]["control"] for event in lifted_events(base, file)] == ["tutor_quota"] * 2, "inside, outside"
    assert reason not in str(lifted_events(base, file))

    world.move(last, "drop", "student0", "Je renonce")  # one intern less: other figures, another decision
    again = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert statuses(again)["tutor_quota"] == "refusal"
    file = world.ask(agreements.OverrideControl, "officer", **asked | {"version": again["version"]}, reason=reason)
    assert world.move(file, "validate_convention", "officer")["state"] == State.VALIDATED


@pytest.mark.feature("E11")
def test_of_two_conventions_submitted_at_once_only_one_stays_under_924_hours(world):
    host = world.new_host()
    starts = date(today().year + 2, 1, 8)
    months = [(starts, starts + timedelta(days=110)), (starts + timedelta(days=111), starts + timedelta(days=221))]
    ready = [in_host(world, host, starts_on=first, ends_on=last) for first, last in months]
    results = []

    def submit(file):
        try:
            results.append(world.move(file, "submit_convention", "student0")["state"])
        except MoveRefused as refusal:
            results.append((refusal.code, refusal.params["controls"]))

    threads = [threading.Thread(target=submit, args=(file,)) for file in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results, key=str) == [("against_the_law", ["duration"]), State.AWAITING_OFFICER]


@pytest.mark.feature("E15")
def test_bad_dates_of_periods_are_refused_in_their_place_and_lines_being_typed_are_kept(world):
    file = in_host(world, world.new_host())
    first, last = file["request"]["starts_on"], file["request"]["ends_on"]
    day = timedelta(days=1)
    bad = world.convention_fields(
        weeks=[{"starts_on": first, "ends_on": last + day}, {"starts_on": last, "ends_on": last}],
        interruptions=[{"starts_on": first + day, "ends_on": first, "reason": ""}],
    )
    with pytest.raises(InvalidInput) as refused:
        world.ask(agreements.SaveConvention, "student0", id=file["id"], version=file["version"], fields=bad)
    assert refused.value.params["fields"] == {
        "fields.weeks.0.ends_on": ["outside_internship"],
        "fields.weeks.1.starts_on": ["overlapping"],
        "fields.interruptions.0.ends_on": ["before_start"],
    }
    typing = world.convention_fields(weeks=[{"starts_on": first}])
    file = world.ask(agreements.SaveConvention, "student0", id=file["id"], version=file["version"], fields=typing)
    assert file["convention"]["weeks"][0]["starts_on"] == first
    with pytest.raises(MoveRefused) as told:
        world.move(file, "submit_convention", "student0")
    assert told.value.params["fields"] == ["weeks"]


@pytest.mark.feature("E15")
def test_while_typing_the_other_files_of_the_host_are_counted(world):
    host = world.new_host()
    first = date(today().year + 2, 1, 8)
    counted = in_host(world, host, "student1", starts_on=first, ends_on=first + timedelta(days=20))
    counted = world.move(counted, "submit_convention", "student1")
    starts = first + timedelta(days=30)
    draft = world.new_request(
        "student1", host_id=host[0]["id"], tutor_id=host[1]["id"], starts_on=starts, ends_on=starts + timedelta(days=6)
    )
    answer = world.ask(agreements.PreviewSchedule, "student1", id=draft["id"], request=draft["request"])
    assert answer["schedule"]["other_minutes"] == counted["schedule"]["minutes"] > 0


OF_SIREN = "732829320"
LYON, PARIS = f"{OF_SIREN}00074", f"{OF_SIREN}00009"
ONE_HOST = [
    ({"name": "Société Générale d’Écoute", "city": "Saint-Étienne"}, {"name": "SOCIETE GENERALE D'ECOUTE", "city": "ST ETIENNE"}),
    ({"name": "Les Œuvres du Cœur", "city": "Paris"}, {"name": "les oeuvres du coeur", "city": "PARIS CEDEX 08"}),
    ({"name": "Siège", "city": "Lyon", "siret": LYON, "country": "FR"},
     {"name": "Boutique Opéra", "city": "Paris", "siret": PARIS, "country": "FR"}),
]  # fmt: skip
TWO_HOSTS = [
    ({"name": "Cabinet Martin", "city": "Lyon"}, {"name": "Cabinet Martin", "city": "Nantes"}),
    ({"name": "Martin", "city": "Valence", "country": "FR"}, {"name": "Martin", "city": "Valence", "country": "ES"}),
    ({"name": "Cabinet Martin", "city": "Lyon"}, {"name": "Cabinet Martin et fils", "city": "Lyon"}),
]  # fmt: skip


@pytest.mark.feature("E11")
@pytest.mark.parametrize(
    ("one", "other", "same"), [(*pair, True) for pair in ONE_HOST] + [(*pair, False) for pair in TWO_HOSTS]
)
def test_a_host_recorded_twice_is_one_host_and_two_hosts_of_one_name_are_two(session, one, other, same):
    same_student(session, host_id=uuid.uuid4(), host=other, ends_on=date(2027, 3, 5))
    kept(session, host_id=uuid.uuid4(), host=other, ends_on=date(2027, 3, 5))
    found = seen(session, mine(session, host_id=uuid.uuid4(), host=one, starts_on=date(2027, 3, 5)))
    assert (found.other_minutes, found.host_interns) == ((5 * 420, 1) if same else (0, 0))


@pytest.mark.feature("E11")
def test_a_post_rests_whichever_record_of_the_host_was_chosen_and_the_shops_of_one_company_each_have_theirs(session):
    first, second = ({**record, "city": "Brest"} for record in ONE_HOST[0])
    ended = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 2, 26), "post": "Comptable"}
    kept(session, host_id=uuid.uuid4(), host=second, **ended)
    assert seen(session, mine(session, host_id=uuid.uuid4(), host=first, post="comptable")).previous is not None
    in_lyon, in_paris = ONE_HOST[2]
    kept(session, host=in_lyon, **{**ended, "post": "Vendeuse"})
    assert seen(session, mine(session, host=in_paris, post="vendeuse")).previous is None
    assert seen(session, mine(session, host={**in_paris, "city": "LYON"}, post="vendeuse")).previous is not None


@pytest.mark.feature("E11")
def test_another_record_of_the_host_ends_what_a_manager_lifted_and_the_same_one_better_written_does_not(session):
    file = kept(session, host=ONE_HOST[0][0])
    file.overrides = {"host_quota": {"figures": {}}}
    session.flush()
    file.host = {**file.host, **ONE_HOST[0][1]}
    session.flush()
    assert file.overrides
    file.host = {**file.host, "city": "Brest"}
    session.flush()
    assert file.overrides == {}


@pytest.mark.feature("E11")
def test_files_written_before_the_key_of_a_host_get_the_key_that_the_rule_gives(session):
    """What migration 0010 fills in, with its own copy of the rule."""
    records = [record for pair in (*ONE_HOST, *TWO_HOSTS) for record in pair]
    records += [
        {"name": "", "city": ""},
        {"name": "北京大学", "city": "北京", "country": "CN"},
        {"siret": "12345678901234"},
        {"name": "★ ★", "city": "Lyon", "country": "FR"},
        {"name": "Ban\u00adque", "city": "Lyon", "country": "FR"},
    ]
    written = [kept(session, host_id=uuid.uuid4(), host=record) for record in records]
    keys = [file.host_key for file in written]
    session.execute(text("UPDATE internship SET host_key = ''"))
    migration = importlib.import_module("services.agreements.migrations.versions.0010_host_key")
    migration.fill(session.connection())
    session.expire_all()
    assert [file.host_key for file in written] == keys == [host_key(file.host) for file in written]
    assert len(set(keys)) > 8
