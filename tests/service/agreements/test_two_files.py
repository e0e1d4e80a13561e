"""Who is a party of one file names a thing of another: being somebody here opens nothing there.

Strangers to every file are in test_others.py.
"""

import uuid
from io import BytesIO
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from contracts.calls import agreements, profiles
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import Role, State
from runtime.actor import Actor
from runtime.clock import today
from tests.builders.world import COMPONENT, OPERATOR, UNIVERSITY_SIGNATORY
from tests.service.agreements import desk
from tests.service.agreements.ends import dated, in_days
from tests.service.agreements.test_amendments import amend, move
from tests.service.agreements.test_follow_up import visit
from tests.service.agreements.test_opening import HEADERS, line, uploads  # noqa: F401
from tests.service.agreements.test_others import PAPERS
from tests.service.agreements.test_papers import deposit
from tests.service.agreements.test_signing import LEGAL, by_link, links, sign, store  # noqa: F401

pytestmark = pytest.mark.feature("E10")
PEOPLE = {
    "twofold": [Role.STUDENT, Role.TEACHER],
    "teacher9": [Role.TEACHER],
    "manager8": [Role.OFFICER],
    "manager9": [Role.OFFICER],
}


@pytest.fixture(scope="module", autouse=True)
def second_group(world):
    """A teacher who studies too, another teacher, and two managers of a second group, whose id this is."""
    people = [
        {"issuer": "test", "subject": name, "first_name": name.capitalize(), "last_name": "Double",
         "email": f"{name}@univ.example", "roles": [str(role) for role in roles], "language": "fr",
         "component_code": COMPONENT}
        for name, roles in PEOPLE.items()
    ]  # fmt: skip
    known = world.operator.ask(profiles.ImportDirectory, OPERATOR, people=people)["people"]
    for name, roles in PEOPLE.items():
        world.people[name] = Actor(uuid.UUID(str(known[name])), frozenset(roles), "fr", "cas", name)
    group = {
        "name": "Second groupe",
        "contact_email": "second@univ.example",
        "component_code": COMPONENT,
        "member_ids": [str(world.people[name].id) for name in ("manager8", "manager9")],
        "university": UNIVERSITY_SIGNATORY,
    }
    return uuid.UUID(world.operator.ask(agreements.ImportOfficerGroups, OPERATOR, groups=[group])["Second groupe"])


def opened(world, who="student0", officer="officer", **convention):
    file = world.move(desk.requested(world, who), "validate", "supervisor")
    fields = world.convention_fields(**convention)
    file = world.ask(agreements.SaveConvention, who, id=file["id"], version=file["version"], fields=fields)
    file = world.move(world.move(file, "submit_convention", who), "validate_convention", officer)
    return world.move(file, "open_signatures", officer)


def signed(world, base, who="student0", officer="officer", **convention):
    file = opened(world, who, officer, **convention)
    for role in LEGAL:
        sign(world, links(base, file)[role])
    file = world.ask(agreements.GetInternship, who, id=file["id"])
    assert file["state"] == State.SIGNED
    return file


def other_words(world, file, who):
    return amend(world, file, ["other"], who, words="Deux jours à distance.")


@pytest.fixture(scope="module")
def files(world, base, second_group):
    """`mine`, of student0 and the first group, without anything; all the rest is student1's, in the second."""
    of_others = {"who": "student1", "officer": "manager8", "officer_group_id": second_group}
    drafted, papered = signed(world, base, **of_others), signed(world, base, **of_others)
    amendment = other_words(world, papered, "student1")
    for name, who in (("submit", "student1"), ("approve", "supervisor"), ("validate", "manager8")):
        amendment = move(world, amendment, name, who)
    return SimpleNamespace(
        mine=signed(world, base),
        other=papered,
        draft=other_words(world, drafted, "student1"),
        on_paper=move(world, amendment, "open_paper", "manager8"),
        signing=opened(world, **of_others),
    )


@pytest.fixture
def deputy(world):
    """The teacher who studies too decides in his supervisor's place."""
    ask = {"to_id": world.people["twofold"].id, "starts_on": today(), "ends_on": today()}
    one = world.ask(agreements.Delegate, "supervisor", **ask)
    yield "twofold"
    world.ask(agreements.RevokeDelegation, "supervisor", id=one["id"])


def test_a_manager_sends_no_link_for_the_signature_of_another_file(world, files):
    row = files.signing["signing"]["signatories"][0]
    with pytest.raises(NotFound):
        world.ask(agreements.ResendSignature, "officer", id=files.mine["id"], signatory_id=row["id"])


def test_a_manager_records_no_signature_of_another_file_s_amendment(world, files):
    row = files.on_paper["signing"]["signatories"][0]
    dates = [{"signatory_id": row["id"], "signed_on": today()}]
    now = world.ask(agreements.GetInternship, "officer", id=files.mine["id"])
    with pytest.raises(NotFound):
        world.ask(
            agreements.RecordPaper, "officer", id=now["id"], version=now["version"],
            amendment_id=files.on_paper["id"], dates=dates,
        )  # fmt: skip


def test_a_student_writes_in_no_amendment_of_another_file(world, files):
    with pytest.raises(NotFound):
        world.ask(
            agreements.SaveAmendment, "student0", id=files.draft["id"], version=files.draft["version"],
            internship_id=files.mine["id"], kinds=["other"], reason="?", fields={"words": "?"},
        )  # fmt: skip


def test_a_manager_reads_no_evidence_of_another_file_s_amendment(world, files):
    with pytest.raises(NotFound):
        world.ask(agreements.GetEvidence, "officer", id=files.mine["id"], amendment_id=files.on_paper["id"])


def test_a_manager_reviews_no_paper_of_another_file(world, files, second_group, store):  # noqa: F811
    asked = world.ask(agreements.GetGroupPapers, "manager8", id=second_group)
    world.ask(agreements.SaveGroupPapers, "manager8", id=second_group, version=asked["version"], papers=PAPERS)
    deposit(world, store, files.other, "badge", who="student1")
    paper = world.ask(agreements.GetFollowUp, "student1", id=files.other["id"])["papers"][0]["versions"][0]["id"]
    with pytest.raises(NotFound):
        world.ask(agreements.ReviewPaper, "officer", id=files.mine["id"], paper_id=paper, accepted=True)


@pytest.mark.feature("E20")
def test_a_visit_is_planned_anew_in_its_own_file_alone(world, files):
    """Its supervisor follows both."""
    one = visit(world, files.other, files.other["request"]["starts_on"])
    fields = {"on": files.mine["request"]["starts_on"], "at": "", "form": "phone", "place": "", "note": ""}
    with pytest.raises(NotFound):
        world.ask(
            agreements.SaveVisit, "supervisor", id=one["id"], version=one["version"],
            internship_id=files.mine["id"], fields=fields,
        )  # fmt: skip


@pytest.mark.feature("E18")
def test_an_absence_is_withdrawn_by_who_recorded_it_alone(world):
    given = {"to_id": world.people["officer"].id, "starts_on": in_days(300), "ends_on": in_days(301)}
    one = world.ask(agreements.Delegate, "teacher9", **given)
    for who in ("supervisor", "officer"):
        with pytest.raises(NotFound):
            world.ask(agreements.RevokeDelegation, who, id=one["id"])
    assert world.ask(agreements.RevokeDelegation, "teacher9", id=one["id"])["id"] == one["id"]


@pytest.mark.feature("E19")
def test_a_list_is_opened_by_who_sent_it_and_not_by_a_colleague(world, uploads, second_group):  # noqa: F811
    upload = uploads.quarantine(
        BytesIO("\n".join(";".join(cells) for cells in (HEADERS, line("000", "Hôpital"))).encode()), 5_000_000
    )
    ask = {"group_id": second_group, "upload_id": upload, "file_name": "liste.csv"}
    job = desk.finished(world, world.ask(agreements.StartOpening, "manager8", **ask), "manager8")
    with pytest.raises(NotFound):
        world.ask(agreements.RunOpening, "manager9", id=job["id"])
    assert world.ask(agreements.RunOpening, "manager8", id=job["id"])["id"] == job["id"]


@pytest.mark.feature("E18")
def test_a_student_decides_nothing_by_the_many_not_even_on_his_own_file(world, files):
    target = {"id": files.mine["id"], "version": files.mine["version"]}
    with pytest.raises(NotFound):
        world.ask(agreements.StartBulk, "student0", by="officer", move="validate_convention", files=[target])


@pytest.mark.feature("E20")
def test_a_visit_leaves_the_list_of_who_follows_the_intern_no_more(world, files):
    ask = {"to_id": world.people["teacher9"].id, "starts_on": today(), "ends_on": today()}
    absence = world.ask(agreements.Delegate, "supervisor", **ask)
    one = visit(world, files.mine, files.mine["request"]["starts_on"], who="teacher9")
    assert one["id"] in [row["id"] for row in world.ask(agreements.ListVisits, "teacher9")]
    world.ask(agreements.RevokeDelegation, "supervisor", id=absence["id"])
    assert one["id"] not in [row["id"] for row in world.ask(agreements.ListVisits, "teacher9")]


@pytest.mark.feature("E18")
def test_a_deputy_finds_his_own_request_neither_among_those_to_decide_nor_in_their_counts(world, base, deputy):
    def to_decide(who, state):
        found = world.ask(agreements.ListToDecide, who, state=state, limit=100)
        return found["counts"][state], found["reds"]["coming"], [row["id"] for row in found["rows"]]

    asked, state = desk.requested(world, deputy), State.AWAITING_SUPERVISOR
    before, his = to_decide("supervisor", state), to_decide(deputy, state)
    assert asked["id"] not in his[2]
    desk.requested(world, deputy)
    assert to_decide("supervisor", state)[0] == before[0] + 1
    assert to_decide(deputy, state)[0] == his[0]
    dated(base, world.move(asked, "validate", "supervisor"), 0, 60)
    assert to_decide("supervisor", state)[1] == before[1] + 1
    assert to_decide(deputy, state)[1] == his[1]


@pytest.mark.feature("E20")
def test_a_deputy_does_not_follow_himself(world, deputy):
    file = world.move(desk.requested(world, deputy), "validate", "supervisor")
    for who, followed in (("supervisor", True), (deputy, False)):
        rows = world.ask(agreements.ListMyInterns, who, phase="coming", deadline=10)["rows"]
        assert (file["id"] in [row["id"] for row in rows]) is followed, who


@pytest.mark.feature("E12")
def test_a_deputy_finds_his_own_amendment_among_nothing_to_decide(world, base, deputy):
    file = signed(world, base, deputy)
    one = move(world, other_words(world, file, deputy), "submit", deputy)
    assert one["id"] in [row["id"] for row in world.ask(agreements.ListAmendmentsToDecide, "supervisor")]
    assert one["id"] not in [row["id"] for row in world.ask(agreements.ListAmendmentsToDecide, deputy)]
    assert one["id"] not in [row["amendment_id"] for row in world.ask(agreements.ListMyTurns, deputy)]


def test_who_signed_is_sent_no_other_link(world, base):
    file = opened(world)
    token = links(base, file)["student"]
    sign(world, token)
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.AskNewLink, token)
    assert refused.value.code == "not_your_turn"


def test_a_link_to_sign_does_not_write_the_host_s_part_nor_signs_for_it_as_the_student(world, base):
    file = opened(world)
    sign(world, links(base, file)["student"])
    token = links(base, file)["host"]
    page = by_link(world, agreements.OpenLink, token)
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SaveHostPart, token, version=page["file"]["version"], fields={})
    assert refused.value.code == "link_over"
    with base.begin() as connection:
        connection.execute(
            text("UPDATE signatory SET email = 'student0@univ.example' WHERE round_id = :round AND slot = 'host'"),
            {"round": file["signing"]["id"]},
        )
    said = {"document_sha256": page["document_sha256"], "agreed": True}
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SignByLink, token, **said)
    assert refused.value.code == "student_signs_for_another"


def test_no_signature_is_led_to_who_opened_the_file_though_he_left_the_group(world, base):
    file = opened(world)
    sign(world, links(base, file)["student"])
    with base.begin() as connection:
        given = {"id": file["id"], "person": world.people["teacher9"].id}
        connection.execute(text("UPDATE internship SET opened_by = :person WHERE id = :id"), given)
    row = next(one for one in file["signing"]["signatories"] if one["role"] == "host")
    with pytest.raises(InvalidInput) as refused:
        world.ask(
            agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"], email="teacher9@univ.example"
        )
    assert refused.value.params["fields"] == {"email": ["a_manager_s_own"]}
