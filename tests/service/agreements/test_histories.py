"""Histories that the running service wrote, of every kind, read again by the tables of moves alone."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from contracts.calls import agreements
from contracts.vocabulary import State
from runtime.clock import day_of, today
from services.agreements.journal import verify
from services.agreements.model import JournalLine
from services.agreements.rules.lifecycle import MOVES
from tests.builders.replay import Broken, replay
from tests.service.agreements import desk
from tests.service.agreements.ends import advance, dated, early_end
from tests.service.agreements.test_amendments import amend, decided, move, signed_by_all
from tests.service.agreements.test_opening import line, sent, students, uploads  # noqa: F401 - fixtures
from tests.service.agreements.test_signing import by_link, links, paper, record, sign, sign_all, upload

pytestmark = [pytest.mark.service, pytest.mark.feature("E7", "E14")]
GOLDEN = Path("tests/unit/agreements/histories.jsonl")
TODAY = today()


class Scribe:
    """Brings a file of its own through one kind of life; every method answers the file's id."""

    def __init__(self, **given):
        vars(self).update(given)

    def seen(self, file, who="officer"):
        return self.world.ask(agreements.GetInternship, who, id=file["id"])

    def go(self, file, *steps):
        """(move, by whom): with words, which every move may have."""
        for name, who in steps:
            file = self.world.move(file, name, who, "Parce que.")
        return file

    def draft(self, who="student0", **changes):
        given = {**desk.own_place(self.world, who), **changes}
        given.setdefault("ends_on", given["starts_on"] + timedelta(days=6))
        return self.world.new_request(who, **given)

    def typed(self, file, **changes):
        fields = self.world.convention_fields(teaching_presence_hours=100, **changes)
        ask = {"id": file["id"], "version": self.seen(file, "student0")["version"]}
        return self.world.ask(agreements.SaveConvention, "student0", **ask, fields=fields)

    def authorised(self, **changes):
        return self.go(self.draft(**changes), ("submit", "student0"), ("validate", "supervisor"))

    def submitted(self, **changes):
        return self.go(self.typed(self.authorised(**changes)), ("submit_convention", "student0"))

    def opened(self, how="open_signatures", **changes):
        return self.go(self.submitted(**changes), ("validate_convention", "officer"), (how, "officer"))

    def signed(self, **changes):
        return sign_all(self.world, self.base, self.opened(**changes))

    def lived(self, file, starts, ends, pauses=()):
        dated(self.base, file, starts, ends, pauses=list(pauses))
        advance(self.platform, self.base)
        return self.seen(file)

    def a_draft_deleted(self):
        return self.go(self.draft(), ("delete", "student0"))

    def a_request_asked_about_then_refused(self):
        return self.go(
            self.draft(), ("submit", "student0"), ("ask_precisions", "supervisor"), ("submit", "student0"),
            ("refuse", "supervisor"),
        )  # fmt: skip

    def a_validation_taken_back_and_no_follow_up(self):
        file = self.go(self.authorised(), ("take_back", "supervisor"), ("validate", "supervisor"))
        return self.go(self.seen(file, "student0"), ("drop", "student0"))

    def a_convention_refused(self):
        file = self.go(self.submitted(), ("ask_precisions_convention", "officer"))
        return self.go(self.typed(file), ("submit_convention", "student0"), ("refuse_convention", "officer"))

    def a_convention_sent_back_to_its_supervisor(self):
        file = self.go(self.typed(self.authorised()), ("reopen_request", "student0"), ("submit", "student0"))
        file = self.go(file, ("validate", "supervisor"))
        return self.go(self.typed(file), ("submit_convention", "student0"), ("validate_convention", "officer"))

    def a_validation_withdrawn(self):
        file = self.go(self.submitted(), ("validate_convention", "officer"), ("withdraw_validation", "officer"))
        return self.go(self.seen(file, "student0"), ("drop", "student0"))

    def a_control_lifted_a_file_assigned(self):
        file = self.submitted(starts_on=TODAY, ends_on=TODAY + timedelta(days=6))
        ask = {"id": file["id"], "version": file["version"], "code": "start"}
        file = self.world.ask(agreements.OverrideControl, "officer", **ask, reason="Signée sur papier hier.")
        self.world.ask(agreements.Assign, "officer", ids=[file["id"]], person_id=self.world.people["officer"].id)
        return self.go(self.seen(file), ("validate_convention", "officer"))

    def the_host_fills_in_its_part(self):
        file = self.typed(self.authorised())
        self.world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
        token = links(self.base, file, "host")["host"]
        page = by_link(self.world, agreements.OpenLink, token)
        part = {**page["host_part"], "headcount": 42}
        by_link(self.world, agreements.SaveHostPart, token, version=page["file"]["version"], fields=part)
        return self.go(self.seen(file, "student0"), ("submit_convention", "student0"))

    def a_refusal_to_sign_a_cancelled_round_then_paper(self):
        file = self.opened()
        sign(self.world, links(self.base, file)["student"])
        by_link(self.world, agreements.RefuseByLink, links(self.base, file)["host"], reason="Le tuteur est parti.")
        again = (("validate_convention", "officer"), ("open_signatures", "officer"), ("cancel_signatures", "officer"))
        file = self.go(self.seen(file), *again, ("open_paper", "officer"))
        dates = [{"signatory_id": row["id"], "signed_on": TODAY} for row in file["signing"]["signatories"]]
        return record(self.world, file, dates=dates, scan=upload(self.uploads, paper()))

    def an_internship_interrupted_resumed_finished_and_evaluated(self):
        file = self.lived(self.signed(), -3, 40)
        day = lambda n: str(TODAY + timedelta(days=n))  # noqa: E731
        self.lived(file, -3, 40, [{"starts_on": day(-1), "ends_on": day(2), "reason": "Travaux"}])
        self.lived(file, -3, 40)
        return self.lived(file, -40, -1)

    def later_days_by_an_amendment(self):
        file = self.signed()
        later = file["request"]["ends_on"] + timedelta(days=7)
        draft = amend(self.world, file, ["dates"], starts_on=file["request"]["starts_on"], ends_on=later)
        signed_by_all(self.world, self.base, file, decided(self.world, draft))
        return file

    def amendments_asked_about_refused_cancelled_and_dropped(self):
        file, world = self.signed(), self.world
        later = {"starts_on": file["request"]["starts_on"], "ends_on": file["request"]["ends_on"] + timedelta(days=7)}
        first = move(world, amend(world, file, ["dates"], **later), "submit", "student0")
        first = move(world, move(world, first, "ask_precisions", "supervisor", "Pourquoi ?"), "submit", "student0")
        move(world, first, "refuse", "supervisor", "Non.")
        second = move(world, decided(world, amend(world, file, ["dates"], **later)), "open_signatures", "officer")
        second = move(world, second, "cancel_signatures", "officer", "Une faute.")
        second = move(world, second, "open_signatures", "officer")
        by_link(world, agreements.RefuseByLink, links(self.base, file)["student"], reason="Je ne peux plus.")
        second = world.ask(agreements.GetAmendment, "officer", id=second["id"])
        move(world, second, "drop", "officer", "Il y renonce.")
        amend(world, file, ["other"], words="Deux jours à distance.")
        return file

    def an_end_by_amendment(self):
        file = self.signed()
        dated(self.base, file, -30, 30)
        last = day_of(file["since"])
        draft = amend(self.world, file, ["termination"], ended_on=last, ground="agreement")
        signed_by_all(self.world, self.base, file, decided(self.world, draft))
        return file

    def an_early_end_recorded(self, days=0):
        file = self.signed()
        dated(self.base, file, -30, 30)
        return early_end(self.world, file, day_of(file["since"]) + timedelta(days=days))

    def an_early_end_planned(self):
        file = self.an_early_end_recorded(days=5)
        dated(self.base, file, -30, 30, ended=-1)
        advance(self.platform, self.base)
        return file

    def a_convention_with_other_hours(self):
        file = self.go(self.typed(self.authorised(), weekly_minutes=20 * 60), ("submit_hours", "student0"))
        file = self.go(file, ("validate", "supervisor"))
        return self.go(self.typed(file, weekly_minutes=20 * 60), ("submit_convention", "student0"))

    def an_early_end_withdrawn(self):
        return self.go(self.an_early_end_recorded(days=5), ("withdraw_end", "officer"))

    def an_internship_called_off(self):
        return self.go(self.signed(), ("call_off", "officer"))

    def a_list_opened_and_completed(self):
        lines = [line(self.students[0], f"Hôpital {os.urandom(3).hex()}", debut="01/02/2028", fin="25/02/2028")]
        job = desk.finished(self.world, sent(self.world, self.uploads, lines))
        job = self.world.ask(agreements.RunOpening, "officer", id=job["id"])
        return {"id": desk.finished(self.world, job)["lines"][0]["internship_id"]}


STORIES = [name for name in vars(Scribe) if name.startswith(("a_", "an_", "the_", "later_", "amendments_"))]


@pytest.fixture(scope="module")
def histories(world, base, platform, uploads, students):  # noqa: F811
    """By story: the stored state, those of the amendments by number, and the lines of the journal in their order."""
    scribe = Scribe(world=world, base=base, platform=platform, uploads=uploads, students=students)
    ids = {name: getattr(scribe, name)()["id"] for name in STORIES}
    found = {}
    with base.connect() as connection:
        for name, id in ids.items():
            state = connection.scalar(text("SELECT state FROM internship WHERE id = :id"), {"id": id})
            amendments = connection.execute(
                text("SELECT number, state FROM amendment WHERE internship_id = :id ORDER BY number"), {"id": id}
            )
            lines = connection.execute(text("SELECT * FROM journal WHERE internship_id = :id ORDER BY seq"), {"id": id})
            found[name] = {
                "state": state,
                "amendments": {str(number): state for number, state in amendments},
                "lines": [dict(row) for row in lines.mappings()],
            }
    return found


@pytest.mark.parametrize("story", STORIES)
def test_a_recorded_history_replays_to_the_stored_state(histories, story):
    history = histories[story]
    found = replay(history["lines"])
    assert str(found.state) == history["state"]
    assert {str(number): str(state) for number, state in found.amendments.items()} == history["amendments"]
    assert verify([JournalLine(**one) for one in history["lines"]]) is None


def test_the_stories_come_to_every_move_that_leaves_a_line_and_to_every_end(histories):
    made = {one["move"] for history in histories.values() for one in history["lines"]}
    silent = {"edit_request", "edit_convention"}  # drafts being typed leave no line
    assert {move.name for move in MOVES} - made == silent
    assert {history["state"] for history in histories.values()} >= {
        State.REQUEST_DELETED, State.REQUEST_REFUSED, State.CONVENTION_REFUSED, State.DROPPED, State.SIGNED,
        State.FINISHED, State.BROKEN_OFF,
    }  # fmt: skip
    assert len(histories) >= 12


@pytest.mark.parametrize("story", STORIES)
def test_a_line_removed_swapped_or_renamed_does_not_replay(histories, story):
    lines = histories[story]["lines"]
    for n, one in enumerate(lines[:-1]):
        with pytest.raises(Broken):
            replay(lines[:n] + lines[n + 1 :])
        with pytest.raises(Broken):
            replay([*lines[:n], lines[n + 1], one, *lines[n + 2 :]])
        with pytest.raises(Broken):
            replay([*lines[:n], {**one, "move": "no_such_move"}, *lines[n + 1 :]])


@pytest.mark.skipif("not os.environ.get('IPRO_WRITE_GOLDEN')", reason="writes tests/unit/agreements/histories.jsonl")
def test_write_the_golden_histories(histories):
    """Words are erased as the service erases them: nobody's name is in the repository, and the chain still holds."""
    rows = []
    for story, history in histories.items():
        rows.append({"story": story, "state": history["state"], "amendments": history["amendments"]})
        rows += [{**one, **dict.fromkeys(("by_name", "comment", "salt"))} for one in history["lines"]]
    GOLDEN.write_text("".join(json.dumps(row, default=written) + "\n" for row in rows))


def written(value):
    return value.isoformat() if isinstance(value, datetime) else str(value)
