"""The demonstration's mail server: real SMTP in, page and JSON out."""

import smtplib
from email.message import EmailMessage

import pytest

from deploy.local.mail import create_app, start_smtp
from deploy.local.mail_store import MailStore
from deploy.local.settings import choose_port


@pytest.fixture
def server(tmp_path):
    port = choose_port(28025, set())
    controller = start_smtp(MailStore(tmp_path), port)
    yield port
    controller.stop()


@pytest.fixture
def page(tmp_path):
    return create_app(MailStore(tmp_path)).test_client()


def send(port, to="zoe@etu.example", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"] = "IPRO <ipro@univ.example>", f"Zoé Été <{to}>"
    mail["Subject"], mail["Message-ID"] = "Votre convention est signée à 14 h", "<one@univ.example>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content("Bonjour Zoé,\n\nVotre convention est signée.\n")
    mail.add_alternative("<p>Bonjour <b>Zoé</b></p><script>alert(1)</script>", subtype="html")
    mail.add_attachment(b"%PDF-1.7 \x00\xff", maintype="application", subtype="pdf", filename="convention signée.pdf")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.send_message(mail)


def test_a_mail_is_listed_with_all_that_tests_ask(server, page):
    send(server, Bcc="hidden@univ.example")
    [mail] = page.get("/api/mails").json
    assert mail["message_id"] == "<one@univ.example>"
    assert mail["to"] == ["zoe@etu.example", "hidden@univ.example"]
    assert mail["subject"] == "Votre convention est signée à 14 h"
    assert "Votre convention est signée." in mail["text"]
    assert "<b>Zoé</b>" in mail["html"]
    assert mail["attachments"] == [{"name": "convention signée.pdf", "size": 11, "type": "application/pdf"}]
    assert mail["received_at"].startswith("20")


def test_an_attachment_comes_back_byte_for_byte(server, page):
    send(server)
    [mail] = page.get("/api/mails").json
    assert page.get(f"/api/mails/{mail['id']}/attachments/0").data == b"%PDF-1.7 \x00\xff"
    assert page.get(f"/api/mails/{mail['id']}/attachments/1").status_code == 404


def test_mails_are_found_by_recipient_newest_first(server, page):
    for name in ("zoe", "ali", "zoe"):
        send(server, f"{name}@etu.example")
    assert [m["to"] for m in page.get("/api/mails").json] == [[f"{n}@etu.example"] for n in ("zoe", "ali", "zoe")]
    assert len(page.get("/api/mails?to=ZOE@").json) == 2
    received = [m["received_at"] for m in page.get("/api/mails").json]
    assert received == sorted(received, reverse=True)


def test_a_restart_loses_nothing(server, page, tmp_path):
    send(server)
    again = create_app(MailStore(tmp_path)).test_client()
    assert again.get("/api/mails").json == page.get("/api/mails").json != []


def test_all_can_be_deleted(server, page):
    send(server)
    assert page.delete("/api/mails").json == {"deleted": 1}
    assert page.get("/api/mails").json == []


def test_the_pages_show_the_mail_and_run_none_of_its_scripts(server, page):
    send(server)
    [mail] = page.get("/api/mails").json
    assert "Votre convention est signée à 14 h" in page.get("/").text
    shown = page.get(f"/mails/{mail['id']}").text
    assert "sandbox=" in shown and "<script>" not in shown and "convention signée.pdf" in shown
    framed = page.get(f"/mails/{mail['id']}/html")
    policy = framed.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "allow-scripts" not in policy


def test_an_unknown_mail_is_not_found(page):
    assert page.get("/mails/nothing").status_code == 404
    assert page.get("/api/mails/..%2F..%2Fetc").status_code == 404


@pytest.mark.parametrize(("domain", "code"), [("refused.example", 550), ("later.example", 451)])
def test_recipients_can_be_refused_for_tests(server, domain, code):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(server, f"x@{domain}")
    assert refused.value.recipients[f"x@{domain}"][0] == code


def test_an_empty_mail_and_a_broken_one_are_kept(server, page):
    with smtplib.SMTP("127.0.0.1", server, timeout=5) as smtp:
        smtp.sendmail("a@x.example", ["b@x.example"], b"\xff\xfe no header at all")
        smtp.sendmail("a@x.example", ["b@x.example"], b"Content-Type: text/plain; charset=nonsense\r\n\r\nx\xe9")
        smtp.sendmail("", ["b@x.example"], b"")
    assert len(page.get("/api/mails").json) == 3
    assert page.get("/").status_code == 200
