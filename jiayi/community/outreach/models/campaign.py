"""A bureau's plan of publicity, and what it came to place by place (S2.8-04)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Campaign(Entity):
    """Planned for some time; then assessed and sent round, and from then on as it is."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    title = models.CharField(max_length=80)
    since_on = models.DateField()
    until_on = models.DateField()
    goals = models.CharField(max_length=1000)
    channels = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # publicity.channels
    planned_on = models.DateField()
    planned_by_name = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, default="planned")  # terms.CampaignState
    figures = models.JSONField(default=list)  # of each place, as selectors.campaign_figures, on the day it was sent
    verdict = models.CharField(max_length=1000, blank=True)
    circulated_on = models.DateField(null=True, blank=True)
    circulated_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="campaign_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="planned", circulated_on=None, verdict="")
                | Q(state="circulated", circulated_on__isnull=False, verdict__gt=""),
                name="campaign_circulated_with_a_verdict",
            ),
        ]
        indexes = [models.Index(fields=["region", "-since_on", "id"], name="campaign_listing")]
