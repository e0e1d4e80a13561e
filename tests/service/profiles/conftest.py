import pytest

from tests.builders.works import rig


@pytest.fixture
def house(service_db, tmp_path):
    """profiles on its own empty database, without a broker."""
    return rig("profiles", service_db("profiles"), tmp_path)
