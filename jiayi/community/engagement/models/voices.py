"""What residents ask for, say to their team, and think of a service."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Appeal(Entity):
    """A suggestion, complaint, need, correction or wish, answered by a day."""

    kind = models.CharField(max_length=20)  # terms.AppealKind
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    team = models.ForeignKey(
        "organization.Team", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.UUIDField(null=True, blank=True)
    text = models.CharField(max_length=1000)
    asked_on = models.DateField()
    asked_by_name = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    goes_first = models.BooleanField(default=False)  # by the care card, on the day it was asked (care.priority)
    state = models.CharField(max_length=10, default="open")  # terms.AppealState
    outcome = models.CharField(max_length=10, blank=True)  # terms.Outcome
    answer = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], answered_on=None, outcome="")
                | (Q(state="answered", answered_on__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="appeal_answered_with_words",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-asked_on"], name="appeal_of_resident"),
            models.Index(fields=["region", "due_on", "id"], name="appeal_region"),
            models.Index(fields=["team", "due_on", "id"], name="appeal_team"),
        ]


class Note(Entity):
    """One message between a resident and the team."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    is_from_resident = models.BooleanField()
    is_advice = models.BooleanField(default=False)  # the software's own: what urgent words are answered with
    is_urgent = models.BooleanField(default=False)
    text = models.CharField(max_length=500)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=60, blank=True)
    said_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # by the other side
    answered_at = models.DateTimeField(null=True, blank=True)  # a resident's: when staff answered

    class Meta:
        indexes = [
            models.Index(fields=["resident", "-said_at"], name="note_of_resident"),
            models.Index(
                fields=["said_at"], condition=Q(is_from_resident=True, answered_at=None), name="note_to_answer"
            ),
        ]


class Rating(Entity):
    """What a resident thinks of one service; it may be given anew."""

    service = models.OneToOneField("fulfilment.DoneService", models.PROTECT, related_name="+")
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    stars = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    rated_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_one_to_five_stars")]
