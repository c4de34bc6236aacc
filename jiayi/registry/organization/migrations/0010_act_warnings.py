from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0009_online'),
    ]

    operations = [
        migrations.AddField(
            model_name='reorganization',
            name='warnings',
            field=models.JSONField(default=list),
        ),
    ]
