"""A team's month: the summary of its activities (资料归档小结, S2.4-23)."""

from django.db import models

from jiayi.foundation.base.models import Entity


class MonthSummary(Entity):
    """What a team writes of a month; the figures are those of the day it was written, and writing anew replaces it."""

    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+", db_index=False)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    month = models.DateField()  # its first day
    figures = models.JSONField(default=dict)  # terms.MonthFigures
    review = models.CharField(max_length=1000)
    problems = models.CharField(max_length=1000, blank=True)
    measures = models.CharField(max_length=1000, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    written_on = models.DateField()
    written_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "month"], name="month_summary_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="month_summary_of_a_month"),
        ]
