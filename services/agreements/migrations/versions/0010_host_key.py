"""the key of a host, by which files of one host find one another; what a validated amendment takes already

Keys are computed here in Python, once for each host recorded and not once for each file: PostgreSQL knows neither the
check digits of a SIRET nor Python's letters, and a key of two makes is a host counted twice. The functions are those of
`rules/around.py` on the day of this migration, copied so that it never changes; a test holds them against today's:
whoever changes the rule fills the column in again.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_internship_host_weeks": ["ends_on", "starts_on", "state", "id"],
    "ix_internship_post": ["post_key", "ends_on"],
}
PENDING = "state IN ('validated', 'signing')"
HOSTS = """
SELECT DISTINCT coalesce(host ->> 'name', '') AS name, coalesce(host ->> 'siret', '') AS siret,
                coalesce(host ->> 'city', '') AS city, coalesce(host ->> 'country', '') AS country FROM internship
"""
FILL = """
UPDATE internship SET host_key = known.key FROM host_known AS known
 WHERE coalesce(host ->> 'name', '') = known.name AND coalesce(host ->> 'siret', '') = known.siret
   AND coalesce(host ->> 'city', '') = known.city AND coalesce(host ->> 'country', '') = known.country
"""
AT_ONCE = 1_000
FILL_AMENDMENTS = """
UPDATE amendment SET
    tutor_id = coalesce(CASE WHEN 'tutor' = ANY(kinds) THEN (fields ->> 'tutor_id')::uuid END, file.tutor_id),
    referent_id = coalesce(CASE WHEN 'referent' = ANY(kinds) THEN (fields ->> 'referent_id')::uuid END, file.referent_id),
    starts_on = coalesce(CASE WHEN 'dates' = ANY(kinds) THEN (fields ->> 'starts_on')::date END, file.starts_on),
    ends_on = coalesce(CASE WHEN 'dates' = ANY(kinds) THEN (fields ->> 'ends_on')::date END, file.ends_on)
FROM internship AS file WHERE file.id = internship_id
"""


def upgrade() -> None:
    op.add_column("internship", sa.Column("host_key", sa.String(300), server_default="", nullable=False))
    fill(op.get_bind())
    for index, columns in INDEXES.items():
        op.drop_index(index, table_name="internship")
        op.create_index(index, "internship", ["host_key", *columns])
    for name, kind in (
        ("tutor_id", sa.Uuid()),
        ("referent_id", sa.Uuid()),
        ("starts_on", sa.Date()),
        ("ends_on", sa.Date()),
    ):
        op.add_column("amendment", sa.Column(name, kind, nullable=True))
    op.execute(FILL_AMENDMENTS)
    for name in ("tutor", "referent"):
        op.create_index(f"ix_amendment_{name}", "amendment", [f"{name}_id"], postgresql_where=sa.text(PENDING))


def fill(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "CREATE TEMP TABLE host_known (name text, siret text, city text, country text, key text) ON COMMIT DROP"
        )
    )
    hosts = [dict(row) for row in connection.execute(sa.text(HOSTS)).mappings()]
    known = [{**host, "key": key} for host in hosts if (key := host_key(**host))]
    insert = sa.text("INSERT INTO host_known VALUES (:name, :siret, :city, :country, :key)")
    for first in range(0, len(known), AT_ONCE):
        connection.execute(insert, known[first : first + AT_ONCE])
    connection.execute(sa.text("ANALYZE host_known"))
    connection.execute(sa.text(FILL))


def host_key(name: str, siret: str, city: str, country: str) -> str:
    number = _siren(siret)
    if number:
        return number
    called = _bare(_joined(name)) or " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"{_bare(country)[:8]}/{_town(city)[:90]}/{called[:200]}" if called else ""


def _siren(number: str) -> str:
    for kind in (siret, siren):
        try:
            return str(kind.validate(number))[:9]
        except ValidationError:
            continue
    return ""


def _town(town: str) -> str:
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in _bare(_joined(town)).split()]
    return " ".join([word for word in words if word != "cedex" and not word[0].isdigit()] or words)


def _bare(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    seen = [letter for letter in bare if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in seen).split())


def _joined(text: str) -> str:
    return text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")


def downgrade() -> None:
    for name in ("referent", "tutor"):
        op.drop_index(f"ix_amendment_{name}", table_name="amendment")
    for name in ("ends_on", "starts_on", "referent_id", "tutor_id"):
        op.drop_column("amendment", name)
    for index, columns in INDEXES.items():
        op.drop_index(index, table_name="internship")
        op.create_index(index, "internship", ["host_id", *columns])
    op.drop_column("internship", "host_key")
