import pytest

from tests.builders.works import rig


@pytest.fixture
def house(service_db, tmp_path):
    """notifications on its own empty database, without a broker."""
    return rig("notifications", service_db("notifications"), tmp_path)
