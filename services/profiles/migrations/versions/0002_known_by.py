"""People found by their student number, or by their address in any case.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_student_number", "person", ["student_number"])
    op.create_index("ix_person_lower_email", "person", [sa.text("lower(email)")])


def downgrade() -> None:
    op.drop_index("ix_person_lower_email", table_name="person")
    op.drop_index("ix_person_student_number", table_name="person")
