"""A team's plan of a year: its goals, and who does what by when (S2.4-26)."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class WorkPlan(Entity):
    """What the leader writes for a calendar year; writing anew replaces it and counts the version."""

    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+", db_index=False)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    year = models.PositiveSmallIntegerField()
    goals = models.CharField(max_length=1000)
    version = models.PositiveSmallIntegerField(default=1)
    written_on = models.DateField()
    written_by_name = models.CharField(max_length=60, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)  # by the bureau (S2.3-21); writing it anew asks for it again
    reviewed_by_name = models.CharField(max_length=60, blank=True)
    review = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "year"], name="work_plan_once_a_year"),
            models.CheckConstraint(condition=Q(reviewed_on=None) ^ ~Q(review=""), name="work_plan_reviewed_with_words"),
        ]


class PlanDuty(Entity):
    """One line of the division of work; done with what came of it."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="duties", db_index=False)
    what = models.CharField(max_length=200)
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(done_on=None) ^ ~Q(result=""), name="duty_done_says_what")]
        indexes = [models.Index(fields=["plan", "due_on", "id"], name="plan_duty_listing")]
