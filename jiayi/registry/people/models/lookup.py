"""Look-ups of persons outside the viewer's scope: the rate limit counts them, reviewers read them."""

from django.db import models

from jiayi.foundation.base.models import Entity


class PersonLookup(Entity):
    """One exact-number look-up with its stated reason; the number itself is not kept."""

    user_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=20)  # terms.LookupReason
    explanation = models.CharField(max_length=200)
    resident = models.ForeignKey("people.Resident", models.SET_NULL, null=True, related_name="lookups")

    class Meta:
        indexes = [models.Index(fields=["user_id", "at"], name="person_lookup_rate")]
