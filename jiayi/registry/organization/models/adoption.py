"""Which region follows which schemes, and from when."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Adoption(Entity):
    """A region's adoption of one scheme of the rulebook; all regions below follow it."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="adoptions")
    scheme = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "scheme"], condition=Q(ends_on=None), name="adoption_open_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="adoption_ends_after_start",
            ),
        ]
