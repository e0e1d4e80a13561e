"""A document that takes too long to draw is refused alone, and the documents of others are drawn, on the running platform."""

import os
import signal
from pathlib import Path

import pytest

from contracts.calls import agreements
from contracts.errors import MoveRefused
from contracts.vocabulary import State
from tests.service.agreements.desk import finished, submitted
from tests.service.agreements.test_files import completed

pytestmark = [pytest.mark.service, pytest.mark.feature("E9")]
REFUSED = "too_complex_to_draw"


@pytest.fixture
def hold(platform, world):
    """Makes the very next document of agreements one that is never drawn."""
    warm = completed(world)

    def held():
        world.ask(agreements.GetPdf, "student0", id=warm["id"], deadline=10)
        os.kill(drawer_of(platform.supervisor.children["agreements"].pid), signal.SIGSTOP)

    return held


def drawer_of(service):
    (found,) = (int(one.name) for one in Path("/proc").glob("[0-9]*") if is_drawer(one, service))
    return found


def is_drawer(process, service):
    try:
        status, command = (process / "status").read_text(), (process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return f"\nPPid:\t{service}\n" in status and b"documents.drawer" in command


def test_a_draft_that_is_too_slow_is_refused_and_the_next_is_drawn(world, hold):
    slow, other = completed(world), completed(world)
    hold()
    with pytest.raises(MoveRefused) as refused:
        world.ask(agreements.GetPdf, "student0", id=slow["id"], deadline=10)
    assert refused.value.code == REFUSED
    assert world.ask(agreements.GetPdf, "student0", id=other["id"], deadline=10)["object_id"]


def test_a_move_whose_document_is_too_slow_is_refused_and_changes_nothing(world, hold):
    file = submitted(world)
    hold()
    with pytest.raises(MoveRefused) as refused:
        world.ask(
            agreements.Perform,
            "officer",
            id=file["id"],
            version=file["version"],
            move="validate_convention",
            deadline=10,
        )
    assert refused.value.code == REFUSED
    assert world.ask(agreements.GetInternship, "officer", id=file["id"])["state"] == State.AWAITING_OFFICER
    assert world.move(file, "validate_convention", "officer")["state"] == State.VALIDATED


def test_of_several_pdfs_and_of_many_moves_the_one_that_is_too_slow_stops_no_other(world, hold):
    files = [submitted(world) for _ in range(3)]
    hold()
    found = world.ask(agreements.GetPdfs, "officer", ids=[file["id"] for file in files], deadline=20)
    assert [one["problem"] for one in found] == [REFUSED, "", ""]
    hold()
    lines = [{"id": file["id"], "version": file["version"]} for file in files]
    job = world.ask(
        agreements.StartBulk, "officer", by="officer", move="validate_convention", comment="", files=lines, deadline=10
    )
    job = finished(world, job)
    assert job["counts"] == {"refused": 1, "done": 2}
    assert [line["code"] for line in job["lines"] if line["outcome"] == "refused"] == [REFUSED]
