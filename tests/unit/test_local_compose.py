"""The Docker alternative keeps what `make run` holds: own database, own key, nothing published beyond loopback."""

import pytest
import yaml

from deploy.local.settings import ROOT, SERVICES

COMPOSE = yaml.safe_load((ROOT / "deploy/compose/docker-compose.yml").read_text())


@pytest.mark.feature("H6")
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_its_own_database_key_and_folder(service):
    for name in (service, f"{service}-relay"):
        process = COMPOSE["services"][name]
        assert process["environment"]["DATABASE_URL"].endswith(f"/ipro_{service}")
        assert [v for v in process["volumes"] if v.startswith("keys")] == [f"keys-{service}:/keys:ro"]
        assert process["build"]["args"] == {"FOLDER": f"services/{service}"}


def test_the_demonstration_of_internships_runs_as_agreements_with_what_it_needs():
    own, service = COMPOSE["services"]["demo-internships"], COMPOSE["services"]["agreements"]
    assert own["environment"] == service["environment"]
    assert own["volumes"] == service["volumes"]
    assert own["build"]["args"] == {"FOLDER": "services/agreements", "ALSO": "deploy/demo"}


def test_only_loopback_is_published():
    ports = [port for process in COMPOSE["services"].values() for port in process.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_volumes_and_dependencies_exist():
    for process in COMPOSE["services"].values():
        assert {name.split(":")[0] for name in process.get("volumes", [])} - {"./databases.sh"} <= set(
            COMPOSE["volumes"]
        )
        assert set(process.get("depends_on", {})) <= set(COMPOSE["services"])
