"""Conventions of a whole group opened from a list, through the running service."""

import os
import signal
import time
import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from stdnum import luhn

from contracts.calls import agreements, notifications, profiles
from contracts.calls.agreements.opening import COLUMNS
from contracts.errors import InvalidInput, NotFound
from contracts.vocabulary import State
from runtime.database import make_engine
from runtime.files import FileStore
from tests.builders.world import COMPONENT, OPERATOR, PROGRAMME
from tests.service.agreements.desk import finished

pytestmark = pytest.mark.feature("E19")
HEADERS = [column.header for column in COLUMNS]


@pytest.fixture(scope="module")
def students(world):
    """Two who have a number; one of another component, who is as if he were not."""
    own = uuid.uuid4().hex[:6]
    people = [
        {"issuer": "test", "subject": f"list{n}{own}", "first_name": f"Léa{n}", "last_name": "Liste", "roles": ["student"],
         "email": f"list{n}{own}@univ.example", "student_number": f"{own}{n}", "component_code": component,
         "programme_code": PROGRAMME}
        for n, component in enumerate((COMPONENT, COMPONENT, "APART"))
    ]  # fmt: skip
    world.operator.ask(
        profiles.ImportDirectory,
        OPERATOR,
        components=[{"code": "APART", "name": "Ailleurs", "circuit": "other_application"}],
        people=people,
    )
    return [person["student_number"] for person in people]


@pytest.fixture(scope="module")
def uploads(platform):
    return FileStore(platform.env_of("gateway")["IPRO_FILES_URL"])


def line(number, host, **changes):
    values = {
        "numero_etudiant": number,
        "entreprise": host,
        "ville": "Anvers",
        "pays": "BE",
        "tuteur_prenom": "Hakim",
        "tuteur_nom": "Belaïd",
        "tuteur_email": "tuteur@liste.example",
        "responsable_email": "supervisor@univ.example",
        "sujet": "Soins à domicile",
        "descriptif": "Tournées, transmissions.",
        "debut": "01/03/2027",
        "fin": "26/03/2027",
        "heures_par_semaine": "35",
        "gratification": "",
        **changes,
    }
    return [values.get(header, "") for header in HEADERS]


def sent(world, uploads, lines, headers=HEADERS, encoding="utf-8", separator=";", who="officer"):
    body = "\n".join(separator.join(cells) for cells in [headers, *lines]).encode(encoding)
    return opened(world, uploads, body, who)


def opened(world, uploads, body, who="officer"):
    from io import BytesIO

    upload = uploads.quarantine(BytesIO(body), 5_000_000)
    return world.ask(
        agreements.StartOpening, who, group_id=world.group_id, upload_id=upload, file_name="liste.csv", deadline=10
    )


def outcomes(job):
    return [(line["outcome"], line["code"], line["params"].get("fields")) for line in job["lines"]]


def test_a_list_is_checked_then_opened_and_a_second_time_opens_nothing(world, base, uploads, students):
    host = f"Hôpital {uuid.uuid4().hex[:6]}"
    lines = [
        line(students[0], host),
        line(students[1], host, debut="demain"),
        line("000", host),
        line(students[2], host),
        line(students[1], host, responsable_email="careers@univ.example"),
        line(students[1], host, debut="2027-01-04", fin="2027-12-20"),
    ]
    job = finished(world, sent(world, uploads, lines, encoding="cp1252"))
    assert job["checked_only"] is True
    assert outcomes(job) == [
        ("ready", "", None),
        ("refused", "invalid_input", {"starts_on": ["invalid"]}),
        ("refused", "invalid_input", {"student_number": ["unknown_student"]}),
        ("refused", "invalid_input", {"student_number": ["unknown_student"]}),
        ("refused", "invalid_input", {"supervisor_email": ["not_a_teacher"]}),
        ("refused", "against_the_law", None),
    ]
    assert world.ask(agreements.ListQueue, "officer", words=host, states=["convention_to_complete"])["rows"] == []
    with pytest.raises(NotFound):
        world.ask(agreements.RunOpening, "careers", id=job["id"])
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    done = finished(world, job)
    assert [found["outcome"] for found in done["lines"]] == ["done", *["refused"] * 5]
    file = world.ask(agreements.GetInternship, "officer", id=done["lines"][0]["internship_id"])
    assert (file["state"], file["holder"]) == (State.CONVENTION_TO_COMPLETE, "student")
    assert [found["move"] for found in file["journal"]] == ["open_for_group", "create"]
    assert file["journal"][0]["by_name"] == "Officer Essai"
    assert (file["host"]["name"], file["tutor"]["last_name"]) == (host, "Belaïd")
    assert file["convention"]["weekly_minutes"] == 35 * 60
    again = finished(world, sent(world, uploads, lines[:1]))
    assert [(found["outcome"], found["reference"]) for found in again["lines"]] == [("already", file["reference"])]


def test_a_line_that_is_twice_in_one_list_opens_one_convention(world, uploads, students):
    same = line(students[1], f"Clinique {uuid.uuid4().hex[:6]}", debut="03/05/2027", fin="14/05/2027")
    job = finished(world, sent(world, uploads, [same, same, same]))
    assert [(found["outcome"], found["code"], found["params"].get("line")) for found in job["lines"]] == [
        ("ready", "", None),
        ("already", "same_line", 1),
        ("already", "same_line", 1),
    ]
    assert job["counts"] == {"ready": 1, "same_line": 2}, "a double was not opened before"
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    done = finished(world, job)
    assert sorted(found["outcome"] for found in done["lines"]) == ["already", "already", "done"]
    assert [found["reference"] is None for found in done["lines"]] == [False, True, True]
    assert done["counts"] == {"done": 1, "same_line": 2}
    later = finished(world, sent(world, uploads, [same, same]))
    assert later["counts"] == {"already": 2}, "both were opened before this list"


FRENCH = {"pays": "", "ville": "Orléans"}


def siret():
    """A number that no other test has."""
    begin = f"{uuid.uuid4().int % 10**8:08}"
    siren = begin + luhn.calc_check_digit(begin)
    return f"{siren}0001{luhn.calc_check_digit(siren + '0001')}"


def test_two_lines_that_write_one_host_in_two_ways_open_one_convention(world, uploads, students):
    name, number, days = f"Éclair {uuid.uuid4().hex[:6]}", siret(), {"debut": "06/09/2027", "fin": "17/09/2027"}
    lines = [
        line(students[0], name, siret=number, **FRENCH, **days),
        line(students[0], f"{name} SAS", siret=number, **FRENCH, **days),
        line(students[0], name.replace("É", "e"), **FRENCH | {"ville": "ORLEANS"}, **days),
    ]
    job = finished(world, sent(world, uploads, lines))
    assert outcomes(job) == [("ready", "", None), ("already", "same_line", None), ("already", "same_line", None)]
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    assert finished(world, job)["counts"] == {"done": 1, "same_line": 2}
    assert finished(world, sent(world, uploads, lines))["counts"] == {"already": 3}, "as they were found ready"


def test_another_siret_or_country_is_another_host_and_a_name_that_two_have_is_refused(world, uploads, students):
    name, numbers = f"Boulangerie {uuid.uuid4().hex[:6]}", [siret(), siret()]

    def opened_as(days, **changes):
        job = finished(world, sent(world, uploads, [line(students[0], name, **FRENCH | changes, **days)]))
        world.ask(agreements.RunOpening, "officer", id=job["id"])
        (done,) = finished(world, job)["lines"]
        assert done["outcome"] == "done", done
        host = world.ask(agreements.GetInternship, "officer", id=done["internship_id"])["host"]
        return host["siret"], host["country"]

    def days(month):
        return {"debut": f"01/{month:02}/2032", "fin": f"12/{month:02}/2032"}

    assert opened_as(days(6)) == ("", "FR")
    assert opened_as(days(1), siret=numbers[0]) == (numbers[0], "FR"), "what a line says is never left out"
    assert opened_as(days(2)) == (numbers[0], "FR"), "the name is enough while one has it"
    assert opened_as(days(3), pays="Canada") == ("", "CA")
    assert opened_as(days(4), siret=numbers[1]) == (numbers[1], "FR")
    job = finished(world, sent(world, uploads, [line(students[0], name, **FRENCH, **days(5))]))
    assert outcomes(job) == [("refused", "invalid_input", {"host.siret": ["several_hosts"]})]


def test_an_overlap_is_told_on_its_line_before_and_after_opening_and_stands_in_the_way_of_nothing(
    world, base, uploads, students
):
    host = f"Foyer {uuid.uuid4().hex[:6]}"
    first = line(students[0], host, debut="03/01/2028", fin="28/01/2028")
    job = finished(world, sent(world, uploads, [first]))
    assert (job["lines"][0]["code"], job["counts"]) == ("", {"ready": 1})
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    known = finished(world, job)["lines"][0]["reference"]
    lines = [
        line(students[0], host, debut="28/01/2028", fin="04/02/2028"),
        line(students[0], host, debut="05/02/2028", fin="18/02/2028"),
        line(students[0], host, debut="14/02/2028", fin="25/02/2028"),
        line(students[1], host, debut="14/02/2028", fin="25/02/2028"),
        line(students[0], host, debut="14/02/2028", fin="hier"),
    ]
    job = finished(world, sent(world, uploads, lines))
    assert [(found["outcome"], found["code"]) for found in job["lines"]] == [
        ("ready", "overlapping"),
        ("ready", "overlapping"),
        ("ready", "overlapping"),
        ("ready", ""),
        ("refused", "invalid_input"),
    ]
    assert job["counts"] == {"ready": 4, "refused": 1, "overlapping": 3}
    assert others(job, 0) == [(known, 0, "2028-01-03", "2028-01-28")]
    assert others(job, 1) == [(None, 3, "2028-02-14", "2028-02-25")]
    assert others(job, 2) == [(None, 2, "2028-02-05", "2028-02-18")]
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    done = finished(world, job)
    assert [(found["outcome"], found["code"]) for found in done["lines"][:4]] == [
        ("done", "overlapping"),
        ("done", "overlapping"),
        ("done", "overlapping"),
        ("done", ""),
    ]
    assert others(done, 0) == [(known, 0, "2028-01-03", "2028-01-28")]
    assert others(done, 1) == [(done["lines"][2]["reference"], 0, "2028-02-14", "2028-02-25")]


def test_what_is_given_up_overlaps_nothing(world, base, uploads, students):
    host = f"Maison {uuid.uuid4().hex[:6]}"
    job = finished(world, sent(world, uploads, [line(students[1], host, debut="03/04/2028", fin="28/04/2028")]))
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    file = finished(world, job)["lines"][0]
    again = [line(students[1], host, debut="10/04/2028", fin="14/04/2028")]
    assert others(finished(world, sent(world, uploads, again)), 0) == [
        (file["reference"], 0, "2028-04-03", "2028-04-28")
    ]
    for state in ("dropped", "finished", "broken_off", "convention_refused"):
        with base.begin() as connection:
            statement = text("UPDATE internship SET state = :state WHERE id = :id")
            connection.execute(statement, {"state": state, "id": file["internship_id"]})
        found = finished(world, sent(world, uploads, again))
        assert [(one["outcome"], one["code"]) for one in found["lines"]] == [("ready", "")], state


def others(job, place):
    given = job["lines"][place]["params"]["others"]
    return [(one["reference"], one["line"], one["starts_on"], one["ends_on"]) for one in given]


@pytest.mark.feature("E10")
@pytest.mark.parametrize("mine", ["Officer@univ.example", "officer+tuteur@univ.example"])
def test_a_manager_opens_nothing_whose_tutor_is_himself(world, uploads, students, mine):
    job = finished(
        world, sent(world, uploads, [line(students[0], f"Hôpital {uuid.uuid4().hex[:6]}", tuteur_email=mine)])
    )
    assert outcomes(job) == [("refused", "invalid_input", {"tutor_email": ["a_manager_s_own"]})]


def test_the_supervisor_may_take_back_what_was_opened(world, uploads, students):
    job = finished(world, sent(world, uploads, [line(students[1], f"Crèche {uuid.uuid4().hex[:6]}")]))
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    done = finished(world, job)
    file = world.ask(agreements.GetInternship, "supervisor", id=done["lines"][0]["internship_id"])
    told(world, "supervisor", file)
    file = world.move(file, "take_back", "supervisor", "Je veux décider moi-même")
    assert file["state"] == State.AWAITING_SUPERVISOR


def told(world, who, file):
    """The notice comes by the broker: a moment later."""
    for _ in range(100):
        rows = world.ask(notifications.ListNotifications, who)["rows"]
        if any(row["kind"] == "list_opened" and str(file["id"]) in row["link"] for row in rows):
            return
        time.sleep(0.1)
    raise AssertionError("nobody told the supervisor")


@pytest.fixture(scope="module")
def mailbox(platform):
    """What notifications wrote down, looked at from outside."""
    address = platform.database_url("notifications").replace("postgresql://", "postgresql+psycopg2://", 1)
    engine = make_engine(address)
    yield engine
    engine.dispose()


def rows(engine, statement, **given):
    with engine.connect() as connection:
        return connection.execute(text(statement), given).all()


def events_of(base, *subjects):
    return {
        row.event_id: row.routing_key
        for row in rows(
            base,
            "SELECT event_id, routing_key FROM outbox WHERE exchange = 'agreements.internal' AND subject = ANY(:subjects)",
            subjects=[str(one) for one in subjects],
        )
    }


def heard(mailbox, events):
    """(notices, mails) of these events, by person or address."""
    given = {"events": list(events)}
    notices = rows(mailbox, "SELECT person_id, kind FROM notification WHERE event_id = ANY(:events)", **given)
    mails = rows(mailbox, "SELECT to_address, kind FROM delivery WHERE event_id = ANY(:events)", **given)
    return Counter(map(tuple, notices)), Counter(map(tuple, mails))


@pytest.mark.feature("F1", "F2")
def test_a_list_is_told_once_to_each_however_often_who_tells_is_killed(
    world, base, uploads, students, platform, mailbox
):
    host, many = f"Ehpad {uuid.uuid4().hex[:6]}", 24
    weeks = [date(2029, 1, 1) + timedelta(days=7 * n) for n in range(many)]
    lines = [line(students[0], host, debut=str(first), fin=str(first + timedelta(days=4))) for first in weeks]
    job = finished(world, sent(world, uploads, lines))
    assert job["counts"] == {"ready": many}
    world.ask(agreements.RunOpening, "officer", id=job["id"])
    files = killed_while_it_opens(world, job, base, mailbox, platform)
    kill_notifications(platform)
    events = events_of(base, job["id"], *files)
    assert Counter(events.values()) == {"convention_opened_for_group.v1": many, "list_opened.v1": 1}
    supervisor, officer = (world.people[who].id for who in ("supervisor", "officer"))
    end = time.monotonic() + 90
    while time.monotonic() < end and sum(heard(mailbox, events)[0].values()) < many + 2:
        time.sleep(0.2)
    time.sleep(2)  # what would come twice would come now
    notices, mails = heard(mailbox, events)
    assert {(person, kind): n for (person, kind), n in notices.items() if kind != "convention_opened_for_group"} == {
        (supervisor, "list_opened"): 1,
        (officer, "list_opened_for_managers"): 1,
    }
    assert [n for (_person, kind), n in notices.items() if kind == "convention_opened_for_group"] == [many]
    assert mails[("supervisor@univ.example", "list_opened")] == 1
    assert sum(mails.values()) == many + 1


def kill_notifications(platform):
    """Once it runs: between two lives it has no number."""
    child, end = platform.supervisor.children["notifications"], time.monotonic() + 30
    while child.pid is None and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)


def killed_while_it_opens(world, job, base, mailbox, platform):
    """The files of the job once it is over; the consumer was killed after its first notices and before its last."""
    kills, end = 0, time.monotonic() + 90
    while time.monotonic() < end:
        found = world.ask(agreements.GetJob, "officer", id=job["id"], limit=1_000)
        files = [one["internship_id"] for one in found["lines"] if one["internship_id"]]
        if not kills and files and heard(mailbox, events_of(base, *files))[0]:
            kill_notifications(platform)
            kills += 1
        if found["state"] == "done":
            assert kills, "nothing was told before the list was over"
            return files
        time.sleep(0.02)
    raise AssertionError("the list is not over")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (";".join(HEADERS).encode(), "empty"),
        (b"nom;prenom\nA;B\n", "missing_columns"),
        (b"\0\1\2", "unreadable"),
        ((";".join(HEADERS) + "\n").encode() + b"x;\n" * 1_001, "too_many_lines"),
        (b"x" * 1_000_001, "over_one_mb"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_reason(world, uploads, body, code):
    with pytest.raises(InvalidInput) as refused:
        opened(world, uploads, body)
    assert refused.value.params["fields"] == {"file": [code]}


def test_a_group_that_is_not_ours_does_not_exist(world, uploads, students):
    with pytest.raises(NotFound):
        sent(world, uploads, [line(students[0], "X")], who="careers")
