"""What is done in a kindergarten day by day: duties, food samples, medicine given, incidents."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity

from .community import Community, Member


class DoneDuty(Entity):
    """A duty of the rulebook that was done on a day."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="done_duties", db_index=False)
    duty = models.CharField(max_length=40)
    done_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    done_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "duty", "done_on"], name="duty_once_a_day")]


class FoodSample(Entity):
    """A sample of a meal, kept for the hours that the scheme sets (S2.5-06)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="food_samples", db_index=False)
    meal = models.CharField(max_length=60)
    kept_at = models.DateTimeField()
    keep_until = models.DateTimeField()  # kept_at + kindergarten.food_sample_hours of that day
    disposed_at = models.DateTimeField(null=True, blank=True)
    kept_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed_at=None) | Q(disposed_at__gte=F("keep_until")), name="food_sample_kept_long_enough"
            ),
            models.UniqueConstraint(fields=["community", "meal", "kept_at"], name="food_sample_once"),
        ]


class GivenMedicine(Entity):
    """Medicine given at school, with every check of kindergarten.drug_checks confirmed (S2.5-07)."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="medicines", db_index=False)
    drug = models.CharField(max_length=60)
    dose = models.CharField(max_length=40)
    method = models.CharField(max_length=40)
    times = models.CharField(max_length=40)  # how often a day, as the parent wrote it
    given_at = models.DateTimeField()
    checks = ArrayField(models.CharField(max_length=20))
    entrusted_by = models.CharField(max_length=60)  # the parent
    given_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "drug", "given_at"], name="medicine_given_once")]


class Incident(Entity):
    """Fever, injury, infection …: handled, taken to hospital, told, its cause (S2.5-09)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="incidents", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="incidents", null=True, blank=True)
    kind = models.CharField(max_length=20)  # terms.IncidentKind
    disease = models.CharField(max_length=40, blank=True)  # kindergarten.watched_diseases
    happened_on = models.DateField()
    what = models.CharField(max_length=500)
    handling = models.CharField(max_length=500, blank=True)
    hospital = models.CharField(max_length=80, blank=True)
    head_told_on = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(cause="") & ~Q(handling="") & Q(head_told_on__isnull=False)),
                name="incident_closed_is_complete",
            )
        ]
        indexes = [models.Index(fields=["community", "-happened_on", "id"], name="incident_listing")]
