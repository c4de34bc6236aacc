"""Sessions: one clinic or round on one day."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.service.scheduling.terms import MOST_PLACES


class Session(Entity):
    """One day of a schedule, with what the schedule said when it was made; it may have moved to another day.

    `taken` is kept by triggers on bookings (migration 0002), whoever writes them, and never exceeds the capacity.
    """

    schedule = models.ForeignKey("scheduling.Schedule", models.PROTECT, related_name="sessions", db_index=False)
    planned_on = models.DateField()  # the day of the schedule it was made for
    held_on = models.DateField()
    kind = models.CharField(max_length=30)  # terms.SessionKind
    title = models.CharField(max_length=60)
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="sessions")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    place = models.CharField(max_length=120)
    on_duty = models.ManyToManyField("organization.Practitioner", related_name="+")
    begins_at = models.TimeField()
    ends_at = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=10, default="planned")  # terms.SessionState
    reason = models.CharField(max_length=20, blank=True)  # terms.SessionReason: why cancelled, not held, or moved
    note = models.CharField(max_length=200, blank=True)
    needs_decision = models.BooleanField(default=False)  # the schedule changed and somebody is booked here
    settled_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "planned_on"], name="session_once_a_day"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="session_never_over_capacity"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES), name="session_capacity_in_bounds"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="session_time_runs_forward"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held"]) | ~Q(reason=""), name="session_says_why_not_held"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "held_on", "id"], name="session_region"),
            models.Index(fields=["team", "held_on", "id"], name="session_team_day"),
            models.Index(fields=["institution", "held_on", "id"], name="session_institution"),
            models.Index(fields=["held_on", "id"], condition=Q(state="planned"), name="session_planned"),
            models.Index(fields=["held_on", "begins_at", "id"], name="session_listing"),
        ]
