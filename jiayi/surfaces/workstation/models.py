"""Adoptions that were tried out, kept with what they were asked with; reports of community diagnosis."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class AdoptionSimulation(Entity):
    """What the adoption of schemes by a region would change; without a result while it is being worked out.

    `result` holds numbers and the names of teams and staff, no residents (services/effects.py says its shape).
    `basis` tells the stacks and rulebook it rests on: when these differ, the result is out of date.
    """

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    schemes = ArrayField(models.CharField(max_length=40))
    starts_on = models.DateField()
    decided_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    on = models.DateField()  # people and agreements as of this day
    started_by = models.UUIDField(null=True)
    started_by_name = models.CharField(max_length=60, blank=True)
    run_id = models.UUIDField(null=True)  # jobs.JobRun, where it was worked out in the background
    computed_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    adopted_on = models.DateField(null=True)  # the day on which it was confirmed

    class Meta:
        indexes = [models.Index(fields=["region", "-id"], name="simulation_listing")]


class CommunityReport(Entity):
    """A community diagnosis (S2.3-12): the numbers of a region on a day, and what its staff make of them.

    `numbers` are counts alone (selectors/community_numbers.py says their shape), no residents. A published version
    stays as it is; the next one begins from it.
    """

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default="draft")  # terms.ReportState
    as_of = models.DateField()
    numbers = models.JSONField(default=dict)
    scope = models.TextField(blank=True)
    survey = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    interventions = models.TextField(blank=True)
    written_by = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=60, blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "version"], name="community_report_version_once"),
            models.UniqueConstraint(
                fields=["region", "year"], condition=models.Q(state="draft"), name="community_report_one_draft"
            ),
            models.UniqueConstraint(
                fields=["region", "year"], condition=models.Q(state="published"), name="community_report_one_published"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_on__isnull=False),
                name="community_report_published_on_a_day",
            ),
        ]
