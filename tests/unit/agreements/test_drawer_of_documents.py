"""The process that draws: its service ends it when a document takes too long, and has another when it died."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from contracts.errors import MoveRefused, Unavailable
from services.agreements.documents import convention, drawer, drawing, workshop
from tests.unit.agreements.papers import NOW, complete, text_of

pytestmark = pytest.mark.feature("E9")


def pdf_of(name, **changes):
    file = complete(**changes)
    file.student["name"] = name
    return convention.render(file, NOW, draft=False)


@pytest.fixture
def at_work(monkeypatch):
    """The drawer's number, once it has drawn something."""
    monkeypatch.setattr(drawing, "_slow", {})
    pdf_of("Premier")
    return drawing.workshop.pid


def test_a_document_that_takes_too_long_is_refused_alone_and_the_next_is_drawn(at_work, monkeypatch):
    monkeypatch.setattr(drawing.workshop, "within", 0.3)
    os.kill(at_work, signal.SIGSTOP)  # it would never answer
    with pytest.raises(MoveRefused) as refused:
        pdf_of("Lent")
    assert refused.value.code == "too_complex_to_draw"
    monkeypatch.setattr(drawing.workshop, "within", workshop.WITHIN)
    assert "Suivant" in text_of(pdf_of("Suivant"))
    assert drawing.workshop.pid != at_work
    with pytest.raises(ProcessLookupError):
        os.kill(at_work, 0)


def test_a_question_that_the_drawer_does_not_even_read_is_refused_too(at_work, monkeypatch):
    monkeypatch.setattr(drawing.workshop, "within", 0.3)
    os.kill(at_work, signal.SIGSTOP)
    with pytest.raises(MoveRefused):
        pdf_of("Lent", activities="mot " * 100_000)  # more than a pipe holds


def test_what_was_too_slow_a_moment_ago_is_refused_without_being_tried_again(at_work, monkeypatch):
    monkeypatch.setattr(drawing.workshop, "within", 0.3)
    os.kill(at_work, signal.SIGSTOP)
    for _ in range(2):
        with pytest.raises(MoveRefused):
            pdf_of("Lent")
    assert drawing.workshop.pid is None, "no other was started for it"
    for known in drawing._slow:
        drawing._slow[known] = 0.0
    monkeypatch.setattr(drawing.workshop, "within", workshop.WITHIN)
    assert "Lent" in text_of(pdf_of("Lent"))


def test_a_drawer_killed_between_two_documents_is_replaced_in_silence(at_work):
    os.kill(at_work, signal.SIGKILL)
    assert "Suivant" in text_of(pdf_of("Suivant"))
    assert drawing.workshop.pid != at_work


def test_a_document_of_which_two_drawers_died_is_refused(at_work, monkeypatch):
    monkeypatch.setattr(workshop, "COMMAND", [sys.executable, "-c", DIES])
    drawing.workshop.close()
    with pytest.raises(MoveRefused) as refused:
        pdf_of("Fatal")
    assert refused.value.code == "too_complex_to_draw"


DIES = "import sys; sys.stdout.buffer.write(bytes(4)); sys.stdout.flush(); sys.stdin.read(1); sys.exit(3)"


def test_a_drawer_that_does_not_start_is_no_fault_of_the_document(at_work, monkeypatch):
    monkeypatch.setattr(workshop, "COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
    drawing.workshop.close()
    with pytest.raises(Unavailable):
        pdf_of("Suivant")


def test_a_drawing_that_fails_is_told_to_its_caller_and_the_next_is_drawn(at_work, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(drawing, "contents", lambda *_, **__: {"no": "page"})
        with pytest.raises(RuntimeError):
            pdf_of("Raté")
    assert "Suivant" in text_of(pdf_of("Suivant"))
    assert drawing.workshop.pid == at_work


def test_the_drawer_knows_neither_a_password_nor_a_key(at_work, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/d")
    drawing.workshop.close()
    pdf_of("Suivant")
    with open(f"/proc/{drawing.workshop.pid}/environ") as environment:
        names = {line.partition("=")[0] for line in environment.read().split("\0") if line}
    assert names <= set(workshop.GIVEN)


@pytest.mark.parametrize(("most", "answered"), [(1 << 40, 2), (0, 1)])
def test_a_drawer_that_has_grown_too_large_gives_its_place_up_after_an_answer(monkeypatch, most, answered):
    monkeypatch.setattr(drawer, "MOST_MEMORY", most)
    question = workshop.LENGTH.pack(2) + b"{}"
    out = io.BytesIO()
    drawer.serve(io.BytesIO(question * 2), out)
    assert out.getvalue().count(b'"error": "') == answered


SERVICE = """
from services.agreements.documents import drawing, demonstration
from services.agreements.documents.wording import built_in
from datetime import datetime
fr = built_in("convention", "fr")
demonstration.draw("convention", fr, fr, datetime(2026, 11, 23), draft=True)
print(drawing.workshop.pid, flush=True)
input()
"""


@pytest.mark.parametrize("stopped", [False, True], ids=["killed", "its group asked to stop first"])
def test_the_drawer_ends_with_its_service(stopped):
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVICE],
        cwd=workshop.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as service:  # fmt: skip
        drawer = int(service.stdout.readline())
        if stopped:
            os.kill(drawer, signal.SIGTERM)  # a whole group is told to stop: the service ends its own
        os.kill(drawer, 0)
        service.kill()
    assert ended(drawer)


def ended(number):
    for _ in range(200):
        try:
            with open(f"/proc/{number}/stat") as said:
                if said.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
