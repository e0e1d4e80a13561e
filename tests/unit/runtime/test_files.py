"""Files by their hash, each owner under a prefix of his own."""

import io
import subprocess
import sys

import pytest

from contracts.errors import Internal, InvalidInput, NotFound, Unavailable
from deploy.local.settings import ROOT
from runtime.files import MARK, FileStore, mark
from tests.builders.stores import marked


@pytest.fixture
def url(tmp_path):
    return marked(tmp_path / "files")


def test_an_upload_is_adopted_by_its_owner_and_read_by_whoever_was_told_its_id(url):
    gateway, profiles, notifications = FileStore(url), FileStore(url, "profiles"), FileStore(url, "notifications")
    upload = gateway.quarantine(io.BytesIO(b"a CV"), 100)
    object_id = profiles.adopt(upload)
    assert object_id.startswith("profiles.")
    assert profiles.adopt(upload) == object_id
    profiles.discard(upload)
    assert notifications.read(object_id) == b"".join(gateway.stream(object_id)) == b"a CV"


def test_the_same_bytes_of_two_owners_are_two_objects(url, tmp_path):
    ids = {FileStore(url, owner).put(b"the same") for owner in ("profiles", "agreements")}
    assert len(ids) == 2
    assert {path.name for path in (tmp_path / "files").iterdir()} == {MARK, "profiles", "agreements"}


def test_a_process_that_owns_nothing_keeps_nothing(url):
    with pytest.raises(PermissionError):
        FileStore(url).put(b"x")


@pytest.mark.parametrize(
    "id", ["", "../../etc/passwd", "profiles./etc/passwd", "profiles." + "0" * 64, "a" * 64, "quarantine"]
)
def test_an_id_that_is_none_finds_nothing(url, id):
    with pytest.raises(NotFound):
        FileStore(url, "profiles").read(id)


def test_an_upload_over_its_limit_is_refused(url):
    with pytest.raises(InvalidInput):
        FileStore(url).quarantine(io.BytesIO(b"12345"), 4)


def test_a_numbered_log_is_written_once_a_number_and_found_again_from_its_end(url):
    log = FileStore(url, "agreements").log("heads")
    assert (log.last(), log.numbers()) == (0, [])
    for number in (1, 2, 999, 1_000, 2_001):
        log.append(number, b"%d" % number)
    with pytest.raises(FileExistsError):
        log.append(2, b"another")
    assert log.read(2) == b"2"
    again = FileStore(url, "agreements").log("heads")
    assert (again.last(), again.numbers()) == (2_001, [1, 2, 999, 1_000, 2_001])
    with pytest.raises(NotFound):
        again.read(3)
    assert FileStore(url, "agreements").log("others").last() == 0


def test_a_process_that_owns_nothing_keeps_no_log(url):
    with pytest.raises(PermissionError):
        FileStore(url).log("heads")


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_bytes_changed_behind_our_back_are_not_given_even_in_part(url, tmp_path, size):
    store = FileStore(url, "agreements")
    object_id = store.put(b"a" * size)
    assert b"".join(store.stream(object_id)) == store.read(object_id) == b"a" * size
    digest = object_id.partition(".")[2]
    (tmp_path / "files" / "agreements" / digest[:2] / digest).write_bytes(b"a" * (size - 1) + b"b")
    with pytest.raises(Internal) as refused:
        store.read(object_id)
    assert refused.value.code == "damaged_file"
    with pytest.raises(Internal):
        next(store.stream(object_id))


@pytest.mark.feature("H5")
@pytest.mark.parametrize("under", ["nothing", "an empty folder"])
def test_where_the_disk_is_away_nothing_is_written_read_or_made_and_once_it_is_back_all_goes_on(url, tmp_path, under):
    store, root, away = FileStore(url, "agreements"), tmp_path / "files", tmp_path / "away"
    object_id = store.put(b"kept")
    assert store.there()
    root.rename(away)
    if under == "an empty folder":
        root.mkdir()
    for one in (store, FileStore(url, "agreements")):
        works = (
            lambda one=one: one.put(b"lost"),
            lambda one=one: one.quarantine(io.BytesIO(b"lost"), 10),
            lambda one=one: one.read(object_id),
            lambda one=one: one.log("heads").last(),
        )
        for work in works:
            with pytest.raises(Unavailable) as refused:
                work()
            assert refused.value.code == "store_away"
        assert not one.there()
    assert not root.exists() or not list(root.iterdir())
    if root.exists():
        root.rmdir()
    away.rename(root)
    assert store.there()
    assert store.read(object_id) == b"kept"


@pytest.mark.parametrize(
    ("new", "holds", "marked_then"),
    [
        (True, None, True),
        (True, "", True),
        (False, None, False),
        (False, "", False),
        (False, "lost+found", False),
        (False, "agreements", True),
        (False, "quarantine", True),
    ],
)
def test_a_new_store_is_marked_and_one_from_before_the_marks_where_documents_are(tmp_path, new, holds, marked_then):
    root = tmp_path / "store"
    if holds is not None:
        (root / holds).mkdir(parents=True)
    mark(root.as_uri(), new=new)
    assert FileStore(root.as_uri()).there() == marked_then
    assert root.exists() == (new or holds is not None)


SILENT = """
import eventlet
eventlet.monkey_patch()
import socket, sys, time
from contracts.errors import Unavailable
from runtime.files import MARK, FileStore, mark
from tests.builders.stores import marked

door = eventlet.listen(("127.0.0.1", 0))
held = []
def take():
    while True:
        held.append(door.accept())
eventlet.spawn(take)
ticks = []
def tick():
    while True:
        ticks.append(time.monotonic())
        eventlet.sleep(0.05)
eventlet.spawn(tick)
import os
os.environ |= {"AWS_ENDPOINT": f"http://127.0.0.1:{door.getsockname()[1]}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "x",
               "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
store = FileStore("s3://bucket/prefix", "agreements")
try:
    with eventlet.Timeout(2):
        store.read("agreements." + "0" * 64)
except eventlet.Timeout:
    print("deadline", len(ticks) > 20, flush=True)
try:
    store.read("agreements." + "0" * 64)
except Unavailable as error:
    print("refused", error.code, len(ticks) > 60, flush=True)
os._exit(0)
"""


def test_a_store_that_never_answers_stops_nobody_else_and_is_given_up():
    """The process's deadline fires, its other green threads go on, and the store has an end of its own."""
    found = subprocess.run(
        [sys.executable, "-c", SILENT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    said = [line for line in found.stdout.splitlines() if line.startswith(("deadline", "refused"))]
    assert said == ["deadline True", "refused store_away True"], found.stderr
