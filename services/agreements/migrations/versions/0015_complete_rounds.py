"""a round that is complete, and its signatories, are kept as they are"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Neither row is ever removed, whoever asks; once all have signed and the document is sealed, neither is changed, and
# nobody joins. `pg_temp` comes last by name: a temporary table of the same name would otherwise be read instead.
GUARDS = """
CREATE FUNCTION signing_round_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'complete'
       AND (NEW.id, NEW.internship_id, NEW.document_id, NEW.mode, NEW.opened_at)
         = (OLD.id, OLD.internship_id, OLD.document_id, OLD.mode, OLD.opened_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a complete round of signatures is never changed, none is removed';
END $$;
CREATE FUNCTION signatory_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.round_id = OLD.round_id) THEN
        PERFORM 1 FROM signing_round WHERE id = NEW.round_id AND state = 'complete';
        IF NOT FOUND THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a signatory of a complete round is never changed, none is removed';
END $$;
CREATE TRIGGER signing_round_guard BEFORE UPDATE OR DELETE ON signing_round
    FOR EACH ROW EXECUTE FUNCTION signing_round_is_kept();
CREATE TRIGGER signing_round_truncate_guard BEFORE TRUNCATE ON signing_round
    FOR EACH STATEMENT EXECUTE FUNCTION signing_round_is_kept();
CREATE TRIGGER signatory_guard BEFORE INSERT OR UPDATE OR DELETE ON signatory
    FOR EACH ROW EXECUTE FUNCTION signatory_is_kept();
CREATE TRIGGER signatory_truncate_guard BEFORE TRUNCATE ON signatory
    FOR EACH STATEMENT EXECUTE FUNCTION signatory_is_kept();
"""


def upgrade() -> None:
    op.execute(GUARDS)


def downgrade() -> None:
    for table in ("signatory", "signing_round"):
        op.execute(f"DROP TRIGGER {table}_truncate_guard ON {table}")
        op.execute(f"DROP TRIGGER {table}_guard ON {table}")
        op.execute(f"DROP FUNCTION {table}_is_kept()")
