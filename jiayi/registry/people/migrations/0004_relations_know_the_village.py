"""Care relations carry their resident's village; triggers keep it, whoever writes and whoever moves."""

from django.db import migrations, models

# FOR SHARE: whoever moves the resident at the same time waits, and then finds this relation.
KEPT = """
ALTER TABLE people_carerelation ALTER COLUMN region_code SET DEFAULT '';  -- who copies rows need not give it
CREATE FUNCTION people_region_of_relation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT region_code INTO NEW.region_code FROM people_resident WHERE id = NEW.resident_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER care_relation_region BEFORE INSERT OR UPDATE OF resident_id ON people_carerelation
    FOR EACH ROW EXECUTE FUNCTION people_region_of_relation();
CREATE FUNCTION people_move_relations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people_carerelation SET region_code = NEW.region_code WHERE resident_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER care_relations_move AFTER UPDATE OF region_code ON people_resident
    FOR EACH ROW WHEN (OLD.region_code IS DISTINCT FROM NEW.region_code) EXECUTE FUNCTION people_move_relations();
"""
NOT_KEPT = """
ALTER TABLE people_carerelation ALTER COLUMN region_code DROP DEFAULT;
DROP TRIGGER care_relations_move ON people_resident;
DROP FUNCTION people_move_relations();
DROP TRIGGER care_relation_region ON people_carerelation;
DROP FUNCTION people_region_of_relation();
"""
FILL = """
UPDATE people_carerelation relation SET region_code = resident.region_code
  FROM people_resident resident WHERE resident.id = relation.resident_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_stays_elsewhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='carerelation',
            name='region_code',
            field=models.CharField(default='', editable=False, max_length=12),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.AddIndex(
            model_name='carerelation',
            index=models.Index(fields=['place_id', 'region_code'], name='care_relation_place_region'),
        ),
    ]
