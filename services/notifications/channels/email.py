"""Mail: composing a message that no text can break out of, and handing it to the server.

`EmailMessage` with `policy.SMTP` refuses line breaks in headers; what comes here has none, and is refused if it has.
"""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import contextmanager, suppress
from email.errors import HeaderParseError, MessageDefect
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from services.notifications.model import Delivery

TIMEOUT = 15  # seconds, for each answer of the server


class NotAccepted(Exception):
    """The server did not take the mail. `code` is SMTP's, or 0 when it could not be spoken to."""

    def __init__(self, code: int, words: str) -> None:
        self.code = code
        super().__init__(f"{code} {words}".strip())


def compose(delivery: Delivery, sender: str, read: Callable[[str], bytes]) -> EmailMessage:
    """`sender` is « Name <address> »; `read` gives an object's bytes. Raises `ValueError` on an address that is none.

    The Message-ID is the delivery's own whatever the try, so that a mail accepted twice is shown once.
    """
    mail = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = Address(display_name=delivery.to_name, addr_spec=delivery.to_address)
    if delivery.reply_to:
        with suppress(
            ValueError, HeaderParseError, MessageDefect
        ):  # the mail matters more; the address stands in its text
            mail["Reply-To"] = Address(addr_spec=delivery.reply_to)
    mail["Subject"] = delivery.subject
    mail["Date"] = format_datetime(delivery.created_at)
    mail["Message-ID"] = delivery.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(delivery.text)
    mail.add_alternative(delivery.html, subtype="html")
    for attachment in delivery.attachments:
        kind, _, subtype = attachment["media_type"].partition("/")
        mail.add_attachment(
            read(attachment["object_id"]),
            maintype=kind or "application",
            subtype=subtype or "octet-stream",
            filename=attachment["file_name"],
        )
    mail["Content-Language"] = delivery.language  # last: adding a part moves the headers of the content into it
    return mail


def send(mail: EmailMessage, smtp_url: str) -> None:
    """Returns when the server has accepted it for the recipient. Raises `NotAccepted`."""
    try:
        with connected(smtp_url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise NotAccepted(code, _words(words)) from None
    except smtplib.SMTPResponseException as error:
        raise NotAccepted(error.smtp_code, _words(error.smtp_error)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotAccepted(0, f"{type(error).__name__}: {error}") from None


@contextmanager
def connected(smtp_url: str) -> Any:
    """smtp://host:port, smtp://user:password@host:587?starttls=1 or smtps://…; never waits without a bound."""
    parts = urlsplit(smtp_url)
    host = parts.hostname or "127.0.0.1"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    try:
        if parse_qs(parts.query).get("starttls", ["0"])[0] == "1":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()  # the mail is accepted or not by now: a rude goodbye changes nothing


def _words(raw: Any) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join(text.split())[:500]
