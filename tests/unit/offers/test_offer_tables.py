from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import InvalidInput, MoveRefused
from contracts.vocabulary import ApplyBy, CandidacyState, OfferKind, OfferState, Role
from services.offers.rules import candidacies, offers
from services.offers.rules.moves import actions, find

TODAY = date(2026, 11, 23)


def facts(**changes):
    known = {
        "kind": OfferKind.INTERNSHIP, "apply_by": ApplyBy.PLATFORM, "expires_on": None, "published_on": TODAY,
        "today": TODAY, "applied": False, "roles": frozenset({Role.STUDENT}),
    }  # fmt: skip
    return offers.OfferFacts(**{**known, **changes})


def who(*parties):
    return frozenset(parties)


@pytest.mark.feature("D8")
def test_its_recruiter_may_edit_and_submit_a_draft():
    assert actions(offers.MOVES, OfferState.DRAFT, who(offers.Party.OWNER), facts()) == ["edit", "submit"]


@pytest.mark.feature("D10")
def test_moderation_approves_refuses_or_closes_what_waits():
    found = actions(offers.MOVES, OfferState.AWAITING_MODERATION, who(offers.Party.MODERATOR), facts())
    assert found == ["approve", "refuse", "close"]


@pytest.mark.feature("D10")
def test_a_refusal_needs_its_reason():
    with pytest.raises(InvalidInput) as refusal:
        find(offers.MOVES, "refuse", OfferState.AWAITING_MODERATION, who(offers.Party.MODERATOR), facts(), "  ")
    assert refusal.value.params["fields"] == {"reason": ["required"]}


@pytest.mark.feature("D8")
def test_an_edited_published_offer_is_moderated_again():
    line = find(offers.MOVES, "edit", OfferState.PUBLISHED, who(offers.Party.OWNER), facts())
    assert line.target == OfferState.AWAITING_MODERATION
    assert line.announces == "offer_submitted"


@pytest.mark.feature("D5")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applied": True}, "already_applied"),
        ({"apply_by": ApplyBy.WEBSITE}, "apply_on_website"),
        ({"expires_on": date(2026, 11, 22)}, "offer_over"),
        ({"roles": frozenset({Role.GRADUATE})}, "students_only"),
    ],
)
def test_one_cannot_apply_and_is_told_why(changes, code):
    with pytest.raises(MoveRefused) as refusal:
        find(offers.MOVES, "apply", OfferState.PUBLISHED, who(offers.Party.APPLICANT), facts(**changes))
    assert refusal.value.code == code


@pytest.mark.feature("D9")
def test_a_graduate_applies_to_jobs():
    known = facts(kind=OfferKind.JOB, roles=frozenset({Role.GRADUATE}))
    assert actions(offers.MOVES, OfferState.PUBLISHED, who(offers.Party.APPLICANT), known) == ["apply"]


def test_the_clock_archives_only_what_is_over():
    clock = who(offers.Party.CLOCK)
    with pytest.raises(MoveRefused):
        find(offers.MOVES, "archive", OfferState.PUBLISHED, clock, facts(expires_on=TODAY))
    assert find(offers.MOVES, "archive", OfferState.PUBLISHED, clock, facts(published_on=date(2026, 1, 1)))


TABLES = [(offers, OfferState), (candidacies, CandidacyState)]


@given(data=st.data())
def test_anyone_tries_anything_and_succeeds_if_and_only_if_it_was_offered(data):
    module, states = data.draw(st.sampled_from(TABLES))
    parties = frozenset(data.draw(st.sets(st.sampled_from(list(module.Party)))))
    state = data.draw(st.sampled_from(list(states)))
    name = data.draw(st.sampled_from(sorted({line.name for line in module.MOVES if line.shown})))
    known = facts(applied=data.draw(st.booleans()), apply_by=data.draw(st.sampled_from(list(ApplyBy))))
    offered = name in actions(module.MOVES, state, parties, known)
    try:
        find(module.MOVES, name, state, parties, known, "because")
        done = True
    except MoveRefused:
        done = False
    assert done == offered


@pytest.mark.parametrize(("module", "states"), TABLES)
def test_no_two_lines_of_a_table_compete(module, states):
    for state in states:
        for party in module.Party:
            names = [line.name for line in module.MOVES if state in line.sources and party in line.by]
            assert len(names) == len(set(names))


@pytest.mark.feature("D8")
def test_the_student_only_withdraws_and_the_recruiter_only_decides():
    assert actions(candidacies.MOVES, CandidacyState.SENT, who(candidacies.Party.STUDENT), None) == ["withdraw"]
    assert actions(candidacies.MOVES, CandidacyState.SENT, who(candidacies.Party.RECRUITER), None) == [
        "shortlist",
        "invite",
        "accept",
        "refuse",
    ]
    assert actions(candidacies.MOVES, CandidacyState.WITHDRAWN, who(candidacies.Party.RECRUITER), None) == []
