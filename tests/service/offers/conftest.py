import pytest

from tests.builders.works import rig


@pytest.fixture
def house(service_db, tmp_path):
    """offers on its own empty database, without a broker."""
    return rig("offers", service_db("offers"), tmp_path)
