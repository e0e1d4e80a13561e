"""what waits for a head of the journal is signed by the service: nobody else's line gets under one"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A line that waits already cannot be signed here. The first head of all takes it in; where heads were taken before,
    `verify-journal` tells it as nobody's: let agreements take one before this migration.
    """
    op.add_column("journal_pending", sa.Column("seal", sa.LargeBinary(), server_default="", nullable=False))
    op.alter_column("journal_pending", "seal", server_default=None)


def downgrade() -> None:
    op.drop_column("journal_pending", "seal")
