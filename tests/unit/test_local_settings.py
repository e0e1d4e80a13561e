"""Where a platform of this machine lives: ports, secrets, one platform per folder."""

import socket

import pytest

from deploy.local.settings import OFFSETS, Layout, choose_port, is_free, stable_name
from deploy.local.steps import Failed


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_passed_over(taken):
    assert not is_free(taken)
    assert choose_port(taken, set()) != taken


def test_a_port_given_to_another_process_of_the_platform_is_passed_over():
    first = choose_port(27500, set())
    assert choose_port(27500, {first}) != first


def test_ports_differ_and_are_remembered(tmp_path):
    layout = Layout(tmp_path, "test", first_port=27000)
    layout.settle()
    ports = {name: layout.port(name) for name in OFFSETS}
    assert len(set(ports.values())) == len(ports)
    assert max(ports.values()) < 32768
    again = Layout(tmp_path, "test", first_port=27000)
    again.settle()
    assert {name: again.port(name) for name in OFFSETS} == ports


def test_a_remembered_port_taken_meanwhile_is_replaced(tmp_path):
    layout = Layout(tmp_path, "test", first_port=27200)
    layout.settle()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", layout.port("gateway")))
        other.listen()
        again = Layout(tmp_path, "test", first_port=27200)
        again.settle()
        assert again.port("gateway") != layout.port("gateway")
        assert again.port("database") == layout.port("database")


def test_secrets_are_remembered_and_only_the_owner_reads_them(tmp_path):
    layout = Layout(tmp_path)
    secret = layout.secret("broker")
    assert Layout(tmp_path).secret("broker") == secret != layout.secret("database")
    assert (tmp_path / "state.json").stat().st_mode & 0o077 == 0


def test_a_second_platform_in_the_same_folder_is_refused(tmp_path):
    first, second = Layout(tmp_path), Layout(tmp_path)
    first.hold()
    assert second.is_held
    with pytest.raises(Failed, match="already running"):
        second.hold()
    first.release()
    assert not second.is_held
    second.hold()
    second.release()


def test_asking_for_a_port_before_any_start_says_so(tmp_path):
    with pytest.raises(Failed, match="never started"):
        Layout(tmp_path).port("gateway")


def test_a_folder_has_one_stable_name_of_its_own(tmp_path):
    assert stable_name(tmp_path) == stable_name(tmp_path) != stable_name(tmp_path / "other")
