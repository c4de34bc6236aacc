"""What follows a long-term prescription: the policy told, reactions reported, the household's medicine box checked."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.service.prescriptions.terms import Severity


class PolicyNotice(Entity):
    """A resident was told of the policy of long-term prescriptions (S0-08); the first telling counts."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="policy_notices")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    told_on = models.DateField()
    way = models.CharField(max_length=10)  # terms.NoticeWay
    note = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resident"], name="policy_notice_once")]


class ServiceOpening(Entity):
    """An institution has opened long-term prescriptions, on this day (S0-09)."""

    institution = models.OneToOneField("organization.Institution", models.PROTECT, related_name="+")
    opened_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=60, blank=True)


class AdverseReaction(Entity):
    """A reaction to a medicine: what happened, how bad, what was done; `report_number` once the authority has it."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="adverse_reactions")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    prescription = models.ForeignKey(
        "prescriptions.Prescription", models.PROTECT, null=True, blank=True, related_name="reactions"
    )
    drug = models.CharField(max_length=60)
    drug_name = models.CharField(max_length=80)
    lot_number = models.CharField(max_length=40, blank=True)
    began_on = models.DateField()
    severity = models.CharField(max_length=10)  # terms.Severity
    description = models.TextField()
    measures = models.CharField(max_length=20)  # terms.Measure
    outcome = models.CharField(max_length=20)  # terms.ReactionOutcome
    reported_on = models.DateField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    report_number = models.CharField(max_length=40, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=list(Severity)), name="reaction_severity_known"),
            models.CheckConstraint(condition=Q(began_on__lte=F("reported_on")), name="reaction_before_report"),
            models.CheckConstraint(
                condition=Q(sent_on=None, report_number="") | Q(sent_on__isnull=False, report_number__gt=""),
                name="reaction_sent_with_number",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-reported_on", "-id"], name="reaction_listing"),
            models.Index(fields=["resident", "-reported_on"], name="reaction_of_resident"),
        ]


class BoxCheck(Entity):
    """The medicine box of a household was looked at: what was counted and found of each medicine."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="box_checks")
    checked_on = models.DateField()
    findings = models.JSONField()  # of each: item id, name, left (units or null), expected, problems, note
    advice = models.CharField(max_length=400, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["household", "-checked_on", "-id"], name="box_checks_of_household")]
