"""signatures and amendments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A sealed document is never changed nor removed, whoever asks; nor is what was issued under a check code.
GUARD = """
CREATE FUNCTION issued_document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND to_jsonb(NEW) - 'withdrawn_at' - 'sealed_object_id' - 'sealed_sha256' - 'sealed_at'
         = to_jsonb(OLD) - 'withdrawn_at' - 'sealed_object_id' - 'sealed_sha256' - 'sealed_at'
       AND (OLD.sealed_object_id = ''
            OR (NEW.sealed_object_id = OLD.sealed_object_id AND NEW.sealed_sha256 = OLD.sealed_sha256
                AND NEW.sealed_at = OLD.sealed_at AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued document is never changed nor removed';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "issued_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=True),
        sa.Column("sort", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("check_code", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_object_id", sa.String(length=120), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["internship_id"], ["internship.id"], name=op.f("fk_issued_document_internship_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("check_code", name=op.f("uq_issued_document_check_code")),
    )
    op.create_index("ix_issued_document_internship", "issued_document", ["internship_id", "issued_at"])
    op.create_index(op.f("ix_issued_document_sha256"), "issued_document", ["sha256"])
    op.create_index(op.f("ix_issued_document_sealed_sha256"), "issued_document", ["sealed_sha256"])
    op.create_table(
        "signing_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_object_id", sa.String(length=120), nullable=False),
        sa.Column("scan_object_id", sa.String(length=120), nullable=False),
        sa.Column("link_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["issued_document.id"], name=op.f("fk_signing_round_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_round")),
    )
    op.create_index("ix_signing_round_internship", "signing_round", ["internship_id", "opened_at"])
    op.create_table(
        "signatory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("evidence_seal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["signing_round.id"], name=op.f("fk_signatory_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
    )
    op.create_index("ix_signatory_round", "signatory", ["round_id"])
    op.create_index("ix_signatory_person", "signatory", ["person_id", "state"])
    op.create_table(
        "access_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("signatory_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["internship_id"], ["internship.id"], name=op.f("fk_access_link_internship_id")),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_access_link_signatory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_link_token_hash")),
    )
    op.create_index("ix_access_link_internship", "access_link", ["internship_id"])
    op.create_table(
        "amendment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("fields", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("people", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("pdf_object_id", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["internship_id"], ["internship.id"], name=op.f("fk_amendment_internship_id")),
        sa.ForeignKeyConstraint(["round_id"], ["signing_round.id"], name=op.f("fk_amendment_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("internship_id", "number", name=op.f("uq_amendment_internship_id_number")),
    )
    op.add_column("internship", sa.Column("round_id", sa.Uuid(), nullable=True))
    op.add_column("internship", sa.Column("host_checked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("internship", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column(
        "internship", sa.Column("end_ground", sa.String(length=40), server_default="", nullable=False)
    )
    op.alter_column("internship", "end_ground", server_default=None)
    op.create_foreign_key(op.f("fk_internship_round_id"), "internship", "signing_round", ["round_id"], ["id"])
    op.create_index("ix_internship_ends", "internship", ["state", "ends_on"])
    op.create_index("ix_internship_starts", "internship", ["state", "starts_on"])
    op.add_column("officer_group", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("officer_group", sa.Column("circuit", postgresql.JSONB(none_as_null=True), nullable=True))
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER issued_document_guard BEFORE UPDATE OR DELETE ON issued_document"
        " FOR EACH ROW EXECUTE FUNCTION issued_document_is_kept()"
    )
    op.execute(
        "CREATE TRIGGER issued_document_truncate_guard BEFORE TRUNCATE ON issued_document"
        " FOR EACH STATEMENT EXECUTE FUNCTION issued_document_is_kept()"
    )


def downgrade() -> None:
    op.drop_index("ix_internship_starts", table_name="internship")
    op.drop_index("ix_internship_ends", table_name="internship")
    op.drop_constraint(op.f("fk_internship_round_id"), "internship", type_="foreignkey")
    for column in ("end_ground", "ended_on", "host_checked_at", "round_id"):
        op.drop_column("internship", column)
    op.drop_column("officer_group", "circuit")
    op.drop_column("officer_group", "version")
    for table in ("amendment", "access_link", "signatory", "signing_round", "issued_document"):
        op.drop_table(table)
    op.execute("DROP FUNCTION issued_document_is_kept()")
