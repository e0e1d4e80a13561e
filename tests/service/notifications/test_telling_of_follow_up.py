"""Papers, evaluations, certificates, difficulties and links at the end: who is told, and what is not said."""

import uuid
from datetime import date

import pytest

from contracts.events import agreements
from services.notifications import reactions
from tests.service.notifications.test_telling import (  # noqa: F401
    FILE,
    OFFICER,
    STUDENT,
    SUPERVISOR,
    deliveries,
    event,
    hear,
    known,
    notices,
)

pytestmark = [pytest.mark.service, pytest.mark.feature("F1")]
PAPER = {**FILE, "paper_code": "liability", "paper_fr": "Responsabilité civile", "paper_en": "Liability"}


@pytest.mark.feature("E16")
def test_managers_get_a_notice_of_a_deposit_and_the_student_a_mail_of_the_decision(known):  # noqa: F811
    early = {**PAPER, "state": "convention_draft", "state_before": "convention_draft"}
    hear(known, reactions.on_paper_deposited, event(agreements.PaperDeposited, early))
    assert notices(known) == [], "managers cannot open that file yet"
    hear(known, reactions.on_paper_deposited, event(agreements.PaperDeposited, PAPER))
    assert deliveries(known) == []
    assert len(notices(known)) == 2
    refused = event(agreements.PaperRefused, {**PAPER, "comment": "Illisible."})
    hear(known, reactions.tell_student, refused)
    (mail,) = deliveries(known)
    assert mail.to_address == "ines@etu.example"
    assert mail.subject == "Pièce à déposer à nouveau : Responsabilité civile".replace(" :", "\u00a0:")
    assert "Illisible." in mail.text


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("student", ["claire@univ.example"]),
        ("supervisor", ["ines@etu.example"]),
        ("tutor", ["claire@univ.example", "ines@etu.example"]),
    ],
)
def test_an_evaluation_is_told_to_those_who_may_read_it(known, by, told):  # noqa: F811
    data = {**FILE, "comment": "", "by_name": "Hakim Belaïd", "evaluation_by": by}
    hear(known, reactions.on_evaluation_submitted, event(agreements.EvaluationSubmitted, data))
    assert [mail.to_address for mail in deliveries(known)] == told


@pytest.mark.feature("E12")
def test_the_student_reads_of_the_end_of_his_internship_in_the_second_person(known):  # noqa: F811
    hear(known, reactions.tell_everybody, event(agreements.InternshipBrokenOff, FILE))
    mails = {mail.to_address: mail for mail in deliveries(known)}
    mine, colleague = mails["ines@etu.example"], mails["nadia@univ.example"]
    assert "Votre stage chez" in mine.subject
    assert "Votre stage chez" in mine.text
    assert "Le stage d’Inès" not in mine.text
    assert "Le stage d’Inès Martin" in colleague.subject
    assert "Votre" not in colleague.text
    assert mine.about == "Le stage de … est rompu", "as staff who follow mails read it"
    bodies = {one.person_id: str(one.words) for one in notices(known)}
    assert "Votre stage chez" in bodies[STUDENT]
    assert "Votre stage chez" not in bodies[OFFICER]


VISIT = {
    **FILE,
    "by_name": "Claire Ferrand",
    "comment": "",
    "visit_id": uuid.uuid4(),
    "visit_on": date(2027, 4, 1),
    "visit_at": "14:30",
    "visit_form": "on_site",
    "visit_place": "12 quai du Port",
}


@pytest.mark.feature("E20")
def test_the_student_is_told_of_a_visit_when_it_is_planned_changed_or_cancelled(known):  # noqa: F811
    hear(known, reactions.on_visit, event(agreements.VisitPlanned, VISIT))
    hear(known, reactions.on_visit, event(agreements.VisitPlanned, {**VISIT, "move": "change_visit", "visit_at": ""}))
    hear(known, reactions.on_visit, event(agreements.VisitCancelled, VISIT))
    mails = deliveries(known)
    assert {mail.to_address for mail in mails} == {"ines@etu.example"}
    planned, changed, cancelled = (mail.text.replace("\u00a0", " ") for mail in mails)
    assert "Claire Ferrand prévoit une visite de votre stage chez" in planned
    assert "le 1er avril 2027 à 14:30, sur place (12 quai du Port)." in planned
    assert "a modifié la visite prévue de votre stage" in changed
    assert "le 1er avril 2027, sur place" in changed
    assert "a annulé la visite de votre stage" in cancelled


@pytest.mark.feature("E20")
def test_a_difficulty_is_announced_without_a_word_of_it_nor_a_name(known):  # noqa: F811
    ids = {"internship_id": uuid.uuid4(), "difficulty_id": uuid.uuid4()}
    hear(known, reactions.on_difficulty, event(agreements.DifficultySignalled, {**ids, "to_ids": [SUPERVISOR]}))
    (mail,) = deliveries(known)
    assert mail.to_address == "claire@univ.example"
    assert f"/stages/{ids['internship_id']}#difficulte" in mail.text
    assert "Inès" not in mail.text + mail.subject
    hear(known, reactions.on_difficulty, event(agreements.DifficultyAnswered, {**ids, "to_ids": [STUDENT]}))
    assert {mail.to_address for mail in deliveries(known)} == {"claire@univ.example", "ines@etu.example"}
    assert OFFICER not in {notice.person_id for notice in notices(known)}


@pytest.mark.feature("E12", "E17")
def test_the_host_s_link_at_the_end_has_a_mail_of_its_own(known):  # noqa: F811
    data = {
        "internship_id": uuid.uuid4(), "reference": 61, "purpose": "end", "role": "tutor", "name": "Hakim Belaïd",
        "email": "h@banque.example", "path": "/lien/secret", "language": "en", "student_name": "Inès Martin",
        "host_name": "Banque Maritime", "expires_at": FILE["at"],
    }  # fmt: skip
    hear(known, reactions.on_link_given, event(agreements.LinkGiven, data))
    (mail,) = deliveries(known)
    assert mail.to_address == "h@banque.example"
    assert "certificate" in mail.subject
    assert "/lien/secret" in mail.text
