"""Surveys of villages: what the community diagnosis rests on beside the numbers (S2.3-12, S2.1-21)."""

from django.db import models

from jiayi.foundation.base.models import Entity


class VillageSurvey(Entity):
    """The answers of one survey (rulebook/surveys/village.yaml); never changed, a later one stands in its place."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    surveyed_on = models.DateField()
    values = models.JSONField(default=dict)
    submission_id = models.UUIDField(unique=True)
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["region", "-surveyed_on", "-id"], name="village_survey_latest")]
