"""Snapshots of coverage: counts by village, team and population, computed at one instant."""

from django.db import models


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
