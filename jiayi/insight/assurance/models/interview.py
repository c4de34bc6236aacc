"""Re-interviews: samples of services, the calls, what residents said (domain 6.4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class InterviewSample(Entity):
    """A stratified sample of an institution's services; the same seed draws it again from the same services."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    since_on = models.DateField()
    until_on = models.DateField()
    services = models.PositiveIntegerField()  # from which was drawn
    size = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    script = models.CharField(max_length=40)  # rulebook/scripts
    rulebook_version = models.CharField(max_length=64)
    drawn_on = models.DateField()
    drawn_by = models.UUIDField(null=True, blank=True)
    drawn_by_name = models.CharField(max_length=60, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="interview_sample_runs_forward"),
        ]
        indexes = [models.Index(fields=["region", "-drawn_on", "id"], name="interview_sample_listing")]


class InterviewCase(Entity):
    """One service to ask about: what was claimed, who asks, and what came of it."""

    sample = models.ForeignKey(InterviewSample, models.CASCADE, related_name="cases")
    position = models.PositiveSmallIntegerField()
    service_id = models.UUIDField()  # of fulfilment
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)  # an item of the service, by which it was drawn
    items = ArrayField(models.CharField(max_length=40), default=list)
    mode = models.CharField(max_length=20)
    claimed_on = models.DateField()
    state = models.CharField(max_length=10, default="waiting")  # terms.CaseState
    taken_by = models.UUIDField(null=True, blank=True)
    taken_by_name = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    proposed = models.CharField(max_length=12, blank=True)  # by the decision assurance.interview.outcome
    outcome = models.CharField(max_length=12, blank=True)  # terms.Outcome
    note = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "service_id"], name="interview_case_once"),
            models.CheckConstraint(
                condition=Q(state="closed", outcome__gt="", closed_on__isnull=False)
                | (~Q(state="closed") & Q(outcome="", closed_on=None)),
                name="interview_case_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(taken_by_name__gt=""), name="interview_case_taken_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["sample", "position"], name="interview_case_listing")]


class Call(models.Model):
    """One attempt to reach the resident."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(InterviewCase, models.CASCADE, related_name="calls")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    result = models.CharField(max_length=15)  # terms.CallResult
    note = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="call_once")]
