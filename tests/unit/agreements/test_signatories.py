"""Who signs, in which order, and when a document is signed."""

import uuid
from datetime import date

import pytest

from contracts.errors import InvalidInput
from contracts.vocabulary import SignatoryRole, SignatoryState, SigningMode, State
from services.agreements import managers
from services.agreements.rules import guards, signatories
from services.agreements.rules.parties import signs_now
from services.agreements.rules.signatories import LEGAL, STANDARD, wanted, whose_turn, wrong_with
from tests.builders import files
from tests.builders.files import TODAY, PlainRound

pytestmark = pytest.mark.feature("E10")


def test_five_sign_one_after_another_unless_the_group_says_otherwise():
    found = wanted(files.file(convention=files.convention_fields()))
    assert [one.slot for one in found] == list(LEGAL)
    assert [one.step for one in found] == [1, 2, 3, 4, 5]
    assert [one.name for one in found] == [
        "Inès Martin",
        "Solène Arnaud",
        "Hakim Belaïd",
        "Marc Olivier",
        "Anne Roux",
    ]


def test_a_minor_s_representative_signs_in_his_place():
    adult = {"name": "Léa Martin", "email": "lea@maison.example", "phone": ""}
    plain = files.file(convention=files.convention_fields(legal_representative=adult))
    plain.student["born_on"] = date(2010, 1, 1)
    first = wanted(plain)[0]
    assert (first.role, first.name, first.email) == (SignatoryRole.LEGAL_REPRESENTATIVE, *list(adult.values())[:2])
    assert first.person_id is None, "his account does not sign for his parent"


def test_who_has_no_name_or_no_address_is_named_before_anybody_is_asked():
    plain = files.file(convention=files.convention_fields(), tutor={"first_name": "Hakim", "last_name": "Belaïd"})
    plain.circuit["university"] = {"name": "", "role": "", "email": ""}
    assert guards.signatories_reachable(plain, TODAY).as_dict() == {"slots": ["tutor", "university"]}
    assert guards.signatories_named(plain, TODAY).as_dict() == {"slots": ["university"]}


@pytest.mark.parametrize(
    "wrong", ["not an address", "a@one.example, b@two.example", "x@y", "x@y.example\nBcc: z@z.example"]
)
def test_an_address_that_no_mail_reaches_stops_the_convention_before_anybody_waits_for_it(wrong):
    tutor = {"first_name": "Hakim", "last_name": "Belaïd", "email": wrong}
    plain = files.file(convention=files.convention_fields(), tutor=tutor)
    assert guards.addresses_sound(plain, TODAY).as_dict() == {"slots": ["tutor"]}
    assert guards.signatories_reachable(plain, TODAY).code == "addresses_unsound"


@pytest.mark.parametrize(
    ("steps", "others", "problem"),
    [
        (STANDARD["steps"], [], {}),
        ([["student", "host", "tutor", "referent", "university"]], [], {}),
        ([["university"], ["student"], ["host"], ["tutor"], ["referent"]], [], {}),
        (STANDARD["steps"][:4], [], {"steps": ["legal_signatory_missing"]}),
        ([*STANDARD["steps"], ["student"]], [], {"steps": ["signatory_twice"]}),
        ([*STANDARD["steps"], ["dean"]], [], {"steps": ["unknown_choice"]}),
        (STANDARD["steps"], [{"label": "DRH", "name": "A", "email": "a@b.example"}], {"steps": ["unknown_choice"]}),
        ([*STANDARD["steps"], ["other1"]], [{"label": "DRH", "name": "A", "email": "a@b.example"}], {}),
        (
            [*STANDARD["steps"], ["other1"]],
            [{"label": "", "name": "A", "email": "a@b.example"}],
            {"others.0": ["required"]},
        ),
    ],
)
def test_an_order_is_taken_only_with_the_five_of_the_law_each_once(steps, others, problem):
    assert wrong_with({**STANDARD, "steps": steps, "others": others}) == problem


def test_seven_is_the_most():
    three = [{"label": str(n), "name": "A", "email": "a@b.example"} for n in range(3)]
    found = wrong_with({**STANDARD, "steps": [*STANDARD["steps"], ["other1", "other2"]], "others": three})
    assert found["others"] == ["too_many"]


def test_a_step_begins_when_the_one_before_is_complete():
    plain = files.file(convention=files.convention_fields())
    plain.circuit["steps"] = [["student"], ["host", "tutor"], ["referent", "university"]]
    round_ = PlainRound.of(plain)

    def turn():
        return [row.slot for row in whose_turn(round_.signatories)]

    assert turn() == ["student"]
    round_.sign(round_.signatories[0])
    assert turn() == ["host", "tutor"]
    round_.sign(round_.signatories[2])
    assert turn() == ["host"]
    round_.sign(round_.signatories[1])
    assert turn() == ["referent", "university"]


@pytest.mark.parametrize("missing", range(5))
def test_a_document_is_signed_if_and_only_if_every_evidence_was_proven(missing):
    plain = files.reaching(State.SIGNING)
    plain.round.sign(*plain.round.signatories)
    assert guards.every_signature_proven(plain, TODAY) is None
    row = plain.round.signatories[missing]
    plain.round.proven -= {row.id}
    assert guards.every_signature_proven(plain, TODAY).code == "signatures_missing"
    plain.round.proven |= {row.id, uuid.uuid4()}
    row.state = SignatoryState.ASKED
    assert guards.every_signature_proven(plain, TODAY).code == "signatures_missing"
    plain.round.signatories.clear()
    assert guards.every_signature_proven(plain, TODAY).code == "signatures_missing", (
        "nobody's signature is no signature"
    )


def test_a_convention_is_signed_before_the_first_day_unless_a_manager_lifted_that_control():
    plain = files.reaching(State.SIGNING)
    first = plain.request["starts_on"]
    assert guards.signable_in_time(plain, first.replace(day=1).replace(month=2)) is None
    assert guards.signable_in_time(plain, first).code == "too_late_to_sign"
    plain.overrides = {"start": {"reason": "Retard de l’entreprise."}}
    assert guards.signable_in_time(plain, first) is None
    assert signatories.unknown(plain, by_mail=True) == []


@pytest.mark.parametrize("ask", [guards.signatories_named, guards.signatories_reachable])
def test_nobody_s_signature_but_his_own_leads_to_the_student_in_any_spelling_of_his_mailbox(ask):
    for address in ("ines@univ.example", "Ines+stage@UNIV.example"):
        fields = files.convention_fields()
        fields["signatory"]["email"] = address
        assert ask(files.file(convention=fields), TODAY).code == "student_signs_for_another", address
    assert ask(files.file(convention=files.convention_fields()), TODAY) is None
    himself = {"id": str(files.STUDENT_ID), "name": "Inès Martin", "email": "autre@univ.example"}
    assert (
        ask(files.file(convention=files.convention_fields(), referent=himself), TODAY).code
        == "student_signs_for_another"
    )


def test_while_managers_are_not_known_no_address_is_taken_for_the_host():
    plain = files.file(managers=None, convention=files.convention_fields())
    with pytest.raises(InvalidInput) as refused:
        managers.refuse_on(plain, "host", "quelquun@host.example", "email")
    assert refused.value.params["fields"] == {"email": ["managers_unknown"]}
    plain.managers = frozenset({"nadia@univ.example"})
    managers.refuse_on(plain, "host", "quelquun@host.example", "email")


def test_one_contact_who_was_written_to_often_enough_stops_the_links_of_both():
    plain = files.file(convention=files.convention_fields(), full_mailboxes=frozenset({"h@host.example"}))
    assert guards.host_not_written_to_too_often(plain, TODAY).code == "too_many_links"
    plain.full_mailboxes = frozenset({"autre@host.example"})
    assert guards.host_not_written_to_too_often(plain, TODAY) is None


def test_the_host_s_page_is_never_written_to_the_student():
    own = {"first_name": "Inès", "last_name": "Martin", "email": "INES+t@univ.example"}
    plain = files.file(convention=files.convention_fields(signatory=None), tutor=own)
    assert signatories.host_contacts(plain) == []
    assert guards.host_reachable(plain, TODAY).code == "host_unreachable"


@pytest.mark.feature("E9")
def test_paper_has_no_turns_and_links_have():
    plain = files.file(convention=files.convention_fields())
    slots = {}
    for mode in (SigningMode.ELECTRONIC, SigningMode.PAPER):
        plain.round = PlainRound.of(plain, mode)
        plain.round.sign(plain.round.signatories[0])
        slots[mode] = [row.slot for row in signatories.who_may_answer(plain.round)]
    assert slots == {SigningMode.ELECTRONIC: ["host"], SigningMode.PAPER: list(LEGAL[1:])}


@pytest.mark.parametrize(
    "spelled",
    [
        "NADIA@univ.example",
        " nadia@univ.example ",
        "nadia+rh@univ.example",
        "nadia@univ.example.",
        "\uff4eadia@univ.example",
    ],
)
def test_spellings_of_one_mailbox_are_one(spelled):
    assert signatories.mailbox(spelled) == "nadia@univ.example"


def test_a_student_named_as_another_signatory_has_his_own_turn_alone():
    plain = files.file(convention=files.convention_fields())
    plain.circuit["university"] = {**plain.circuit["university"], "person_id": plain.student_id}
    plain.round = PlainRound.of(plain)
    plain.round.sign(*plain.round.signatories[:4])
    assert not signs_now(plain, plain.student_id)
