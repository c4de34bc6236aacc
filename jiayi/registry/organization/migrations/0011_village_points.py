from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0010_act_warnings'),
    ]

    operations = [
        migrations.AddField(
            model_name='region',
            name='latitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name='region',
            name='longitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name='region',
            name='reach',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, reach=None)
                | Q(
                    level='village',
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                    reach__isnull=False,
                ),
                name='region_point_whole_and_on_earth',
            ),
        ),
    ]
