"""Packages that institutions compose: their versions, what each holds, and what was done with it (S0-21)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start, once_at_a_time
from jiayi.service.agreements.terms import IN_WORK

from .agreement import PAYERS

IS_PUBLISHED = Q(state="published")


class Package(Entity):
    """An institution's own package; its code is none of the rulebook's (a capital letter and digits)."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="packages")
    code = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code


class PackageVersion(Entity):
    """What a package holds and costs. Once submitted its content is as it is (a trigger sees to it); agreements keep
    the version they were signed with. Amounts are fen a person and year; the price is their sum."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=15)  # terms.VersionState
    revision = models.PositiveIntegerField(default=1)  # grows with each change, so that nobody acts on an old view
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=20)  # terms.Grade
    groups = ArrayField(models.CharField(max_length=30), default=list, blank=True)  # none: for everybody
    service_months = models.PositiveSmallIntegerField(null=True, blank=True)  # from the first day; none: the whole term
    note = models.CharField(max_length=400, blank=True)
    insurance_fund_fen = models.PositiveIntegerField(default=0)
    public_health_fen = models.PositiveIntegerField(default=0)
    fiscal_fen = models.PositiveIntegerField(default=0)
    account_fen = models.PositiveIntegerField(default=0)
    resident_fen = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_kind = models.CharField(max_length=15, blank=True)  # terms.EndKind

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="package_version_numbered_once"),
            models.UniqueConstraint(
                fields=["package"], condition=Q(state__in=IN_WORK), name="package_one_version_in_work"
            ),
            once_at_a_time("package_one_version_in_force", "package", condition=IS_PUBLISHED),
            models.CheckConstraint(
                condition=(IS_PUBLISHED & Q(starts_on__isnull=False))
                | (~IS_PUBLISHED & Q(starts_on=None, ends_on=None)),
                name="package_version_published_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_kind="") | (Q(ends_on__isnull=False) & ~Q(end_kind="")),
                name="package_version_ends_for_a_reason",
            ),
            ends_after_start("package_version_ends_after_start"),
            models.CheckConstraint(
                condition=Q(service_months=None) | Q(service_months__range=(1, 36)),
                name="package_version_service_months",
            ),
        ]
        indexes = [models.Index(fields=["state", "-updated_at", "-id"], name="package_version_listing")]

    @property
    def payers_fen(self) -> dict[str, int]:
        """What each payer pays, in the order of the payers."""
        return {payer: getattr(self, f"{payer}_fen") for payer in PAYERS}

    @property
    def price_fen(self) -> int:
        """What all payers pay together."""
        return sum(self.payers_fen.values())


class PackageLine(Entity):
    """So many of one item in an agreement year."""

    version = models.ForeignKey(PackageVersion, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)  # rulebook/items.yaml
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=120)
    quantity = models.PositiveSmallIntegerField()
    interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    per_household = models.PositiveSmallIntegerField(null=True, blank=True)
    benefit = models.CharField(max_length=20, blank=True)  # package.benefit_classes

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "item"], name="package_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 366))
                & (Q(interval_days=None) | Q(interval_days__range=(1, 366)))
                & (Q(per_household=None) | Q(per_household__range=(1, 20))),
                name="package_line_in_bounds",
            ),
        ]


class PackageStep(Entity):
    """What was done with a version, by whom and why."""

    version = models.ForeignKey(PackageVersion, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=15)  # terms.PackageAct
    on = models.DateField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
