"""A manager's queue, views, assignment and tags through the running service."""

import uuid
from datetime import date

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.errors import InvalidInput, NotFound
from contracts.vocabulary import State
from tests.service.agreements.desk import finished, ids, queue, submitted

NAMES = ("alpha", "beta", "gamma", "delta")
pytestmark = pytest.mark.feature("E8")


@pytest.fixture(scope="module")
def files(world):
    """Four conventions that await the manager, with a word of their own."""
    word = f"Zéphyr {uuid.uuid4().hex[:6]}"
    first = world.request_fields()["starts_on"]
    made = []
    for n in range(4):
        starts = date.fromordinal(first.toordinal() + 10 * (3 - n))
        made.append(submitted(world, title=f"{word} {NAMES[n]}", starts_on=starts))
    return word, made


def test_words_are_found_whatever_their_case_and_accents_and_a_reference_too(world, files):
    word, made = files
    wanted = {file["id"] for file in made}
    assert set(ids(queue(world, words=word))) == wanted
    assert set(ids(queue(world, words=word.upper().replace("É", "E")))) == wanted
    assert ids(queue(world, words=f"{word} gamma")) == [made[2]["id"]]
    assert made[1]["id"] in ids(queue(world, words=str(made[1]["reference"])))
    assert ids(queue(world, words="100%_sûr")) == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("waiting", [0, 1, 2, 3]), ("newest", [3, 2, 1, 0]), ("starts", [3, 2, 1, 0]), ("", [0, 1, 2, 3])],
)
def test_each_order_is_paged_without_holes_or_repeats(world, files, sort, expected):
    word, made = files
    seen, cursor = [], ""
    for _ in range(10):
        page = queue(world, words=word, sort=sort, cursor=cursor, limit=3)
        seen += ids(page)
        cursor = page["next"]
        if not cursor:
            break
    assert seen == [made[n]["id"] for n in expected]
    with pytest.raises(InvalidInput):
        queue(world, sort="starts", cursor=queue(world, words=word, sort="waiting", limit=1)["next"])


def test_names_in_order_page_by_page(world, files):
    word, _ = files
    whole = ids(queue(world, words=word, sort="student"))
    first = queue(world, words=word, sort="student", limit=2)
    assert ids(first) + ids(queue(world, words=word, sort="student", limit=2, cursor=first["next"])) == whole


def test_filters_combine_and_counters_follow_all_but_the_states(world, files):
    word, made = files
    later = made[0]["request"]["starts_on"]
    narrowed = queue(world, words=word, starts_from=later, supervisor="supervisor", programme="master essai")
    assert ids(narrowed) == [made[0]["id"]]
    assert narrowed["counts"][State.AWAITING_OFFICER] == narrowed["total"] == 1
    assert ids(queue(world, words=word, supervisor="quelqu’un d’autre")) == []
    assert ids(queue(world, words=word, problems="refusal")) == []
    several = queue(world, words=word, states=[State.VALIDATED, State.AWAITING_OFFICER])
    assert len(several["rows"]) == 4
    assert {move["name"] for move in several["moves"]} >= {"validate_convention", "refuse_convention"}
    with pytest.raises(NotFound):
        queue(world, states=[State.REQUEST_DRAFT])


def test_problems_are_found_by_how_grave_they_are_and_a_warning_s_filter_shows_refusals_too(world, base, files):
    word, made = files
    given = dict(zip((file["id"] for file in made), ("refusal", "warning", "ok", ""), strict=True))
    with base.begin() as connection:
        before = connection.execute(
            text("SELECT id, control_status FROM internship WHERE id = ANY(:ids)"), {"ids": list(given)}
        ).all()
        put = text("UPDATE internship SET control_status = :status WHERE id = :id")
        connection.execute(put, [{"id": id, "status": status} for id, status in given.items()])
    try:
        found = {name: ids(queue(world, words=word, problems=name)) for name in ("refusal", "warning", "none")}
        expected = {"refusal": ["refusal"], "warning": ["refusal", "warning"], "none": ["ok", ""]}
        assert {name: [given[id] for id in some] for name, some in found.items()} == expected
    finally:
        with base.begin() as connection:
            connection.execute(put, [{"id": row.id, "status": row.control_status} for row in before])


def test_another_group_is_as_if_it_were_not(world, files, elsewhere):
    word, _ = files
    assert ids(queue(world, who=elsewhere[0], words=word)) == []
    with pytest.raises(NotFound):
        queue(world, who=elsewhere[0], group_id=world.group_id)


@pytest.mark.feature("E18")
def test_who_is_a_manager_and_a_student_finds_his_own_file_neither_in_his_queue_nor_named_by_a_bulk_line(world, base):
    title = f"Sien {uuid.uuid4().hex}"
    file = submitted(world, title=title)

    def of(person):
        with base.begin() as connection:
            connection.execute(
                text("UPDATE internship SET student_id = :person WHERE id = :id"),
                {"person": person, "id": file["id"]},
            )
        shown = queue(world, words=title)
        files = [{"id": file["id"], "version": file["version"]}]
        given = {"by": "officer", "move": "refuse_convention", "comment": "Non.", "files": files}
        return shown, world.ask(agreements.StartBulk, "officer", deadline=10, **given)

    his, job = of(world.people["officer"].id)
    (line,) = finished(world, job)["lines"]
    assert (ids(his), his["total"]) == ([], 0)
    assert (line["outcome"], line["reference"], line["label"]) == ("refused", None, "")
    other, job = of(world.people["student0"].id)
    (line,) = finished(world, job)["lines"]
    assert (ids(other), other["total"]) == ([file["id"]], 1)
    assert (line["outcome"], line["reference"], line["label"]) == ("done", file["reference"], "Student0 Essai")


def test_an_export_is_the_list_on_screen_in_its_order(world, files):
    word, _ = files
    ask = {"words": word, "sort": "starts"}
    rows, cursor = [], ""
    for _ in range(5):
        page = world.ask(agreements.ExportQueue, "officer", **ask, limit=3, cursor=cursor)
        rows += page["rows"]
        cursor = page["next"]
        if not cursor:
            break
    shown = queue(world, **ask)["rows"]
    assert [row["reference"] for row in rows] == [row["reference"] for row in shown]
    assert rows[0]["student_name"] == shown[0]["student_name"]
    assert rows[0]["group_name"] == "Convention d’essai"


def test_neighbours_are_those_of_the_list_left(world, files):
    word, made = files
    around = world.ask(agreements.GetNeighbours, "officer", id=made[1]["id"], words=word)
    assert (around["previous_id"], around["next_id"]) == (made[0]["id"], made[2]["id"])
    last = world.ask(agreements.GetNeighbours, "officer", id=made[0]["id"], words=word, sort="starts")
    assert (last["previous_id"], last["next_id"]) == (made[1]["id"], None)
    with pytest.raises(NotFound):
        world.ask(agreements.GetNeighbours, "student0", id=made[1]["id"])


def test_a_file_is_entrusted_to_a_colleague_in_the_journal_and_its_version_stays(world, files):
    word, made = files
    officer = world.people["officer"].id
    answer = world.ask(agreements.Assign, "officer", ids=[made[0]["id"], made[1]["id"]], person_id=officer)
    assert answer == {"assigned": 2, "name": "Officer Essai"}
    assert set(ids(queue(world, words=word, assigned="me"))) == {made[0]["id"], made[1]["id"]}
    assert set(ids(queue(world, words=word, assigned="nobody"))) == {made[2]["id"], made[3]["id"]}
    file = world.ask(agreements.GetInternship, "officer", id=made[0]["id"])
    assert file["version"] == made[0]["version"]
    assert file["desk"]["assigned_name"] == "Officer Essai"
    assert (file["journal"][0]["move"], file["journal"][0]["comment"]) == ("assign", "Officer Essai")
    assert world.ask(agreements.GetInternship, "student0", id=made[0]["id"])["desk"] is None
    world.ask(agreements.Assign, "officer", ids=[made[0]["id"]])
    assert made[0]["id"] in ids(queue(world, words=word, assigned="nobody"))
    for who, person, error in (("officer", world.people["careers"].id, InvalidInput), ("student0", officer, NotFound)):
        with pytest.raises(error):
            world.ask(agreements.Assign, who, ids=[made[0]["id"]], person_id=person)


def test_tags_are_tidied_found_and_offered_again_and_no_journal_tells_them(world, files):
    word, made = files
    answer = world.ask(
        agreements.SetTags, "officer", id=made[2]["id"], tags=["  À  Relancer ", "à relancer", "", "cpam"]
    )
    assert answer["tags"] == ["à relancer", "cpam"]
    assert ids(queue(world, words=word, tags=["cpam"])) == [made[2]["id"]]
    assert "à relancer" in world.ask(agreements.ListTags, "officer")["tags"]
    assert world.ask(agreements.ListTags, "careers")["tags"] == []
    file = world.ask(agreements.GetInternship, "officer", id=made[2]["id"])
    assert file["journal"][0]["move"] == "submit_convention"
    with pytest.raises(NotFound):
        world.ask(agreements.SetTags, "student0", id=made[2]["id"], tags=["moi"])


def test_a_view_is_kept_counted_replaced_shared_and_deleted_by_its_owner_alone(world, files):
    word, _ = files
    name = f"Les {word}"
    view = world.ask(
        agreements.SaveView, "officer", name=name, filters={"words": word, "sort": "starts"}, is_default=True
    )
    assert view["count"] == 4
    again = world.ask(
        agreements.SaveView, "officer", name=name, filters={"words": f"{word} beta"}, share_with=world.group_id
    )
    assert again["id"] == view["id"]
    found = [one for one in world.ask(agreements.ListViews, "officer") if one["name"] == name]
    assert [(one["count"], one["shared"], one["is_default"], one["mine"]) for one in found] == [(1, True, False, True)]
    assert world.ask(agreements.ListViews, "careers") == []
    with pytest.raises(NotFound):
        world.ask(agreements.SaveView, "careers", name="x", filters={}, share_with=world.group_id)
    with pytest.raises(NotFound):
        world.ask(agreements.DeleteView, "careers", id=view["id"])
    world.ask(agreements.DeleteView, "officer", id=view["id"])
    assert name not in [one["name"] for one in world.ask(agreements.ListViews, "officer")]


def test_colleagues_are_those_of_the_group_with_their_names(world):
    found = world.ask(agreements.ListColleagues, "officer")
    assert {"group_id": world.group_id, "id": world.people["officer"].id, "name": "Officer Essai"} in found
    assert world.ask(agreements.ListColleagues, "careers") == []


def test_what_was_validated_stands_beside_what_is_asked_today(world, files):
    _, made = files
    file = world.ask(agreements.GetInternship, "officer", id=made[3]["id"])
    facts = {fact["name"]: fact for fact in file["comparison"]}
    assert facts["title"]["same"] and facts["starts_on"]["same"]
    assert not facts["stipend"]["same"]
    assert (facts["stipend"]["before"], facts["stipend"]["now"]) == ("", "70000")
    assert world.ask(agreements.GetInternship, "student0", id=made[3]["id"])["comparison"] == []
