"""notices keep their words in every language of the site"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A notice that was written before stays in the one language that it has: its reader's."""
    op.add_column("notification", sa.Column("words", postgresql.JSONB(), nullable=True))
    op.execute(
        "UPDATE notification SET words = jsonb_build_object(person.language,"
        " jsonb_build_object('title', title, 'body', body)) FROM person WHERE person.id = notification.person_id"
    )
    op.alter_column("notification", "words", nullable=False)
    op.drop_column("notification", "title")
    op.drop_column("notification", "body")


def downgrade() -> None:
    op.add_column("notification", sa.Column("title", sa.String(length=200), nullable=True))
    op.add_column("notification", sa.Column("body", sa.String(length=2000), nullable=True))
    op.execute(
        "UPDATE notification SET title = coalesce(words->person.language, words->'fr', words->'en')->>'title',"
        " body = coalesce(words->person.language, words->'fr', words->'en')->>'body'"
        " FROM person WHERE person.id = notification.person_id"
    )
    op.alter_column("notification", "title", nullable=False)
    op.alter_column("notification", "body", nullable=False)
    op.drop_column("notification", "words")
