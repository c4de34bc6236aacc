"""Findings of the detectors and of people, and the records and values that they rest on."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity

_UNCLOSED = Q(state__in=["open", "under_review"])
_JUDGED = Q(state__in=["explained", "confirmed", "dismissed"])
_MEASURED = Q(state="confirmed", measure__gt="") | (~Q(state="confirmed") & Q(measure=""))


class Finding(Entity):
    """What a detector says of a practitioner or a team; restated while it is open, kept as it was once it is taken.

    A person's is about a team, stays as it was written, and what is confirmed of it has a measure.
    What was judged is not looked at again: the next finding about the same begins on the day after `until_on`.
    """

    detector = models.CharField(max_length=40)  # rulebook/detectors; of what a person reports accountability.kinds
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    since_on = models.DateField()
    until_on = models.DateField()  # both inclusive: the cases that were counted
    hits = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    buckets = models.JSONField(default=list)  # [[label, cases, hits] …] for the chart
    reasons = models.JSONField(default=list)
    rulebook_version = models.CharField(max_length=64)
    opened_on = models.DateField()
    state = models.CharField(max_length=15, default="open")  # terms.FindingState
    taken_by = models.UUIDField(null=True, blank=True)
    taken_by_name = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)  # of whom it concerns
    answered_by_name = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    conclusion_note = models.CharField(max_length=1000, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    statement = models.CharField(max_length=1000, blank=True)  # what a person saw of a team (S2.9-08)
    reported_by = models.UUIDField(null=True, blank=True)
    reported_by_name = models.CharField(max_length=60, blank=True)
    measure = models.CharField(max_length=40, blank=True)  # accountability.measures, of what is confirmed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["detector", "practitioner"],
                condition=_UNCLOSED & Q(practitioner__isnull=False),
                name="finding_once_a_practitioner",
            ),
            models.UniqueConstraint(
                fields=["detector", "team"],
                condition=_UNCLOSED & Q(practitioner__isnull=True),
                name="finding_once_a_team",
            ),
            models.CheckConstraint(
                condition=Q(practitioner__isnull=False) | Q(team__isnull=False), name="finding_is_about_somebody"
            ),
            models.CheckConstraint(
                condition=Q(hits__lte=F("total"), score__lte=100, until_on__gte=F("since_on")),
                name="finding_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | Q(taken_by_name__gt="", taken_at__isnull=False),
                name="finding_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=~_JUDGED | Q(conclusion_note__gt="", concluded_at__isnull=False),
                name="finding_judged_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(statement="", reported_by_name="", measure="")
                | (Q(statement__gt="", reported_by_name__gt="", practitioner=None) & _MEASURED),
                name="finding_reported_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-score", "id"], name="finding_region_listing"),
            models.Index(fields=["detector", "practitioner", "team", "-until_on"], name="finding_of_subject"),
        ]


class Evidence(models.Model):
    """One case that the detector counted, with the values that made it one."""

    id = models.BigAutoField(primary_key=True)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10)  # terms.EvidenceKind
    thing_id = models.UUIDField()
    resident = models.ForeignKey("people.Resident", models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "kind", "thing_id"], name="evidence_once")]
        indexes = [models.Index(fields=["finding", "-on", "-id"], name="evidence_listing")]
