"""Residents who were asked and did not want to sign (S3-22)."""

from django.db import models

from jiayi.foundation.base.models import Entity


class Refusal(Entity):
    """A refusal with its reason; open until the resident signs or takes it back."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="refusals")
    # The resident's village, kept by triggers, so that a region's register is one range of an index.
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", editable=False, db_index=False
    )
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    refused_on = models.DateField()
    reason = models.CharField(max_length=40)  # terms.RefusalReason
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.UUIDField(null=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=models.Q(withdrawn_on=None), name="refusal_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-refused_on", "-id"], name="refusal_region_listing"),
            models.Index(fields=["-refused_on", "-id"], name="refusal_listing"),
        ]
