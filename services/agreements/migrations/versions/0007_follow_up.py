"""papers, evaluations, certificates, visits, difficulties"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officer_group", sa.Column("papers", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("internship", sa.Column("papers", postgresql.JSONB(), server_default="{}", nullable=False))
    op.create_table(
        "deposited_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("deposited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_of_file("deposited_paper"),
    )
    op.create_index("ix_deposited_paper_internship", "deposited_paper", ["internship_id", "code", "deposited_at"])
    _end()
    _visits()


def _of_file(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(["internship_id"], ["internship.id"], name=op.f(f"fk_{table}_internship_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _end() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(length=400), nullable=False),
        *_of_file("evaluation"),
        sa.UniqueConstraint("internship_id", "by", name=op.f("uq_evaluation_internship_id_by")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("fields", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        *_of_file("certificate"),
        sa.ForeignKeyConstraint(["document_id"], ["issued_document.id"], name=op.f("fk_certificate_document_id")),
        sa.UniqueConstraint("document_id", name=op.f("uq_certificate_document_id")),
        sa.UniqueConstraint("internship_id", "number", name=op.f("uq_certificate_internship_id_number")),
    )


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=400), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        *_of_file("visit"),
    )
    op.create_index("ix_visit_internship", "visit", ["internship_id", "on"])
    op.create_index("ix_visit_by", "visit", ["by_id", "on"])
    op.create_table(
        "difficulty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("internship_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("with_managers", sa.Boolean(), nullable=False),
        sa.Column("signalled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=400), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *_of_file("difficulty"),
    )
    op.create_index("ix_difficulty_internship", "difficulty", ["internship_id", "signalled_at"])
    op.create_index(
        "uq_difficulty_open", "difficulty", ["internship_id"], unique=True, postgresql_where=sa.text("closed_at IS NULL")
    )


def downgrade() -> None:
    for table in ("difficulty", "visit", "certificate", "evaluation", "deposited_paper"):
        op.drop_table(table)
    op.drop_column("internship", "papers")
    op.drop_column("officer_group", "papers")
