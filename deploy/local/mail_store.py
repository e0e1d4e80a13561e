"""The mails of the demonstration, one .eml file each: the page and the tests read them, a restart loses none."""

import email
import email.policy
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses
from functools import cached_property
from pathlib import Path
from typing import Any

READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class Mail:
    id: str
    message: EmailMessage

    @cached_property
    def recipients(self) -> list[str]:
        """The envelope's: hidden copies too."""
        return [address for address in str(self.message.get("X-Envelope-To", "")).split(", ") if address]

    @property
    def received_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.id.partition("-")[0]) / 1e9, UTC)

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    def body(self, kind: str) -> str:
        """Empty when the mail has no such part, or one that cannot be read."""
        part = self.message.get_body((kind,))
        try:
            return str(part.get_content()) if part else ""
        except (LookupError, UnicodeError):
            return ""

    @cached_property
    def attachments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for part in self.message.iter_attachments():
            content = part.get_content()
            data = content.encode() if isinstance(content, str) else bytes(content)
            name = part.get_filename() or f"{len(found)}.bin"
            found.append({"name": name, "type": part.get_content_type(), "size": len(data), "data": data})
        return found

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "message_id": str(self.message.get("Message-ID", "")),
            "from": self.sender,
            "to": self.recipients,
            "subject": self.subject,
            "headers": {name: str(value) for name, value in self.message.items()},
            "text": self.body("plain"),
            "html": self.body("html"),
            "attachments": [{key: a[key] for key in ("name", "size", "type")} for a in self.attachments],
            "received_at": self.received_at.isoformat(),
        }


class MailStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, Mail] = {}
        self._lock = threading.Lock()
        self._last = 0

    def add(self, content: bytes, recipients: list[str]) -> str:
        """Written aside, then renamed: a reader never sees half a mail."""
        with self._lock:
            self._last = max(time.time_ns(), self._last + 1)
            name = f"{self._last}-{secrets.token_hex(4)}"
        head = f"X-Envelope-To: {', '.join(recipients)}\r\n".encode("utf-8", "replace")
        draft = self.folder / f"{name}.new"
        draft.write_bytes(head + content)
        draft.rename(self.folder / f"{name}.eml")
        return name

    def get(self, name: str) -> Mail | None:
        path = self.folder / f"{name}.eml"
        if name not in self._known and path.parent == self.folder and path.exists():
            parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            self._known[name] = Mail(name, parsed)  # type: ignore[arg-type]
        return self._known.get(name)

    def list(self, to: str = "", limit: int = READ_AT_ONCE) -> list[Mail]:
        """Newest first; `to` is a part of a recipient's address or name."""
        wanted = to.strip().lower()
        found = []
        for path in sorted(self.folder.glob("*.eml"), reverse=True)[:READ_AT_ONCE]:
            mail = self.get(path.stem)
            if mail and (not wanted or wanted in self._haystack(mail)):
                found.append(mail)
            if len(found) >= limit:
                break
        return found

    @staticmethod
    def _haystack(mail: Mail) -> str:
        named = getaddresses([str(mail.message.get("To", "")), str(mail.message.get("Cc", ""))])
        return " ".join([*mail.recipients, *(f"{name} {address}" for name, address in named)]).lower()

    def clear(self) -> int:
        paths = list(self.folder.glob("*.eml"))
        for path in paths:
            path.unlink(missing_ok=True)
        self._known.clear()
        return len(paths)
