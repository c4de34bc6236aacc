"""Care relations: the one table beside residence that lets a place see a person."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class CareRelation(Entity):
    """Why an institution, team or practitioner may see a resident, and for how long (until is the last day)."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="care_relations")
    # The resident's village, kept by triggers: so the few outside of a place's own regions are found at once.
    region_code = models.CharField(max_length=12, default="", editable=False)
    place_kind = models.CharField(max_length=20)  # terms.PlaceKind
    place_id = models.UUIDField()
    purpose = models.CharField(max_length=30)  # terms.Purpose
    subject_id = models.UUIDField(null=True, blank=True)  # what opened it, such as the agreement
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "place_id", "purpose", "subject_id"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="care_relation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="care_relation_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["place_id", "resident"], name="care_relation_place"),
            models.Index(fields=["place_id", "region_code"], name="care_relation_place_region"),
        ]
