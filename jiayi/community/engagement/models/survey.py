"""Surveys of satisfaction and awareness: a seeded sample, and what its people said."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class SurveyRound(Entity):
    """One survey of a region's signed residents."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    title = models.CharField(max_length=60)
    opens_on = models.DateField()
    closes_on = models.DateField()
    seed = models.CharField(max_length=32)
    items = ArrayField(models.CharField(max_length=40), default=list)  # what awareness asks
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    begun_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"),
        ]


class SurveyInvitation(Entity):
    """One resident of the sample; answered once."""

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="invitations", db_index=False)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    satisfaction = models.CharField(max_length=12, blank=True)  # terms.Satisfaction
    known = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "resident"], name="survey_invites_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, satisfaction="") | (Q(answered_at__isnull=False) & ~Q(satisfaction="")),
                name="survey_answer_whole",
            ),
        ]
