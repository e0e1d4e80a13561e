"""Hosts, contacts, offers, candidacies; the chassis tables; the French search.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from runtime import chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.create()
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE SEQUENCE offer_reference START WITH 1001")
    op.execute("CREATE TEXT SEARCH CONFIGURATION ipro_french (COPY = french)")
    op.execute(
        "ALTER TEXT SEARCH CONFIGURATION ipro_french"
        " ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, french_stem"
    )
    op.create_table(
        "host",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("address1", sa.String(length=200), nullable=False),
        sa.Column("address2", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=200), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint("siret", name=op.f("uq_host_siret")),
    )
    op.create_index("ix_host_name_key", "host", ["name_key"], unique=False)
    op.create_index(
        "ix_host_name_key_words",
        "host",
        ["name_key"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_key": "gin_trgm_ops"},
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("civility", sa.String(length=10), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_contact_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_host_id"), "contact", ["host_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("refusal_reason", sa.String(length=2000), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("function", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("stipend_cents", sa.Integer(), nullable=True),
        sa.Column("benefits", sa.String(length=2000), nullable=False),
        sa.Column("apply_by", sa.String(length=20), nullable=False),
        sa.Column("apply_email", sa.String(length=200), nullable=False),
        sa.Column("apply_url", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("host_key", sa.String(length=200), nullable=False),
        sa.Column("sector_key", sa.String(length=200), nullable=False),
        sa.Column("city_key", sa.String(length=200), nullable=False),
        sa.Column("search_title", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('ipro_french'::regconfig, search_title), 'A'::\"char\") || setweight(to_tsvector('ipro_french'::regconfig, search_text), 'C'::\"char\")",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_offer_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("reference", name=op.f("uq_offer_reference")),
    )
    op.create_index(
        "ix_offer_awaiting_moderation",
        "offer",
        ["submitted_at"],
        unique=False,
        postgresql_where=sa.text("(state)::text = 'awaiting_moderation'::text"),
    )
    op.create_index(op.f("ix_offer_host_id"), "offer", ["host_id"], unique=False)
    op.create_index("ix_offer_recruiter_id_created_at", "offer", ["recruiter_id", "created_at"], unique=False)
    op.create_index("ix_offer_search", "offer", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_offer_state_city_key", "offer", ["state", "city_key", "id"], unique=False)
    op.create_index("ix_offer_state_host_key", "offer", ["state", "host_key", "id"], unique=False)
    op.create_index("ix_offer_state_published_at", "offer", ["state", "published_at", "id"], unique=False)
    op.create_index("ix_offer_state_title_key", "offer", ["state", "title_key", "id"], unique=False)
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("student_name", sa.String(length=200), nullable=False),
        sa.Column("student_email", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("documents", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_candidacy_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("offer_id", "student_id", name=op.f("uq_candidacy_offer_id_student_id")),
    )
    op.create_index("ix_candidacy_student_id_sent_at", "candidacy", ["student_id", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_candidacy_student_id_sent_at", table_name="candidacy")
    op.drop_table("candidacy")
    op.drop_index("ix_offer_state_title_key", table_name="offer")
    op.drop_index("ix_offer_state_published_at", table_name="offer")
    op.drop_index("ix_offer_state_host_key", table_name="offer")
    op.drop_index("ix_offer_state_city_key", table_name="offer")
    op.drop_index("ix_offer_search", table_name="offer", postgresql_using="gin")
    op.drop_index("ix_offer_recruiter_id_created_at", table_name="offer")
    op.drop_index(op.f("ix_offer_host_id"), table_name="offer")
    op.drop_index(
        "ix_offer_awaiting_moderation",
        table_name="offer",
        postgresql_where=sa.text("(state)::text = 'awaiting_moderation'::text"),
    )
    op.drop_table("offer")
    op.drop_index(op.f("ix_contact_host_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(
        "ix_host_name_key_words", table_name="host", postgresql_using="gin", postgresql_ops={"name_key": "gin_trgm_ops"}
    )
    op.drop_index("ix_host_name_key", table_name="host")
    op.drop_table("host")
    op.execute("DROP TEXT SEARCH CONFIGURATION ipro_french")
    op.execute("DROP SEQUENCE offer_reference")
    chassis_tables.drop()
