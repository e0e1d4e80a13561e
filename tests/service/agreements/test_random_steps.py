"""Random people take random steps on the running service: what its answers offer succeeds, and nothing else does.

The same is shown of the tables alone, a hundred thousand times, in tests/unit/agreements/test_random_walks.py; here it is
of the commands themselves, with their database, their documents and their signatures.
"""

import contextlib
import random
from collections import Counter
from datetime import timedelta

import pytest

from contracts.calls import agreements, offers
from contracts.errors import InvalidInput, MoveRefused, NotFound, Refusal
from contracts.vocabulary import RoundState, SignatoryState
from runtime.clock import today
from services.agreements.rules import moves
from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.lifecycle import MOVES
from tests.service.agreements import desk
from tests.service.agreements.test_amendments import amend, new_one
from tests.service.agreements.test_signing import LEGAL, links, sign

pytestmark = [pytest.mark.service, pytest.mark.feature("E4", "E7", "E12", "E18")]
STEPS, WALKS = 50, 3
PEOPLE = ("student0", "supervisor", "officer", "student1", "careers")
WORDS = ("", " \n", "Parce que.", "Parce que.", "Parce que.")
SIGNATORY = {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction"}
CONVENTIONS = (
    {},
    {},
    {},
    {"skills": ""},
    {"signatory": None},
    {"signatory": {**SIGNATORY, "email": "student0+x@univ.example"}},
    {"signatory": {**SIGNATORY, "email": "supervisor@univ.example"}},
    {"weekly_minutes": 20 * 60},
)
REQUESTS = ({}, {}, {"title": ""}, {"description": "Une mission dite autrement."})
OVER = {"request_refused", "convention_refused", "refused", "dropped", "broken_off"}
BACK = {
    "delete", "refuse", "refuse_convention", "drop", "call_off", "break_off", "ask_precisions", "take_back",
    "reopen_request", "withdraw_validation", "ask_precisions_convention", "cancel_signatures", "refuse_to_sign",
}  # fmt: skip
TUTORS = ("ada@maison.example", "ada@maison.example", "officer+ici@univ.example", "supervisor@univ.example")
NO_MANAGERS = tuple(one for one in TUTORS if not one.startswith("officer"))


class Walk:
    """One file, and later its amendments; each step asks the service what it offers and holds it to that."""

    def __init__(self, world, base, seed):
        self.world, self.base, self.rng, self.made = world, base, random.Random(seed), Counter()
        self.id = None

    def ask(self, call, who, **question):
        return self.world.ask(call, who, deadline=20, **question)

    def seen(self, who):
        return self.ask(agreements.GetInternship, who, id=self.id)

    def step(self):
        who, words = self.somebody(), self.rng.choice(WORDS)
        try:
            record, offered = self.record(who), self.offered(who)
        except NotFound:
            self.strangers_step(who, words)
            return
        name = self.some_move([one for one in offered if offered[one]["allowed"]])
        of_its_kind = (one for one in offered.values() if one["kind"] == self.kinds[name] != moves.MOVE)
        action = offered.get(name) or next(of_its_kind, None)
        speechless = action is not None and action["comment"] == moves.REQUIRED and not words.strip()
        expected = action is not None and action["allowed"] and not speechless
        try:
            self.take(name, who, record, words)
        except Refusal as refusal:
            told = (name, who, record["state"], action, refusal.code, refusal.params)
            assert not expected, told
            assert isinstance(refusal, MoveRefused | NotFound | InvalidInput), told
            if action and not action["allowed"] and not speechless and isinstance(refusal, MoveRefused):
                assert refusal.code == action["obstacle"], told
            assert self.record(who)["version"] == record["version"], "a refusal changes nothing"
        else:
            assert expected, (name, who, record["state"], action)
            self.made[name] += 1

    def offered(self, who):
        return {one["name"]: one for one in self.record(who)["actions"] if one["name"] in self.kinds}

    def somebody(self):
        """Often one who has something to do that leads on, for most people at most moments have nothing."""
        people = self.rng.sample(PEOPLE, len(PEOPLE))
        for who in people if self.rng.random() < 0.6 else ():
            with contextlib.suppress(NotFound):
                if any(one["allowed"] and one["name"] not in BACK for one in self.offered(who).values()):
                    return who
        return people[0]

    def some_move(self, allowed):
        """Often what leads on and was made least, so that the walk comes everywhere; sometimes what ends it."""
        on = sorted(set(allowed) - BACK, key=lambda name: (self.made[name], name))
        chance = self.rng.random()
        if on and chance < 0.55:
            return self.rng.choice(on[:2])
        return self.rng.choice(allowed or self.names) if chance < 0.6 else self.rng.choice(self.names)

    def strangers_step(self, who, words):
        """Who is nothing to the file learns nothing of it, whatever he asks and whatever version he guesses."""
        name, version = self.rng.choice(self.names), self.rng.choice((1, 2, 5))
        with pytest.raises(NotFound):
            self.take(name, who, {"version": version, "state": "", "signing": None}, words or "Parce que.")

    def somebody_signs_by_a_link(self):
        """Whoever's turn it is."""
        signing = self.record("student0")["signing"]
        rows = signing["signatories"] if signing and signing["state"] == RoundState.OPEN else []
        asked = [row["role"] for row in rows if row["state"] == SignatoryState.ASKED]
        if asked and self.rng.random() < 0.7:
            sign(self.world, links(self.base, {"id": self.id})[asked[0]])

    def over(self):
        try:
            return self.record("student0")["state"] in OVER
        except NotFound:
            return True


class OfAFile(Walk):
    names = [line.name for line in MOVES]
    kinds = {line.name: line.kind for line in MOVES}

    def begin(self):
        host = self.ask(offers.CreateHost, "student0", name=f"Maison {self.rng.random()}", country="BE", city="Anvers")
        names = {"first_name": "Ada", "last_name": "Tuteur", "email": self.rng.choice(TUTORS)}
        tutor = self.ask(offers.AddContact, "student0", host_id=host["id"], **names)
        starts = desk.own_place(self.world, "student0")["starts_on"]
        self.place = {"host_id": host["id"], "tutor_id": tutor["id"], "starts_on": starts}
        self.place["ends_on"] = starts + timedelta(days=self.rng.choice((6, 6, 20)))
        self.id = self.world.new_request("student0", **self.place)["id"]
        with contextlib.suppress(MoveRefused):
            for prepared in self.WAY[: self.rng.randrange(len(self.WAY) + 1)]:
                prepared(self)

    def go(self, name, who):
        self.world.move(self.seen(who), name, who, "Parce que.")

    def completed(self):
        """Brought there by those who may, as far as this file goes."""
        self.go("submit", "student0")
        self.go("validate", "supervisor")
        fields = self.world.convention_fields(teaching_presence_hours=100)
        version = self.seen("student0")["version"]
        self.ask(agreements.SaveConvention, "student0", id=self.id, version=version, fields=fields)

    def handed_over(self):
        self.go("submit_convention", "student0")

    def validated(self):
        self.go("validate_convention", "officer")

    def opened(self):
        self.go("open_signatures", "officer")

    def signed(self):
        for role in LEGAL:
            sign(self.world, links(self.base, {"id": self.id})[role])

    WAY = (completed, handed_over, validated, opened, signed)

    def record(self, who):
        return self.seen(who)

    def take(self, name, who, file, words):
        about = {"id": self.id, "version": file["version"]}
        match self.kinds[name]:
            case moves.EDIT_REQUEST:
                fields = self.world.request_fields(**self.place, **self.rng.choice(REQUESTS))
                self.ask(agreements.SaveRequest, who, **about, fields=fields)
            case moves.EDIT_CONVENTION:
                fields = self.world.convention_fields(teaching_presence_hours=100, **self.rng.choice(CONVENTIONS))
                self.ask(agreements.SaveConvention, who, **about, fields=fields)
            case moves.INVITE_HOST:
                self.ask(agreements.InviteHost, who, **about)
            case moves.SIGN:
                seen = (file["signing"] or {}).get("sha256", "0" * 64)
                self.ask(agreements.Sign, who, id=self.id, document_sha256=seen, agreed=True)
            case moves.REFUSE_TO_SIGN:
                self.ask(agreements.RefuseToSign, who, id=self.id, reason=words)
            case moves.RECORD_PAPER:
                rows = (file["signing"] or {}).get("signatories") or [{"id": self.id}]
                dates = [{"signatory_id": rows[0]["id"], "signed_on": today()}]
                self.ask(agreements.RecordPaper, who, **about, dates=dates)
            case moves.BREAK_OFF | moves.PLAN_END as kind:
                last = today() + timedelta(days=1) if kind == moves.PLAN_END else today()
                last = max(last, self.place["starts_on"]) if kind == moves.PLAN_END else last
                self.ask(agreements.BreakOff, who, **about, ended_on=last, ground="agreement", comment=words)
            case moves.OVERRIDE:
                to_lift = [one["code"] for one in file.get("checks") or [] if one["status"] == "refusal"]
                self.ask(agreements.OverrideControl, who, **about, code=(to_lift or ["start"])[0], reason=words)
            case _:
                self.ask(agreements.Perform, who, **about, move=name, comment=words)


class OfAnAmendment(Walk):
    names = sorted({line.name for line in AMENDMENT_MOVES})
    kinds = {line.name: line.kind for line in AMENDMENT_MOVES}

    def begin(self):
        """Another of the same file: there is one at a time."""
        file = self.seen("student0") if self.id else new_one(self.world, self.base)
        self.id = file["id"]
        later = {"starts_on": file["request"]["starts_on"], "ends_on": file["request"]["ends_on"] + timedelta(days=7)}
        names = {"first_name": "Ada", "last_name": "Autre", "email": self.rng.choice(NO_MANAGERS)}
        tutor = self.ask(offers.AddContact, "student0", host_id=file["request"]["host_id"], **names)
        self.contents = (
            {"kinds": ["dates"], "fields": later},
            {"kinds": ["dates"], "fields": {**later, "ends_on": None}},
            {"kinds": ["tutor"], "fields": {"tutor_id": tutor["id"]}},
            {"kinds": ["other"], "fields": {"words": "Deux jours à distance."}},
        )
        given = self.rng.choice(self.contents)
        self.amendment = amend(self.world, file, given["kinds"], **given["fields"])["id"]

    def record(self, who):
        return self.ask(agreements.GetAmendment, who, id=self.amendment)

    def take(self, name, who, found, words):
        about = {"id": self.amendment, "version": found["version"]}
        of_file = {"id": self.id, "amendment_id": self.amendment}
        match self.kinds[name]:
            case "edit_amendment":
                given = {"internship_id": self.id, "reason": "Le chantier.", **self.rng.choice(self.contents)}
                self.ask(agreements.SaveAmendment, who, **about, **given)
            case moves.SIGN:
                seen = (found["signing"] or {}).get("sha256", "0" * 64)
                self.ask(agreements.Sign, who, **of_file, document_sha256=seen, agreed=True)
            case moves.REFUSE_TO_SIGN:
                self.ask(agreements.RefuseToSign, who, **of_file, reason=words)
            case moves.RECORD_PAPER:
                version = self.seen(who)["version"]
                rows = (found["signing"] or {}).get("signatories") or [{"id": self.id}]
                dates = [{"signatory_id": rows[0]["id"], "signed_on": today()}]
                self.ask(agreements.RecordPaper, who, **of_file, version=version, dates=dates)
            case _:
                self.ask(agreements.PerformAmendment, who, **about, move=name, comment=words)


def walked(walk):
    walk.begin()
    for step in range(STEPS):
        if walk.over():
            walk.begin()
        if step % 4 == 3:
            walk.somebody_signs_by_a_link()
        walk.step()
    return walk.made


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_file_s_answers_offer_what_its_commands_do_and_nothing_else(world, base, seed):
    made = walked(OfAFile(world, base, seed))
    assert sum(made.values()) > 5, made


@pytest.mark.parametrize("seed", range(WALKS))
def test_an_amendment_s_answers_offer_what_its_commands_do_and_nothing_else(world, base, seed):
    made = walked(OfAnAmendment(world, base, seed))
    assert sum(made.values()) > 2, made
