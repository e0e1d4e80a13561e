"""`python -m runtime.migrate SERVICE`: bring this service's database to the newest revision.

`--autogenerate "what changes"` writes a revision from the model; `--check` fails when model and revisions differ.
Each service has its own revisions under services/<name>/migrations, and nothing reads another's.

With IPRO_FILES_URL, the first migration of a service's database marks the folder of documents too (see runtime/files.py).
"""

import sys
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, inspect, pool

from contracts.vocabulary import Service
from runtime import files
from runtime.settings import from_environment

VERSION_TABLE = "alembic_version"


def config_for(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path("services") / service / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def run_env(metadata: MetaData, service: str) -> None:
    """Called by a service's migrations/env.py. A lock makes copies that start together wait for one another."""
    engine = create_engine(from_environment().database_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, version_table=VERSION_TABLE, compare_type=True
        )
        with context.begin_transaction():
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('ipro migrations'))")
            context.run_migrations()


def mark_store() -> None:
    """The store of a platform that begins; one that was there before is marked only if it is not empty."""
    settings = from_environment()
    url = settings.environ.get("IPRO_FILES_URL")
    if url:
        engine = create_engine(settings.database_url, poolclass=pool.NullPool)
        files.mark(url, new=not inspect(engine).has_table(VERSION_TABLE))


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in set(Service):
        raise SystemExit(f"usage: python -m runtime.migrate {'|'.join(Service)} [--autogenerate MESSAGE | --check]")
    config = config_for(arguments[0])
    if arguments[1:2] == ["--autogenerate"]:
        command.revision(config, message=arguments[2], autogenerate=True)
    elif arguments[1:2] == ["--check"]:
        command.check(config)
    else:
        mark_store()
        command.upgrade(config, "head")


if __name__ == "__main__":
    main(sys.argv[1:])
