"""Schedules: a clinic or a round that comes again (定时、定人、定点)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start
from jiayi.service.scheduling.terms import MOST_PLACES, Recurrence


class Schedule(Entity):
    """What is held, by whom, where, on which days; the sessions of the coming weeks are made of it.

    Where the team or its village changed, what was made stays as it was.
    """

    kind = models.CharField(max_length=30)  # terms.SessionKind
    title = models.CharField(max_length=60)
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="schedules")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    place = models.CharField(max_length=120)
    on_duty = models.ManyToManyField("organization.Practitioner", related_name="+")
    pattern = models.CharField(max_length=20)  # terms.Pattern
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    weeks = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    month_days = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    begins_at = models.TimeField()  # of the day, in Asia/Shanghai
    ends_at = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    on_holiday = models.CharField(max_length=10)  # terms.OnHoliday
    note = models.CharField(max_length=200, blank=True)
    made_until = models.DateField(null=True, blank=True)  # the last day whose sessions have been made

    class Meta:
        constraints = [
            ends_after_start("schedule_ends_after_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="schedule_time_runs_forward"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES), name="schedule_capacity_in_bounds"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="schedule_region"),
            models.Index(fields=["made_until"], name="schedule_to_make"),
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
