"""One internship from an offer to a validated convention, by five people in real browsers."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from deploy.journey.story import STUDENT
from tests.journeys.conftest import LOOKS, SHOTS

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]


@pytest.mark.feature(
    "A2", "A6", "B2", "C2", "D0", "D5", "D8", "D10", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "F1"
)
def test_the_story_of_the_guide_is_played_to_its_end(story):
    assert story.first_file and story.second_file and story.third_file


def test_axe_found_nothing_on_any_page_as_it_was_seen(story, looker):
    assert looker.problems == []


def test_axe_finds_nothing_in_both_languages_light_and_dark_phone_and_desktop(story, theatre, looker):
    """Each page of the story again, by the person who saw it."""
    people = {who: page for who, page in theatre.pages().items() if who != "stranger"}
    problems = []
    for language in ("en", "fr"):  # French last: the tests after this one read it
        for page in people.values():
            speak(page, language)
        for path, (who, address) in looker.seen.items():
            page = people.get(who) or people[STUDENT]
            page.goto(address)
            if page.locator("html").get_attribute("lang") != language:
                problems.append(f"{path} is not in {language}")
            for scheme, width in LOOKS:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                problems += looker.violations(page, f"{path} ({language}, {scheme}, {width})")
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                    problems.append(f"{path} ({language}, {width}) is wider than its window")
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 1280, "height": 900})
    SHOTS.joinpath("axe.txt").write_text("\n".join(problems))
    assert problems == []


def speak(page: Page, language: str) -> None:
    """As the switch in the head of each page does."""
    page.goto("/bureau")
    page.evaluate(
        """async language => { const token = document.querySelector('[name=csrf_token]').value;
        await fetch('/langue', {method: 'POST', redirect: 'manual',
          body: new URLSearchParams({csrf_token: token, language, next: '/bureau'})}); }""",
        language,
    )


@pytest.mark.feature("H1")
def test_a_plain_subscriber_hears_the_story_without_asking_for_code(story, platform):
    """Bound now, it hears the next events; the queue keeps what comes while it is away."""
    heard = Path(".ipro/journeys/heard.jsonl")
    command = [sys.executable, "examples/subscriber.py", platform.amqp_url, "--queue", "a-system-of-the-university"]
    with heard.open("w") as out:
        subscriber = subprocess.Popen(command, stdout=out)
        try:
            time.sleep(2)
            story.student_drops()
            end = time.monotonic() + 20
            while time.monotonic() < end and "request_dropped" not in heard.read_text():
                time.sleep(0.2)
        finally:
            subscriber.terminate()
            subscriber.wait(20)
    events = [json.loads(line) for line in heard.read_text().splitlines()]
    assert [event["type"].split(".")[2] for event in events] == [
        "authorization_submitted",
        "authorization_validated",
        "request_dropped",
    ]
    assert all("comment" not in event["data"] and "student_name" not in event["data"] for event in events)
