from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('insurance', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='insuredvisit',
            name='drug_fen',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='insuredvisit',
            constraint=models.CheckConstraint(
                condition=Q(drug_fen=None) | Q(drug_fen__gte=0, drug_fen__lte=F('amount_fen')),
                name='insured_visit_drugs_are_part_of_it',
            ),
        ),
    ]
