"""Students of the demonstration who have something on their boards, signed on as a browser does it."""

import re
import uuid
from datetime import timedelta
from typing import Any

import requests

from benchmarks.rig import Rig
from contracts.calls import agreements, offers, profiles
from contracts.errors import Refusal
from contracts.vocabulary import Role, Zone
from deploy.demo.people import DIRECTORY_PEOPLE, PASSWORD
from runtime.actor import Actor, Signer
from runtime.client import Client
from runtime.clock import today

STUDENTS = ("ines.martin", "lucie.garcia")  # of a component that makes its conventions here
SUPERVISOR = "claire.ferrand"
CANDIDACIES, REQUESTS = 3, 3
FORM_FIELD = re.compile(r'name="(service|lt)" value="([^"]*)"')


def furnish(rig: Rig) -> dict[str, Any]:
    """The demonstration's data, and for each student candidacies, requests and the notices that they cause; ids by login.

    Several measures of a run ask for it: it is made once.
    """
    if rig.people:
        return rig.people
    rig.platform.run_module(["deploy.demo"], rig.platform.env_of("demo"))
    keys = rig.platform.catalogue.keys_folder
    operator, gateway = (
        Client(rig.platform.amqp_url, Signer.from_folder(keys(issuer), issuer)) for issuer in ("operator", "gateway")
    )
    try:
        known = operator.ask(profiles.ImportDirectory, Actor.service("operator"), deadline=30, people=DIRECTORY_PEOPLE)[
            "people"
        ]
        for student in STUDENTS:
            me = Actor(uuid.UUID(str(known[student])), frozenset({Role.STUDENT}), "fr", "cas", student)
            _candidacies(gateway, me)
            _requests(gateway, me, known[SUPERVISOR])
        rig.people = dict(known)
        return rig.people
    finally:
        operator.close()
        gateway.close()


def _candidacies(gateway: Client, me: Actor) -> None:
    made = 0
    for row in gateway.ask(offers.SearchOffers, me, deadline=10, limit=20)["rows"]:
        try:
            gateway.ask(
                offers.Apply, me, deadline=10, offer_id=row["id"], email="moi@etu.example", subject="Candidature",
                message="Madame, Monsieur, cette offre correspond à ce que je cherche.",
            )  # fmt: skip
            made += 1
        except Refusal:
            continue  # an offer that is applied for elsewhere
        if made == CANDIDACIES:
            return
    raise RuntimeError("the demonstration has too few offers to apply for")


def _requests(gateway: Client, me: Actor, supervisor: Any) -> None:
    host = gateway.ask(
        offers.CreateHost, me, deadline=10, name=f"Armement {uuid.uuid4().hex[:8]}", country="BE", city="Anvers",
        address1="1 quai",
    )  # fmt: skip
    tutor = gateway.ask(
        offers.AddContact, me, deadline=10, host_id=host["id"], first_name="Hakim", last_name="Belaïd", email="t@a.example"
    )  # fmt: skip
    first = today() + timedelta(days=60)
    for number in range(REQUESTS):
        fields = {
            "title": f"Analyse de risque {number}", "description": "Lecture de comptes.", "function": "accounting_finance",
            "starts_on": first, "ends_on": first + timedelta(days=60), "zone": Zone.EUROPEAN_UNION,
            "supervisor_id": supervisor, "host_id": host["id"], "tutor_id": tutor["id"],
        }  # fmt: skip
        fields |= {name: value.isoformat() for name, value in fields.items() if hasattr(value, "isoformat")}
        gateway.ask(
            agreements.CreateRequest, me, deadline=10, terms_agreed=True, supervisor_known=True, fields=fields
        )  # fmt: skip


def sign_on(rig: Rig, student: str) -> str:
    """The cookie of a session opened through the demonstration's sign-on."""
    with requests.Session() as browser:
        form = browser.get(f"{rig.platform.url}/connexion/ent", timeout=20)
        fields = {name: value.replace("&amp;", "&") for name, value in FORM_FIELD.findall(form.text)}
        landed = browser.post(
            f"{rig.platform.cas_url}/login", data=fields | {"username": student, "password": PASSWORD}, timeout=20
        )
        landed.raise_for_status()
        cookie = browser.cookies.get("ipro")
        board = browser.get(f"{rig.platform.url}/bureau", timeout=20)
        if not cookie or board.url != f"{rig.platform.url}/bureau":
            raise RuntimeError(f"{student} could not sign on: {landed.url}")
        return str(cookie)
