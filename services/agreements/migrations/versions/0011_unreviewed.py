"""files with a paper that waits for a review are found by an index of theirs; counts read an index alone again"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UNREVIEWED = """jsonb_path_exists(papers, '$.* ? (@ == "deposited")')"""
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
    waits = sa.Computed(UNREVIEWED, persisted=True)
    op.add_column("internship", sa.Column("unreviewed", sa.Boolean(), waits, nullable=True))
    op.create_index(
        "ix_internship_unreviewed",
        "internship",
        ["officer_group_id", "state", "since", "id"],
        postgresql_where=sa.text("unreviewed"),
    )
    count_from(["student_id", *READ])


def downgrade() -> None:
    count_from(READ)
    op.drop_index("ix_internship_unreviewed", table_name="internship")
    op.drop_column("internship", "unreviewed")


def count_from(columns: list[str]) -> None:
    """A manager's own file is no task of his, so his counts read whose each file is."""
    op.drop_index("ix_internship_group_filters", table_name="internship")
    op.create_index(
        "ix_internship_group_filters", "internship", ["officer_group_id", "state"], postgresql_include=columns
    )
