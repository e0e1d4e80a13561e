"""Each process is told only what it needs."""

from pathlib import Path

import pytest

from deploy.local.processes import Catalogue
from deploy.local.settings import ROOT, SERVICES, Layout
from deploy.local.welcome import table


@pytest.fixture
def catalogue(tmp_path, monkeypatch) -> Catalogue:
    monkeypatch.setenv("DATABASE_URL", "postgresql://administrator:secret@db/ipro")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not for services")
    root = tmp_path / "root"
    for service in SERVICES:
        (root / "services" / service).mkdir(parents=True)
        (root / "services" / service / "service.py").touch()
    layout = Layout(tmp_path / "base", "test", root, first_port=27600)
    layout.settle()
    return Catalogue(
        layout, lambda account: "amqp://broker/", lambda service: f"postgresql+psycopg2://db/ipro_{service}"
    )


def test_a_service_knows_its_own_database_and_key_only(catalogue):
    for service in SERVICES:
        environ = catalogue.env_of(service)
        assert environ["DATABASE_URL"].endswith(f"ipro_{service}")
        assert Path(environ["IPRO_KEYS"]).name == service
        assert "AWS_SECRET_ACCESS_KEY" not in environ
        assert ("IPRO_SMTP_URL" in environ) == (service == "notifications")


def test_a_relay_has_its_service_s_database_and_a_health_port_of_its_own(catalogue):
    service, relay = catalogue.env_of("offers"), catalogue.env_of("offers-relay")
    assert relay["DATABASE_URL"] == service["DATABASE_URL"]
    assert relay["IPRO_HEALTH_PORT"] != service["IPRO_HEALTH_PORT"]


def test_the_gateway_has_no_database(catalogue):
    environ = catalogue.env_of("gateway")
    assert "DATABASE_URL" not in environ
    assert environ["IPRO_BIND"] in environ["IPRO_BASE_URL"]


def test_helpers_know_neither_broker_nor_keys(catalogue):
    for helper in ("mail", "cas"):
        assert not [name for name in catalogue.env_of(helper) if name.startswith(("AMQP", "IPRO", "DATABASE"))]


def test_every_process_has_a_command_and_a_probe(catalogue):
    assert len(catalogue.names) == len(set(catalogue.names)) == 11
    for name in catalogue.names:
        spec = catalogue.spec(name)
        assert spec.command and spec.ready and spec.folder == catalogue.layout.root


def test_a_service_without_code_is_not_a_process(catalogue):
    (catalogue.layout.root / "services" / "offers" / "service.py").unlink()
    assert "offers" not in catalogue.names and "offers-relay" not in catalogue.names


def test_keys_are_shared_out_one_private_key_each(catalogue):
    whole = catalogue.layout.base / "keys" / "all"
    (whole / "public").mkdir(parents=True)
    for issuer in ("gateway", "operator", *SERVICES):
        (whole / f"{issuer}.private.pem").write_text(issuer)
        (whole / "public" / f"{issuer}.pem").write_text(issuer)
    catalogue.share_keys()
    offers = catalogue.keys_folder("offers")
    assert [path.name for path in offers.glob("*.pem")] == ["offers.private.pem"]
    assert len(list((offers / "public").glob("*.pem"))) == 6


def test_the_table_of_people_is_aligned():
    lines = table([{"role": "Student", "name": "Zoé", "sign_in": "CAS: zoe / demo", "page": "/"}]).splitlines()
    assert lines[0].index("Name") == lines[2].index("Zoé")


def test_the_root_is_the_checkout():
    assert (ROOT / "Makefile").exists()
