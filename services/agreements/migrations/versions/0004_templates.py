"""templates of documents"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Conventions are drawn again in the words that they were validated with: a published version stays as it is.
GUARD = """
CREATE FUNCTION published_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published version of a template is never changed nor removed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "document_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("kind", "language", name=op.f("uq_document_template_kind_language")),
    )
    op.create_table(
        "template_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", postgresql.JSONB(), nullable=False),
        sa.Column("articles", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["document_template.id"], name=op.f("fk_template_version_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_template_version_template_id_number")),
    )
    op.create_index(
        "ix_template_version_draft",
        "template_version",
        ["template_id"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER template_version_guard BEFORE UPDATE OR DELETE ON template_version"
        " FOR EACH ROW EXECUTE FUNCTION published_version_is_kept()"
    )
    op.add_column("internship", sa.Column("pdf_plain", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("internship", sa.Column("template_version_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_internship_template_version_id"), "internship", "template_version", ["template_version_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_internship_template_version_id"), "internship", type_="foreignkey")
    op.drop_column("internship", "template_version_id")
    op.drop_column("internship", "pdf_plain")
    op.drop_table("template_version")
    op.execute("DROP FUNCTION published_version_is_kept()")
    op.drop_table("document_template")
