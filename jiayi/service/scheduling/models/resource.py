"""Shared resources: what an institution offers to others, day by day, in shares."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start
from jiayi.service.scheduling.terms import Recurrence


class Resource(Entity):
    """A specialist's clinic, a device for examinations, beds: so many places on each day of the template."""

    kind = models.CharField(max_length=20)  # terms.ResourceKind
    title = models.CharField(max_length=60)
    item = models.CharField(max_length=40, blank=True, default="")  # rulebook/examinations.yaml, of an examination
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    department = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    doctor_name = models.CharField(max_length=60, blank=True)
    pool = models.CharField(max_length=10)  # terms.Pool
    pattern = models.CharField(max_length=20)  # terms.Pattern
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    weeks = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    month_days = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    on_holiday = models.CharField(max_length=10)  # terms.OnHoliday
    begins_at = models.TimeField()
    ends_at = models.TimeField()
    quantity = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    made_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_start("resource_ends_after_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="resource_time_runs_forward"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=500), name="resource_quantity_in_bounds"),
        ]

    def recurrence(self) -> Recurrence:
        """The days as rules take them."""
        return Recurrence(
            pattern=self.pattern,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            weekdays=tuple(self.weekdays),
            weeks=tuple(self.weeks),
            month_days=tuple(self.month_days),
        )


class Quota(Entity):
    """Places of each day that are kept for an institution, a team or a doctor (S2.10-06)."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="quotas")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False, team=None, practitioner=None)
                | Q(institution=None, team__isnull=False, practitioner=None)
                | Q(institution=None, team=None, practitioner__isnull=False),
                name="quota_of_one_holder",
            ),
            models.UniqueConstraint(
                fields=["resource", "institution", "team", "practitioner"],
                nulls_distinct=False,
                name="quota_once_a_holder",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="quota_of_something"),
        ]
