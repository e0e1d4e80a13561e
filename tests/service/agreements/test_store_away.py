"""The folder of documents goes away while people work, and comes back."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from contracts.errors import Unavailable
from contracts.vocabulary import State
from runtime import migrate
from runtime.files import MARK
from tests.service.agreements import desk

pytestmark = [pytest.mark.service, pytest.mark.feature("H5")]


@contextmanager
def away(root: Path, *, mount_point: bool) -> Iterator[None]:
    elsewhere = root.with_name("files-away")
    root.rename(elsewhere)
    if mount_point:
        root.mkdir()
    try:
        yield
        assert not root.exists() or not list(root.iterdir()), "what is written now is hidden later"
    finally:
        if root.exists():
            root.rmdir()
        elsewhere.rename(root)


def readiness(platform) -> dict[str, str]:
    port = platform.env_of("agreements")["IPRO_HEALTH_PORT"]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        assert refused.code == 503
        return json.load(refused)


def root_of(platform) -> Path:
    return Path(unquote(urlsplit(platform.env_of("agreements")["IPRO_FILES_URL"]).path))


@pytest.mark.parametrize("mount_point", [False, True])
def test_while_the_folder_is_away_services_are_not_ready_and_nothing_is_half_done(world, platform, mount_point):
    root = root_of(platform)
    assert (root / MARK).is_file(), "marked by the first migration"
    assert readiness(platform)["files"] == "ok"
    file = desk.submitted(world)
    with away(root, mount_point=mount_point):
        assert readiness(platform)["files"] == "failing"
        with pytest.raises(Unavailable):
            world.move(file, "validate_convention", "officer")
        if root.exists() and not mount_point:
            root.rmdir()  # made by whoever asked for the platform's addresses
    assert readiness(platform)["files"] == "ok"
    assert world.move(file, "validate_convention", "officer")["state"] == State.VALIDATED


def test_a_migration_of_a_platform_that_was_there_marks_no_empty_folder(service_db, tmp_path, monkeypatch):
    root = tmp_path / "files"
    monkeypatch.setenv("DATABASE_URL", service_db("agreements").url.render_as_string(hide_password=False))
    monkeypatch.setenv("IPRO_FILES_URL", root.as_uri())
    migrate.mark_store()
    assert not root.exists()
    (root / "agreements").mkdir(parents=True)
    migrate.mark_store()
    assert (root / MARK).is_file(), "documents from before there were marks"
