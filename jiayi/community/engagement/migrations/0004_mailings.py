import django.db.models.deletion
from django.db import migrations, models

import jiayi.foundation.base.models


class Migration(migrations.Migration):

    dependencies = [
        ('engagement', '0003_priority'),
        ('organization', '0011_village_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.UUIDField(default=jiayi.foundation.base.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('group', models.CharField(blank=True, max_length=40)),
                ('signed_only', models.BooleanField(default=False)),
                ('text', models.TextField()),
                ('most', models.PositiveIntegerField()),
                ('counts', models.JSONField(default=dict)),
                ('state', models.CharField(default='sending', max_length=10)),
                ('submission_id', models.UUIDField(unique=True)),
                ('run_id', models.UUIDField(null=True)),
                ('begun_by_name', models.CharField(blank=True, max_length=60)),
                ('region', models.ForeignKey(db_column='region_code', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.region')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sending', 'sent', 'stopped'])), name='mailing_state_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='mailing_says_something')],
            },
        ),
    ]
