"""Alembic's way in."""

from runtime.migrate import run_env
from services.agreements.model import Base

run_env(Base.metadata, "agreements")
