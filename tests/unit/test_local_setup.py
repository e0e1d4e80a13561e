"""What is said when something is missing, and when the virtual environment is made again."""

import pytest

from deploy.local import packages, venv
from deploy.local.steps import Failed, Steps
from deploy.local.texts import TEXTS


def test_a_missing_package_is_named_with_the_ways_out(monkeypatch):
    monkeypatch.setitem(packages.NEEDS, "rabbitmq", packages.Need("rabbitmq-server", ("no-such-program",)))
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    with pytest.raises(Failed) as failed:
        packages.ensure(["rabbitmq", "postgresql"], Steps(quiet=True))
    for word in ("rabbitmq-server", "apt-get install", "AMQP_URL", "docker compose"):
        assert word in str(failed.value)


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch):
    monkeypatch.setitem(packages.NEEDS, "rabbitmq", packages.Need("rabbitmq-server", ("sh",)))
    monkeypatch.setattr(packages, "_apt", lambda *_: pytest.fail("apt was called"))
    packages.ensure(["rabbitmq"], Steps(quiet=True))


@pytest.mark.feature("E9")
def test_a_font_that_cannot_be_installed_is_told_and_stops_nothing(monkeypatch, tmp_path, capsys):
    need = packages.Need("fonts-of-nowhere", (), files=(str(tmp_path / "no.ttf"),), without="boxes")
    monkeypatch.setitem(packages.NEEDS, "fonts", need)
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    packages.ensure(["fonts"], Steps())
    assert "fonts-of-nowhere: boxes" in capsys.readouterr().out
    (tmp_path / "no.ttf").touch()
    packages.ensure(["fonts"], Steps())
    assert capsys.readouterr().out == ""


@pytest.mark.feature("E9")
def test_fonts_are_asked_of_apt_beside_the_servers(monkeypatch, tmp_path):
    asked = []
    need = packages.Need("fonts-of-somewhere", (), files=(str(tmp_path / "no.ttf"),), without="boxes")
    monkeypatch.setitem(packages.NEEDS, "fonts", need)
    monkeypatch.setattr(packages, "_may_install", lambda: True)
    monkeypatch.setattr(packages, "POLICY", tmp_path / "policy")
    monkeypatch.setattr(packages, "_apt", lambda *words: asked.append(words))
    packages.ensure(["fonts"], Steps(quiet=True))
    assert asked[-1][-1] == "fonts-of-somewhere"


def test_the_newest_of_several_versions_is_taken(tmp_path):
    versions = [tmp_path / version / "bin" for version in ("9", "15", "16")]
    assert max(versions, key=packages._version) == versions[-1]


def test_a_server_given_by_its_address_needs_no_package(monkeypatch):
    monkeypatch.setenv("AMQP_URL", "amqp://somewhere/")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert venv.packages_for("run") == ["postgresql", *packages.FONTS]
    assert venv.packages_for("check") == []
    assert "chromium" in venv.packages_for("test")


def test_a_changed_lock_makes_the_environment_stale(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1")
    monkeypatch.setattr(venv, "FOLDER", tmp_path)
    monkeypatch.setitem(venv.LOCKS, "run", lock)
    assert not venv.is_fresh("run")
    venv.stamp("run").write_text(venv.fingerprint("run"))
    assert venv.is_fresh("run")
    lock.write_text("one==2")
    assert not venv.is_fresh("run")


def test_both_languages_have_the_same_words():
    assert set(TEXTS["fr"]) == set(TEXTS["en"])
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())
