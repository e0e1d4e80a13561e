"""What a person does in front of any page of IPRO: sign on, fill, press, decide, wait for a mail."""

import re
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from json import load
from typing import Any

from playwright.sync_api import Page, expect

from deploy.demo.people import PASSWORD
from deploy.journey.browser import Theatre

MAIL_SECONDS = 20.0


@dataclass
class Gestures:
    """`mail_api` is the address of the mailbox's JSON list."""

    theatre: Theatre
    mail_api: str

    def sign_on(self, uid: str, language: str = "fr") -> Page:
        page = self.theatre.page(uid, language=language)
        page.goto("/connexion/ent")
        if page.locator("#username").count():  # else the university still knows who this is
            page.fill("#username", uid)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
        page.wait_for_url(re.compile(re.escape(self.theatre.url)))
        self.theatre.look(page)
        return page

    def fill(self, page: Page, **values: Any) -> None:
        """Fields by their name in the form."""
        for name, value in values.items():
            field_ = page.locator(f"[name='{name.replace('__', '-')}']").first
            if field_.evaluate("e => e.tagName") == "SELECT":
                field_.select_option(value)
            else:
                field_.fill(str(value))

    def press(self, page: Page, name: str) -> None:
        page.get_by_role("button", name=name, exact=False).first.click()
        page.wait_for_load_state()
        self.theatre.look(page)

    def decide(self, page: Page, summary: str, comment: str) -> None:
        """Open the action, write, confirm."""
        form = page.locator("form.ip-move", has_text=summary).first
        form.locator("summary").click()
        form.locator("textarea").fill(comment)
        form.locator("[type=submit]").click()
        page.wait_for_load_state()
        self.theatre.look(page)

    def state(self, page: Page, words: str) -> None:
        expect(page.locator(".ip-head .ip-state")).to_contain_text(words)

    def mail(self, to: str, *words: str) -> dict[str, Any]:
        """The newest mail to that address that holds all these words; waits for it."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            for mail in self._mails(to):
                if all(word in f"{mail['subject']}\n{mail['text']}" for word in words):
                    return mail
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} says {words}")

    def _mails(self, to: str) -> list[dict[str, Any]]:
        address = f"{self.mail_api}?{urllib.parse.urlencode({'to': to})}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            found = load(answer)
        return found if isinstance(found, list) else found["mails"]

    @staticmethod
    def choose(page: Page, name: str, words: str) -> None:
        """The option whose label holds these words."""
        control = page.locator(f"[name='{name}']")
        value = control.locator("option", has_text=words).first.get_attribute("value")
        control.select_option(value)
