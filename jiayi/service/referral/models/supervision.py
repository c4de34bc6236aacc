"""What supervises referrals: cases sampled and judged, breaches with their sanction, partners by agreement."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class CaseAudit(Entity):
    """One referral of a sample: judged by the norms; a breach has a sanction and a day to be put right by (S4-81)."""

    referral = models.ForeignKey("referral.Referral", models.PROTECT, related_name="audits")
    drawn_on = models.DateField()
    drawn_by_name = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=10, blank=True)  # terms.AuditVerdict; blank until judged
    faults = models.CharField(max_length=300, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judged_by_name = models.CharField(max_length=60, blank=True)
    sanction = models.CharField(max_length=20, blank=True)  # terms.Sanction
    correct_by = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    correction = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral"], condition=Q(verdict=""), name="case_audit_once_open"),
            models.CheckConstraint(
                condition=~Q(verdict="breach") | Q(correct_by__isnull=False), name="case_audit_breach_has_its_day"
            ),
        ]
        indexes = [models.Index(fields=["-drawn_on", "-id"], name="case_audit_listing")]


class Partner(Entity):
    """An institution above or below with which the county works together by agreement (S4-42)."""

    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10)
    contact = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], condition=Q(until=None), name="partner_once_in_force")
        ]
