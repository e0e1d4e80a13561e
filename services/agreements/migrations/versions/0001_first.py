"""files, journal and officer groups"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from runtime import chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The journal is append-only for everybody: only its words (name, comment, salt) may be erased, never changed.
GUARD = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND NEW.by_name IS NULL AND NEW.comment IS NULL AND NEW.salt IS NULL
       AND to_jsonb(NEW) - 'by_name' - 'comment' - 'salt' = to_jsonb(OLD) - 'by_name' - 'comment' - 'salt' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only';
END $$
"""


def upgrade() -> None:
    chassis_tables.create()
    op.execute("CREATE SEQUENCE internship_reference")
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(length=60), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("internship_id", "seq", name=op.f("uq_journal_internship_id_seq")),
    )
    op.create_table(
        "officer_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("component_code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_group")),
        sa.UniqueConstraint("name", name=op.f("uq_officer_group_name")),
    )
    op.create_table(
        "internship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "reference", sa.BigInteger(), server_default=sa.text("nextval('internship_reference')"), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("student", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("supervisor", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("referent", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("officer_group_id", sa.Uuid(), nullable=True),
        sa.Column("host", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("tutor", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("candidacy_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("request", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("convention", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("host_name", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("pdf_object_id", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_group_id"], ["officer_group.id"], name=op.f("fk_internship_officer_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internship")),
        sa.UniqueConstraint("reference", name=op.f("uq_internship_reference")),
    )
    op.create_index("ix_internship_group", "internship", ["officer_group_id", "state", "since", "id"], unique=False)
    op.create_index("ix_internship_offer", "internship", ["offer_id"], unique=False)
    op.create_index("ix_internship_student", "internship", ["student_id", "created_at", "id"], unique=False)
    op.create_index("ix_internship_supervisor", "internship", ["supervisor_id", "state", "since", "id"], unique=False)
    op.create_table(
        "officer_membership",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["officer_group.id"], name=op.f("fk_officer_membership_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_officer_membership")),
    )
    op.create_index(op.f("ix_officer_membership_person_id"), "officer_membership", ["person_id"], unique=False)
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE ON journal"
        " FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()"
    )
    op.execute(
        "CREATE TRIGGER journal_truncate_guard BEFORE TRUNCATE ON journal"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_officer_membership_person_id"), table_name="officer_membership")
    op.drop_table("officer_membership")
    op.drop_index("ix_internship_supervisor", table_name="internship")
    op.drop_index("ix_internship_student", table_name="internship")
    op.drop_index("ix_internship_offer", table_name="internship")
    op.drop_index("ix_internship_group", table_name="internship")
    op.drop_table("internship")
    op.drop_table("officer_group")
    op.drop_table("journal")
    op.execute("DROP FUNCTION journal_is_append_only()")
    op.execute("DROP SEQUENCE internship_reference")
    chassis_tables.drop()
