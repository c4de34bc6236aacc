"""Which region follows which schemes, and from when."""

from django.db import models

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start, once_at_a_time


class Adoption(Entity):
    """A region's adoption of one scheme of the rulebook; all regions below follow it."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="adoptions")
    scheme = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # among those adopted from the same day: later overrides
    decided_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            once_at_a_time("adoption_once_at_a_time", "region", "scheme"),
            ends_after_start("adoption_ends_after_start"),
        ]
