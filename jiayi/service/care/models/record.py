"""Records: a form filled in for a resident, with every version it had, and drafts while typing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Record(Entity):
    """What was done for a resident on a day; the values are those of its current version."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="records")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    form = models.CharField(max_length=40)  # rulebook/forms
    programmes = ArrayField(models.CharField(max_length=30), default=list)  # of which it is a visit
    visit_on = models.DateField()
    mode = models.CharField(max_length=10)  # terms.Mode
    evidence = models.CharField(max_length=1)  # terms.Evidence
    is_restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="current")  # terms.RecordState
    version = models.PositiveSmallIntegerField(default=1)
    counts = models.BooleanField(default=True)  # as a visit of the programme (some ask for face to face)
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_within_days = models.PositiveSmallIntegerField(null=True, blank=True)
    return_due_on = models.DateField(null=True, blank=True)  # by when to see what came of a referral
    returned_on = models.DateField(null=True, blank=True)
    return_note = models.CharField(max_length=200, blank=True)
    visit_id = models.UUIDField(null=True, blank=True)  # shared by the records that one combined visit left
    submission_id = models.UUIDField(unique=True)
    entered_on = models.DateField()
    batch = models.ForeignKey("care.RecordBatch", models.PROTECT, null=True, blank=True, related_name="records")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit_id", "form"], condition=Q(visit_id__isnull=False), name="record_once_of_a_visit"
            ),
            models.CheckConstraint(
                condition=Q(entered_on__gte=models.F("visit_on")), name="record_entered_after_visit"
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-visit_on", "-id"], name="record_of_resident"),
            models.Index(fields=["resident", "form", "-visit_on"], name="record_last_of_form"),
            models.Index(fields=["region", "-visit_on", "-id"], name="record_region_listing"),
            models.Index(fields=["team", "-visit_on", "-id"], name="record_team_listing"),
            models.Index(
                fields=["return_due_on"],
                condition=Q(state="current", return_due_on__isnull=False, returned_on=None),
                name="record_to_return",
            ),
        ]


class RecordVersion(models.Model):
    """One state of a record; a correction adds the next, nothing is overwritten."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Record, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField()
    outcomes = models.JSONField(default=dict)  # of the form's decisions by name, as concluded, with their reasons
    copied = ArrayField(models.CharField(max_length=40), default=list)  # fields taken over from the last record
    measured = models.JSONField(default=dict)  # field -> observation, source, at, device it was taken from
    confirmed = ArrayField(models.CharField(max_length=40), default=list)  # unusual values that were looked at again
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)  # why it was corrected or voided
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="record_version_once")]


class Draft(Entity):
    """What somebody has typed into a form so far; gone once it is saved."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    author_id = models.UUIDField()
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author_id", "resident", "form"], name="draft_once")]
