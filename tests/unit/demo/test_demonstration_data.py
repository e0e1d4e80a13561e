import base64
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from stdnum.fr import siret as siret_numbers

from contracts.calls import offers as calls
from deploy.demo import directory, people, stories
from deploy.demo.hosts import HOSTS
from deploy.demo.offers import BANK, next_month, offers
from deploy.demo.past import sheet
from services.agreements.papers_check import examine
from services.offers.checking import clean_host
from services.offers.commands.importing import load
from services.offers.commands.offers import clean
from services.profiles.rules.roles import facts_from, roles_from

NOW = datetime(2026, 12, 20, tzinfo=UTC)


def test_every_host_is_one_that_the_service_takes_and_no_siret_comes_twice():
    hosts = [clean_host(load(calls.HostInput, host, "hosts.0")) for host in HOSTS]
    known = [host["siret"] for host in hosts if host["siret"]]
    assert len(set(known)) == len(known)
    assert all(siret_numbers.is_valid(number) for number in known)
    assert all(bool(host["siret"]) == (host["country"] == "FR") for host in hosts)


def test_every_offer_is_one_that_the_service_takes():
    made = offers(HOSTS, "00000000-0000-4000-8000-000000000001", NOW)
    assert len(made) == len({(offer["host"], offer["title"]) for offer in made}) == len(BANK) >= 25
    for offer in made:
        clean(load(calls.OfferInput, offer, "offers.0"))
    assert len({offer["city"] for offer in made}) >= 8
    assert len({offer["function"] for offer in made}) >= 12


@pytest.mark.parametrize("uid", people.CAS_PEOPLE)
def test_the_sign_on_and_the_directory_say_the_same_of_a_person(uid):
    person = next(one for one in people.UNIVERSITY_PEOPLE if one["subject"] == uid)
    told = people.CAS_PEOPLE[uid]["attributes"]
    known = {name: person[name] for name in facts_from(told) if name in person}
    assert {name: value for name, value in facts_from(told).items() if name in known} == known
    assert set(roles_from(told)) <= set(person["roles"])


def test_components_programmes_and_groups_agree():
    codes = {component["code"] for component in directory.COMPONENTS}
    assert {programme["component_code"] for programme in directory.PROGRAMMES} <= codes
    assert {component for _, component, _ in directory.OFFICER_GROUPS} <= codes
    assert {component["circuit"] for component in directory.COMPONENTS} == {
        "ipro",
        "other_application",
        "school_office",
    }
    ids = {person["subject"]: "x" for person in people.DIRECTORY_PEOPLE}
    assert directory.officer_groups(ids)[0]["name"] == "Convention Master 1 - Aix"


def test_stories_name_people_groups_hosts_and_papers_that_are_there_and_their_numbers_fit():
    numbers = {person.get("student_number") for person in people.UNIVERSITY_PEOPLE}
    roles = {person["subject"]: person["roles"] for person in people.UNIVERSITY_PEOPLE}
    members = {name: uids for name, _, uids in directory.OFFICER_GROUPS}
    asked = {paper["code"] for paper in stories.ASKED}
    assert len({(one.student, one.title) for one in stories.STORIES}) == len(stories.STORIES)
    for one in stories.STORIES:
        assert one.student in numbers and "teacher" in roles[one.supervisor]
        assert one.officer in members[one.group]
        assert one.host in {host["name"] for host in HOSTS}
        assert set(one.papers) <= asked and (not one.papers or one.group in stories.GROUPS_THAT_ASK)
        assert one.starts < one.ends and (one.reaches == "finished") == (one.ends < 0)
        assert (one.reaches == "running") == (one.starts < 0 < one.ends)
    assert set(stories.GROUPS_THAT_ASK) <= set(members)


def test_the_pages_that_stand_for_papers_are_sound_and_say_who_they_are():
    data = sheet("Attestation (civile)", "Salomé Royer")
    assert examine(base64.b64encode(data).decode()) == ""
    assert "Salomé Royer" in PdfReader(BytesIO(data)).pages[0].extract_text()


def test_everybody_needed_is_shown():
    assert len(people.PEOPLE_TO_SHOW) == 8
    assert all(set(line) == {"role", "name", "sign_in", "page"} for line in people.PEOPLE_TO_SHOW)


def test_the_year_turns():
    assert next_month(NOW.date()).isoformat() == "2027-01-01"
