"""Deaths, departures and moves of residents, kept so that a mistaken entry can be taken back."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Departure(Entity):
    """One entry that a resident died, left, or moved to another village; `before` is what stood until then."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="departures")
    kind = models.CharField(max_length=20)  # terms.ResidentStatus; living_here: moved to another village
    on = models.DateField()
    evidence = models.CharField(max_length=200, blank=True)
    from_region = models.CharField(max_length=12)
    to_region = models.CharField(max_length=12, blank=True)
    before = models.JSONField(default=dict)
    entered_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(undone_at=None) & ~Q(kind="living_here"),
                name="departure_stands_once",
            ),
        ]
