"""where the mail of those who lead files goes is kept, as profiles tells it"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Who leads already is asked for when the service starts; null until then.
LEADING = """
INSERT INTO staff_mailbox (person_id, version)
SELECT person_id, 0 FROM officer_membership
 UNION SELECT to_id, 0 FROM delegation
 UNION SELECT opened_by, 0 FROM internship WHERE opened_by IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "staff_mailbox",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff_mailbox")),
    )
    op.execute(LEADING)


def downgrade() -> None:
    op.drop_table("staff_mailbox")
