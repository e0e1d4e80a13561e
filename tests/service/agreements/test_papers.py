"""Papers that a group asks, and who hears of a confidential internship."""

import io
import uuid

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import State
from tests.service.agreements import desk
from tests.service.agreements.desk import ids, queue
from tests.service.agreements.test_files import actions, completed, submitted
from tests.service.agreements.test_signing import paper, store  # noqa: F401

LIABILITY = {"code": "liability", "fr": "Responsabilité civile", "en": "Liability", "required": True}
ASKED = [
    {**LIABILITY, "when": "validation", "abroad": False},
    {"code": "", "fr": "Sécurité sociale", "en": "", "required": True, "when": "signature", "abroad": False},
    {
        "code": "local_law",
        "fr": "Droit local",
        "en": "Local law",
        "required": True,
        "when": "signature",
        "abroad": True,
    },
    {"code": "badge", "fr": "Demande de badge", "en": "Badge", "required": False, "when": "start", "abroad": False},
]


def put(store, data):  # noqa: F811
    return store.quarantine(io.BytesIO(data), 10 * 1024 * 1024)


def deposit(world, store, file, code, data=None, who="student0"):  # noqa: F811
    return world.ask(
        agreements.DepositPaper,
        who,
        id=file["id"],
        code=code,
        upload_id=put(store, paper() if data is None else data),
        file_name="attestation.pdf",
        deadline=20,
    )


def review(world, file, row, *, accepted, reason="", who="officer"):
    newest = row["versions"][0]["id"]
    return world.ask(agreements.ReviewPaper, who, id=file["id"], paper_id=newest, accepted=accepted, reason=reason)


def papers(world, file, who="student0"):
    return {row["code"]: row for row in world.ask(agreements.GetFollowUp, who, id=file["id"])["papers"]}


def read(world, file, who="student0"):
    return world.ask(agreements.GetInternship, who, id=file["id"])


@pytest.fixture
def asking(world):
    """The group asks for papers during one test."""
    before = world.ask(agreements.GetGroupPapers, "officer", id=world.group_id)
    saved = world.ask(agreements.SaveGroupPapers, "officer", id=world.group_id, version=before["version"], papers=ASKED)
    yield saved
    now = world.ask(agreements.GetGroupPapers, "officer", id=world.group_id)
    world.ask(agreements.SaveGroupPapers, "officer", id=world.group_id, version=now["version"], papers=[])


@pytest.mark.feature("E16")
def test_a_missing_paper_is_in_the_way_until_the_manager_accepts_its_last_version(world, base, store, asking):  # noqa: F811
    assert [one["code"] for one in asking["papers"]] == ["liability", "paper_1", "local_law", "badge"]
    file = world.move(completed(world), "submit_convention", "student0")
    shown = next(one for one in read(world, file, "officer")["actions"] if one["name"] == "validate_convention")
    assert (shown["allowed"], shown["obstacle"]) == (False, "papers_missing")
    assert [one["fr"] for one in shown["params"]["papers"]] == ["Responsabilité civile"]
    with pytest.raises(MoveRefused) as refused:
        world.move(file, "validate_convention", "officer")
    assert refused.value.code == "papers_missing"
    first = deposit(world, store, file, "liability")
    assert (first["state"], len(first["versions"])) == ("deposited", 1)
    assert not actions(read(world, file, "officer"))["validate_convention"], "deposited is not accepted"
    with pytest.raises(InvalidInput):
        review(world, file, first, accepted=False, reason="  ")
    said = review(world, file, first, accepted=False, reason="La date est illisible.")
    assert (said["state"], said["versions"][0]["reason"]) == ("refused", "La date est illisible.")
    second = deposit(world, store, file, "liability")
    assert len(second["versions"]) == 2
    with pytest.raises(MoveRefused) as refused:
        review(world, file, said, accepted=True)
    assert refused.value.code == "paper_replaced"
    review(world, file, second, accepted=True)
    file = world.move(read(world, file, "officer"), "validate_convention", "officer")
    assert file["state"] == State.VALIDATED
    done = [line["move"] for line in file["journal"]][::-1]
    assert done[-5:] == ["deposit_paper", "refuse_paper", "deposit_paper", "accept_paper", "validate_convention"]
    with base.connect() as connection:
        rows = connection.execute(
            text("SELECT exchange, routing_key FROM outbox WHERE subject = :id"), {"id": str(file["id"])}
        ).all()
    assert not [row for row in rows if "paper_" in row.routing_key and row.exchange == "agreements.events"]
    assert {"paper_deposited.v1", "paper_refused.v1", "paper_accepted.v1"} <= {row.routing_key for row in rows}


OVER = [State.CONVENTION_REFUSED, State.DROPPED, State.FINISHED, State.BROKEN_OFF]


@pytest.mark.feature("E16")
def test_a_decision_on_a_paper_can_be_corrected_until_the_file_takes_no_more_papers(world, base, store, asking):  # noqa: F811
    def can(who):
        return world.ask(agreements.GetFollowUp, who, id=file["id"])["can"]

    def told():
        with base.connect() as connection:
            found = text("SELECT count(*) FROM outbox WHERE subject = :id AND routing_key LIKE 'paper%'")
            return connection.execute(found, {"id": str(file["id"])}).scalar()

    file = desk.submitted(world)
    row = deposit(world, store, file, "liability")
    review(world, file, row, accepted=True)
    assert "review_paper" in can("officer")
    corrected = review(world, file, row, accepted=False, reason="C’est celle d’un autre.")
    assert (corrected["state"], corrected["versions"][0]["reason"]) == ("refused", "C’est celle d’un autre.")
    assert review(world, file, row, accepted=True)["state"] == "accepted"
    before = told()
    for state in OVER:
        with base.begin() as connection:
            moved = text("UPDATE internship SET state = :state WHERE id = :id")
            connection.execute(moved, {"state": state, "id": file["id"]})
        assert not {"review_paper", "deposit_paper"} & {*can("officer"), *can("student0")}
        for accepted in (True, False):
            with pytest.raises(MoveRefused) as refused:
                review(world, file, row, accepted=accepted, reason="Trop tard.")
            assert refused.value.code == "papers_closed"
    assert papers(world, file)["liability"]["state"] == "accepted"
    assert told() == before


@pytest.mark.feature("E8", "E16")
def test_a_manager_finds_the_files_whose_papers_wait_for_him_whatever_their_state(
    world,
    base,
    store,  # noqa: F811
    asking,
    elsewhere,
):
    def waiting(who="officer", **ask):
        return queue(world, who, states=[State.AWAITING_OFFICER, State.VALIDATED], papers="to_review", **ask)

    def number():
        return queue(world)["papers_to_review"]

    title = f"Pièces {uuid.uuid4().hex[:8]}"
    before = number()
    file = desk.submitted(world, title=title)
    assert (ids(waiting(words=title)), number()) == ([], before)
    liability = deposit(world, store, file, "liability")
    badge = deposit(world, store, file, "badge")
    found = waiting(words=title, sort="student")
    assert (ids(found), found["total"], found["counts"][State.AWAITING_OFFICER]) == ([file["id"]], 1, 1)
    assert [row["papers_to_review"] for row in queue(world, words=title)["rows"]] == [True]
    exported = world.ask(agreements.ExportQueue, "officer", words=title, papers="to_review")["rows"]
    assert [(row["reference"], row["papers_to_review"]) for row in exported] == [(file["reference"], True)]
    filters = {"words": title, "papers": "to_review", "states": [State.AWAITING_OFFICER]}
    view = world.ask(agreements.SaveView, "officer", name=title[:60], filters=filters)
    assert (view["count"], view["filters"]["papers"]) == (1, "to_review")
    review(world, file, liability, accepted=True)
    assert ids(waiting(words=title)) == [file["id"]], "another paper still waits"
    file = world.move(read(world, file, "officer"), "validate_convention", "officer")
    assert ids(waiting(words=title)) == [file["id"]], "in another state"
    assert number() == before + 1
    assert queue(world, elsewhere[0])["papers_to_review"] == 0
    review(world, file, badge, accepted=False, reason="Illisible.")
    assert (ids(waiting(words=title)), number()) == ([], before)
    badge = deposit(world, store, file, "badge")
    assert number() == before + 1
    own = text("UPDATE internship SET student_id = :student WHERE id = :id")
    with base.begin() as connection:
        connection.execute(own, {"student": world.people["officer"].person_id, "id": file["id"]})
    assert number() == before, "nobody checks the papers of his own file"
    with base.begin() as connection:
        connection.execute(own, {"student": world.people["student0"].person_id, "id": file["id"]})
    assert number() == before + 1
    with base.begin() as connection:
        connection.execute(text("UPDATE internship SET state = 'dropped' WHERE id = :id"), {"id": file["id"]})
    assert number() == before, "what was never looked at in a file that is over is nobody's task"
    over = queue(world, states=[State.DROPPED], papers="to_review", words=title)
    assert (ids(over), over["counts"][State.DROPPED]) == ([], 0)
    world.ask(agreements.DeleteView, "officer", id=view["id"])


@pytest.mark.feature("E16", "B1")
def test_the_student_s_board_asks_for_what_is_missing_or_was_refused_and_for_nothing_else(world, store, asking):  # noqa: F811
    file = world.move(completed(world), "submit_convention", "student0")

    def due(who="student0"):
        found = world.ask(agreements.GetOverview, who)["papers"]
        return [(one["code"], one["state"], one["fr"]) for one in found if one["id"] == file["id"]]

    assert due() == [("liability", "", "Responsabilité civile")], "what a later step asks waits for its step"
    deposit(world, store, file, "liability")
    assert due() == [], "a manager's turn"
    review(world, file, papers(world, file)["liability"], accepted=False, reason="Illisible.")
    assert due() == [("liability", "refused", "Responsabilité civile")]
    assert due("student1") == []
    deposit(world, store, file, "liability")
    review(world, file, papers(world, file)["liability"], accepted=True)
    assert due() == []
    deposit(world, store, file, "paper_1")
    review(world, file, papers(world, file)["paper_1"], accepted=False, reason="Une page manque.")
    assert due() == [("paper_1", "refused", "Sécurité sociale")]


@pytest.mark.feature("E16")
def test_signatures_wait_for_their_papers_and_local_law_is_asked_abroad_alone(world, store, asking):  # noqa: F811
    file = world.move(completed(world), "submit_convention", "student0")
    review(world, file, deposit(world, store, file, "liability"), accepted=True)
    file = world.move(read(world, file, "officer"), "validate_convention", "officer")
    shown = {one["name"]: one for one in file["actions"]}
    for name in ("open_signatures", "open_paper"):
        assert [one["code"] for one in shown[name]["params"]["papers"]] == ["paper_1", "local_law"], (
            "the host is abroad"
        )
    for code in ("paper_1", "local_law"):
        review(world, file, deposit(world, store, file, code), accepted=True)
    assert actions(read(world, file, "officer"))["open_signatures"], "an optional paper is in nobody's way"
    follow = world.ask(agreements.GetFollowUp, "student0", id=file["id"])
    assert "deposit_paper" in follow["can"]


@pytest.mark.feature("E16")
def test_a_paper_has_twenty_versions_at_most(world, base, store, asking):  # noqa: F811
    file = desk.submitted(world)
    deposit(world, store, file, "liability")
    with base.begin() as connection:
        again = text(
            "INSERT INTO deposited_paper (id, internship_id, code, object_id, file_name, state, deposited_at, reviewed_by, "
            "reason) SELECT gen_random_uuid(), internship_id, code, object_id, file_name, state, deposited_at, reviewed_by, "
            "reason FROM deposited_paper, generate_series(1, 18) WHERE internship_id = :id"
        )
        connection.execute(again, {"id": file["id"]})
    assert len(deposit(world, store, file, "liability")["versions"]) == 20
    with pytest.raises(MoveRefused) as refused:
        deposit(world, store, file, "liability")
    assert (refused.value.code, refused.value.params["most"]) == ("too_many_versions", 20)
    assert deposit(world, store, file, "badge")["state"] == "deposited", "another paper counts for itself"


@pytest.mark.feature("E16")
def test_what_is_no_sound_pdf_or_is_not_asked_is_refused(world, store, asking):  # noqa: F811
    file = world.move(completed(world), "submit_convention", "student0")
    for data, code in ((b"GIF89a", "not_a_pdf"), (b"", "empty")):
        with pytest.raises(InvalidInput) as refused:
            deposit(world, store, file, "liability", data)
        assert refused.value.params["fields"] == {"file": [code]}
    with pytest.raises(InvalidInput) as refused:
        deposit(world, store, file, "passport")
    assert refused.value.params["fields"] == {"code": ["unknown_choice"]}
    draft = world.new_request()
    with pytest.raises(MoveRefused):
        deposit(world, store, draft, "liability")


@pytest.mark.feature("E16")
def test_papers_are_seen_by_those_who_must(world, store, asking):  # noqa: F811
    file = world.move(completed(world), "submit_convention", "student0")
    hidden = world.move(completed(world, confidential=True), "submit_convention", "student0")
    for one, readers in ((file, ("student0", "officer", "supervisor")), (hidden, ("student0", "officer"))):
        row = deposit(world, store, one, "liability")
        for who in ("student0", "officer", "supervisor", "student1", "careers"):
            question = {"id": one["id"], "paper_id": row["versions"][0]["id"]}
            if who in readers:
                assert world.ask(agreements.GetPaper, who, **question)["object_id"]
                assert papers(world, one, who)["liability"]["versions"]
            else:
                with pytest.raises(NotFound):
                    world.ask(agreements.GetPaper, who, **question)
    assert papers(world, hidden, "supervisor")["liability"]["versions"] == []
    for who in ("student1", "supervisor", "careers"):
        with pytest.raises(NotFound):
            review(world, file, papers(world, file)["liability"], accepted=True, who=who)
        with pytest.raises(NotFound):
            deposit(world, store, file, "liability", who=who)
        with pytest.raises(NotFound):
            world.ask(agreements.GetGroupPapers, who, id=world.group_id)


@pytest.mark.feature("E16")
def test_a_list_with_the_same_code_twice_is_refused_and_the_usual_papers_are_proposed(world):
    group = world.ask(agreements.GetGroupPapers, "officer", id=world.group_id)
    assert [one["when"] for one in group["papers"]] in ([], ["validation", "signature", "signature"])
    assert group["proposed"] == bool(group["papers"]), "until a list is saved, which may be empty"
    twice = [ASKED[0], ASKED[0]]
    with pytest.raises(InvalidInput) as refused:
        world.ask(agreements.SaveGroupPapers, "officer", id=group["id"], version=group["version"], papers=twice)
    assert refused.value.params["fields"] == {"papers.1.code": ["taken"]}


@pytest.mark.feature("E16")
def test_a_request_said_to_be_confidential_is_announced_by_ids_alone_from_its_first_event(world, base):
    file = submitted(world, confidential=True)
    file = world.move(file, "validate", "supervisor")
    assert file["convention"]["confidential"], "the convention begins as the request said"
    with base.connect() as connection:
        bodies = connection.execute(
            text("SELECT body FROM outbox WHERE subject = :id AND exchange = 'agreements.events'"),
            {"id": str(file["id"])},
        ).scalars()
        told = list(bodies)
    assert len(told) == 2
    for body in told:
        assert "host_name" not in body
        assert "title" not in body
        assert file["host"]["name"] not in body
    fields = world.convention_fields(confidential=False)
    mine = read(world, file)
    mine = world.ask(agreements.SaveConvention, "student0", id=file["id"], version=mine["version"], fields=fields)
    assert not mine["request"]["confidential"], "said again in the convention"
