"""Activities of teams in villages and institutions: planned, held, archived."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Activity(Entity):
    """One lecture, free clinic, counselling day …; what came of it stands on the same row once it was held."""

    kind = models.CharField(max_length=30)  # terms.ActivityKind
    title = models.CharField(max_length=80)
    topic = models.CharField(max_length=40, blank=True)  # outreach.topics
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # outreach.tags
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="activities", db_index=False)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    place = models.CharField(max_length=120)
    held_on = models.DateField()
    begins_at = models.TimeField()  # of the day, in Asia/Shanghai
    ends_at = models.TimeField()
    staff = models.ManyToManyField("organization.Practitioner", related_name="+")
    expert = models.CharField(max_length=120, blank=True)  # who came from elsewhere, with the institution
    co_host = models.CharField(max_length=120, blank=True)  # who holds it with the team, as a sub-district (S2.9-02)
    channels = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # publicity.channels
    contract_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of it, given to the contract service
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="planned")  # terms.ActivityState
    reason = models.CharField(max_length=20, blank=True)  # terms.CancelReason
    reason_note = models.CharField(max_length=200, blank=True)
    counts = models.BooleanField(default=True)  # as an activity of its month, by outreach.activity on its day
    attended = models.PositiveIntegerField(default=0)  # all, named or not
    given = models.PositiveIntegerField(default=0)  # pieces of publicity material handed out
    asked = models.PositiveIntegerField(default=0)  # people asked at its end
    satisfied = models.PositiveIntegerField(default=0)
    aware = models.PositiveIntegerField(default=0)  # of those asked, who could name their doctor
    summary = models.CharField(max_length=1000, blank=True)
    problems = models.CharField(max_length=500, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    archived_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="activity_time_runs_forward"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "archived", "cancelled"]), name="activity_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="activity_says_why_cancelled"),
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("asked"), aware__lte=F("asked"), asked__lte=F("attended")),
                name="activity_answers_of_those_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="archived") ^ Q(archived_on=None), name="activity_archived_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "held_on", "id"], name="activity_region"),
            models.Index(fields=["team", "held_on", "id"], name="activity_team"),
            models.Index(fields=["institution", "held_on", "id"], name="activity_institution"),
            models.Index(fields=["held_on", "begins_at", "id"], name="activity_listing"),
        ]


class Attendance(Entity):
    """A resident who attended, by name."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances", db_index=False)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "resident"], name="attendance_once")]
