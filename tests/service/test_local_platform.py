"""The engines and the life of a platform, for real: a broker and a database of its own."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from deploy.local import control, probes
from deploy.local.platform import Platform
from deploy.local.settings import SERVICES
from deploy.local.steps import Failed
from deploy.local.supervisor import birth

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    base = tmp_path_factory.mktemp("platform")
    made = Platform("unit", base, broker="private", database="private", first_port=26000)
    made.start_engines()
    made.database.provision(fresh=True)
    yield made
    made.stop()
    made.wipe()


def connect(platform, service, database):
    url = platform.database_url(service).replace("+psycopg2", "").rpartition("/")[0]
    return psycopg2.connect(f"{url}/{database}", connect_timeout=5)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_enters_its_own_database_and_no_other(platform, service):
    connect(platform, service, platform.database.name(service)).close()
    others = [platform.database.name(other) for other in SERVICES if other != service]
    for database in [*others, "postgres", "template1"]:
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            connect(platform, service, database)


def test_a_wrong_password_is_refused(platform):
    url = (
        platform.database_url("offers").replace("+psycopg2", "").replace(platform.layout.secret("database offers"), "x")
    )
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url, connect_timeout=5)


def test_the_extensions_are_there(platform):
    connection = connect(platform, "offers", platform.database.name("offers"))
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT unaccent('été'), similarity('offre', 'offres') > 0.5")
        assert cursor.fetchone() == ("ete", True)
    connection.close()


def test_fresh_forgets_what_an_earlier_run_wrote(platform):
    owner = platform.database.owner_url("profiles").replace("+psycopg2", "")
    connection = psycopg2.connect(owner, connect_timeout=5)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_over (id int)")
    connection.close()
    platform.database.provision(fresh=True)
    connection = connect(platform, "profiles", platform.database.name("profiles"))
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('left_over')")
        assert cursor.fetchone() == (None,)
    connection.close()


def test_engines_listen_on_loopback_only(platform):
    for name in ("broker", "broker-dist", "epmd", "database"):
        port = f":{platform.layout.port(name):04X}"
        rows = [line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()]
        listening = {row[1].rpartition(":")[0] for row in rows if row[1].endswith(port) and row[3] == "0A"}
        loopback = {"0100007F", "00000000000000000000000001000000"}
        assert listening and listening <= loopback, name


def test_a_killed_broker_comes_back(platform):
    platform.restart_broker(kill=True)
    assert probes.amqp(platform.amqp_url)()


def test_a_killed_database_comes_back_by_itself(platform):
    child = platform.supervisor.child("database")
    before = child.restarts
    platform.kill("database", signal.SIGKILL)
    end = time.monotonic() + 20
    while child.restarts == before and time.monotonic() < end:
        time.sleep(0.05)
    platform.supervisor.wait_ready(["database"], 20)
    connect(platform, "offers", platform.database.name("offers")).close()


def test_a_second_platform_in_the_same_folder_is_refused(platform):
    with pytest.raises(Failed, match="already running"):
        Platform("unit", platform.layout.base, broker="private", database="private").hold()


def test_what_a_killed_run_left_is_ended_by_the_next(tmp_path):
    """A run cut by kill -9 leaves its database server; the next one on the same folder ends it and starts."""
    code = (
        "import os, sys, signal; from pathlib import Path; from deploy.local.platform import Platform\n"
        "p = Platform('unit', Path(sys.argv[1]), broker='private', database='private', first_port=26400)\n"
        "p.hold(); p.database.start(); print(p.supervisor.child('database').pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    left = int(done.stdout)
    assert birth(left)
    again = Platform("unit", tmp_path, broker="private", database="private", first_port=26400)
    again.hold()
    assert not birth(left)
    again.stop()
    again.wipe()


def test_the_control_socket_answers_and_tells_failures(tmp_path):
    def handler(verb, process):
        if verb == "bad":
            raise Failed("no such thing")
        return [verb, process]

    listener = control.serve(tmp_path, handler)
    assert control.ask(tmp_path, "status", "offers") == ["status", "offers"]
    with pytest.raises(Failed, match="no such thing"):
        control.ask(tmp_path, "bad")
    listener.close()


def test_asking_a_platform_that_does_not_run_says_so(tmp_path):
    with pytest.raises(Failed, match="not running"):
        control.ask(tmp_path, "status")
    with pytest.raises(Failed, match="not running"):
        control.ask(tmp_path / "nothing", "status")
