import threading
import uuid
from datetime import date, timedelta

import pytest

from contracts.calls import offers as calls
from contracts.calls import profiles
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from contracts.vocabulary import ApplyBy, DocumentKind, JobFunction, OfferKind, Role
from runtime.actor import Actor
from runtime.clock import today
from services.offers import queries
from services.offers.commands import candidacies, hosts, importing, offers
from tests.builders.works import OPERATOR, person

pytestmark = pytest.mark.service

RECRUITER, OTHER_RECRUITER = person(Role.RECRUITER), person(Role.RECRUITER)
CAREERS = person(Role.CAREERS)
STUDENT, OTHER_STUDENT = person(Role.STUDENT), person(Role.STUDENT)
LAPOSTE, SIRET = "35600000049837", "73282932000074"
CV, LETTER = uuid.uuid4(), uuid.uuid4()

HOST = {"name": "Banque Maritime de Provence", "country": "FR", "city": "Marseille", "siret": SIRET}
OFFER = {
    "kind": OfferKind.INTERNSHIP, "title": "Analyste crédit (H/F)", "description": "Étude de dossiers avec C++ et Python.",
    "function": JobFunction.BANKING_INSURANCE, "city": "Marseille", "country": "FR", "apply_by": ApplyBy.PLATFORM,
}  # fmt: skip
APPLY = {"email": "ines@etu.example", "subject": "Candidature\r\nBcc: x", "message": "Bonjour"}


@pytest.fixture(autouse=True)
def directory(house):
    """What profiles would answer."""
    house.client.answers[profiles.GetPeople] = lambda ids: [
        {"id": one, "first_name": "Inès", "last_name": "Martin", "email": "r@banque.example"} for one in ids
    ]

    def documents(owner_id, ids):
        if owner_id != STUDENT.id:
            raise NotFound()
        kinds = {CV: DocumentKind.CV, LETTER: DocumentKind.COVER_LETTER}
        return [
            {
                "id": one, "kind": kinds[one], "name": "Inès", "file_name": "cv.pdf", "media_type": "application/pdf",
                "size": 10, "object_id": "a" * 64, "owner_id": owner_id,
            }
            for one in ids
        ]  # fmt: skip

    house.client.answers[profiles.DocumentsToSend] = documents


def create_host(house, **changes):
    return house.call(STUDENT, calls.CreateHost, hosts.create_host, **{**HOST, **changes})


def save(house, actor=RECRUITER, **changes):
    ask = {**OFFER, **changes}
    if "host_id" not in ask and "new_host" not in ask and "id" not in ask:
        known = house.call(STUDENT, calls.SearchHosts, queries.search_hosts, words=HOST["name"])
        ask["host_id"] = str(known[0]["id"] if known else create_host(house)["id"])
    return house.call(actor, calls.SaveOffer, offers.save_offer, **ask)


def move(house, actor, offer, name, **more):
    return house.call(
        actor, calls.MoveOffer, offers.move_offer, id=str(offer["id"]), version=offer["version"], move=name, **more
    )


def published(house, actor=RECRUITER, **changes):
    return move(house, CAREERS, save(house, actor, submit=True, **changes), "approve")


def apply(house, offer, actor=STUDENT, **more):
    return house.call(actor, calls.Apply, candidacies.apply, offer_id=str(offer["id"]), **{**APPLY, **more})


def search(house, **ask):
    return house.call(STUDENT, calls.SearchOffers, queries.search_offers, **ask)


def titles(found):
    return [row["title"] for row in found["rows"]]


@pytest.mark.feature("D11")
def test_a_siret_is_checked_la_poste_included_and_known_once(house):
    assert create_host(house, siret=LAPOSTE, name="La Poste")["siret"] == LAPOSTE
    first = create_host(house)
    with pytest.raises(InvalidInput) as refusal:
        create_host(house, name="Autre nom")
    assert refusal.value.params == {"fields": {"siret": ["already_known"]}, "host_id": str(first["id"])}
    with pytest.raises(InvalidInput):
        create_host(house, siret="73282932000075")


@pytest.mark.feature("D11")
def test_two_people_creating_one_siret_at_once_get_one_host(house):
    outcomes = []

    def create():
        try:
            outcomes.append(create_host(house)["id"])
        except InvalidInput as refusal:
            outcomes.append(uuid.UUID(refusal.params["host_id"]))

    threads = [threading.Thread(target=create) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(outcomes) == 5
    assert len(set(outcomes)) == 1


@pytest.mark.feature("D11")
def test_a_foreign_host_has_no_siret_and_an_unknown_country_is_refused(house):
    assert create_host(house, siret="", country="it", city="Gênes")["country"] == "IT"
    for changes in ({"country": "IT"}, {"country": "XX"}):
        with pytest.raises(InvalidInput):
            create_host(house, **changes)


@pytest.mark.feature("D11")
def test_a_host_is_found_without_accents_exactly_or_by_siret(house):
    create_host(house, name="Société Générale d’Études", siret="")
    create_host(house)

    def found(**ask):
        return [host["name"] for host in house.call(STUDENT, calls.SearchHosts, queries.search_hosts, **ask)]

    assert found(words="societe etudes") == ["Société Générale d’Études"]
    assert found(words="societe", exact=True) == []
    assert found(words="SOCIÉTÉ GÉNÉRALE d'études", exact=True) == ["Société Générale d’Études"]
    assert found(words="732 829 320 00074") == [HOST["name"]]
    assert found(words="732829320") == [HOST["name"]]


@pytest.mark.feature("D11")
def test_contacts_are_read_with_their_host(house):
    host = create_host(house)
    ask = {"host_id": str(host["id"]), "first_name": "Léa", "last_name": "Roux", "email": "lea@banque.example"}
    made = house.call(STUDENT, calls.AddContact, hosts.add_contact, **ask)
    assert house.call(STUDENT, calls.GetHost, queries.get_host, id=str(host["id"]))["contacts"][0]["id"] == made["id"]
    with pytest.raises(InvalidInput):
        house.call(STUDENT, calls.AddContact, hosts.add_contact, **{**ask, "email": "pas une adresse"})


@pytest.mark.feature("D11")
def test_a_contact_added_twice_is_one_and_who_shares_his_address_is_another(house):
    host = create_host(house)
    ask = {"host_id": str(host["id"]), "first_name": "Léa", "last_name": "Roux", "email": "atelier@banque.example"}

    def add(**changes):
        return house.call(STUDENT, calls.AddContact, hosts.add_contact, **{**ask, **changes})["id"]

    first = add(role="Responsable")
    assert add() == add(last_name="ROUX", email="Atelier@banque.example") == add(role="responsable") == first
    assert len({first, add(first_name="Luc"), add(role="Directrice")}) == 3
    assert len(house.call(STUDENT, calls.GetHost, queries.get_host, id=str(host["id"]))["contacts"]) == 3


@pytest.mark.feature("D8")
def test_an_offer_goes_from_draft_to_moderation_to_published(house):
    draft = save(house)
    assert (draft["state"], draft["actions"]) == ("draft", ["edit", "submit"])
    waiting = move(house, RECRUITER, draft, "submit")
    rows = house.call(CAREERS, calls.ListOffersToModerate, queries.list_offers_to_moderate)
    assert [row["id"] for row in rows] == [draft["id"]]
    seen = house.call(CAREERS, calls.GetOffer, offers.get_offer, id=str(draft["id"]))
    assert seen["actions"] == ["approve", "refuse", "close"]
    assert move(house, CAREERS, waiting, "approve")["state"] == "published"
    assert house.announced() == ["offer_submitted.v1", "offer_published.v1"]


@pytest.mark.feature("D8")
def test_a_refused_offer_says_why_to_its_recruiter_and_goes_back(house):
    refused = move(house, CAREERS, save(house, submit=True), "refuse", reason="Précisez la mission.")
    seen = house.call(RECRUITER, calls.GetOffer, offers.get_offer, id=str(refused["id"]))
    assert (seen["refusal_reason"], seen["actions"]) == ("Précisez la mission.", ["edit", "submit"])
    again = save(house, id=str(seen["id"]), version=seen["version"], submit=True, description="Mieux.")
    assert (again["state"], again["refusal_reason"]) == ("awaiting_moderation", "")


@pytest.mark.feature("D8")
def test_an_edited_published_offer_is_hidden_until_moderated_again(house):
    offer = published(house)
    seen = house.call(RECRUITER, calls.GetOffer, offers.get_offer, id=str(offer["id"]))
    edited = save(house, id=str(seen["id"]), version=seen["version"], title="Analyste risques")
    assert edited["state"] == "awaiting_moderation"
    assert search(house)["total"] == 0
    with pytest.raises(NotFound):
        house.call(STUDENT, calls.GetOffer, offers.get_offer, id=str(offer["id"]))


@pytest.mark.feature("D8")
def test_an_offer_that_is_not_mine_does_not_exist_for_my_hand(house):
    offer = save(house)
    for actor in (OTHER_RECRUITER, STUDENT):
        with pytest.raises(NotFound):
            house.call(actor, calls.GetOffer, offers.get_offer, id=str(offer["id"]))
        with pytest.raises(NotFound):
            move(house, actor, offer, "submit")
    with pytest.raises(NotFound):
        save(house, OTHER_RECRUITER, id=str(offer["id"]), version=1)
    with pytest.raises(NotAllowed):
        save(house, STUDENT)


def test_two_people_never_overwrite_one_offer(house):
    offer = save(house)
    save(house, id=str(offer["id"]), version=offer["version"], title="Un")
    with pytest.raises(StaleVersion):
        save(house, id=str(offer["id"]), version=offer["version"], title="Deux")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"apply_by": "website"}, "apply_url", "required"),
        ({"apply_by": "website", "apply_url": "javascript:alert(1)"}, "apply_url", "invalid"),
        ({"apply_email": "x\r\ny"}, "apply_email", "invalid"),
        ({"country": "ZZ"}, "country", "unknown_choice"),
        ({"host_id": None}, "host_id", "required"),
        ({"title": "   "}, "title", "required"),
    ],
)
def test_a_wrong_offer_says_which_field(house, changes, field, code):
    with pytest.raises(InvalidInput) as refusal:
        save(house, **changes)
    assert refusal.value.params["fields"] == {field: [code]}


@pytest.mark.feature("D1")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("développeur", ["Développeuse C++"]),
        ("developpeuse", ["Développeuse C++"]),
        ("c++", ["Développeuse C++"]),
        ("c#", []),
        ("c", []),
        ("juriste ou développeuse", ["Développeuse C++", "Juriste"]),
        ("juriste -contrats", []),
        ('"droit des contrats"', ["Juriste"]),
        ('"contrats des droit"', []),
        ("marseille banque", ["Développeuse C++", "Juriste"]),
        ("le la", ["Développeuse C++", "Juriste"]),
        ("(((&|!", ["Développeuse C++", "Juriste"]),
    ],
)
def test_words_are_understood(house, words, expected):
    published(house, title="Développeuse C++", description="Logiciel de banque.")
    published(house, title="Juriste", description="Le droit des contrats en banque.")
    assert sorted(titles(search(house, words=words))) == expected


@pytest.mark.feature("D1")
def test_fields_join_with_and_and_values_of_one_with_or(house):
    published(house, title="A", level="bac5", city="Aix-en-Provence")
    published(house, title="B", level="bac3", kind="job")
    published(house, title="C", level="bac2", country="IT", city="Gênes")
    assert titles(search(house, levels=["bac5", "bac3"], sort="title")) == ["A", "B"]
    assert titles(search(house, levels=["bac5", "bac3"], kinds=["job"])) == ["B"]
    assert titles(search(house, countries=["it"])) == ["C"]
    assert titles(search(house, city="genes")) == ["C"]
    assert titles(search(house, host="maritime", sort="title")) == ["A", "B", "C"]
    assert titles(search(house, since=str(today() + timedelta(days=2)))) == []


@pytest.mark.feature("D2")
def test_the_title_counts_more_and_facets_and_total_are_told(house):
    published(house, title="Comptable", description="Rien d’autre.")
    published(house, title="Assistant", description="Aider le comptable.", kind="job")
    found = search(house, words="comptable")
    assert titles(found) == ["Comptable", "Assistant"]
    assert found["total"] == 2
    assert found["facets"]["kinds"] == [{"value": "internship", "count": 1}, {"value": "job", "count": 1}]
    assert found["facets"]["city"] == [{"value": "Marseille", "count": 2}]


@pytest.mark.feature("D2")
@pytest.mark.parametrize("sort", ["relevance", "newest", "title", "host", "city"])
@pytest.mark.parametrize("words", ["", "analyste"])
def test_pages_hold_every_offer_once(house, sort, words):
    names = [f"Analyste {number}" for number in range(7)]
    for name in names:
        published(house, title=name)
    seen, cursor = [], ""
    for _ in range(5):
        found = search(house, words=words, sort=sort, limit=3, cursor=cursor)
        seen += titles(found)
        cursor = found["next"]
        if not cursor:
            break
    assert sorted(seen) == names


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ0aXRsZSIsImEiLCJiIl0"])
def test_a_cursor_of_another_hand_is_refused(house, cursor):
    with pytest.raises(InvalidInput):
        search(house, sort="newest", cursor=cursor)


@pytest.mark.feature("D5")
def test_applying_freezes_the_documents_and_tells_the_recruiter(house):
    offer = published(house, apply_email="rh@banque.example")
    sent = apply(house, offer, cv_id=str(CV), letter_id=str(LETTER))
    assert [document["kind"] for document in sent["documents"]] == ["cv", "cover_letter"]
    assert (sent["state"], sent["subject"], sent["actions"]) == ("sent", "Candidature Bcc: x", ["withdraw"])
    assert sent["offer"]["apply_email"] == ""
    assert house.announced()[-1] == "candidacy_submitted.v1"
    rows = house.call(STUDENT, calls.ListCandidacies, queries.list_candidacies)
    assert [(row["offer_reference"], row["mission"]) for row in rows] == [(offer["reference"], OFFER["description"])]


@pytest.mark.feature("D6")
def test_one_applies_once_even_twice_at_the_same_time(house):
    offer = published(house)
    outcomes = []

    def go():
        try:
            outcomes.append(apply(house, offer)["state"])
        except MoveRefused as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=go) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["already_applied"] * 4 + ["sent"]


@pytest.mark.feature("D5")
def test_documents_of_others_and_of_the_wrong_kind_are_refused(house):
    offer = published(house)
    for actor, field, document in (
        (OTHER_STUDENT, "cv_id", CV),
        (STUDENT, "cv_id", LETTER),
        (STUDENT, "letter_id", CV),
    ):
        with pytest.raises(InvalidInput) as refusal:
            apply(house, offer, actor, **{field: str(document)})
        assert refusal.value.params["fields"] == {field: ["unknown_choice"]}
    with pytest.raises(InvalidInput):
        apply(house, offer, email="pas une adresse")
    with pytest.raises(NotAllowed):
        apply(house, offer, OTHER_RECRUITER)


@pytest.mark.feature("D8")
def test_the_recruiters_first_reading_makes_it_viewed_and_the_student_sees_his_decisions(house):
    sent = apply(house, published(house))

    def read(actor):
        return house.call(actor, calls.GetCandidacy, candidacies.get_candidacy, id=str(sent["id"]))

    assert read(STUDENT)["state"] == "sent"
    seen = read(RECRUITER)
    assert (seen["state"], seen["actions"]) == ("viewed", ["shortlist", "invite", "accept", "refuse"])
    assert read(RECRUITER)["version"] == seen["version"]
    moved = house.call(
        RECRUITER,
        calls.MoveCandidacy,
        candidacies.move_candidacy,
        id=str(sent["id"]),
        version=seen["version"],
        move="invite",
    )
    assert moved["state"] == "interview"
    assert read(STUDENT)["state"] == "interview"
    for stranger in (OTHER_STUDENT, OTHER_RECRUITER, CAREERS):
        with pytest.raises(NotFound):
            read(stranger)
    with pytest.raises(MoveRefused):
        house.call(
            STUDENT,
            calls.MoveCandidacy,
            candidacies.move_candidacy,
            id=str(sent["id"]),
            version=moved["version"],
            move="accept",
        )


@pytest.mark.feature("D8")
def test_only_its_recruiter_lists_the_applications_to_an_offer(house):
    offer = published(house)
    apply(house, offer)
    ask = {"offer_id": str(offer["id"])}
    assert len(house.call(RECRUITER, calls.ListApplications, queries.list_applications, **ask)) == 1
    for stranger in (STUDENT, OTHER_RECRUITER, CAREERS):
        with pytest.raises(NotFound):
            house.call(stranger, calls.ListApplications, queries.list_applications, **ask)


@pytest.mark.feature("D11")
def test_whoever_chooses_a_tutor_reads_names_and_only_agreements_reads_addresses(house):
    host = create_host(house)
    somebody = {"first_name": "Léa", "last_name": "Roux", "role": "Responsable", "phone": "04 91 00 00 00"}
    ask = {"host_id": str(host["id"]), **somebody, "email": "lea@banque.example"}
    made = house.call(STUDENT, calls.AddContact, hosts.add_contact, **ask)
    one = {"id": str(host["id"])}
    for anybody in (STUDENT, OTHER_RECRUITER, CAREERS):
        [shown] = house.call(anybody, calls.GetHost, queries.get_host, **one)["contacts"]
        assert shown == {"id": made["id"], "first_name": "Léa", "last_name": "Roux", "role": "Responsable"}
        with pytest.raises(NotAllowed):
            house.call(anybody, calls.HostFacts, queries.host_facts, **one)
    [whole] = house.call(Actor.service("agreements"), calls.HostFacts, queries.host_facts, **one)["contacts"]
    assert (whole["email"], whole["phone"]) == ("lea@banque.example", "04 91 00 00 00")


@pytest.mark.feature("E1")
def test_candidacy_facts_are_for_agreements_about_its_own_student(house):
    sent = apply(house, published(house))
    agreements = Actor.service("agreements")
    ask = {"id": str(sent["id"]), "student_id": str(STUDENT.id)}
    found = house.call(agreements, calls.CandidacyFacts, queries.candidacy_facts, **ask)
    assert found["offer"]["host"]["siret"] == SIRET
    with pytest.raises(NotFound):
        house.call(
            agreements, calls.CandidacyFacts, queries.candidacy_facts, **{**ask, "student_id": str(uuid.uuid4())}
        )
    with pytest.raises(NotAllowed):
        house.call(STUDENT, calls.CandidacyFacts, queries.candidacy_facts, **ask)


@pytest.mark.feature("D8")
def test_readers_are_counted_and_a_view_stales_nobodys_form(house):
    offer = published(house)
    for _ in range(3):
        house.call(STUDENT, calls.GetOffer, offers.get_offer, id=str(offer["id"]))
    seen = house.call(RECRUITER, calls.GetOffer, offers.get_offer, id=str(offer["id"]))
    assert (seen["view_count"], seen["version"]) == (3, offer["version"])


@pytest.mark.feature("D3")
def test_what_is_over_is_archived_and_can_still_be_read(house):
    offer = published(house)
    with house.work(Actor.service("offers")) as work:
        work.now += timedelta(days=200)
        offers.archive_what_is_over(work)
    assert search(house)["total"] == 0
    assert titles(search(house, archived=True)) == [OFFER["title"]]
    seen = house.call(STUDENT, calls.GetOffer, offers.get_offer, id=str(offer["id"]))
    assert (seen["state"], seen["actions"]) == ("archived", [])


def test_the_import_is_safe_to_run_again(house):
    contact = {"first_name": "Léa", "last_name": "Roux", "email": "lea@banque.example"}
    rows = {
        "hosts": [HOST],
        "offers": [
            {
                **OFFER,
                "host": HOST["name"],
                "contact": contact,
                "recruiter_id": str(RECRUITER.id),
                "published_at": "2026-10-02",
            }
        ],
    }
    first = house.call(OPERATOR, calls.ImportHostsAndOffers, importing.import_hosts_and_offers, **rows)
    assert house.call(OPERATOR, calls.ImportHostsAndOffers, importing.import_hosts_and_offers, **rows) == first
    assert house.announced() == ["offer_published.v1"]
    host = house.call(STUDENT, calls.GetHost, queries.get_host, id=first["hosts"][HOST["name"]])
    assert len(host["contacts"]) == 1
    assert search(house)["rows"][0]["published_at"].date() == date(2026, 10, 2)
    with pytest.raises(NotAllowed):
        house.call(CAREERS, calls.ImportHostsAndOffers, importing.import_hosts_and_offers, **rows)
