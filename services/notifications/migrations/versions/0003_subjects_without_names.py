"""mails keep their subject without anybody's name, for the staff that follows them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A mail of before has none: whom it names is not told."""
    op.add_column("delivery", sa.Column("about", sa.String(200), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("delivery", "about")
