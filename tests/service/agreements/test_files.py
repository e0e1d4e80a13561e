"""Internship files through the running service, its broker and its database."""

import io
import threading
import uuid

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from contracts.vocabulary import State
from runtime.files import FileStore


def submitted(world, **changes):
    return world.move(world.new_request(**changes), "submit", "student0")


def validated(world, **changes):
    return world.move(submitted(world, **changes), "validate", "supervisor")


def completed(world, **changes):
    file = validated(world)
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    return world.ask(
        agreements.SaveConvention,
        "student0",
        id=file["id"],
        version=file["version"],
        fields=world.convention_fields(**changes),
    )


def actions(file):
    return {action["name"]: action["allowed"] for action in file["actions"]}


@pytest.mark.feature("E4", "E5", "E7")
def test_a_file_goes_from_draft_to_validated_and_tells_each_step(world, base):
    file = completed(world)
    assert file["state"] == State.CONVENTION_DRAFT
    file = world.move(file, "submit_convention", "student0")
    file = world.move(file, "validate_convention", "officer", "Bon pour accord")
    assert file["state"] == State.VALIDATED
    with base.connect() as connection:
        told = connection.execute(
            text("SELECT exchange, routing_key FROM outbox WHERE subject = :id ORDER BY id"), {"id": str(file["id"])}
        ).all()
    internal = [row.routing_key for row in told if row.exchange == "agreements.internal"]
    assert internal == [
        "authorization_submitted.v1",
        "authorization_validated.v1",
        "convention_begun.v1",
        "convention_submitted.v1",
        "convention_validated.v1",
    ]
    assert internal == [row.routing_key for row in told if row.exchange == "agreements.events"]
    assert [line["move"] for line in file["journal"]][::-1] == [
        "create",
        "submit",
        "validate",
        "complete_convention",
        "submit_convention",
        "validate_convention",
    ]


@pytest.mark.feature("E7")
def test_a_stranger_a_colleague_and_a_later_party_find_nothing(world):
    draft = world.new_request()
    for who in ("student1", "supervisor", "officer", "careers", "recruiter"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetInternship, who, id=draft["id"])
    file = world.move(draft, "submit", "student0")
    assert world.ask(agreements.GetInternship, "supervisor", id=file["id"])["i_am"] == ["supervisor"]
    for who in ("student1", "officer", "careers"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetInternship, who, id=file["id"])
        with pytest.raises(NotFound):
            world.move(file, "validate", who)
        with pytest.raises(NotFound):
            world.ask(agreements.GetPdf, who, id=file["id"])
    with pytest.raises(NotFound):
        world.ask(agreements.GetInternship, "student0", id=uuid.uuid4())


@pytest.mark.feature("E7")
def test_the_student_cannot_decide_on_his_own_file(world):
    file = submitted(world)
    for move in ("validate", "refuse", "ask_precisions", "validate_convention"):
        with pytest.raises(MoveRefused) as refused:
            world.move(file, move, "student0", "moi-même")
        assert refused.value.code == "move_not_offered"


@pytest.mark.feature("E21")
def test_the_second_of_two_editors_is_told_and_overwrites_nothing(world):
    file = world.new_request()
    first = {**file["request"], "title": "Premier"}
    world.ask(agreements.SaveRequest, "student0", id=file["id"], version=file["version"], fields=first)
    with pytest.raises(StaleVersion):
        second = {**file["request"], "title": "Second"}
        world.ask(agreements.SaveRequest, "student0", id=file["id"], version=file["version"], fields=second)
    assert world.ask(agreements.GetInternship, "student0", id=file["id"])["request"]["title"] == "Premier"


@pytest.mark.feature("E21")
def test_of_twenty_deciders_at_once_one_decides(world):
    file, results = submitted(world), []

    def decide(move: str) -> None:
        try:
            results.append(world.move(file, move, "supervisor", "Un mot")["state"])
        except (StaleVersion, MoveRefused) as refusal:
            results.append(type(refusal))

    threads = [threading.Thread(target=decide, args=(("validate", "refuse")[n % 2],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len([result for result in results if isinstance(result, str)]) == 1


@pytest.mark.feature("E4")
def test_questions_and_refusals_need_their_words(world):
    file = submitted(world)
    for move in ("ask_precisions", "refuse"):
        with pytest.raises(MoveRefused) as refused:
            world.move(file, move, "supervisor", "   ")
        assert refused.value.code == "comment_required"


@pytest.mark.feature("E4")
def test_a_validation_is_taken_back_only_while_nobody_built_on_it(world):
    file = world.move(validated(world), "take_back", "supervisor", "Une erreur de ma part")
    assert file["state"] == State.AWAITING_SUPERVISOR
    built = completed(world)
    with pytest.raises(MoveRefused):
        world.move(built, "take_back", "supervisor", "Trop tard")


@pytest.mark.feature("E6")
def test_changing_the_essentials_sends_the_file_back_to_the_supervisor_and_keeps_the_convention(world):
    file = world.move(completed(world), "reopen_request", "student0", "Les dates changent")
    assert file["state"] == State.REQUEST_TO_CLARIFY
    file = world.move(file, "submit", "student0")
    file = world.move(file, "validate", "supervisor")
    assert file["state"] == State.CONVENTION_TO_COMPLETE
    assert file["convention"]["activities"] == "Texte de activities."


@pytest.mark.feature("E2")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"starts_on": "2027-06-01", "ends_on": "2027-05-01"}, "fields.ends_on", "before_start"),
        ({"title": "T" * 201}, "fields.title", "too_long"),
        ({"zone": "atlantis"}, "fields.zone", "unknown_choice"),
        ({"starts_on": "demain"}, "fields.starts_on", "invalid"),
        ({"starts_on": "0002-01-03"}, "fields.starts_on", "invalid"),
        ({"stipend_cents": -1}, "fields.stipend_cents", "out_of_range"),
        ({"host_id": str(uuid.uuid4()), "tutor_id": None}, "fields.host_id", "unknown_choice"),
        ({"supervisor_id": str(uuid.uuid4())}, "fields.supervisor_id", "unknown_choice"),
        ({"state": "validated"}, "fields.state", "unknown"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(world, changes, field, code):
    with pytest.raises(InvalidInput) as refused:
        world.new_request(**changes)
    assert refused.value.params["fields"] == {field: [code]}


@pytest.mark.feature("E2")
def test_a_supervisor_is_a_teacher_and_not_the_student_himself(world):
    for who, code in (("careers", "not_a_teacher"), ("student0", "yourself")):
        with pytest.raises(InvalidInput) as refused:
            world.new_request(supervisor_id=world.people[who].id)
        assert refused.value.params["fields"] == {"fields.supervisor_id": [code]}


@pytest.mark.feature("E1")
def test_without_the_two_boxes_no_request_is_made(world):
    with pytest.raises(InvalidInput) as refused:
        world.ask(agreements.CreateRequest, "student0", terms_agreed=True, supervisor_known=False)
    assert refused.value.code == "boxes_unticked"


@pytest.mark.feature("E1")
def test_an_earlier_file_is_copied_without_its_dates(world):
    earlier = world.new_request(comment="Le mien")
    copy = world.ask(
        agreements.CreateRequest, "student0", copy_of=earlier["id"], terms_agreed=True, supervisor_known=True
    )
    assert copy["request"]["title"] == earlier["request"]["title"]
    assert copy["request"]["starts_on"] is None
    with pytest.raises(NotFound):
        world.ask(agreements.CreateRequest, "student1", copy_of=earlier["id"], terms_agreed=True, supervisor_known=True)


@pytest.mark.feature("E2")
def test_a_new_request_says_the_programme_and_the_telephone_of_the_profile(world):
    from contracts.calls import profiles
    from runtime.actor import Actor
    from tests.builders.world import COMPONENT, OPERATOR, PROGRAMME

    known = {"issuer": "test", "subject": "known", "first_name": "Lina", "last_name": "Essai", "roles": ["student"],
             "email": "known@univ.example", "component_code": COMPONENT, "programme_code": PROGRAMME,
             "phone": "+33 4 00 00 00 01"}  # fmt: skip
    answer = world.operator.ask(profiles.ImportDirectory, OPERATOR, people=[known])
    lina = Actor(uuid.UUID(str(answer["people"]["known"])), frozenset({"student"}))
    new = world.client.ask(agreements.CreateRequest, lina, terms_agreed=True, supervisor_known=True)["request"]
    assert (new["programme"], new["phone"]) == ("Master d’essai", "+33 4 00 00 00 01")


@pytest.mark.feature("A6")
def test_a_student_whose_component_makes_its_conventions_elsewhere_is_told_so(world, platform):
    from contracts.calls import profiles
    from runtime.actor import Actor
    from tests.builders.world import OPERATOR

    answer = world.operator.ask(
        profiles.ImportDirectory,
        OPERATOR,
        components=[{"code": "ELSEWHERE", "name": "Institut d’ailleurs", "circuit": "other_application", "url": "https://pstage.example"}],
        people=[{"issuer": "test", "subject": "elsewhere", "first_name": "Yanis", "last_name": "Essai", "roles": ["student"],
                 "email": "elsewhere@univ.example", "component_code": "ELSEWHERE"}],
    )  # fmt: skip
    yanis = Actor(uuid.UUID(str(answer["people"]["elsewhere"])), frozenset({"student"}))
    with pytest.raises(MoveRefused) as refused:
        world.client.ask(agreements.CreateRequest, yanis, terms_agreed=True, supervisor_known=True)
    assert refused.value.code == "other_circuit"


@pytest.mark.feature("E11")
def test_an_internship_longer_than_the_law_allows_is_not_submitted(world):
    file = world.new_request(starts_on="2027-01-04", ends_on="2027-08-31")
    assert actions(file)["submit"] is False
    with pytest.raises(MoveRefused) as refused:
        world.move(file, "submit", "student0")
    assert refused.value.params["controls"] == ["duration"]


@pytest.mark.feature("E9")
@pytest.mark.parametrize(("language", "word"), [("fr", "Convention de stage"), ("en", "Internship agreement")])
def test_the_pdf_speaks_the_conventions_language_and_a_draft_says_so(world, platform, language, word):
    file = completed(world, language=language)
    store = FileStore(platform.env_of("agreements")["IPRO_FILES_URL"])
    draft = world.ask(agreements.GetPdf, "student0", id=file["id"], deadline=10)
    reader = PdfReader(io.BytesIO(store.read(draft["object_id"])))
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert word in said
    assert ("BROUILLON" if language == "fr" else "DRAFT") in said
    assert reader.trailer["/Root"]["/Lang"] == language
    file = world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")
    final = world.ask(agreements.GetPdf, "student0", id=file["id"], deadline=10)
    assert final["object_id"] == file["pdf_object_id"]
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(store.read(final["object_id"]))).pages)
    assert "BROUILLON" not in said and "DRAFT" not in said


@pytest.mark.feature("E14")
def test_the_journal_cannot_be_changed_or_emptied_but_its_words_can_be_erased(world, base):
    file = submitted(world)
    for statement in (
        "UPDATE journal SET move = 'refuse' WHERE internship_id = :id",
        "UPDATE journal SET comment = 'autre' WHERE internship_id = :id",
        "DELETE FROM journal WHERE internship_id = :id",
        "TRUNCATE journal",
    ):
        with pytest.raises(DBAPIError, match=r"append-only|permission denied"), base.begin() as connection:
            connection.execute(text(statement), {"id": file["id"]} if ":id" in statement else {})
    with base.begin() as connection:
        connection.execute(
            text("UPDATE journal SET by_name = NULL, comment = NULL, salt = NULL WHERE internship_id = :id"),
            {"id": file["id"]},
        )


@pytest.mark.feature("E14")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_guard ON journal",
        "DROP FUNCTION journal_is_append_only() CASCADE",
        "ALTER TABLE internship ADD COLUMN mine text",
        "DROP TABLE journal",
        "CREATE TABLE mine (id int)",
        "SET ROLE ipro_test_agreements_owner",
    ],
)
def test_the_services_own_role_writes_rows_and_changes_no_table(base, statement):
    with pytest.raises(DBAPIError, match=r"must be owner|permission denied"), base.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.feature("E13")
def test_lists_are_paged_without_holes_or_repeats(world):
    made = {world.new_request("student1")["id"] for _ in range(7)}
    seen, cursor = [], ""
    while True:
        page = world.ask(agreements.ListAuthorizations, "student1", cursor=cursor, limit=3)
        seen += [row["id"] for row in page["rows"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert made <= set(seen)
    with pytest.raises(InvalidInput):
        world.ask(agreements.ListAuthorizations, "student1", cursor="bm9wZQ")


@pytest.mark.feature("E8")
def test_an_officer_sees_the_queue_of_his_groups_only(world):
    file = world.move(completed(world), "submit_convention", "student0")
    queue = world.ask(agreements.ListQueue, "officer", words="Analyse", limit=100)
    assert file["id"] in [row["id"] for row in queue["rows"]]
    assert queue["counts"][State.AWAITING_OFFICER] >= 1
    for who in ("careers", "student0"):
        with pytest.raises(NotAllowed):
            world.ask(agreements.ListQueue, who)


@pytest.mark.feature("E16")
def test_a_confidential_file_is_told_to_outside_systems_by_ids_alone(world, base):
    file = world.move(completed(world, confidential=True), "submit_convention", "student0")
    with base.connect() as connection:
        body = connection.scalar(
            text(
                "SELECT body FROM outbox WHERE subject = :id AND exchange = 'agreements.events'"
                " AND routing_key = 'convention_submitted.v1'"
            ),
            {"id": str(file["id"])},
        )
    assert "Analyse de risque" not in body and "Armement" not in body


@pytest.mark.feature("E6")
def test_other_hours_than_those_validated_are_decided_by_the_supervisor_again_who_sees_them_beside(world):
    file = completed(world)
    fields = world.convention_fields(weekly_minutes=28 * 60, weekdays=["mon", "tue", "wed", "thu"])
    file = world.ask(agreements.SaveConvention, "student0", id=file["id"], version=file["version"], fields=fields)
    with pytest.raises(MoveRefused) as refused:
        world.move(file, "submit_convention", "student0")
    assert refused.value.code == "hours_changed"
    world.move(file, "submit_hours", "student0", "Je suis quatre jours à l’atelier.")
    seen = world.ask(agreements.GetInternship, "supervisor", id=file["id"])
    assert seen["my_turn"]
    assert {fact["name"] for fact in seen["comparison"] if not fact["same"]} >= {"hours"}
    world.move(seen, "validate", "supervisor")
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert file["comparison"] == [], "not a student’s"
    file = world.ask(agreements.SaveConvention, "student0", id=file["id"], version=file["version"], fields=fields)
    assert world.move(file, "submit_convention", "student0")["state"] == State.AWAITING_OFFICER


@pytest.mark.feature("E4")
def test_a_student_answers_the_question_that_sent_his_file_back_and_who_decides_reads_it(world):
    file = world.move(world.new_request(), "submit", "student0")
    file = world.move(file, "ask_precisions", "supervisor", "Quel jour à l’atelier ?")
    file = world.move(world.ask(agreements.GetInternship, "student0", id=file["id"]), "submit", "student0", "Le lundi.")
    seen = world.ask(agreements.GetInternship, "supervisor", id=file["id"])
    assert (seen["last_question"], seen["last_answer"]) == ("Quel jour à l’atelier ?", "Le lundi.")
    file = world.move(seen, "ask_precisions", "supervisor", "Et le mardi ?")
    assert file["last_answer"] == "", "it answered the question before"
    file = world.move(world.ask(agreements.GetInternship, "student0", id=file["id"]), "submit", "student0")
    assert world.ask(agreements.GetInternship, "supervisor", id=file["id"])["last_answer"] == ""
