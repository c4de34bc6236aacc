"""Whom a batch made stands by the chunk; the changes keep only what was overwritten."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

CHUNK_ROWS = 2_000
GATHER = f"""
INSERT INTO people_rosternewcomers (batch_id, resident_ids, rows, household_ids)
SELECT batch_id, coalesce(array_agg(resident_id ORDER BY place) FILTER (WHERE verdict = 'accepted'), '{{}}'),
       coalesce(array_agg("row" ORDER BY place) FILTER (WHERE verdict = 'accepted'), '{{}}'),
       coalesce(array_agg(household_id) FILTER (WHERE household_id IS NOT NULL), '{{}}')
  FROM (SELECT *, row_number() OVER (PARTITION BY batch_id ORDER BY id) AS place FROM people_rosterchange) change
 GROUP BY batch_id, place / {CHUNK_ROWS};
DELETE FROM people_rosterchange WHERE verdict = 'accepted';
UPDATE people_rosterchange SET before = coalesce(before, '{{}}'), after = coalesce(after, '{{}}'),
       group_ids = coalesce(group_ids, '[]')
 WHERE before IS NULL OR after IS NULL OR group_ids IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""

# A resident whom two rows changed: what stood before the first, and what the last left.
JOINED = "CREATE AGGREGATE people_joined (jsonb) (SFUNC = jsonb_concat, STYPE = jsonb)"
NOT_JOINED = "DROP AGGREGATE people_joined (jsonb)"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_relations_know_the_village'),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterNewcomers',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                (
                    'resident_ids',
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    'rows',
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    'household_ids',
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    'batch',
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name='newcomers', to='people.rosterbatch'
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GATHER),
        migrations.RunSQL(JOINED, NOT_JOINED),
        migrations.RemoveField(model_name='rosterchange', name='household_id'),
        migrations.RemoveField(model_name='rosterchange', name='verdict'),
        migrations.AlterField(model_name='rosterchange', name='before', field=models.JSONField()),
        migrations.AlterField(model_name='rosterchange', name='after', field=models.JSONField()),
        migrations.AlterField(model_name='rosterchange', name='group_ids', field=models.JSONField()),
    ]
