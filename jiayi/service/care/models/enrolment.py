"""Enrolments: who is in which programme, when the next visit is due, and how often nobody was reached."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Enrolment(Entity):
    """A resident in a programme. The days of the next visit are those its decision gave; dates are inclusive."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="enrolments")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.CharField(max_length=30)  # rulebook/programmes.yaml
    state = models.CharField(max_length=10, default="active")  # terms.EnrolmentState
    risk = models.CharField(max_length=10, blank=True, default="", db_default="")  # tasks.terms.Risk; "" not yet told
    enrolled_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=15, blank=True)  # terms.CloseReason
    close_note = models.CharField(max_length=200, blank=True)
    last_on = models.DateField(null=True, blank=True)  # of the latest visit that counts
    missed_contacts = models.PositiveSmallIntegerField(default=0)  # since then, one after another
    remind_on = models.DateField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list)  # of the next visit's days

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "programme"], condition=~Q(state="closed"), name="enrolment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False, close_reason__gt="")
                | (~Q(state="closed") & Q(closed_on=None)),
                name="enrolment_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(from_on__lte=F("due_on"), to_on__gte=F("due_on")),
                name="enrolment_window_holds_the_day",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "programme", "due_on", "id"], name="enrolment_region_due"),
            models.Index(fields=["team", "programme", "due_on", "id"], name="enrolment_team_due"),
        ]


class ContactAttempt(Entity):
    """Somebody tried to reach a resident about a visit that is due."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    on = models.DateField()
    mode = models.CharField(max_length=10)  # terms.Mode
    outcome = models.CharField(max_length=15)  # terms.ContactOutcome
    remind_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
