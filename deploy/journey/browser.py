"""People in front of a browser: each has a context of his own, so that all are signed in at the same time."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds for one gesture


class NoBrowser(SystemExit):
    def __init__(self) -> None:
        super().__init__("IPRO: no Chromium on this machine. Debian: apt-get install chromium.")


class Theatre:
    """Opens pages for people by name. `look` is called with each page after each gesture that changes it."""

    def __init__(self, url: str, look: Callable[[Page], None] = lambda page: None) -> None:
        self.url = url
        self.look = look
        self._pages: dict[str, Page] = {}
        self._contexts: list[BrowserContext] = []

    def __enter__(self) -> "Theatre":
        path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
        if path is None:
            raise NoBrowser
        self._playwright: Playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for context in self._contexts:
            context.close()
        self._browser.close()
        self._playwright.stop()

    def page(self, who: str, *, language: str = "fr", width: int = 1280, dark: bool = False) -> Page:
        """That person's page, always the same."""
        if who not in self._pages:
            context = self._browser.new_context(
                base_url=self.url,
                locale={"fr": "fr-FR", "en": "en-GB"}[language],
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                accept_downloads=True,
                reduced_motion="reduce",
            )
            context.set_default_timeout(PATIENCE)
            self._contexts.append(context)
            self._pages[who] = context.new_page()
        return self._pages[who]

    def pages(self) -> dict[str, Page]:
        return dict(self._pages)

    @contextmanager
    def shot_of(self, folder: Path, name: str, who: str) -> Iterator[None]:
        """Whatever happens, a picture of what that person saw is left."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield
        finally:
            if who in self._pages:
                self._pages[who].screenshot(path=folder / f"{name}.png", full_page=True)
