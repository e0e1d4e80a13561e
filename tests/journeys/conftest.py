"""The whole platform, and people in real browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, ViewportSize

from deploy.journey.browser import Theatre
from deploy.journey.story import Story

SHOTS = Path(".ipro/journeys")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
SECRET = re.compile(r"^(lien|verifier)/[\w-]{20,}")
COOKIE = "ipro"
DESK: ViewportSize = {"width": 1280, "height": 900}
DOCUMENTS_OWN = "/stages/…/convention"  # its page speaks the document's language, whatever the interface's
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


def french_sentences() -> frozenset[str]:
    """What the site says in French, when it says something else in English."""
    found: set[str] = set()
    for path in Path("gateway/translations/en").glob("*.po"):
        with path.open("rb") as file:
            found |= {
                spaced(str(message.id))
                for message in read_po(file)
                if message.id and message.string and message.string != message.id
            }
    return frozenset(found)


def spaced(text: str) -> str:
    """White space of any width counts as one space; the browser's text is read in the same way."""
    return " ".join(text.split())


@dataclass
class Looker:
    """Looks at each page that somebody sees, as it stands; the first time also in English, dark and on a phone."""

    secret: str
    axe: Axe = field(default_factory=Axe)
    french: frozenset[str] = field(default_factory=french_sentences)
    seen: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def look(self, page: Page) -> None:
        path = "/" + SECRET.sub(r"\1/…", UUID.sub("…", re.split("[?#]", page.url.split("/", 3)[3])[0]))
        self.problems += self.violations(page, path)
        if path in self.seen:
            return
        self.seen.add(path)
        for language in ("fr", "en"):
            with self.same_session(page, language) as other:
                answer = other.goto(page.url)
                if answer and answer.status < 400:
                    self.every_look(other, path, language)

    def every_look(self, page: Page, path: str, language: str) -> None:
        if path != DOCUMENTS_OWN:
            if page.locator("html").get_attribute("lang") != language:
                self.problems.append(f"{path} is not in {language}")
            if language == "en":
                self.problems += [f"{path} (en) says « {text} »" for text in self.french_left_over(page)]
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            self.problems += self.violations(page, f"{path} ({language}, {scheme}, {width})")
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                self.problems.append(f"{path} ({language}, {width}) is wider than its window")

    def violations(self, page: Page, name: str) -> list[str]:
        found: list[dict[str, Any]] = self.axe.run(page).response["violations"]
        return [f"{name}: {one['id']}, {one['nodes'][0]['html'][:160]}" for one in found]

    def french_left_over(self, page: Page) -> list[str]:
        """Texts of the page that the catalogue knows as French: what people typed is theirs."""
        texts = page.locator("body").evaluate(
            """body => { const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT); const texts = [];
            while (walker.nextNode()) { if (!walker.currentNode.parentElement.closest('[lang=fr], script'))
              texts.push(walker.currentNode.textContent.replace(/\\s+/g, ' ').trim()); } return texts; }"""
        )
        return sorted({text for text in texts if text in self.french})

    @contextmanager
    def same_session(self, page: Page, language: str) -> Iterator[Page]:
        """The same person in a window of his own, reading that language; the session he works in is untouched."""
        browser = page.context.browser
        assert browser
        state = page.context.storage_state()
        for cookie in state.get("cookies", []):
            if cookie.get("name") == COOKIE:
                cookie["value"] = self.spoken(str(cookie["value"]), language)
        locale = {"fr": "fr-FR", "en": "en-GB"}[language]
        context = browser.new_context(
            base_url=page.url, locale=locale, storage_state=state, reduced_motion="reduce", viewport=DESK
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    def spoken(self, cookie: str, language: str) -> str:
        signer = self.signer()
        return str(signer.dumps({**signer.loads(cookie), "language": language}))

    def person_of(self, page: Page) -> str:
        """The id of who is signed in there."""
        cookie = next(one for one in page.context.cookies() if one.get("name") == COOKIE)
        return str(self.signer().loads(str(cookie.get("value")))["_user_id"])

    def signer(self) -> Any:
        app = Flask("journeys")
        app.secret_key = self.secret
        return SecureCookieSessionInterface().get_signing_serializer(app)


@pytest.fixture(scope="session")
def looker(platform) -> Looker:
    return Looker(Path(platform.env_of("gateway")["IPRO_SECRET_FILE"]).read_text().strip())


@pytest.fixture(scope="session")
def theatre(platform, looker: Looker) -> Iterator[Theatre]:
    with Theatre(platform.url, look=looker.look) as found:
        yield found


@pytest.fixture(scope="session")
def story(platform, theatre: Theatre) -> Story:
    """The story, played once for the whole session; the tests look at what it left."""
    told = Story(theatre, platform.mail_api)
    for number, step in enumerate(Story.steps(), start=1):
        with theatre.shot_of(SHOTS, f"{number:02d}-{step.name}", step.who):
            step.act(told)
    return told
