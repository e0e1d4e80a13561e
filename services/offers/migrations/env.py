"""Alembic's door: this service's model against this service's database."""

from runtime.migrate import run_env
from services.offers.model import Base

run_env(Base.metadata, "offers")
