"""Meetings and trainings of a team: who was to come and came, what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Meeting(Entity):
    """One team meeting, summary, training or teaching; minutes and decisions stand on it once it was held."""

    kind = models.CharField(max_length=30)  # terms.MeetingKind
    title = models.CharField(max_length=80)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # training.topics
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+", db_index=False)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField()
    begins_at = models.TimeField()  # of the day, in Asia/Shanghai
    ends_at = models.TimeField()
    teacher = models.CharField(max_length=60, blank=True)  # who taught or led it
    teacher_from = models.CharField(max_length=80, blank=True)  # the lead hospital or institution
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="planned")  # terms.MeetingState
    reason = models.CharField(max_length=200, blank=True)  # why it was cancelled
    minutes = models.CharField(max_length=2000, blank=True)
    decisions = models.CharField(max_length=1000, blank=True)
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="meeting_time_runs_forward"),
            models.CheckConstraint(condition=Q(state__in=["planned", "held", "cancelled"]), name="meeting_state_known"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="meeting_says_why_cancelled"),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(minutes=""), name="meeting_held_has_minutes"),
        ]
        indexes = [
            models.Index(fields=["region", "held_on", "id"], name="meeting_region"),
            models.Index(fields=["team", "held_on", "id"], name="meeting_team"),
            models.Index(fields=["institution", "held_on", "id"], name="meeting_institution"),
            models.Index(fields=["held_on", "begins_at", "id"], name="meeting_listing"),
        ]


class Participant(models.Model):
    """A practitioner who was to come, and whether they came."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants", db_index=False)
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)  # null: not held yet

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "practitioner"], name="participant_once")]
