"""The serial of paper numbers: given out by the database without anyone waiting for anyone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE agreements_paper_serial AS integer",
            "DROP SEQUENCE agreements_paper_serial",
        ),
    ]
