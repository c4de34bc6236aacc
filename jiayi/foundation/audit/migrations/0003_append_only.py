"""History cannot be changed: UPDATE, DELETE and TRUNCATE are refused; new entries wait for their seal."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
"""
WAIT = """
CREATE FUNCTION audit_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_waitingentry (entry_id) SELECT id FROM written;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_wait AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION audit_wait_for_seal();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_wait;
"""
TABLES = ["audit_entry", "audit_seal", "audit_sealedentry"]


def _forbid(table: str) -> str:
    return f"""
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_no_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_no_truncate;
"""


def _allow(table: str) -> str:
    return f"DROP TRIGGER audit_no_change ON {table}; DROP TRIGGER audit_no_truncate ON {table};"


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_waiting'),
    ]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse_change();"),
        *[migrations.RunSQL(_forbid(table), _allow(table)) for table in TABLES],
        migrations.RunSQL(WAIT, "DROP TRIGGER audit_wait ON audit_entry; DROP FUNCTION audit_wait_for_seal();"),
    ]
