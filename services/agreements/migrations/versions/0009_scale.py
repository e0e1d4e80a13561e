"""a group's files counted from an index alone"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

READ = [
    "search_text",
    "programme_key",
    "supervisor_key",
    "starts_key",
    "opened_by",
    "control_status",
    "assigned_to",
]


def upgrade() -> None:
    op.create_index(
        "ix_internship_group_filters",
        "internship",
        ["officer_group_id", "state"],
        postgresql_include=READ,
    )


def downgrade() -> None:
    op.drop_index("ix_internship_group_filters", table_name="internship")
