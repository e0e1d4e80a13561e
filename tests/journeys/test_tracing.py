"""One correlation id, from the browser to the last event."""

import time

import pytest
from sqlalchemy import create_engine, text

from deploy.journey.story import STUDENT

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900), pytest.mark.feature("H5")]


def test_the_id_of_a_request_is_found_in_every_process_it_reached(story, theatre, platform):
    page = theatre.page(STUDENT)
    answers = []
    page.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/geste") else None)
    address = story.request_from_nothing(f"Trace {story.mark}", "Claire Ferrand")
    story.decide(page, "Ne pas donner suite à cette demande", "Un autre stage.")
    id = answers[-1].headers["x-correlation-id"]
    engine = create_engine(platform.database_url("agreements").replace("postgresql://", "postgresql+psycopg2://", 1))
    with engine.connect() as connection:
        subject = address.rsplit("/", 1)[-1]
        told = connection.execute(
            text("SELECT routing_key FROM outbox WHERE subject = :subject AND correlation_id = :id"),
            {"subject": subject, "id": id},
        ).scalars()
        assert set(told) == {"request_dropped.v1"}
    engine.dispose()
    logs = {name: platform.layout.base / "log" / f"{name}.log" for name in ("gateway", "agreements", "notifications")}
    end = time.monotonic() + 10
    missing = set(logs)
    while missing and time.monotonic() < end:
        missing = {name for name in missing if id not in logs[name].read_text(errors="replace")}
        time.sleep(0.2)
    assert not missing
