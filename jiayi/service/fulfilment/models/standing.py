"""Whether an agreement in force is effective, as last judged."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Standing(models.Model):
    """What agreements.effective said on the day: kept so that those who are signed and not served can be listed.

    Judged anew whenever something of the agreement or of what was done changes, and every night for everybody.
    """

    agreement = models.OneToOneField("agreements.Agreement", models.CASCADE, primary_key=True, related_name="standing")
    is_effective = models.BooleanField()
    services = models.PositiveIntegerField()  # counted in the agreement year
    missing = ArrayField(models.CharField(max_length=40), default=list)  # items of which less is done than due
    judged_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["agreement"], condition=Q(is_effective=False), name="standing_not_effective"),
            GinIndex(fields=["missing"], name="standing_missing"),
        ]
