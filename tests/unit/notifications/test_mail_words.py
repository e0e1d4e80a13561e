import re
import uuid
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default as readable

import pytest

from contracts.events import agreements, offers
from contracts.vocabulary import AmendmentKind, EndGround
from services.notifications.channels.email import compose
from services.notifications.model import Delivery
from services.notifications.reactions import LINKS
from services.notifications.rules.retries import PAUSES, pause_after, refused_for_good
from services.notifications.rules.turns import YOUR_TURN
from services.notifications.words import MESSAGES, amendment_kinds, end_ground, period, read_blocks, render

pytestmark = pytest.mark.feature("F1")

KINDS = sorted(folder.name.removesuffix(".v1") for folder in MESSAGES.iterdir() if folder.is_dir())
CONTEXT = {
    "url": "http://127.0.0.1:8000/stages/1",
    "university": "Université de la Méditerranée",
    "first_name": "Inès",
    "student_name": "Inès Martin",
    "supervisor_name": "Claire Ferrand",
    "host_name": "Banque Maritime de Provence",
    "group_name": "Convention Master 1 - Aix",
    "group_email": "conventions@univ.example",
    "reference": 61,
    "comment": "Sujet clair.\nPensez aux jours.",
    "at": datetime(2026, 4, 9, tzinfo=UTC),
    "ends_on": date(2026, 12, 18),
    "offer_title": "Analyste crédit",
    "offer_reference": 1001,
    "mail_subject": "Candidature",
    "document_count": 2,
    "after": "interview",
    "by_name": "Hakim Belaïd",
    "number": 1,
    "expires_at": datetime(2026, 4, 24, tzinfo=UTC),
    "role_name": "",
    "paper": "RC 2027",
    "count": 40,
    "yours": False,
    "by_student": False,
    "on_paper": False,
    "was_signing": True,
    "ground": "",
    "lapsed": False,
    "visit_on": date(2026, 11, 5),
    "visit_at": "14:30",
    "visit_form": "",
    "visit_place": "12 quai du Port",
    "changed": False,
}
NASTY = '<script>alert(1)</script>\r\nBcc: everybody@x.example\r\n\r\n"&\u2028\x00{{ 7*7 }}{% raw %}'


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_message_has_all_its_words_in_both_languages(kind, language):
    blocks = read_blocks(kind, language, CONTEXT)
    for name in ("subject", "notice", "words", "button"):
        assert blocks[name].strip(), name
    words = render(kind, language, CONTEXT)
    for shown in (words.text, words.html):
        assert CONTEXT["url"] in shown
        assert "{{" not in shown
        assert "{%" not in shown
    assert ("Bonjour Inès" in words.text) == (language == "fr")
    assert ("Hello Inès" in words.text) == (language == "en")
    assert f'<html lang="{language}">' in words.html
    assert len(words.subject) <= 200
    assert not re.search(r"\n{3,}", words.text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_french_word_stands_before_a_name_that_would_ask_for_an_elision_or_an_article(kind):
    """« la convention de Inès », « Université de la Méditerranée vous invite »."""
    vowels = {
        **CONTEXT,
        "student_name": "Inès Martin",
        "by_name": "Élise Roy",
        "host_name": "Atelier",
        "supervisor_name": "Ana",
    }
    words = render(kind, "fr", vowels)
    for text in (words.subject, words.notice, words.text.replace(CONTEXT["university"] + " - IPRO", "")):
        assert not re.search(r"\b(de|que|à|avec) (Inès|Élise|Atelier|Ana|Université)", text), text
        assert "Université de la Méditerranée vous" not in text


@pytest.mark.parametrize(
    "kind",
    [
        *(kind for kind in KINDS if kind.startswith("amendment_") and kind != "amendment_dropped_while_signing"),
        "signature_refused",
        "convention_signed",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_student_reads_of_her_own_agreement_and_nobody_reads_a_name_twice(kind, language):
    reaches_her = kind not in ("amendment_submitted", "amendment_approved")
    for yours in {False, reaches_her}:
        hers = kind in ("amendment_submitted", "amendment_signature_refused", "signature_refused")
        given = {**CONTEXT, **({"by_name": "Inès Martin", "by_student": True} if hers else {}), "yours": yours}
        words = render(kind, language, given)
        said = read_blocks(kind, language, given)["words"]
        assert said.count("Inès Martin") <= 1, said
        if yours:
            assert re.search(r"\bvotre convention|\b[Yy]our agreement", said, re.IGNORECASE), said
            assert f"of {given['student_name']}" not in words.text
            assert "d’Inès Martin" not in words.text + words.subject + words.notice


@pytest.mark.feature("E12")
@pytest.mark.parametrize("ground", EndGround)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_ground_of_an_early_end_has_its_words_but_those_that_a_mail_does_not_carry(ground, language):
    unsaid = ground in (EndGround.HEALTH, EndGround.PREGNANCY)
    assert bool(end_ground(ground, language)) is not unsaid
    assert unsaid or end_ground(ground, "fr") != end_ground(ground, "en")


@pytest.mark.parametrize("kind", AmendmentKind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_of_an_amendment_has_its_words(kind, language):
    assert amendment_kinds([kind], language)
    assert amendment_kinds([kind], "fr") != amendment_kinds([kind], "en")


@pytest.mark.parametrize("kind", ["convention_validated"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_convention_just_validated_is_not_told_to_be_signed_by_hand(kind, language):
    """Nobody has chosen yet between links and paper."""
    words = render(kind, language, CONTEXT)
    both = {"fr": "électronique ou sur papier", "en": "electronic or on paper"}[language]
    for text in (words.text, words.html):
        assert both in text
        assert not re.search("téléchargez|faites-l|download the PDF|have it signed", text, re.IGNORECASE)
    assert kind not in YOUR_TURN


@pytest.mark.parametrize("kind", KINDS)
def test_no_french_is_left_in_an_english_message(kind):
    words = render(kind, "en", {**CONTEXT, "university": "U", "host_name": "H", "group_name": "G", "first_name": "I"})
    assert not re.search(
        r"[éèàçêù«»]|\b(vous|votre|le|la|les|est)\b", words.text.replace("Inès", "").replace("crédit", "")
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_typed_by_people_becomes_a_tag_or_a_template(kind, language):
    nasty = {name: NASTY if isinstance(value, str) and name != "url" else value for name, value in CONTEXT.items()}
    words = render(kind, language, nasty, facts={"host": NASTY, "dates": NASTY})
    assert "<script>" not in words.html
    assert "49" not in words.html
    assert "\n" not in words.subject
    assert "\r" not in words.subject


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_typed_by_people_becomes_a_header(kind):
    nasty = {name: NASTY if isinstance(value, str) and name != "url" else value for name, value in CONTEXT.items()}
    words = render(kind, "fr", nasty)
    mail = compose(
        delivery(words.subject, words.text, words.html), "IPRO <ne-pas-repondre@ipro.example>", lambda _: b""
    )
    read = message_from_bytes(mail.as_bytes(), policy=readable)
    assert sorted(read.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language",
         "MIME-Version", "Content-Type", "Reply-To"]
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", ["a@x.example\r\nBcc: b@x.example", "a@x.example, b@x.example", "", "pas une adresse"]
)
def test_an_address_that_is_not_one_address_is_refused(address):
    with pytest.raises(Exception):  # noqa: B017 - the library has several kinds; none may pass
        compose(delivery("s", "t", "h", to_address=address), "IPRO <n@ipro.example>", lambda _: b"").as_bytes()


def delivery(subject, text, html, **changes):
    columns = {
        "id": uuid.uuid4(), "to_address": "rh@banque.example", "to_name": "Léa \"la\" Roux\u00e9", "reply_to": "ines@etu.example",
        "language": "fr", "subject": subject, "text": text, "html": html, "attachments": [],
        "message_id": "<1@ipro.example>", "created_at": datetime(2026, 4, 9, 12, tzinfo=UTC), "kind": "x",
    }  # fmt: skip
    return Delivery(**{**columns, **changes})


@pytest.mark.feature("D5")
def test_a_mail_carries_both_documents_and_answers_go_to_the_student():
    files = {"a": b"%PDF-cv", "b": b"letter"}
    attachments = [
        {"object_id": "a", "file_name": "CV d’Inès.pdf", "media_type": "application/pdf"},
        {"object_id": "b", "file_name": "Lettre été.odt", "media_type": "application/vnd.oasis.opendocument.text"},
    ]
    mail = compose(
        delivery("Candidature d’Inès", "Bonjour é", "<p>é</p>", attachments=attachments),
        "IPRO <n@ipro.example>",
        files.get,
    )
    read = message_from_bytes(mail.as_bytes(), policy=readable)
    assert read["Reply-To"] == "ines@etu.example"
    assert read["Subject"] == "Candidature d’Inès"
    assert read["Auto-Submitted"] == "auto-generated"
    assert [(part.get_filename(), part.get_content()) for part in read.iter_attachments()] == [
        ("CV d’Inès.pdf", b"%PDF-cv"), ("Lettre été.odt", b"letter"),
    ]  # fmt: skip
    assert read.get_body(("plain",)).get_content().strip() == "Bonjour é"
    assert read.get_body(("html",)).get_content().strip() == "<p>é</p>"


@pytest.mark.feature("F2")
def test_pauses_grow_and_end():
    pauses = [pause_after(attempt) for attempt in range(1, len(PAUSES) + 1)]
    assert pauses == sorted(pauses)
    assert pause_after(len(PAUSES) + 1) is None
    assert refused_for_good(550)
    assert not refused_for_good(451)


def test_every_event_heard_from_others_has_its_words():
    told = {
        cls.name
        for module in (agreements, offers)
        for cls in vars(module).values()
        if getattr(cls, "routing_key", "") and not cls.__subclasses__() and cls.must_be_heard
    }
    in_its_own_words = {"link_given"}  # link_to_sign, link_to_host
    assert told - in_its_own_words <= set(KINDS)


def test_only_known_messages_ask_their_reader_to_act():
    assert set(KINDS) >= YOUR_TURN
    assert "À vous" in render("convention_submitted", "fr", CONTEXT).html
    assert "À vous" not in render("request_dropped", "fr", CONTEXT).html


@pytest.mark.feature("E19")
@pytest.mark.parametrize("kind", ["list_opened", "list_opened_for_managers"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_is_told_by_its_group_and_its_number_of_conventions(kind, language):
    many, one = (render(kind, language, {**CONTEXT, "count": count}) for count in (40, 1))
    noun = {"fr": "convention", "en": "agreement"}[language]
    for words, said in ((many, f"40 {noun}s"), (one, f"1 {noun} ")):
        assert CONTEXT["group_name"] in words.subject
        for text in (words.notice, words.text):
            assert said in text
            assert CONTEXT["group_name"] in text


def test_french_spaces_do_not_break():
    assert "Question\u00a0:" not in render("convention_submitted", "en", CONTEXT).text
    assert "groupe «\u00a0Convention Master 1 - Aix\u00a0»" in render("convention_submitted", "fr", CONTEXT).text


def test_periods_are_written_in_words():
    days = date(2026, 5, 4), date(2026, 7, 31)
    assert period(*days, "fr") == "du 4 mai 2026 au 31 juillet 2026"
    assert period(*days, "en") == "from 4 May 2026 to 31 July 2026"
    assert period(date(2027, 3, 1), date(2027, 3, 10), "fr") == "du 1er mars 2027 au 10 mars 2027"
    assert period(None, None, "fr") == ""


def test_each_purpose_of_a_link_has_its_own_mail():
    purposes = agreements.LinkGiven.Data().fields["purpose"].validate.choices
    assert set(LINKS) == set(purposes)
    assert set(LINKS.values()) <= set(KINDS)


@pytest.mark.feature("E17")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Elle a changé : la gratification, les jours travaillés."),
        ("en", "It changed: the stipend, the days worked."),
    ],
)
def test_the_student_reads_which_parts_the_host_changed_and_no_code(language, said):
    words = render("host_part_completed", language, {**CONTEXT, "comment": "stipend_cents, weekdays"})
    for shown in (words.text, words.html):
        assert said.replace(" :", "\u00a0:") in shown
        assert "stipend_cents" not in shown
    assert said[:9] not in render("host_part_completed", language, {**CONTEXT, "comment": ""}).text
