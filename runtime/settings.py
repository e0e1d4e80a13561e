"""What a process is told by its environment. One place for every name and default."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_DEADLINE = 5.0  # seconds a caller waits when it says nothing else
MAX_DEADLINE = 60.0


class MissingSetting(SystemExit):
    def __init__(self, name: str, meaning: str) -> None:
        super().__init__(f"IPRO: the environment variable {name} is missing ({meaning}). See docs/operations.md.")


@dataclass(frozen=True)
class Settings:
    """Read lazily, so that a process only needs what it uses."""

    environ: dict[str, str]

    def _need(self, name: str, meaning: str) -> str:
        value = self.environ.get(name, "")
        if not value:
            raise MissingSetting(name, meaning)
        return value

    @cached_property
    def amqp_url(self) -> str:
        return self._need("AMQP_URL", "the broker, amqp://user:password@host:port/vhost")

    @cached_property
    def database_url(self) -> str:
        """SQLAlchemy 2.1 takes a bare postgresql:// for psycopg 3, which would stop the green threads."""
        url = self._need("DATABASE_URL", "this service's own database")
        return url.replace("postgresql://", "postgresql+psycopg2://", 1)

    @cached_property
    def keys(self) -> Path:
        return Path(self._need("IPRO_KEYS", "folder of the signing keys; `python -m runtime.keys FOLDER` makes them"))

    @cached_property
    def sealing(self) -> Path:
        meaning = "folder of the seal; `python -m services.agreements.sealing.authority FOLDER` makes it"
        return Path(self._need("IPRO_SEALING", meaning))

    @cached_property
    def files_url(self) -> str:
        return self._need("IPRO_FILES_URL", "object storage, file:///folder or s3://bucket/prefix")

    @cached_property
    def base_url(self) -> str:
        return self.environ.get("IPRO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")

    @cached_property
    def smtp_url(self) -> str:
        return self._need("IPRO_SMTP_URL", "the mail relay, smtp://host:port")

    @cached_property
    def mail_from(self) -> str:
        host = urlsplit(self.base_url).hostname or "localhost"
        named = any(letter.isalpha() for letter in host) and "." in host
        return self.environ.get("IPRO_MAIL_FROM", f"IPRO <ne-pas-repondre@{host if named else 'ipro.example'}>")

    @cached_property
    def university(self) -> str:
        return self.environ.get("IPRO_UNIVERSITY", "Université de la Méditerranée")

    @cached_property
    def health_port(self) -> int | None:
        value = self.environ.get("IPRO_HEALTH_PORT", "")
        return int(value) if value else None

    @cached_property
    def log_style(self) -> str:
        return self.environ.get("IPRO_LOG", "json")

    @cached_property
    def head_seconds(self) -> int:
        """Between two heads of the journal."""
        return int(self.environ.get("IPRO_HEAD_SECONDS", "600"))

    @cached_property
    def workers(self) -> int:
        return int(self.environ.get("IPRO_WORKERS", "10"))


def from_environment() -> Settings:
    return Settings(dict(os.environ))
