"""legal controls over several files"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_internship_host_weeks": ["host_id", "ends_on", "starts_on", "state", "id"],
    "ix_internship_post": ["host_id", "post_key", "ends_on"],
    "ix_internship_tutor": ["tutor_id", "ends_on"],
    "ix_internship_referent": ["referent_id", "ends_on"],
}
# Minutes are an upper bound, weekdays of seven hours with their holidays, until the file is next written.
FILL = """
UPDATE internship SET
    host_id = (request ->> 'host_id')::uuid,
    tutor_id = (request ->> 'tutor_id')::uuid,
    referent_id = (convention ->> 'referent_id')::uuid,
    post_key = left(lower(coalesce(convention ->> 'post', '')), 200),
    minutes = 420 * (
        SELECT count(*) FROM generate_series(starts_on::timestamp, ends_on::timestamp, interval '1 day') AS day
        WHERE extract(isodow FROM day) < 6
    )
"""


def upgrade() -> None:
    for name in ("host_id", "tutor_id", "referent_id"):
        op.add_column("internship", sa.Column(name, sa.Uuid(), nullable=True))
    op.add_column("internship", sa.Column("post_key", sa.String(length=200), server_default="", nullable=False))
    op.add_column("internship", sa.Column("minutes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("internship", sa.Column("overrides", postgresql.JSONB(), server_default="{}", nullable=False))
    op.execute(FILL)
    for name in ("post_key", "minutes", "overrides"):
        op.alter_column("internship", name, server_default=None)
    for index, columns in INDEXES.items():
        op.create_index(index, "internship", columns)


def downgrade() -> None:
    for index in INDEXES:
        op.drop_index(index, table_name="internship")
    for name in ("overrides", "minutes", "post_key", "referent_id", "tutor_id", "host_id"):
        op.drop_column("internship", name)
