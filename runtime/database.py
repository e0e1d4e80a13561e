"""The engine, and the tables that every service has beside its own: outbox, inbox, idempotency, parked."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    func,
    text,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

from contracts.errors import StaleVersion

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# A statement longer than a caller would wait is stopped by the server, whatever became of the client.
SERVER_OPTIONS = "-c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """psycopg2 is green under eventlet by itself; as many connections as workers, so none waits for one.

    A connection is asked whether it lives before it serves (0.05 ms): after a restart of the database, no call is refused.
    """
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_timeout=5,
        pool_pre_ping=True,
        pool_recycle=1_800,
        hide_parameters=True,  # an error must not log what people typed
        connect_args={"options": SERVER_OPTIONS, "connect_timeout": 5},
    )


def chassis_metadata() -> MetaData:
    """Metadata that hold the chassis tables, for a service's declarative base."""
    return chassis_tables(MetaData(naming_convention=NAMES))


def make_base() -> type[DeclarativeBase]:
    """A declarative base whose metadata holds the chassis tables, so that each service migrates its own copy."""

    class Base(DeclarativeBase):
        metadata = chassis_metadata()

    return Base


def check_version(record: Any, version: int) -> None:
    """Raises `StaleVersion` unless the caller has read the record as it is now."""
    if record.version != version:
        raise StaleVersion(version=record.version)


def chassis_tables(metadata: MetaData) -> MetaData:
    Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("exchange", String(100), nullable=False),
        Column("routing_key", String(200), nullable=False),
        Column("event_id", String(36), nullable=False),
        Column("subject", String(100), nullable=False),
        Column("aggregate_version", Integer, nullable=False),
        Column("mandatory", Boolean, nullable=False),
        Column("body", Text, nullable=False),
        Column("correlation_id", String(64), nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("due_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("published_at", DateTime(timezone=True)),
        Index("ix_outbox_waiting", "id", postgresql_where=text("published_at IS NULL")),
        Index("ix_outbox_subject_waiting", "subject", "id", postgresql_where=text("published_at IS NULL")),
    )
    Table(
        "inbox",
        metadata,
        Column("consumer", String(100), primary_key=True),
        Column("event_id", String(36), primary_key=True),
        Column("heard_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )
    Table(
        "idempotency",
        metadata,
        Column("scope", String(120), primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("fingerprint", String(64), nullable=False),
        Column("answer", Text),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )
    Table(
        "parked",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("queue", String(200), nullable=False),
        Column("routing_key", String(200), nullable=False),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("body", Text, nullable=False),
        Column("headers", Text, nullable=False, server_default="{}"),
        Column("parked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("replayed_at", DateTime(timezone=True)),
    )
    return metadata
