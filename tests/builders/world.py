"""People, a host and files on a running platform, made through the services' own calls."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from contracts.calls import agreements, offers, profiles
from contracts.vocabulary import Role, Zone
from deploy.local.platform import Platform
from runtime.actor import Actor, Signer
from runtime.client import Client
from runtime.clock import today

OPERATOR = Actor.service("operator")
COMPONENT, PROGRAMME = "TSEG", "TB5AF"
UNIVERSITY_SIGNATORY = {"name": "Anne Roux", "role": "Directrice de la composante", "email": "direction@univ.example"}


def client_of(platform: Platform, issuer: str) -> Client:
    folder = platform.catalogue.keys_folder(issuer)
    return Client(platform.amqp_url, Signer.from_folder(folder, issuer))


@dataclass
class World:
    """One component with its people and one host. `ask` speaks as the gateway does."""

    client: Client
    operator: Client
    people: dict[str, Actor] = field(default_factory=dict)
    group_id: uuid.UUID | None = None
    host: dict[str, Any] = field(default_factory=dict)
    tutor: dict[str, Any] = field(default_factory=dict)
    made: int = 0

    @classmethod
    def build(cls, platform: Platform, students: int = 1) -> "World":
        world = cls(client_of(platform, "gateway"), client_of(platform, "operator"))
        names = ["supervisor", "officer", "careers", "recruiter", *(f"student{n}" for n in range(students))]
        roles = {"supervisor": [Role.TEACHER], "officer": [Role.OFFICER], "careers": [Role.CAREERS]}
        roles["recruiter"] = [Role.RECRUITER]
        people = [
            {
                "issuer": "test",
                "subject": name,
                "first_name": name.capitalize(),
                "last_name": "Essai",
                "email": f"{name}@univ.example",
                "roles": [str(role) for role in roles.get(name, [Role.STUDENT])],
                "language": "fr",
                "component_code": COMPONENT,
                "programme_code": PROGRAMME,
            }
            for name in names
        ]
        answer = world.operator.ask(
            profiles.ImportDirectory,
            OPERATOR,
            deadline=30,
            components=[{"code": COMPONENT, "name": "Faculté d’essai", "circuit": "ipro"}],
            programmes=[{"code": PROGRAMME, "name": "Master d’essai", "component_code": COMPONENT}],
            people=people,
        )
        for person in people:
            world.people[person["subject"]] = Actor(
                uuid.UUID(str(answer["people"][person["subject"]])),
                frozenset(person["roles"]),
                "fr",
                "cas",
                f"{person['first_name']} Essai",
            )
        groups = world.operator.ask(
            agreements.ImportOfficerGroups,
            OPERATOR,
            groups=[
                {
                    "name": "Convention d’essai",
                    "contact_email": "scolarite@univ.example",
                    "component_code": COMPONENT,
                    "member_ids": [str(world.people["officer"].id)],
                    "university": UNIVERSITY_SIGNATORY,
                }
            ],
        )
        world.group_id = uuid.UUID(groups["Convention d’essai"])
        world.host, world.tutor = world.new_host()
        return world

    def new_host(self, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """A host abroad and its contact."""
        someone = self.people["student0"]
        facts = {"country": "BE", "address1": "1 quai", "city": "Anvers", **changes}
        host = self.client.ask(offers.CreateHost, someone, name=f"Armement {uuid.uuid4().hex[:8]}", **facts)
        tutor = self.client.ask(
            offers.AddContact,
            someone,
            host_id=host["id"],
            first_name="Hakim",
            last_name="Belaïd",
            email="tuteur@armement.example",
        )
        return host, tutor

    def close(self) -> None:
        self.client.close()
        self.operator.close()

    def ask(self, call: Any, who: str, **question: Any) -> Any:
        return self.client.ask(call, self.people[who], **question)

    def request_fields(self, **changes: Any) -> dict[str, Any]:
        """A request that may be submitted. After twenty files the dates move on: a référent has 24 students at a time."""
        first = first_day(today() + timedelta(days=60), self.made // 20)
        return {
            "title": "Analyse de risque",
            "description": "Lecture de comptes et note de risque.",
            "function": "accounting_finance",
            "duration_months": 2,
            "starts_on": first,
            "ends_on": first + timedelta(days=60),
            "zone": Zone.EUROPEAN_UNION,
            "supervisor_id": self.people["supervisor"].id,
            "host_id": self.host["id"],
            "tutor_id": self.tutor["id"],
            **changes,
        }

    def convention_fields(self, **changes: Any) -> dict[str, Any]:
        """A convention that may be submitted."""
        words = ("skills", "activities", "supervision", "social_cover", "insurance", "absences", "suspension")
        return {
            **{name: f"Texte de {name}." for name in words},
            "interruption": "Validé sur le temps fait.",
            "certificate": "Remise le dernier jour.",
            "language": "fr",
            "signatory": {
                "last_name": "Arnaud",
                "first_name": "Solène",
                "role": "Direction",
                "email": "s@armement.example",
            },
            "officer_group_id": self.group_id,
            "teaching_hours": 400,
            "referent_id": self.people["supervisor"].id,
            "weekly_minutes": 2100,
            "weekdays": ["mon", "tue", "wed", "thu", "fri"],
            "stipend_cents": 70_000,
            "stipend_payment": "Chaque mois.",
            **changes,
        }

    def new_request(self, who: str = "student0", **changes: Any) -> dict[str, Any]:
        """A complete draft, in a host of its own: the law counts over the files of one host."""
        if "host_id" not in changes:
            host, tutor = self.new_host()
            changes = {"host_id": host["id"], "tutor_id": tutor["id"], **changes}
        fields = self.request_fields(**changes)
        self.made += 1
        return self.ask(agreements.CreateRequest, who, terms_agreed=True, supervisor_known=True, fields=fields)

    def move(self, file: dict[str, Any], move: str, who: str, comment: str = "") -> dict[str, Any]:
        return self.ask(
            agreements.Perform, who, id=file["id"], version=file["version"], move=move, comment=comment, deadline=10
        )


def first_day(earliest: date, turn: int) -> date:
    """70 days after the turn before, and never in the last 120 of an academic year.

    The law adds up the hours of a year: a test that makes a second internship after this one wants both in the same.
    """
    first = earliest + timedelta(days=70 * turn)
    for year in range(earliest.year, earliest.year + 2 + turn // 2):
        turned = date(year, 9, 1)
        if earliest < turned and turned - timedelta(days=120) <= first:
            first += timedelta(days=120)
    return first


def day(text: str) -> date:
    return date.fromisoformat(text)
