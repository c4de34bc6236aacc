"""Agreements (one row a resident), the paper that one or more of them stand on, and their packages."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.service.agreements.terms import IN_FORCE, RUNNING, UNSIGNED

_PRINCIPAL = ~Q(kind="supplementary")
_OPEN = (*UNSIGNED, *IN_FORCE)

# In some indexes, so that counting what one part of a reach adds to another reads no table.
REACH, COUNTED = ["region"], ["state", "ends_on"]


class AgreementPaper(Entity):
    """One signed document: a person's, or a household's with a row for each member (S2.7-07, S2.7-22)."""

    number = models.CharField(max_length=24, unique=True)
    unit = models.CharField(max_length=10)  # terms.Unit
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, blank=True, related_name="papers")
    signed_on = models.DateField()
    signer = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    signer_capacity = models.CharField(max_length=20)  # terms.SignerCapacity
    document_shown = models.CharField(max_length=30, blank=True)  # terms.DocumentShown (S2.7-20)
    sign_way = models.CharField(max_length=20, blank=True)  # terms.SignWay (S2.7-05); blank where nobody said it
    verification_code = models.CharField(max_length=32, unique=True)
    copies = models.PositiveSmallIntegerField(default=2)
    service_list = models.CharField(max_length=40, blank=True)  # rulebook/lists: what the scheme has told (S0-19)
    service_list_version = models.CharField(max_length=20, db_default="", blank=True)
    told_list_on = models.DateField(null=True, blank=True)
    print_count = models.PositiveSmallIntegerField(default=0, db_default=0)  # terms.PrintState tells it in words
    printed_at = models.DateTimeField(null=True, blank=True)
    asked = models.JSONField(default=dict)  # the request of a paper that waits to be signed (SigningRequest)

    def __str__(self) -> str:
        return self.number


class Agreement(Entity):
    """A resident's agreement with a team or one doctor; dates are inclusive."""

    paper = models.ForeignKey(AgreementPaper, models.PROTECT, related_name="agreements")
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="agreements")
    # The household it was signed in and is counted with; a member who leaves is counted anew at night.
    household = models.ForeignKey("people.Household", models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=15)  # terms.Kind
    state = models.CharField(max_length=15)  # terms.State
    party = models.CharField(max_length=10)  # terms.Party
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="agreements")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="agreements")
    responsible_person = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="agreements")
    contact_person = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    assistant = models.ForeignKey("organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+")
    guardian = models.ForeignKey("people.Resident", models.PROTECT, null=True, blank=True, related_name="+")
    guardian_name = models.CharField(max_length=60, blank=True)
    guardian_relation = models.CharField(max_length=20, blank=True)
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    groups = ArrayField(models.CharField(max_length=30), default=list)  # as checked at signing
    package_codes = ArrayField(models.CharField(max_length=40), default=list)  # of its packages, for lists
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=30, blank=True)  # terms.EndReason
    end_note = models.CharField(max_length=200, blank=True)
    end_evidence = models.CharField(max_length=200, blank=True)  # the signed paper, where the scheme asks for one
    end_reasons = models.JSONField(default=list)  # why it could be terminated
    suspended_on = models.DateField(null=True, blank=True)  # of the latest suspension
    resumes_on = models.DateField(null=True, blank=True)  # as expected; from then on it is in force again
    suspension_reason = models.CharField(max_length=20, blank=True)  # terms.SuspensionReason
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next")
    notice_from = models.DateField(null=True, blank=True)  # agreements.renewal: from here notice is due
    notified_on = models.DateField(null=True, blank=True)
    objected_on = models.DateField(null=True, blank=True)
    is_silent = models.BooleanField(default=False)  # renewed by itself, nothing was signed anew
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    reasons = models.JSONField(default=list)
    open_record_by = models.DateField(null=True, blank=True)
    record_opened_on = models.DateField(null=True, blank=True)
    late_reason = models.CharField(max_length=200, blank=True)  # why it was entered long after signing
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=20, default="workstation")  # terms.Channel

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(state__in=RUNNING) & _PRINCIPAL, name="agreement_one_active_principal"
            ),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(state="scheduled") & _PRINCIPAL,
                name="agreement_one_scheduled_principal",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, ended_on=None) | (~Q(state__in=_OPEN) & Q(ended_on__isnull=False)),
                name="agreement_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(suspended_on__isnull=False, suspension_reason__gt=""),
                name="agreement_suspended_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "-signed_on", "-id"], include=REACH, name="agreement_team_listing"),
            models.Index(fields=["region", "-signed_on", "-id"], name="agreement_region_listing"),
            models.Index(fields=["-signed_on", "-id"], name="agreement_listing"),
            models.Index(
                fields=["institution", "-signed_on", "-id"], include=[*REACH, *COUNTED], name="agreement_place_listing"
            ),
            models.Index(
                fields=["region", "ends_on", "id"],
                include=["state"],
                condition=Q(state__in=RUNNING),
                name="agreement_region_ending",
            ),
            models.Index(fields=["responsible_person", "state"], name="agreement_doctor"),
            models.Index(fields=["ends_on", "id"], name="agreement_by_end"),
            models.Index(fields=["ends_on"], condition=Q(state__in=RUNNING), name="agreement_expiring"),
            models.Index(fields=["resumes_on"], condition=Q(state="suspended"), name="agreement_resuming"),
            models.Index(fields=["created_at"], condition=Q(state__in=UNSIGNED), name="agreement_unsigned"),
            models.Index(fields=["starts_on"], condition=Q(state="scheduled"), name="agreement_starting"),
            models.Index(fields=["household"], condition=Q(state__in=IN_FORCE), name="agreement_household"),
            GinIndex(fields=["groups"], name="agreement_groups"),
            GinIndex(fields=["package_codes"], name="agreement_packages"),
        ]


class AgreementPackage(Entity):
    """A package as promised: its version, and who pays how much (fen a year); the total is their sum."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="packages")
    package = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    label_zh = models.CharField(max_length=40, db_default="", blank=True)  # none: the rulebook's
    label_en = models.CharField(max_length=80, db_default="", blank=True)
    service_months = models.PositiveSmallIntegerField(null=True, blank=True)  # from the first day; none: the whole term
    items = models.JSONField(default=list)  # [{item, quantity, …}] as promised
    insurance_fund_fen = models.PositiveIntegerField(default=0)
    public_health_fen = models.PositiveIntegerField(default=0)
    fiscal_fen = models.PositiveIntegerField(default=0)
    account_fen = models.PositiveIntegerField(default=0)
    resident_fen = models.PositiveIntegerField(default=0)

    class Meta:
        # The version comes along, so that counting packages does not read the rows with their items.
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "package"], include=["version"], name="agreement_package_once"
            ),
        ]
        # A version's items are read from any one agreement that holds it.
        indexes = [models.Index(fields=["package", "version"], name="agreement_package_version")]

    @property
    def total_fen(self) -> int:
        """What all payers pay together."""
        return sum(getattr(self, f"{payer}_fen") for payer in PAYERS)


PAYERS = ("insurance_fund", "public_health", "fiscal", "account", "resident")
