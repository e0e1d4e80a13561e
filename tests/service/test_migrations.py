"""Each service's migrations make the database that its model describes, with names of our own for every constraint."""

import importlib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect

from contracts.vocabulary import Service
from runtime.migrate import VERSION_TABLE, config_for

pytestmark = [pytest.mark.service, pytest.mark.feature("H4")]

each_service = pytest.mark.parametrize("service", [str(service) for service in Service])


def metadata_of(service: str) -> MetaData:
    return importlib.import_module(f"services.{service}.model").Base.metadata


@each_service
def test_the_migrated_database_is_the_model_s(service, service_db):
    with service_db(service).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata_of(service)) == []
        assert context.get_current_revision() == ScriptDirectory.from_config(config_for(service)).get_current_head()


@each_service
def test_constraints_are_named_as_the_model_names_them(service, service_db):
    """A constraint that the server named by itself cannot be changed by a migration that does not look first."""
    declared = {
        str(constraint.name)
        for table in metadata_of(service).tables.values()
        for constraint in table.constraints
        if constraint.name is not None
    }
    unnamed = [c for t in metadata_of(service).tables.values() for c in t.constraints if c.name is None]
    assert unnamed == []
    found = set()
    with service_db(service).connect() as connection:
        looker = inspect(connection)
        for table in looker.get_table_names():
            if table == VERSION_TABLE:
                continue
            found.add(looker.get_pk_constraint(table)["name"])
            found |= {one["name"] for one in looker.get_foreign_keys(table)}
            found |= {one["name"] for one in looker.get_unique_constraints(table)}
            found |= {one["name"] for one in looker.get_check_constraints(table)}
    assert found == declared


@each_service
def test_revisions_follow_one_another_in_one_line(service):
    script = ScriptDirectory.from_config(config_for(service))
    assert len(script.get_heads()) == 1
    numbers = [revision.revision for revision in script.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)
    files = [path.name for path in Path(f"services/{service}/migrations/versions").glob("*.py")]
    assert len(files) == len(numbers)
    assert all(name[:4].isdigit() for name in files)
