import io
import threading
import uuid

import pytest

from contracts.calls import profiles as calls
from contracts.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, Unavailable
from contracts.vocabulary import Circuit, DocumentKind, Role
from runtime.actor import Actor
from services.profiles import commands, queries, signin
from tests.builders import papers
from tests.builders.works import GATEWAY, OPERATOR, person

pytestmark = pytest.mark.service

COMPONENTS = [
    {"code": "FSEG", "name": "Faculté d’économie et de gestion", "circuit": "ipro"},
    {"code": "IUT", "name": "IUT", "circuit": "other_application", "url": "https://pstage.example/"},
    {
        "code": "MED",
        "name": "Médecine",
        "circuit": "school_office",
        "contact_name": "Scolarité",
        "contact_email": "s@x.example",
    },
]
PROGRAMMES = [{"code": "B5BAF", "name": "Master Banque et affaires", "component_code": "FSEG", "level": "bac5"}]
INES = {
    "sn": "Martin", "givenName": "Inès", "mail": "ines.martin@etu.example", "eduPersonAffiliation": ["student"],
    "supannEntiteAffectation": "FSEG", "supannEtuEtape": "{UAI:1}B5BAF", "supannEtuId": "21500123",
}  # fmt: skip


def sign_on(house, subject="ines", attributes=None, issuer="cas"):
    return house.call(
        GATEWAY, calls.SignOnByUniversity, commands.sign_on_by_university,
        issuer=issuer, subject=subject, attributes={**INES, **(attributes or {})},
    )  # fmt: skip


def import_directory(house, **lists):
    return house.call(OPERATOR, calls.ImportDirectory, commands.import_directory, **lists)


def me(found):
    return person(*[Role(role) for role in found["roles"]], id=found["id"])


@pytest.mark.feature("A2")
def test_the_first_visit_makes_the_person_and_the_next_refreshes(house):
    import_directory(house, components=COMPONENTS, programmes=PROGRAMMES)
    first = sign_on(house)
    assert first["roles"] == ["student"]
    assert (first["component_name"], first["programme_name"], first["level"]) == (
        "Faculté d’économie et de gestion", "Master Banque et affaires", "bac5",
    )  # fmt: skip
    again = sign_on(house, attributes={"sn": "Martin-Roux"})
    assert (again["id"], again["last_name"]) == (first["id"], "Martin-Roux")
    assert house.announced() == ["person_recorded.v1"] * 2


@pytest.mark.feature("A2")
def test_a_recycled_login_is_somebody_new_and_the_old_address_falls_silent(house):
    first = sign_on(house, subject="0001")
    second = sign_on(house, subject="0002", attributes={"givenName": "Yanis"})
    assert first["id"] != second["id"]
    assert house.call(me(first), calls.GetMe, queries.get_me)["email"] == ""
    assert house.call(me(second), calls.GetMe, queries.get_me)["email"] == INES["mail"]


@pytest.mark.feature("A2")
def test_one_subject_of_two_issuers_is_two_people(house):
    assert sign_on(house, issuer="cas")["id"] != sign_on(house, issuer="oidc")["id"]


@pytest.mark.feature("A2")
def test_two_first_visits_at_once_make_one_person(house):
    found, threads = [], []
    for _ in range(6):
        threads.append(threading.Thread(target=lambda: found.append(sign_on(house)["id"])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 6
    assert len(set(found)) == 1


@pytest.mark.feature("A2")
def test_sign_on_adds_to_directory_roles_and_removes_none(house):
    import_directory(
        house,
        people=[{"issuer": "cas", "subject": "ines", "first_name": "Inès", "last_name": "M", "roles": ["officer"]}],
    )
    assert sign_on(house)["roles"] == ["officer", "student"]
    assert sign_on(house, attributes={"eduPersonAffiliation": ["teacher"]})["roles"] == ["officer", "teacher"]


@pytest.mark.feature("A2")
@pytest.mark.parametrize("asker", [person(Role.STUDENT), person(Role.ADMIN), Actor.service("offers")])
def test_only_the_gateway_signs_people_on(house, asker):
    with pytest.raises(NotAllowed):
        house.call(
            asker, calls.SignOnByUniversity, commands.sign_on_by_university, issuer="cas", subject="x", attributes={}
        )


@pytest.mark.feature("G2")
def test_the_import_is_safe_to_run_again(house):
    row = {
        "issuer": "local", "subject": "r@h.example", "first_name": "Rémi", "last_name": "Roux", "email": "R@h.example",
        "roles": ["recruiter"], "password": "un mot de passe",
    }  # fmt: skip
    first = import_directory(house, people=[row])
    assert (first["created"], first["updated"]) == (1, 0)
    assert import_directory(house, people=[row]) == {**first, "created": 0}


@pytest.mark.feature("G2")
def test_an_unknown_role_is_refused_with_its_line(house):
    with pytest.raises(InvalidInput) as refusal:
        import_directory(house, people=[{"issuer": "cas", "subject": "x", "roles": ["service"]}])
    assert refusal.value.params["fields"] == {"people.0.roles": ["unknown_choice"]}


def local_account(house):
    import_directory(
        house,
        people=[
            {
                "issuer": "local", "subject": "r@h.example", "first_name": "Rémi", "last_name": "Roux",
                "email": "r@h.example", "roles": ["recruiter"], "password": "juste",
            }
        ],
    )  # fmt: skip


def sign_in(house, password, email="r@h.example"):
    return house.call(GATEWAY, calls.SignInLocally, commands.sign_in_locally, email=email, password=password)


@pytest.mark.feature("A3")
def test_the_right_password_signs_in_whatever_the_capitals_of_the_address(house):
    local_account(house)
    assert sign_in(house, "juste", " R@H.example ")["roles"] == ["recruiter"]


@pytest.mark.feature("A3")
def test_an_unknown_account_and_a_wrong_password_are_refused_alike(house):
    local_account(house)
    for email in ("r@h.example", "nobody@h.example"):
        with pytest.raises(NotAllowed) as refusal:
            sign_in(house, "faux", email)
        assert refusal.value.code == "bad_credentials"


@pytest.mark.feature("A3")
@pytest.mark.parametrize("email", ["r@h.example", "nobody@h.example"])
def test_after_ten_wrong_tries_even_the_right_password_waits(house, email):
    local_account(house)
    with house.work(GATEWAY) as work:
        for _ in range(10):
            signin.take_a_try(house.house.engine, signin.account_digest(email), work.now)
    with pytest.raises(NotAllowed) as refusal:
        sign_in(house, "juste", email)
    assert refusal.value.code == "too_many_tries"


@pytest.mark.feature("A3")
def test_wrong_tries_count_although_the_refusal_undoes_the_call(house):
    local_account(house)
    for _ in range(2):
        with pytest.raises(NotAllowed):
            sign_in(house, "faux")
    with house.work(GATEWAY) as work:
        for _ in range(8):
            signin.take_a_try(house.house.engine, signin.account_digest("r@h.example"), work.now)
    with pytest.raises(NotAllowed) as refusal:
        sign_in(house, "juste")
    assert refusal.value.code == "too_many_tries"


@pytest.mark.feature("A6")
@pytest.mark.parametrize(
    ("code", "circuit"),
    [("FSEG", Circuit.IPRO), ("IUT", Circuit.OTHER_APPLICATION), ("MED", Circuit.SCHOOL_OFFICE), ("NEW", Circuit.IPRO)],
)
def test_the_component_decides_the_route(house, code, circuit):
    import_directory(house, components=COMPONENTS)
    found = sign_on(house, attributes={"supannEntiteAffectation": code})
    assert found["convention_circuit"] == circuit
    assert house.call(me(found), calls.GetRoute, queries.get_route)["circuit"] == circuit


def add(house, actor, data, name="Inès Martin - Analyste", file_name="cv.pdf", kind=DocumentKind.CV, **more):
    upload = house.house.files.quarantine(io.BytesIO(data), 20 * 1024 * 1024)
    return house.call(
        actor, calls.AddDocument, commands.add_document,
        kind=kind, name=name, upload_id=upload, file_name=file_name, **more,
    )  # fmt: skip


@pytest.mark.feature("C5")
@pytest.mark.feature("C2")
def test_a_document_is_kept_hidden_shown_at_once_and_read_back(house):
    ines = me(sign_on(house))
    data = papers.pdf()
    made = add(house, ines, data)
    assert (made["visible"], made["media_type"], made["size"]) == (False, "application/pdf", len(data))
    assert house.house.files.read(made["object_id"]) == data
    assert [one["id"] for one in house.call(ines, calls.ListDocuments, queries.list_documents)] == [made["id"]]


@pytest.mark.feature("C2")
def test_a_bad_file_with_a_bad_name_is_told_of_both(house):
    with pytest.raises(InvalidInput) as refusal:
        add(house, me(sign_on(house)), papers.encrypted_pdf(), name="CV1")
    assert refusal.value.params["fields"] == {"name": ["says_nothing"], "file": ["encrypted"]}


@pytest.mark.feature("C2")
@pytest.mark.parametrize(("code", "kind"), [("child_failed", InvalidInput), ("too_slow", Unavailable)])
def test_a_file_that_kills_its_reader_is_refused_and_a_slow_machine_is_not_its_fault(house, monkeypatch, code, kind):
    def die(*_, **__):
        raise Unavailable(code)

    ines = me(sign_on(house))
    monkeypatch.setattr(commands.children, "run", die)
    with pytest.raises(kind):
        add(house, ines, papers.pdf())


@pytest.mark.feature("C2")
def test_one_has_one_photo(house):
    ines = me(sign_on(house))
    for kind in ("PNG", "JPEG"):
        add(house, ines, papers.picture(kind), "Moi", f"moi.{kind.lower()}", DocumentKind.PHOTO)
    kept = house.call(ines, calls.ListDocuments, queries.list_documents, kind="photo")
    assert [one["media_type"] for one in kept] == ["image/jpeg"]


@pytest.mark.feature("C2")
def test_nobody_else_reads_edits_or_deletes_my_document(house):
    made = add(house, me(sign_on(house)), papers.pdf())
    other = me(sign_on(house, subject="yanis", attributes={"mail": "y@etu.example"}))
    with pytest.raises(NotFound):
        house.call(other, calls.GetDocument, queries.get_document, id=str(made["id"]))
    with pytest.raises(NotFound):
        house.call(other, calls.DeleteDocument, commands.delete_document, id=str(made["id"]), version=1)
    with pytest.raises(NotFound):
        house.call(
            Actor.service("offers"), calls.DocumentsToSend, queries.documents_to_send,
            owner_id=str(other.id), ids=[str(made["id"])],
        )  # fmt: skip


@pytest.mark.feature("C2")
def test_editing_needs_the_version_that_was_read(house):
    ines = me(sign_on(house))
    made = add(house, ines, papers.pdf())
    edit = {"id": str(made["id"]), "name": "Inès Martin - Économiste", "visible": True}
    assert house.call(ines, calls.EditDocument, commands.edit_document, version=1, **edit)["version"] == 2
    with pytest.raises(StaleVersion):
        house.call(ines, calls.EditDocument, commands.edit_document, version=1, **edit)


@pytest.mark.feature("D5")
def test_documents_to_send_are_for_offers_alone(house):
    ines = me(sign_on(house))
    made = add(house, ines, papers.pdf())
    question = {"owner_id": str(ines.id), "ids": [str(made["id"])]}
    sent = house.call(Actor.service("offers"), calls.DocumentsToSend, queries.documents_to_send, **question)
    assert sent[0]["object_id"] == made["object_id"]
    for asker in (ines, Actor.service("agreements"), person(Role.ADMIN)):
        with pytest.raises(NotAllowed):
            house.call(asker, calls.DocumentsToSend, queries.documents_to_send, **question)


@pytest.mark.feature("E2")
def test_a_supervisor_is_found_by_any_part_of_his_name_without_accents(house):
    sign_on(
        house,
        subject="claire",
        attributes={
            "givenName": "Clairé",
            "sn": "Ferrand",
            "eduPersonAffiliation": "faculty",
            "mail": "c.ferrand@x.example",
        },
    )
    ines = me(sign_on(house))
    for words in ("claire", "FERR cla", "ferrand", ""):
        found = house.call(ines, calls.SearchTeachers, queries.search_teachers, words=words)
        assert [one["name"] for one in found] == ["Clairé Ferrand"]
    assert house.call(ines, calls.SearchTeachers, queries.search_teachers, words="martin") == []
    with pytest.raises(NotAllowed):
        house.call(person(Role.RECRUITER), calls.SearchTeachers, queries.search_teachers, words="a")


@pytest.mark.feature("B3")
def test_groups_and_news_come_without_asking(house):
    news = [
        {"group_code": "ETUDS", "title": "Forum", "body": "Mardi", "published_at": "2026-01-02T09:00:00"},
        {"group_code": "AUTRE", "title": "Rien", "body": "", "published_at": "2026-01-02T09:00:00"},
        {"group_code": "FSEG", "title": "Plus tard", "body": "", "published_at": "2999-01-02T09:00:00"},
    ]
    import_directory(house, components=COMPONENTS, programmes=PROGRAMMES, news=news)
    found = house.call(me(sign_on(house)), calls.GetGroupsAndNews, queries.get_groups_and_news)
    assert [group["code"] for group in found["groups"]] == ["ETUDS", "FSEG", "B5BAF"]
    assert [item["title"] for item in found["news"]] == ["Forum"]


def test_people_are_for_services_and_staff(house):
    found = sign_on(house)
    ids = [str(found["id"]), str(uuid.uuid4())]
    assert len(house.call(Actor.service("agreements"), calls.GetPeople, queries.get_people, ids=ids)) == 1
    with pytest.raises(NotAllowed):
        house.call(me(found), calls.GetPeople, queries.get_people, ids=ids)


def test_the_language_is_the_persons_own_choice(house):
    ines = me(sign_on(house))
    assert house.call(ines, calls.SetLanguage, commands.set_language, language="en")["language"] == "en"
    assert sign_on(house)["language"] == "en"


@pytest.mark.feature("C1")
def test_the_summary_counts_and_tells_what_is_missing(house):
    ines = me(sign_on(house))
    add(house, ines, papers.pdf())
    found = house.call(ines, calls.GetProfileSummary, queries.get_profile_summary)
    assert (found["complete"], found["missing"], found["cv_count"]) == (70, ["cover_letter", "photo"], 1)
