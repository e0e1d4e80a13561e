"""Internships from an offer to their certificate, by eight people in real browsers."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.conftest import SHOTS

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]


@pytest.mark.feature(
    "A2",
    "A6",
    "B2",
    "C2",
    "D0",
    "D5",
    "D8",
    "D10",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "E8",
    "E9",
    "E12",
    "E16",
    "E17",
    "E20",
    "F1",
)
def test_the_story_of_the_guide_is_played_to_its_end(story):
    assert story.first_file and story.second_file and story.third_file and story.ending_file


def test_axe_and_a_reader_of_english_find_nothing_on_any_page_in_any_look(story, looker):
    """Both languages, light and dark, phone and desktop; each page as it was seen, with its errors."""
    SHOTS.joinpath("looked-at.txt").write_text("\n".join(sorted(looker.seen)))
    assert len(looker.seen) > 25
    SHOTS.joinpath("problems.txt").write_text("\n".join(looker.problems))
    assert looker.problems == []


@pytest.mark.feature("H1")
def test_a_plain_subscriber_hears_the_story_without_asking_for_code(story, platform):
    """Bound now, it hears the next events; the queue keeps what comes while it is away."""
    heard = Path(".ipro/journeys/heard.jsonl")
    command = [
        sys.executable,
        "examples/subscriber.py",
        platform.broker.url_of("subscriber"),
        "--queue",
        "subscriber.school",
    ]
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
        "convention_begun",
        "request_dropped",
    ]
    assert all("comment" not in event["data"] and "student_name" not in event["data"] for event in events)
