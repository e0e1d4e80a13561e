"""Papers, evaluations, certificates, difficulties and links at the end: who is told, and what is not said."""

import uuid
from datetime import date

import pytest

from contracts.events import agreements
from contracts.vocabulary import Role
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
    record,
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
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_evaluation_is_told_of_whose_internship_it_is_and_a_student_s_own_as_his_own(known, language):  # noqa: F811
    record(known, STUDENT, "Inès Martin", Role.STUDENT, version=2, language=language, email="ines@etu.example")
    record(known, SUPERVISOR, "Claire Ferrand", Role.TEACHER, version=2, language=language)
    for by, by_id, by_name in (("student", STUDENT, "Inès Martin"), ("supervisor", SUPERVISOR, "Hakim Belaïd")):
        data = {**FILE, "comment": "", "evaluation_by": by, "by_id": by_id, "by_name": by_name}
        hear(known, reactions.on_evaluation_submitted, event(agreements.EvaluationSubmitted, data))
    mails = {mail.to_address: mail.subject + mail.text for mail in deliveries(known)}
    bells = {one.person_id: one.words[language]["body"] for one in notices(known)}
    own, hers = {
        "fr": ("Inès Martin a donné son évaluation de son stage", "Hakim Belaïd a donné son évaluation de votre stage"),
        "en": ("Inès Martin has given an evaluation of his or her", "Hakim Belaïd has given an evaluation of your"),
    }[language]
    for text in (mails["claire@univ.example"], bells[SUPERVISOR]):
        assert own in text
    for text in (mails["ines@etu.example"], bells[STUDENT]):
        assert hers in text and "Inès Martin’s" not in text and "stage d’Inès" not in text


@pytest.mark.feature("E12")
def test_a_certificate_is_told_to_the_student_as_of_his_own_internship(known):  # noqa: F811
    data = {**FILE, "comment": "", "certificate_number": 1}
    hear(known, reactions.tell_student_and_supervisor, event(agreements.CertificateIssued, data))
    mails = {mail.to_address: mail for mail in deliveries(known)}
    hers = mails["ines@etu.example"]
    assert hers.subject == "Attestation de votre stage"
    assert "l’attestation n° 1 de votre stage (convention n° 61)" in hers.text and "d’Inès" not in hers.text
    assert "certificate no. 1 of Inès Martin’s internship" in mails["claire@univ.example"].text


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("ground", "fr", "en"),
    [
        ("host", "à l’initiative de l’organisme d’accueil", "at the host’s initiative"),
        ("health", "", ""),
        ("", "", ""),
    ],
)
def test_a_broken_off_internship_is_told_with_its_last_day_and_its_ground(known, ground, fr, en):  # noqa: F811
    data = {**FILE, "starts_on": date(2027, 3, 1), "ends_on": date(2027, 5, 12), "end_ground": ground}
    hear(known, reactions.tell_everybody, event(agreements.InternshipBrokenOff, data))
    mails = {mail.to_address: mail.text for mail in deliveries(known)}
    his, hers = mails["claire@univ.example"], mails["ines@etu.example"]
    assert f"prend fin avant la date prévue{', ' if fr else ''}{fr}. Son dernier jour est le 12 mai 2027." in hers
    assert f"ends earlier than agreed{', ' if en else ''}{en}. Its last day is 12 May 2027." in his
    assert all("prend fin le 12 mai 2027" in one.words["fr"]["body"] for one in notices(known))


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
