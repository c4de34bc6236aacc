"""Results of examinations that other institutions made, kept apart from what was done here."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class SharedResult(Entity):
    """One examination as its report says. A number that forms know stands among the values over time as well."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="shared_results")
    item = models.CharField(max_length=40)  # rulebook/examinations.yaml
    performed_on = models.DateField()
    reported_on = models.DateField(null=True, blank=True)
    institution_name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)  # organization.terms.InstitutionLevel
    report_number = models.CharField(max_length=60)
    way = models.CharField(max_length=10)  # terms.ResultWay
    number = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)  # rulebook/units.yaml
    reference = models.CharField(max_length=60, blank=True)
    conclusion = models.CharField(max_length=500, blank=True)
    is_abnormal = models.BooleanField(default=False)
    is_marked = models.BooleanField(default=False)  # the report bears the mark of mutual recognition
    observation = models.OneToOneField("care.Observation", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_name", "report_number", "item"],
                condition=Q(withdrawn_at=None),
                name="shared_result_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(conclusion__gt=""), name="shared_result_says_something"
            ),
            models.CheckConstraint(
                condition=Q(reported_on=None) | Q(reported_on__gte=F("performed_on")),
                name="shared_result_reported_after",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_note__gt=""), name="shared_result_withdrawn_with_a_note"
            ),
        ]
        indexes = [
            models.Index(
                fields=["resident", "item", "-performed_on"],
                condition=Q(withdrawn_at=None),
                name="shared_result_latest",
            ),
        ]
