"""Hosts, sectors and cities of offers found by any part of their name without reading them all.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_offer_part_of_names",
        "offer",
        ["host_key", "sector_key", "city_key"],
        postgresql_using="gin",
        postgresql_ops={name: "gin_trgm_ops" for name in ("host_key", "sector_key", "city_key")},
    )


def downgrade() -> None:
    op.drop_index("ix_offer_part_of_names", table_name="offer", postgresql_using="gin")
