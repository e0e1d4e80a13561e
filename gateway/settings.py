"""What the environment says, read once at start."""

import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gateway.i18n import lazy

USEFUL_LINKS = (
    (lazy("Direction des Affaires Générales - service juridique"), "https://www.univ-mediterranee.example/dag"),
    (lazy("Direction des Etudes et de la Vie Etudiante"), "https://www.univ-mediterranee.example/deve"),
    (lazy("Orientation - Insertion professionnelle"), "https://www.univ-mediterranee.example/orientation"),
    (lazy("Formations"), "https://www.univ-mediterranee.example/formations"),
    (lazy("UFR, Facultés, Instituts"), "https://www.univ-mediterranee.example/composantes"),
    (lazy("Vie étudiante"), "https://www.univ-mediterranee.example/vie-etudiante"),
    (lazy("Recherche"), "https://www.univ-mediterranee.example/recherche"),
    (lazy("Relations Internationales"), "https://www.univ-mediterranee.example/international"),
    (lazy("Documentation"), "https://www.univ-mediterranee.example/documentation"),
)
LINK_OUTS = (
    ("APEC", "https://www.apec.fr/"),
    ("Provence stages", "https://www.provence-stages.example/"),
)


@dataclass(frozen=True)
class Settings:
    """One field a variable; the defaults suit a developer's machine."""

    base_url: str = "http://127.0.0.1:8000"
    cas_url: str = "http://127.0.0.1:8001/cas"
    cas_issuer: str = ""
    cas_subject: str = "uid"
    university: str = "Université de la Méditerranée"
    files_url: str = ""
    state_folder: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    board_deadline: float = 1.0
    deadline: float = 3.0
    idle_minutes: int = 30
    absolute_hours: int = 10
    contact_email: str = "contact-ipro@univ-mediterranee.example"
    mail_redirection_url: str = "https://ent.univ-mediterranee.example/redirection"
    proxies: str = "127.0.0.1"
    checks_a_minute: int = 30
    links_a_minute: int = 120
    sign_ins_a_minute: int = 30
    posts_a_minute: int = 60

    @property
    def secure(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    @property
    def cas_origin(self) -> str:
        parts = urlsplit(self.cas_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def issuer(self) -> str:
        """Who vouches for a sign-on: half of a person's identity, so it does not follow a server that moves."""
        return self.cas_issuer or "cas"


def read_secret(path: str) -> str:
    """The session secret; a missing file is made, readable by its owner alone."""
    file = Path(path)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(32))
    return file.read_text().strip()


def from_environment() -> Settings:
    env = os.environ
    given: dict = {}
    for name, variable in (
        ("base_url", "IPRO_BASE_URL"),
        ("cas_url", "IPRO_CAS_URL"),
        ("cas_issuer", "IPRO_CAS_ISSUER"),
        ("cas_subject", "IPRO_CAS_SUBJECT"),
        ("university", "IPRO_UNIVERSITY"),
        ("files_url", "IPRO_FILES_URL"),
        ("contact_email", "IPRO_CONTACT_EMAIL"),
        ("mail_redirection_url", "IPRO_MAIL_REDIRECTION_URL"),
        ("proxies", "IPRO_PROXY"),
    ):
        if env.get(variable):
            given[name] = env[variable].rstrip("/") if name.endswith("_url") else env[variable]
    for name, variable in (
        ("checks_a_minute", "IPRO_CHECKS_A_MINUTE"),
        ("links_a_minute", "IPRO_LINKS_A_MINUTE"),
        ("sign_ins_a_minute", "IPRO_SIGN_INS_A_MINUTE"),
        ("posts_a_minute", "IPRO_POSTS_A_MINUTE"),
    ):
        if env.get(variable):
            given[name] = int(env[variable])
    if env.get("IPRO_BOARD_DEADLINE"):
        given["board_deadline"] = float(env["IPRO_BOARD_DEADLINE"])
    if env.get("IPRO_SECRET_FILE"):
        given["secret"] = read_secret(env["IPRO_SECRET_FILE"])
        given["state_folder"] = Path(env["IPRO_SECRET_FILE"]).resolve().parent
    if env.get("IPRO_SESSIONS_FOLDER"):
        given["state_folder"] = Path(env["IPRO_SESSIONS_FOLDER"])
    return Settings(**given)
