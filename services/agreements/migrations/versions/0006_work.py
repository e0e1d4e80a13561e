"""the work of managers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Names as they are compared and sorted: lower case, no accents. Immutable, so that columns may be computed by it.
PLAIN = r"""
CREATE FUNCTION ipro_plain(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        replace(replace(lower(normalize(coalesce(value, ''), NFKD)), 'œ', 'oe'), 'æ', 'ae'), '[\u0300-\u036f]', '', 'g')
$$
"""
COMPUTED = {
    "student_key": "ipro_plain(student ->> 'name')",
    "supervisor_key": "ipro_plain(supervisor ->> 'name')",
    "programme_key": "ipro_plain(coalesce(student ->> 'programme_name', '') || ' ' || coalesce(student ->> 'component_name', ''))",
    "search_text": "ipro_plain(coalesce(student ->> 'name', '') || ' ' || coalesce(student ->> 'student_number', '')"
    " || ' ' || host_name || ' ' || title)",
}


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")  # a group's words are found among the group's own
    op.execute(PLAIN)
    op.add_column("internship", sa.Column("authorized", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("internship", sa.Column("assigned_to", sa.Uuid(), nullable=True))
    op.add_column("internship", sa.Column("assigned_name", sa.String(200), server_default="", nullable=False))
    op.add_column("internship", sa.Column("tags", sa.ARRAY(sa.String(40)), server_default="{}", nullable=False))
    op.add_column("internship", sa.Column("control_status", sa.String(10), server_default="", nullable=False))
    op.add_column("internship", sa.Column("opened_by", sa.Uuid(), nullable=True))
    op.add_column("internship", sa.Column("opening_key", sa.String(64), nullable=True))
    op.create_unique_constraint(op.f("uq_internship_opening_key"), "internship", ["opening_key"])
    for name, expression in COMPUTED.items():
        op.add_column("internship", sa.Column(name, sa.Text(), sa.Computed(expression, persisted=True), nullable=True))
    starts = sa.Computed("coalesce(starts_on, '9999-12-31'::date)", persisted=True)
    op.add_column("internship", sa.Column("starts_key", sa.Date(), starts, nullable=True))
    _indexes()
    _views_and_tags()
    _jobs()


def _indexes() -> None:
    for name, key in (("starts", "starts_key"), ("newest", "reference"), ("student", "student_key")):
        op.create_index(f"ix_internship_group_{name}", "internship", ["officer_group_id", "state", key, "id"])
    op.create_index(
        "ix_internship_assigned",
        "internship",
        ["assigned_to", "state"],
        postgresql_where=sa.text("assigned_to IS NOT NULL"),
    )
    op.create_index("ix_internship_tags", "internship", ["tags"], postgresql_using="gin")
    op.create_index(
        "ix_internship_search",
        "internship",
        ["officer_group_id", "search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def _views_and_tags() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("filters", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["officer_group.id"], name=op.f("fk_saved_view_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_view_owner_id_name")),
    )
    op.create_index(op.f("ix_saved_view_group_id"), "saved_view", ["group_id"])
    op.create_table(
        "group_tag",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["officer_group.id"], name=op.f("fk_group_tag_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "name", name=op.f("pk_group_tag")),
    )


def _jobs() -> None:
    op.create_table(
        "bulk_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("by", sa.String(20), nullable=False),
        sa.Column("move", sa.String(60), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("checked_only", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_name", sa.String(200), nullable=False),
        sa.Column("asked_roles", sa.ARRAY(sa.String(20)), nullable=False),
        sa.Column("asked_language", sa.String(5), nullable=False),
        sa.Column("correlation_id", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_job")),
    )
    op.create_index("ix_bulk_job_asked_by", "bulk_job", ["asked_by", "created_at"])
    op.create_index("ix_bulk_job_open", "bulk_job", ["created_at"], postgresql_where=sa.text("state <> 'done'"))
    op.create_table(
        "bulk_line",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("internship_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("given", postgresql.JSONB(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["bulk_job.id"], name=op.f("fk_bulk_line_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "n", name=op.f("pk_bulk_line")),
    )
    op.create_index(
        "ix_bulk_line_waiting", "bulk_line", ["job_id", "n"], postgresql_where=sa.text("outcome = 'waiting'")
    )


def downgrade() -> None:
    for table in ("bulk_line", "bulk_job", "group_tag", "saved_view"):
        op.drop_table(table)
    for name in ("search", "tags", "assigned", "group_student", "group_newest", "group_starts"):
        op.drop_index(f"ix_internship_{name}", table_name="internship")
    op.drop_constraint(op.f("uq_internship_opening_key"), "internship", type_="unique")
    for name in ("starts_key", *COMPUTED, "opening_key", "opened_by", "control_status", "tags"):
        op.drop_column("internship", name)
    for name in ("assigned_name", "assigned_to", "authorized"):
        op.drop_column("internship", name)
    op.execute("DROP FUNCTION ipro_plain(text)")
