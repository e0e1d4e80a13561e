"""The whole platform, and people in real browsers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from deploy.journey.browser import Theatre
from deploy.journey.story import Story

SHOTS = Path(".ipro/journeys")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@dataclass
class Looker:
    """Remembers each page that somebody saw, and what axe says of it as it stands."""

    axe: Axe = field(default_factory=Axe)
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)  # address without ids: (who, address)
    problems: list[str] = field(default_factory=list)
    theatre: Theatre | None = None

    def look(self, page: Page) -> None:
        path = UUID.sub("…", page.url.split("/", 3)[3].split("?")[0])
        self.problems += self.violations(page, path)
        self.seen.setdefault(path, (self.who(page), page.url))

    def who(self, page: Page) -> str:
        pages = self.theatre.pages() if self.theatre else {}
        return next((name for name, one in pages.items() if one == page), "")

    def violations(self, page: Page, name: str) -> list[str]:
        found: list[dict[str, Any]] = self.axe.run(page).response["violations"]
        return [f"{name}: {one['id']}, {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.fixture(scope="session")
def looker() -> Looker:
    return Looker()


@pytest.fixture(scope="session")
def theatre(platform, looker: Looker) -> Iterator[Theatre]:
    with Theatre(platform.url, look=looker.look) as found:
        looker.theatre = found
        yield found


@pytest.fixture(scope="session")
def story(platform, theatre: Theatre) -> Story:
    """The story, played once for the whole session; the tests look at what it left."""
    told = Story(theatre, platform.mail_api)
    for number, step in enumerate(Story.steps(), start=1):
        with theatre.shot_of(SHOTS, f"{number:02d}-{step.name}", step.who):
            step.act(told)
    return told
