"""Who carries the service together in a region, besides the teams."""

from django.db import models

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start

OTHER = "other"  # a seat that no document names


class Coordinator(Entity):
    """A named person in a seat: of the leading group, for a department, as a local helper, in an office.

    No member of staff of an institution and no account: a name, an office and a phone of work (S2.9-01, S3-02, S3-18).
    """

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="coordinators")
    part = models.CharField(max_length=20)  # terms.CoordinationPart
    seat = models.CharField(max_length=40)  # a code of the rulebook's words, or OTHER
    name = models.CharField(max_length=60)
    position = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [ends_after_start("coordinator_ends_after_start")]
        indexes = [models.Index(fields=["region", "part"], name="coordinator_of_region")]
