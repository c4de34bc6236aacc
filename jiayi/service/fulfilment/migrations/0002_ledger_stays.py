"""An entry of the ledger is never changed or deleted: what was wrong is reversed by another."""

from django.db import migrations

KEEP = """
CREATE FUNCTION fulfilment_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the ledger is reversed, never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_stays';
END $$;
CREATE TRIGGER fulfilment_ledger_stays BEFORE UPDATE OR DELETE ON fulfilment_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION fulfilment_ledger_stays();
"""
UNDO = """
DROP TRIGGER fulfilment_ledger_stays ON fulfilment_ledgerentry;
DROP FUNCTION fulfilment_ledger_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, UNDO)]
