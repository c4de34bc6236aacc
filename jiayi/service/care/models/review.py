"""Reviews of health plans by the expert whom the scheme names (S1-06)."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class PlanReview(Entity):
    """One version of a health plan before the expert; the plan itself is the record."""

    record = models.ForeignKey("care.Record", models.CASCADE, related_name="reviews")
    version = models.PositiveSmallIntegerField()
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    role = models.CharField(max_length=40)  # who reviews, as the scheme says (rulebook/roles.yaml)
    state = models.CharField(max_length=12, default="waiting")  # terms.ReviewState
    asked_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="plan_review_of_a_version_once"),
            models.UniqueConstraint(fields=["record"], condition=Q(state="waiting"), name="plan_review_waits_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"]) | Q(decided_on__isnull=False),
                name="plan_review_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(remark__gt=""), name="plan_review_returned_with_a_remark"
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "asked_on", "id"], name="plan_review_listing")]
