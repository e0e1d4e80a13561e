"""The board, when something is missing."""

import time

import pytest
from playwright.sync_api import expect

from deploy.journey.story import STUDENT, SUPERVISOR

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]


@pytest.mark.feature("B1")
@pytest.mark.parametrize(
    ("service", "panel"),
    [
        ("offers", "#candidatures"),
        ("agreements", "#conventions"),
        ("notifications", "#messages"),
        ("profiles", "#actualites"),
    ],
)
def test_a_stopped_service_costs_its_panel_and_nothing_else(story, theatre, platform, service, panel):
    page = theatre.page(STUDENT)
    platform.halt(service)
    try:
        began = time.monotonic()
        page.goto("/bureau")
        assert time.monotonic() - began < 5
        expect(page.locator(f"{panel}.is-down")).to_contain_text("ne répond pas")
        others = {"#candidatures", "#conventions", "#messages", "#actualites"} - {panel}
        for other in others:
            expect(page.locator(f"{other}:not(.is-down)")).to_be_visible()
    finally:
        platform.resume(service)
    page.goto("/bureau")
    expect(page.locator(".is-down")).to_have_count(0)


@pytest.mark.feature("E4")
def test_a_decision_taken_while_the_service_is_away_is_refused_in_place_and_loses_no_word(story, theatre, platform):
    student, teacher = theatre.page(STUDENT), theatre.page(SUPERVISOR)
    address = story.request_from_nothing(f"Service absent {story.mark}", "Claire Ferrand")
    teacher.goto(address)
    platform.halt("agreements")
    try:
        form = teacher.locator("form.ip-move", has_text="Refuser").first
        form.locator("summary").click()
        form.locator("textarea").fill("Un texte que je ne veux pas perdre.")
        form.locator("[type=submit]").click()
        teacher.wait_for_load_state()
        expect(teacher.locator("main")).to_contain_text("ne répond pas")
        expect(teacher.locator("textarea")).to_have_value("Un texte que je ne veux pas perdre.")
    finally:
        platform.resume("agreements")
    student.goto(address)
    expect(student.locator(".ip-head .ip-state")).to_contain_text("En attente de validation")
