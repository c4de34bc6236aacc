"""Snapshots of coverage: counts by village, team and population, computed at one instant; and target letters."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class CoverageSnapshot(models.Model):
    """One computation of coverage for the whole database, as of a day."""

    id = models.BigAutoField(primary_key=True)
    as_of = models.DateField()
    computed_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="coverage_one_current"
            ),
        ]


class CoverageCell(models.Model):
    """Residents of one village, in one population and under one team (null: not signed), counted."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(CoverageSnapshot, models.CASCADE, related_name="cells")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, related_name="+")
    population = models.CharField(max_length=30)  # all, key, special, or a group's code
    residents = models.IntegerField()
    refused = models.IntegerField(default=0)
    signed = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "population", "region"], name="coverage_cell_lookup")]


class OutcomeCell(models.Model):
    """What came of agreements, households, villages, institutions or records of one place, counted."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(CoverageSnapshot, models.CASCADE, related_name="outcomes")
    measure = models.CharField(max_length=20)  # terms.Measure
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, related_name="+")
    population = models.CharField(max_length=30)
    standing = models.CharField(max_length=20)  # of terms.REACHED, terms.LEFT_OUT, or neither
    reason = models.CharField(max_length=30, blank=True)
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "measure", "population", "region"], name="outcome_cell_lookup")]


class TargetLetter(Entity):
    """The letter of a year between the bureau and an institution (S2.3-19); what is issued is never changed again."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)  # terms.LetterState
    bureau = models.CharField(max_length=120)
    reward = models.TextField(blank=True)
    penalty = models.TextField(blank=True)
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    issued_on = models.DateField(null=True, blank=True)
    issued_by_name = models.CharField(max_length=60, blank=True)
    bureau_signer = models.CharField(max_length=60, blank=True)
    bureau_signed_on = models.DateField(null=True, blank=True)
    institution_signer = models.CharField(max_length=60, blank=True)
    institution_signed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "version"], name="target_letter_version_once"),
            models.UniqueConstraint(
                fields=["institution", "year"], condition=models.Q(state="draft"), name="target_letter_one_draft"
            ),
            models.UniqueConstraint(
                fields=["institution", "year"],
                condition=models.Q(state__in=["issued", "signed"]),
                name="target_letter_one_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="signed")
                | models.Q(bureau_signed_on__isnull=False, institution_signed_on__isnull=False),
                name="target_letter_signed_by_both",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(issued_on__isnull=False),
                name="target_letter_issued_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["-year", "institution"], name="target_letter_listing")]


class TargetLine(models.Model):
    """One target: an indicator of the rulebook with the share wanted, or what the county asks for in its own words."""

    letter = models.ForeignKey(TargetLetter, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=60, blank=True)  # of rulebook/indicators; blank: the county's own
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    wanted = models.CharField(max_length=60)
    reason = models.JSONField(default=dict, blank=True)  # where the rulebook's target is written

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="target_line_once")]
