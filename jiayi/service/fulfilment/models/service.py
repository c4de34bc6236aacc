"""A service that was done, and what the resident says of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class DoneService(Entity):
    """What a record proves, by its latest version, or what was entered by hand where no form is filled in.

    The id of a record's service is the record's own. It stands whether or not anything was promised: an agreement
    that is entered later finds it.
    """

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="done_services", db_index=False)
    items = ArrayField(models.CharField(max_length=40), default=list)  # that it fulfils, by the rulebook of the day
    any_item = models.CharField(max_length=40, blank=True)  # and that which any service fulfils (effective.any_item)
    form = models.CharField(max_length=40, blank=True)  # none: entered by hand
    version = models.PositiveSmallIntegerField(default=1)
    on = models.DateField()
    mode = models.CharField(max_length=20)
    evidence = models.CharField(max_length=1)  # care.terms.Evidence: as recorded
    opinion = models.CharField(max_length=10, blank=True)  # terms.Opinion: the resident's latest about this day
    is_void = models.BooleanField(default=False)
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    visit_id = models.UUIDField(null=True, blank=True)  # care's: shared by the records of one combined visit
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(evidence__in=["a", "b", "c"]), name="done_service_evidence_known"),
        ]
        indexes = [
            models.Index(fields=["resident", "on"], name="done_service_resident"),
            models.Index(fields=["visit_id"], condition=Q(visit_id__isnull=False), name="done_service_of_visit"),
        ]


class Testimony(Entity):
    """The resident confirmed or disputed that a service took place on a day; the latest about the day counts."""

    service = models.ForeignKey(DoneService, models.PROTECT, related_name="testimonies")
    about = models.DateField()  # the day of the service as it stood
    opinion = models.CharField(max_length=10)  # terms.Opinion
    heard = models.CharField(max_length=10)  # terms.Heard
    reason = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
