"""a planned early end can be withdrawn: what was agreed before it is kept"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An end that a manager planned before stands; recorded again, it can be withdrawn."""
    op.add_column("internship", sa.Column("end_before", JSONB(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("internship", "end_before")
