"""The queue's filter on programmes: by their exact keys, found in the index, and the same answer without them."""

import uuid
from itertools import product

import pytest
from sqlalchemy.orm import Session

from contracts.calls.agreements import QueueFilters
from contracts.vocabulary import State
from services.agreements import queue
from services.agreements.model import Internship, OfficerGroup
from services.agreements.queue import Sought
from tests.builders import stored

pytestmark = [pytest.mark.service, pytest.mark.feature("E8")]

NOBODY = uuid.uuid4()
PROGRAMMES = ["Licence Économie", "Licence Gestion", "Master Économie", "Master 100 % à distance", "Éco_conception"]
ASKED = ["economie", "ÉCONOMIE licence", "master", "100 %", "co_c", "rien de tel", "%", "_"]


@pytest.fixture
def session(service_db):
    with Session(service_db("agreements")) as session:
        groups = [OfficerGroup(name=f"Groupe {n}") for n in range(3)]
        session.add_all(groups)
        session.flush()
        for group, programme, state in product(groups, PROGRAMMES, (State.AWAITING_OFFICER, State.VALIDATED)):
            if group is groups[1] and "Master" in programme:
                continue
            student = {"programme_name": programme, "component_name": "Faculté"}
            session.add(stored.internship(state, officer_group_id=group.id, student=student))
        session.flush()
        yield session


def found(session, groups, programme):
    ask = QueueFilters().load({"programme": programme, "states": [State.AWAITING_OFFICER]})
    sought = Sought(ask, NOBODY, groups)
    rows, _ = sought.page(session, "", 50)
    names = [session.get(Internship, id).student["programme_name"] for id, _key in rows]
    assert sought.counts(session)[State.AWAITING_OFFICER] == len(names) == sought.counts(session)[State.VALIDATED]
    return sorted(names)


@pytest.mark.parametrize("most", [queue.MOST_PROGRAMMES, 2])
def test_words_find_the_programmes_that_hold_them_all_in_the_asked_groups_however_many_programmes_there_are(
    session, monkeypatch, most
):
    monkeypatch.setattr(queue, "MOST_PROGRAMMES", most)
    groups = [one.id for one in session.query(OfficerGroup).order_by(OfficerGroup.name)]
    answers = {asked: found(session, groups[:1], asked) for asked in ASKED}
    assert answers == {
        "economie": ["Licence Économie", "Master Économie"],
        "ÉCONOMIE licence": ["Licence Économie"],
        "master": ["Master 100 % à distance", "Master Économie"],
        "100 %": ["Master 100 % à distance"],
        "co_c": ["Éco_conception"],
        "rien de tel": [],
        "%": ["Master 100 % à distance"],
        "_": ["Éco_conception"],
    }
    assert found(session, groups[1:2], "master") == [], "another group's programmes are not this one's"
    assert found(session, groups, "economie") == ["Licence Économie"] * 3 + ["Master Économie"] * 2
