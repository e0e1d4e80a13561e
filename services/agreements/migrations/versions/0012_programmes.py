"""a filter on programmes reads the files of the programmes that it names, not the whole group"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

READ = ["student_id", "search_text", "supervisor_key", "starts_key", "opened_by", "control_status", "assigned_to"]
GROUP = ["officer_group_id", "state"]


def upgrade() -> None:
    count_from([*GROUP, "programme_key"], READ)
    op.create_index("ix_internship_group_programme", "internship", ["officer_group_id", "programme_key"])


def downgrade() -> None:
    op.drop_index("ix_internship_group_programme", table_name="internship")
    count_from(GROUP, ["student_id", "search_text", "programme_key", *READ[2:]])


def count_from(keys: list[str], others: list[str]) -> None:
    op.drop_index("ix_internship_group_filters", table_name="internship")
    op.create_index("ix_internship_group_filters", "internship", keys, postgresql_include=others)
