import socket
import threading
import uuid
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default as readable

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from contracts.calls import notifications as calls
from contracts.errors import MoveRefused, NotAllowed, NotFound
from contracts.events import agreements, offers, profiles
from contracts.vocabulary import Role
from runtime.actor import Actor
from runtime.consumer import TryLater
from runtime.settings import Settings
from services.notifications import commands, queries, reactions, sender
from services.notifications.model import Delivery, Notification
from services.notifications.words import of
from tests.builders.works import person

pytestmark = [pytest.mark.service, pytest.mark.feature("F1")]

STUDENT, SUPERVISOR, OFFICER, OFFICER2, CAREERS, RECRUITER = (uuid.uuid4() for _ in range(6))
SELF = Actor.service("notifications")
FILE = {
    "internship_id": str(uuid.uuid4()), "reference": 61, "state": "awaiting_supervisor", "state_before": "request_draft",
    "move": "submit", "at": datetime(2026, 4, 9, tzinfo=UTC), "student_id": STUDENT, "student_name": "Inès Martin",
    "supervisor_id": SUPERVISOR, "supervisor_name": "Claire Ferrand", "officer_group_name": "Convention Master 1 - Aix",
    "officer_ids": [OFFICER, OFFICER2], "host_name": "Banque Maritime", "city": "Marseille", "title": "Analyste",
    "comment": "Une question ?",
}  # fmt: skip
CANDIDACY = {
    "candidacy_id": uuid.uuid4(), "offer_id": uuid.uuid4(), "offer_reference": 1001, "offer_title": "Analyste crédit",
    "host_name": "Banque Maritime", "recruiter_id": RECRUITER, "student_id": STUDENT, "student_name": "Inès Martin",
}  # fmt: skip


def event(cls, data, version=1, event_id=None):
    return cls.read(cls.tell(data, subject="x", aggregate_version=version, correlation_id="c", event_id=event_id))


def hear(house, react, told):
    with house.work(SELF) as work:
        react(work, told)


def record(house, id, name, *roles, version=1, language="fr", email=None):
    data = {
        "id": id, "name": name, "first_name": name.split()[0], "language": language, "roles": [str(role) for role in roles],
        "email": f"{name.split()[0].lower()}@univ.example" if email is None else email,
    }  # fmt: skip
    hear(house, reactions.on_person_recorded, event(profiles.PersonRecorded, data, version))


@pytest.fixture
def known(house):
    record(house, STUDENT, "Inès Martin", Role.STUDENT, email="ines@etu.example")
    record(house, SUPERVISOR, "Claire Ferrand", Role.TEACHER, language="en")
    record(house, OFFICER, "Nadia Benali", Role.OFFICER)
    record(house, OFFICER2, "Paul Roux", Role.OFFICER)
    record(house, CAREERS, "Julie Blanc", Role.CAREERS)
    record(house, RECRUITER, "Rémi Lopez", Role.RECRUITER, email="remi@banque.example")
    return house


def deliveries(house):
    with house.work(SELF) as work:
        return list(work.session.scalars(select(Delivery).order_by(Delivery.to_address)))


def notices(house):
    with house.work(SELF) as work:
        return list(work.session.scalars(select(Notification).order_by(Notification.created_at)))


def test_the_newest_record_of_a_person_stays_whatever_the_order(house):
    record(house, STUDENT, "Inès Nouveau", version=3, email="new@x.example")
    record(house, STUDENT, "Inès Ancien", version=2)
    hear(house, reactions.tell_student, event(agreements.AuthorizationValidated, FILE))
    assert deliveries(house)[0].to_address == "new@x.example"


def test_somebody_not_known_yet_is_waited_for(house):
    with pytest.raises(TryLater):
        hear(house, reactions.tell_supervisor, event(agreements.AuthorizationSubmitted, FILE))
    assert deliveries(house) == []


def test_the_supervisor_is_asked_in_his_language_with_a_link(known):
    hear(known, reactions.tell_supervisor, event(agreements.AuthorizationSubmitted, FILE))
    (mail,) = deliveries(known)
    assert mail.to_address == "claire@univ.example"
    assert mail.subject == "Inès Martin asks you to approve an internship"
    assert f"/stages/{FILE['internship_id']}" in mail.text
    (notice,) = notices(known)
    assert (notice.person_id, notice.link) == (SUPERVISOR, f"/stages/{FILE['internship_id']}")


@pytest.mark.parametrize(
    ("cls", "react", "told"),
    [
        (agreements.AuthorizationPrecisionsAsked, reactions.tell_student, ["ines@etu.example"]),
        (agreements.AuthorizationRefused, reactions.tell_student, ["ines@etu.example"]),
        (agreements.ConventionValidated, reactions.tell_student, ["ines@etu.example"]),
        (agreements.ConventionSubmitted, reactions.tell_officers, ["nadia@univ.example", "paul@univ.example"]),
        (agreements.ConventionSentBackToSupervisor, reactions.tell_supervisor, ["claire@univ.example"]),
        (agreements.RequestDropped, reactions.on_request_dropped, ["claire@univ.example"]),
        (
            agreements.EarlyEndPlanned,
            reactions.tell_student_and_supervisor,
            ["ines@etu.example", "claire@univ.example"],
        ),
        (
            agreements.EarlyEndWithdrawn,
            reactions.tell_student_and_supervisor,
            ["ines@etu.example", "claire@univ.example"],
        ),
    ],
)
def test_each_step_reaches_those_whom_it_concerns(known, cls, react, told):
    hear(known, react, event(cls, FILE))
    found = deliveries(known)
    assert sorted(mail.to_address for mail in found) == sorted(told)
    if cls is not agreements.ConventionSubmitted:
        assert "Une question ?" in found[0].text


AMENDED = {
    **FILE, "state": "signed", "state_before": "signed", "amendment_id": str(uuid.uuid4()), "amendment_number": 1,
    "amendment_state": "awaiting_supervisor", "kinds": ["dates", "place"], "by_id": STUDENT, "by_name": "Inès Martin",
}  # fmt: skip


@pytest.mark.feature("F1", "E12")
def test_a_mail_of_an_amendment_says_what_changes_and_the_name_of_the_student_once(known):
    hear(known, reactions.tell_supervisor, event(agreements.AmendmentSubmitted, AMENDED))
    (mail,) = deliveries(known)
    assert "Inès Martin submits amendment no. 1 to his or her agreement no. 61 to you." in mail.text
    for text in (mail.text, mail.html):
        assert "What changes" in text
        assert "the dates, the place" in text


@pytest.mark.feature("F1", "E10", "E12")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("cls", [agreements.SignaturesOpened, agreements.AmendmentSignaturesOpened])
@pytest.mark.parametrize("move", ["open_signatures", "open_paper"])
def test_a_round_that_opens_says_how_it_is_signed_and_only_that(known, cls, move, language):
    record(known, STUDENT, "Inès Martin", Role.STUDENT, version=2, language=language, email="ines@etu.example")
    data = FILE if cls is agreements.SignaturesOpened else AMENDED
    hear(known, reactions.tell_student, event(cls, {**data, "move": move}))
    (mail,) = deliveries(known)
    (notice,) = notices(known)
    pens = {"fr": ("sur papier", "Imprimez le PDF"), "en": ("on paper", "Print the PDF")}[language]
    turns = {"fr": "à son tour", "en": "in turn"}[language]
    on_paper = move == "open_paper"
    assert [words in mail.text for words in pens] == [on_paper, on_paper]
    assert (turns in mail.text) != on_paper
    assert (pens[0] in notice.words[language]["body"]) == on_paper


@pytest.mark.feature("F1", "E12")
def test_the_place_of_an_internship_is_not_told_as_its_company_s(known):
    hear(known, reactions.tell_everybody, event(agreements.AmendmentSigned, {**AMENDED, "city": "Toulon"}))
    hers = next(one for one in deliveries(known) if one.to_address.startswith("ines")).text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Entreprise : Banque Maritime\n" in hers and "Lieu du stage : Toulon\n" in hers


@pytest.mark.feature("F1", "E12")
def test_a_student_is_told_of_her_own_amendment_as_hers(known):
    refused = {**AMENDED, "amendment_state": "awaiting_officer"}
    hear(known, reactions.tell_student_and_officers, event(agreements.AmendmentSignatureRefused, refused))
    hers, managers = (
        next(one for one in deliveries(known) if one.to_address.startswith(who)) for who in ("ines", "nadia")
    )
    assert "Vous refusez de signer l’avenant n° 1 à votre convention n° 61" in hers.text
    assert "Inès Martin refuse de signer l’avenant n° 1 à sa convention n° 61" in managers.text
    assert "Ce qui change\N{NO-BREAK SPACE}: les dates, le lieu" in hers.text.replace(" :", "\N{NO-BREAK SPACE}:")
    assert {one.words["fr"]["body"] for one in notices(known) if one.person_id == STUDENT} == {
        "Vous refusez de signer l’avenant n° 1\N{NO-BREAK SPACE}; la raison est dans le dossier."
    }


TUTOR = {"name": "Marc Olivieri", "email": "marc@banque.example", "person_id": None}
DROPPED = {
    **AMENDED, "move": "drop", "amendment_state": "dropped", "amendment_state_before": "signing", "language": "fr",
    "comment": "Le chantier s’arrête.", "officer_group_email": "conventions@univ.example",
    "asked": [TUTOR, {"name": "Claire Ferrand", "email": "claire@univ.example", "person_id": SUPERVISOR}],
}  # fmt: skip


@pytest.mark.feature("F1", "E12")
def test_an_amendment_given_up_while_it_was_being_signed_is_told_to_all_whom_it_had_reached(known):
    hear(known, reactions.on_amendment_dropped, event(agreements.AmendmentDropped, DROPPED))
    found = {mail.to_address: mail for mail in deliveries(known)}
    assert set(found) == {"claire@univ.example", "marc@banque.example", "nadia@univ.example", "paul@univ.example"}
    assert all("Le chantier s’arrête." in mail.text for mail in found.values())
    his, hers = found["marc@banque.example"], found["nadia@univ.example"]
    assert "Vous étiez invité à signer l’avenant n° 1 à la convention de stage n° 61 d’Inès Martin" in his.text
    assert "conventions@univ.example" in his.text and "/avenants/" not in his.text + his.html
    assert "Inès Martin a abandonné l’avenant n° 1 à sa convention n° 61" in hers.text
    assert "La signature de cet avenant est arrêtée" in hers.text and "/avenants/" in hers.text
    assert "gave up amendment no. 1 to his or her agreement" in found["claire@univ.example"].text
    assert {one.person_id for one in notices(known)} == {SUPERVISOR, OFFICER, OFFICER2}


@pytest.mark.feature("F1", "E12")
@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("draft", ["ines"]),
        ("awaiting_supervisor", ["claire", "ines"]),
        ("awaiting_officer", ["claire", "ines", "paul"]),
    ],
)
def test_an_amendment_given_up_by_a_manager_is_told_to_those_whom_it_had_reached_but_him(known, before, told):
    by_her = {"by_id": OFFICER, "by_name": "Nadia Benali", "amendment_state_before": before, "asked": []}
    hear(known, reactions.on_amendment_dropped, event(agreements.AmendmentDropped, {**DROPPED, **by_her}))
    found = deliveries(known)
    assert [mail.to_address.partition("@")[0] for mail in found] == told
    hers = next(mail for mail in found if mail.to_address.startswith("ines"))
    assert "Nadia Benali a abandonné l’avenant n° 1 à votre convention n° 61" in hers.text
    assert "signature" not in hers.text


@pytest.mark.feature("F1", "E12")
def test_an_amendment_that_lapses_is_told_apart_only_to_those_who_know_it_by_a_link(known):
    lapse = {**DROPPED, "move": "lapse", "by_id": None, "by_name": "IPRO", "comment": ""}
    hear(known, reactions.on_amendment_dropped, event(agreements.AmendmentDropped, lapse))
    (his,) = deliveries(known)
    assert his.to_address == "marc@banque.example" and "Le stage n’aura pas lieu" in his.text
    assert "La raison" not in his.text and notices(known) == []


def test_a_file_dropped_after_it_reached_the_managers_is_told_to_them_too(known):
    hear(
        known,
        reactions.on_request_dropped,
        event(agreements.RequestDropped, {**FILE, "state_before": "awaiting_officer"}),
    )
    assert len(deliveries(known)) == 3


@pytest.mark.feature("F2")
def test_one_event_mails_one_person_once_even_heard_again_without_its_inbox(known):
    told = event(agreements.AuthorizationValidated, FILE)
    hear(known, reactions.tell_student, told)
    hear(known, reactions.tell_student, told)
    assert len(deliveries(known)) == 1
    assert len(notices(known)) == 1


@pytest.mark.feature("F1")
def test_a_notice_is_read_in_the_language_of_the_day_it_is_read_while_the_mail_stays_in_the_one_of_its_day(known):
    hear(known, reactions.tell_supervisor, event(agreements.AuthorizationSubmitted, FILE))
    titles = {}
    for language in ("fr", "en"):
        with known.work(Actor(SUPERVISOR, frozenset({Role.TEACHER}), language)) as work:
            (row,) = queries.list_notifications(work, 5)["rows"]
            titles[language] = row["title"]
            assert row["body"]
    assert titles == {
        "fr": "Inès Martin vous demande de valider son stage",
        "en": "Inès Martin asks you to approve an internship",
    }
    assert deliveries(known)[0].subject == titles["en"]


def test_somebody_without_an_address_still_reads_it_on_the_site(known):
    record(known, STUDENT, "Inès Martin", version=2, email="")
    hear(known, reactions.tell_student, event(agreements.AuthorizationValidated, FILE))
    assert deliveries(known) == []
    assert len(notices(known)) == 1


def submitted(house, **changes):
    documents = [
        {
            "kind": "cv", "name": "Inès", "file_name": f"{name}.pdf", "media_type": "application/pdf", "size": 4,
            "object_id": house.house.files.put(name.encode()),
        }
        for name in ("cv", "lettre")
    ]  # fmt: skip
    data = {
        **CANDIDACY, "recruiter_email": "rh@banque.example", "student_email": "ines@etu.example",
        "mail_subject": "Candidature", "message": "Bonjour,\n<b>moi</b>", "documents": documents, **changes,
    }  # fmt: skip
    told = event(offers.CandidacySubmitted, data)
    hear(house, reactions.on_candidacy_submitted, told)
    return told


@pytest.mark.feature("D5")
def test_a_candidacy_goes_to_the_offers_address_with_documents_and_a_notice_to_the_student(known):
    submitted(known)
    (mail,) = deliveries(known)
    assert (mail.to_address, mail.reply_to, len(mail.attachments)) == ("rh@banque.example", "ines@etu.example", 2)
    assert "<b>moi</b>" in mail.text
    assert "&lt;b&gt;moi" in mail.html
    assert {notice.person_id for notice in notices(known)} == {STUDENT, RECRUITER}


@pytest.mark.feature("D6")
@pytest.mark.parametrize(
    ("after", "mails", "reader"),
    [("viewed", 0, STUDENT), ("interview", 1, STUDENT), ("refused", 1, STUDENT), ("withdrawn", 0, RECRUITER)],
)
def test_the_steps_of_a_candidacy_reach_the_other_side(known, after, mails, reader):
    data = {**CANDIDACY, "move": "x", "before": "sent", "after": after}
    hear(known, reactions.on_candidacy_moved, event(offers.CandidacyMoved, data))
    assert len(deliveries(known)) == mails
    assert [notice.person_id for notice in notices(known)] == [reader]


OFFER = {
    "offer_id": uuid.uuid4(), "reference": 1001, "kind": "internship", "title": "Analyste", "host_name": "Banque",
    "recruiter_id": RECRUITER,
}  # fmt: skip


@pytest.mark.feature("D10")
def test_moderation_is_told_of_an_offer_and_its_recruiter_of_the_decision(known):
    hear(known, reactions.on_offer_submitted, event(offers.OfferSubmitted, OFFER))
    hear(known, reactions.on_offer_published, event(offers.OfferPublished, {**OFFER, "imported": True}))
    hear(known, reactions.on_offer_published, event(offers.OfferPublished, OFFER))
    hear(known, reactions.on_offer_refused, event(offers.OfferRefused, {**OFFER, "reason": "Trop vague"}))
    assert [mail.to_address for mail in deliveries(known)] == ["julie@univ.example", *["remi@banque.example"] * 2]
    assert any("Trop vague" in mail.text for mail in deliveries(known))


class Server:
    """A real SMTP server that takes what `answer` says."""

    def __init__(self):
        self.taken, self.answer, self.die_after = [], "250 OK", False

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=readable))
        return self.answer


@pytest.fixture
def smtp():
    server = Server()
    with socket.socket() as probe:  # the controller cannot be asked for any free port
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    server.url = f"smtp://127.0.0.1:{port}"
    yield server
    controller.stop()


def go(house, url, later=timedelta()):
    settings = Settings({"IPRO_SMTP_URL": url})
    return sender.send_due(house.house.engine, house.house.files, settings, lambda: datetime.now(UTC) + later)


@pytest.mark.feature("F2")
def test_a_due_mail_is_sent_once_with_its_files(known, smtp):
    submitted(known)
    assert go(known, smtp.url) == 1
    assert go(known, smtp.url, timedelta(days=3)) == 0
    (mail,) = smtp.taken
    assert [part.get_content() for part in mail.iter_attachments()] == [b"cv", b"lettre"]
    assert deliveries(known)[0].state == "sent"


@pytest.mark.feature("F2")
def test_a_server_that_is_away_loses_nothing(known, smtp):
    submitted(known)
    assert go(known, "smtp://127.0.0.1:9") == 1
    (waiting,) = deliveries(known)
    assert (waiting.state, waiting.attempts) == ("queued", 1)
    assert waiting.last_error
    assert go(known, smtp.url) == 0, "not before its pause"
    assert go(known, smtp.url, timedelta(minutes=1)) == 1
    assert smtp.taken[0]["Message-ID"] == waiting.message_id


@pytest.mark.feature("F2")
def test_a_sender_that_died_after_leasing_only_delays_the_mail(known, smtp):
    submitted(known)
    assert sender.lease(known.house.engine, datetime.now(UTC)) is not None
    assert go(known, smtp.url) == 0
    assert go(known, smtp.url, timedelta(minutes=3)) == 1


@pytest.mark.feature("F2")
def test_two_senders_at_once_send_each_mail_once(known, smtp):
    for _ in range(12):
        submitted(known)
    threads = [threading.Thread(target=go, args=(known, smtp.url)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(smtp.taken) == 12
    assert len({mail["Message-ID"] for mail in smtp.taken}) == 12


@pytest.mark.feature("F2")
def test_a_refused_mail_is_shown_to_staff_who_put_it_back(known, smtp):
    submitted(known)
    smtp.answer = "550 unknown mailbox"
    go(known, smtp.url)
    staff = person(Role.CAREERS)
    (failed,) = known.call(staff, calls.ListDeliveries, queries.list_deliveries)
    assert (failed["state"], failed["last_error"]) == ("failed", "550 unknown mailbox")
    smtp.answer = "250 OK"
    known.call(staff, calls.RetryDelivery, commands.retry_delivery, id=str(failed["id"]))
    assert go(known, smtp.url) == 1
    with pytest.raises(MoveRefused):
        known.call(staff, calls.RetryDelivery, commands.retry_delivery, id=str(failed["id"]))
    for stranger in (person(Role.STUDENT), person(Role.TEACHER)):
        with pytest.raises(NotAllowed):
            known.call(stranger, calls.ListDeliveries, queries.list_deliveries)


@pytest.mark.feature("F2", "H1")
def test_staff_who_follow_mails_read_nobody_s_name_in_their_subjects_and_nothing_of_a_difficulty(known):
    hear(known, reactions.tell_officers, event(agreements.ConventionSubmitted, FILE))
    hear(known, reactions.tell_supervisor, event(agreements.AuthorizationSubmitted, FILE))
    difficulty = {"internship_id": FILE["internship_id"], "difficulty_id": uuid.uuid4(), "to_ids": [SUPERVISOR]}
    hear(known, reactions.on_difficulty, event(agreements.DifficultySignalled, difficulty))
    submitted(known)
    told = known.call(person(Role.CAREERS), calls.ListDeliveries, queries.list_deliveries)
    subjects = {one["subject"] for one in told}
    assert subjects >= {"Convention à valider\u00a0: …, …", "… asks you to approve an internship"}
    secret = next(one for one in deliveries(known) if one.kind == "difficulty_signalled")
    assert "" not in subjects and str(secret.id) not in {str(one["id"]) for one in told}
    assert len(told) == len(deliveries(known)) - 1
    with known.work(SELF) as work:
        work.session.execute(update(Delivery).where(Delivery.id == secret.id).values(state="failed"))
        work.commit()
    assert known.call(person(Role.CAREERS), calls.ListDeliveries, queries.list_deliveries, state="failed") == []
    with pytest.raises(NotFound):
        known.call(person(Role.CAREERS), calls.RetryDelivery, commands.retry_delivery, id=str(secret.id))
    named = [name for name in ("Inès", "Banque Maritime", "Claire") if any(name in one for one in subjects)]
    assert named == []
    assert "Inès Martin asks you" in " ".join(mail.subject for mail in deliveries(known)), "who receives it reads it"


@pytest.mark.feature("F2")
def test_a_server_busy_for_now_is_tried_again_and_in_the_end_given_up(known, smtp):
    submitted(known)
    smtp.answer = "451 try later"
    go(known, smtp.url)
    assert deliveries(known)[0].state == "queued"
    with known.work(SELF) as work:
        work.session.execute(update(Delivery).values(attempts=12))
    go(known, smtp.url, timedelta(days=1))
    assert deliveries(known)[0].state == "failed"


LINK = {
    "internship_id": uuid.uuid4(), "reference": 61, "purpose": "host", "role": "tutor", "name": "Hakim Belaïd",
    "email": "h@banque.example", "path": "/lien/secret", "language": "fr", "student_name": "Inès Martin",
    "host_name": "Banque Maritime", "expires_at": datetime(2027, 4, 9, tzinfo=UTC),
}  # fmt: skip


@pytest.mark.feature("F2", "E10")
def test_the_link_of_a_mail_that_was_given_up_is_forgotten_after_a_day_and_is_not_sent_without_it(
    known, smtp, monkeypatch
):
    monkeypatch.setattr(sender, "FORGOTTEN_AT_ONCE", 2)
    for _n in range(5):
        hear(known, reactions.on_link_given, event(agreements.LinkGiven, LINK))
    submitted(known)
    smtp.answer = "550 unknown mailbox"
    while go(known, smtp.url):
        pass
    staff = person(Role.CAREERS)
    for hours, left in ((23, 5), (26, 0)):
        with known.work(SELF) as work:
            work.now = datetime.now(UTC) + timedelta(hours=hours)
            commands.forget_links(work)
        mails = [mail for mail in deliveries(known) if mail.kind.startswith("link_")]
        assert [mail.state for mail in mails] == ["failed"] * 5
        assert sum("/lien/secret" in mail.text + mail.html for mail in mails) == left
    with pytest.raises(MoveRefused) as refused:
        known.call(staff, calls.RetryDelivery, commands.retry_delivery, id=str(mails[0].id))
    assert refused.value.code == "link_forgotten"
    assert all(mail.text for mail in deliveries(known) if not mail.kind.startswith("link_"))


@pytest.mark.feature("F1", "E12")
def test_a_link_to_sign_an_amendment_says_what_changes_and_to_a_student_that_it_is_hers(known):
    of_it = {
        **LINK,
        "purpose": "sign",
        "amendment_number": 1,
        "amendment_kinds": ["place", "stipend"],
        "language": "fr",
    }
    for role, email in (("student", "ines@etu.example"), ("tutor", "tutor@host.example")):
        hear(known, reactions.on_link_given, event(agreements.LinkGiven, {**of_it, "role": role, "email": email}))
    hers, his = sorted(deliveries(known), key=lambda mail: mail.to_address)
    assert hers.subject.endswith("l’avenant à votre convention de stage")
    assert "vous invite à signer l’avenant n° 1 à votre convention de stage n°" in hers.text
    assert his.subject.endswith(f"avenant de stage {of(LINK['student_name'])}")
    for mail in (hers, his):
        assert "Ce qui change" in mail.html
        assert "le lieu, la gratification" in mail.text


@pytest.mark.feature("F2")
def test_a_missing_file_is_shown_and_does_not_stop_the_others(known, smtp):
    submitted(known)
    with known.work(SELF) as work:
        broken = [{"object_id": "0" * 64, "file_name": "x.pdf", "media_type": "application/pdf"}]
        work.session.execute(update(Delivery).values(attachments=broken))
    hear(known, reactions.tell_student, event(agreements.AuthorizationValidated, FILE))
    assert go(known, smtp.url) == 2
    assert len(smtp.taken) == 1


def test_my_notifications_are_mine_and_reading_counts_down(known):
    for cls in (agreements.AuthorizationValidated, agreements.ConventionValidated):
        hear(known, reactions.tell_student, event(cls, FILE))
    ines, other = person(Role.STUDENT, id=STUDENT), person(Role.STUDENT)
    found = known.call(ines, calls.ListNotifications, queries.list_notifications)
    assert found["unread"] == 2
    first = str(found["rows"][0]["id"])
    known.call(other, calls.MarkRead, commands.mark_read, id=first)
    assert known.call(ines, calls.CountUnread, queries.count_unread) == 2
    known.call(ines, calls.MarkRead, commands.mark_read, id=first)
    assert known.call(ines, calls.CountUnread, queries.count_unread) == 1
    known.call(ines, calls.MarkRead, commands.mark_read)
    assert known.call(ines, calls.CountUnread, queries.count_unread) == 0
    assert known.call(other, calls.ListNotifications, queries.list_notifications)["rows"] == []
