"""Records of tuberculosis and infectious disease are restricted as those of severe mental disorder are."""

from django.db import migrations

RESTRICT = """
    UPDATE care_record SET is_restricted = true
    WHERE form IN ('tuberculosis-first-visit', 'tuberculosis-follow-up', 'infectious-home-visit') AND NOT is_restricted
"""


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0003_combined_visits"),
    ]

    operations = [
        migrations.RunSQL(RESTRICT, migrations.RunSQL.noop),
    ]
