"""Refusals carry their resident's village; triggers keep it, whoever writes and whoever moves."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
ALTER TABLE agreements_refusal ADD COLUMN region_code varchar(12)
    REFERENCES organization_region (code) DEFERRABLE INITIALLY DEFERRED;
UPDATE agreements_refusal refusal SET region_code = resident.region_code
  FROM people_resident resident WHERE resident.id = refusal.resident_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE agreements_refusal ALTER COLUMN region_code SET NOT NULL;
ALTER TABLE agreements_refusal ALTER COLUMN region_code SET DEFAULT '';  -- who copies rows need not give it
"""
# FOR SHARE: whoever moves the resident at the same time waits, and then finds this refusal.
KEPT = """
CREATE FUNCTION agreements_region_of_refusal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT region_code INTO NEW.region_code FROM people_resident WHERE id = NEW.resident_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER refusal_region BEFORE INSERT OR UPDATE OF resident_id ON agreements_refusal
    FOR EACH ROW EXECUTE FUNCTION agreements_region_of_refusal();
CREATE FUNCTION agreements_move_refusals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agreements_refusal SET region_code = NEW.region_code WHERE resident_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER refusals_move AFTER UPDATE OF region_code ON people_resident
    FOR EACH ROW WHEN (OLD.region_code IS DISTINCT FROM NEW.region_code) EXECUTE FUNCTION agreements_move_refusals();
"""
NOT_KEPT = """
DROP TRIGGER refusals_move ON people_resident;
DROP FUNCTION agreements_move_refusals();
DROP TRIGGER refusal_region ON agreements_refusal;
DROP FUNCTION agreements_region_of_refusal();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0011_package_items_index'),
        ('people', '0004_relations_know_the_village'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(FILL, "ALTER TABLE agreements_refusal DROP COLUMN region_code"),
            ],
            state_operations=[
                migrations.AddField(
                    model_name='refusal',
                    name='region',
                    field=models.ForeignKey(db_column='region_code', db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.region'),
                ),
            ],
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(fields=['region', '-refused_on', '-id'], name='refusal_region_listing'),
        ),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(fields=['-refused_on', '-id'], name='refusal_listing'),
        ),
    ]
